"""Who may do what, written out: the intention, to which `test_role_matrix.py` holds the server, whatever the code's own table says.

Letters: M maker, C credit manager, I issuer, A auditor, D admin (of the house), F certifier, U customer; `+` every login, `*` visitors too.
Behind a path whose ids belong to somebody: whose they are. h the house, c its certifier, u its customer; others must not learn of them.
H: only people of the house, which runs this server.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from houses import FIRST

__all__ = ["BODIES", "ROUTES", "Route"]

_TABLE = """
page /welcome                                       *
page /login                                         *
page /setup                                         *
page /invitation                                    *
page /account                                       +
page /organisation                                  D
page /organisation/trust                            D
page /organisation/log                              AD
page /organisation/people                           D
page /organisation/people/{login}                   D       h
page /organisation/organisations                    D
page /home                                          +
page /road                                          *
page /jobs                                          +
page /jobs/{job}                                    +       h
page /products                                      MCIA
page /products/import                               M
page /products/drafts/{draft}                       M       h
page /products/{product}                            MCIA    h
page /products/{product}/edit                       M       h
page /products/{product}/what-if                    MCIA    h
page /products/{product}/hot-spots                  MCIA    h
page /products/{product}/lines/{line:path}          MCIA    h
page /products/{product}/explain                    MCIA    h
page /compare                                       MCIA
page /portfolio                                     MCIA
page /factory                                       MAD
page /factory/alarms                                MAD
page /factory/{site}                                MAD     h
page /factory/{site}/road                           MAD     h
page /factory/{site}/scenarios                      MAD     h
page /factory/{site}/operation                      MAD     h
page /factory/{site}/front                          MAD     h
page /factory/{site}/try                            MAD     h
page /factory/{site}/hours                          MAD     h
page /schedule                                      MAD
page /schedule/{week}                               MAD     h
page /schedule/{week}/lines                         MAD     h
page /schedule/{week}/simulation                    MAD     h
page /assessment                                    MAD
page /assessment/clauses                            MAD
page /assessment/route                              MAD
page /assessment/certification                      MAD
page /assessment/park                               MAD
page /assessment/measures                           MAD
page /assessment/published                          MAD
page /workshop                                      MAD
page /workshop/modules                              MAD
page /verification                                  MAF
page /verification/new                              M
page /verification/packs/{pack}                     M       h
page /verification/{engagement}                     MAF     hc
page /verification/{engagement}/review              MAF     hc
page /credits                                       CIA
page /credits/import                                C
page /credits/retirements                           CIA
page /credits/pools                                 CIA
page /credits/blocks/{block}                        CIA     h
page /ledger                                        CIA
page /orders                                        MCIA
page /orders/new                                    C
page /orders/{number}                               MCIA    h
page /certificates                                  MCIAU
page /certificates/issue                            I
page /certificates/{number}                         MCIAU   hu
page /devices                                       MCIAU
page /verify                                        *
page /verify/device                                 *
page /verify/{number}                               *
page /data                                          *
page /data/factors/{factor}                         *
page /data/resolve                                  *
page /data/sources                                  *
page /data/editions                                 MCIA
page /data/packs                                    MCIA
page /help                                          *
page /help/api                                      *
page /help/licences                                 *

file /jobs/{job}/files/{name}                       I       h
file /products/templates/device.xlsx                MCIA
file /products/templates/products.csv               MCIA
file /portfolio/mix-table.csv                        MCIA
file /portfolio/results/{table}                     MCIA    h
file /products/{product}/declaration.{form}         MCIA    h
file /products/{product}/report.{form}              MCIA    h
file /products/{product}/device.xlsx                MCIA    h
file /products/{product}/tree.xlsx                  MCIA    h
file /factory/templates/site.toml                    MAD
file /factory/alarms/templates/{template}           MAD
file /factory/{site}/site.toml                      MAD     h
file /factory/{site}/plan.xlsx                      MAD     h
file /schedule/templates/week.xlsx                   MAD
file /schedule/{week}/plan.{form}                   MAD     h
file /schedule/{week}/simulation.{form}             MAD     h
file /assessment/templates/{part}.toml              MAD
file /workshop/templates/{template}                     MAD
file /verification/studies/{study}/pack             M       h
file /verification/{engagement}/statement/{form}    MAF     hc
file /verification/{engagement}/report.{form}       MAF     hc
file /verification/{engagement}/documents/{digest}  MAF     hc
file /credits/template.xlsx                         C
file /orders/templates/orders.xlsx                  C
file /orders/{number}/lines/{line}/document         MCIA    h
file /certificates/{number}/files/{kind}            MCIAU   hu
file /verify/trust.json                             *
file /verify/{number}/{name}                        *
file /data/packs/template.xlsx                      *

deed /login                                         *
deed /logout                                        +
deed /setup                                         *
deed /invitation                                    *
deed /demo                                          *
deed /account/tokens                                +
deed /account/tokens/{token}/revoke                 M       h
deed /account/password                              +
deed /account/sessions/end                          +
deed /organisation/address                          D
deed /organisation/accreditations                   D
deed /organisation/trust/accept                     D
deed /organisation/trust/drop                       D
deed /organisation/people                           D
deed /organisation/people/{login}/invite            D       h
deed /organisation/people/{login}/close             D       h
deed /organisation/people/{login}/reopen            D       h
deed /organisation/people/{login}/grant             D       h
deed /organisation/people/{login}/revoke            D       h
deed /organisation/people/{login}/competences       D       h
deed /organisation/people/{login}/identities        D       h
deed /organisation/people/{login}/identities/remove D       h
deed /organisation/organisations                    D       H
deed /jobs/{job}/cancel                             +       h
deed /products/drafts                               M
deed /products/drafts/parts                         M
deed /products/imports                              M
deed /products/drafts/{draft}/save                  M       h
deed /products/samples                              M
deed /portfolio/mix                                 MCIA
deed /portfolio/run                                 M
deed /products/{product}/withdraw                   M       h
deed /products/{product}/restore                    M       h
deed /products/{product}/change                     M       h
deed /products/{product}/variant                    M       h
deed /products/{product}/freeze                     M       h
deed /products/{product}/freeze-long                M       h
deed /factory/sites                                 MD
deed /factory/samples                               MD
deed /factory/alarms/watch                          MD
deed /factory/alarms/files                          MD
deed /factory/alarms/sample                         MD
deed /factory/alarms/note                           MD
deed /factory/{site}/outlook                        MD      h
deed /factory/{site}/plan                           MD      h
deed /factory/{site}/remove                         MD      h
deed /schedule/weeks                                MD
deed /schedule/samples                              MD
deed /schedule/{week}/plan                          MD      h
deed /schedule/{week}/replan                        MD      h
deed /schedule/{week}/simulate                      MD      h
deed /schedule/{week}/remove                        MD      h
deed /assessment/samples                            MD
deed /assessment/certification/{site}/apply         M       h
deed /assessment/{site}/{part}                      MD      h
deed /workshop/shops                                MD
deed /workshop/sample                               MD
deed /workshop/{shop}/thread                        MD      h
deed /workshop/{shop}/record                        MD      h
deed /workshop/{shop}/withdraw                      MD      h
deed /workshop/{shop}/remove                        MD      h
deed /workshop/halls                                MD
deed /workshop/halls/sample                         MD
deed /workshop/halls/{hall}/remove                  MD      h
deed /verification/studies/{study}/keep             M       h
deed /verification/packs                            M
deed /verification/packs/{pack}/request             M       h
deed /verification/{engagement}/open                F       hc
deed /verification/{engagement}/submit              M       hc
deed /verification/{engagement}/start               F       hc
deed /verification/{engagement}/return              F       hc
deed /verification/{engagement}/findings            F       hc
deed /verification/{engagement}/findings/{finding}/answer  M  hc
deed /verification/{engagement}/findings/{finding}/judge   F  hc
deed /verification/{engagement}/draft               F       hc
deed /verification/{engagement}/sign                F       hc
deed /verification/{engagement}/surveillance        F       hc
deed /verification/{engagement}/withdraw            F       hc
deed /credits/preview                               C
deed /credits/import                                C
deed /credits/blocks/{block}/withdrawal             C       h
deed /credits/blocks/{block}/withdrawal/approve     C       h
deed /credits/blocks/{block}/withdrawal/drop        C       h
deed /ledger/check                                  AD
deed /orders/plan                                   C
deed /orders/new                                    C
deed /orders/instruct                               C
deed /orders/{number}/instruct                      C       h
deed /orders/{number}/release                       C       h
deed /orders/{number}/lines/{line}/entry            C       h
deed /orders/{number}/lines/{line}/check            C       h
deed /orders/{number}/lines/{line}/back             C       h
deed /certificates/batch                            I
deed /certificates/export                           I
deed /certificates/{number}/issue                   I       h
deed /certificates/{number}/replace                 I       h
deed /certificates/{number}/revoke                  I       h
deed /data/packs/check                              MCIA
deed /data/packs/compare                            MCIA
"""


@dataclass(frozen=True, kw_only=True)
class Route:
    """One route: page, file or deed; the roles that may, and the parties that its ids belong to (empty where it has none)."""

    kind: str
    path: str
    roles: str
    parties: str

    @property
    def has_ids(self) -> bool:
        """Whether its address names something that belongs to somebody."""
        return self.parties.islower()

    @property
    def is_public(self) -> bool:
        """Open to everybody."""
        return self.roles == "*"

    def lets(self, role: str, party: str) -> bool:
        """Whether somebody in this role, of this party of the ids' own house (empty for a stranger), may."""
        may = self.roles == "+" or role in self.roles
        is_theirs = not self.parties or (party != "" and party in self.parties.lower())
        return self.is_public or (role != "" and may and is_theirs)


def _routes() -> tuple[Route, ...]:
    found = []
    for line in _TABLE.split("\n"):
        if line:
            kind, path, roles, *parties = line.split()
            found.append(Route(kind=kind, path=path, roles=roles, parties="".join(parties)))
    return tuple(found)


ROUTES = _routes()

_HEADER = {"number": "{login}-NEXT", "holder": "Holder Ltd", "holder_id": "91110000SYN0000099", "manufacturer": "Lenovo"}
_DAY = "2030-01-31"
_FINDING = {"code": "X", "place": "p", "severity": "minor", "expected": "e", "found": "f"}
_DRAFT = {"number": "S-X", "level": "limited", "materiality_percent": 5, "criteria": "x", "population": 10, "drawn": 5}
_ENTRY = {"reference": "R", "url": "https://registry.example/1", "retired_on": "2026-06-01", "reason": "r", "beneficiary": "b"}

#: What is sent with a deed: the fields of its form, filled from the ids of the house that is written to; a tuple is a file.
#: Who is named beside the ids is of the first house, so that nothing but the ids can be wrong.
BODIES: dict[str, dict[str, Any]] = {
    "/login": {"login": "nobody", "password": "wrong"},
    "/logout": {},
    "/setup": {
        "code": "wrong", "organisation": "X Ltd", "identifier": "X", "login": "x", "name": "X", "email": "x@demo.invalid",
        "password": "wrong",
    },
    "/invitation": {"code": "wrong", "password": "wrong"},
    "/demo": {"login": "nobody"},
    "/account/tokens": {"name": "n", "scopes": ["account:own"]},
    "/account/password": {"old": "wrong", "new": "wrong"},
    "/organisation/address": {"address": "not an address"},
    "/organisation/accreditations": {"body": "b", "number": "n", "scope": "s", "valid_until": _DAY},
    "/organisation/trust/accept": {"name": "nobody"},
    "/organisation/trust/drop": {"key": "no key"},
    "/organisation/people": {"login": "{login}", "name": "n", "email": "n@demo.invalid", "roles": []},
    "/organisation/people/{login}/grant": {"role": "auditor"},
    "/organisation/people/{login}/revoke": {"role": "auditor"},
    "/organisation/people/{login}/competences": {"scope": "s", "valid_until": _DAY},
    "/organisation/people/{login}/identities": {"email": "n@demo.invalid"},
    "/organisation/organisations": {
        "organisation": "Second Maker Ltd", "identifier": "X", "login": "x", "name": "X", "email": "x@demo.invalid",
    },
    "/products/drafts": {"file": ("device.xlsx", b"no workbook")},
    "/products/drafts/parts": {"bom": ("bom.csv", b"no table"), "device_class": "laptop", "manufacturer": "m", "model": "m"},
    "/products/imports": {"table": ("products.csv", b"no table")},
    "/products/samples": {"sample": "thinkpad-x13"},
    "/products/{product}/change": {"place_of_use": "CN"},
    "/products/{product}/variant": {"configuration": "c", "memory_gb": "8"},
    "/products/{product}/freeze": {"draws": 100, "seed": 3},
    "/products/{product}/freeze-long": {"many_draws": 20000, "seed": 3},
    "/portfolio/mix": {"before": ("a.csv", b"no table"), "after": ("b.csv", b"no table")},
    "/portfolio/run": {"table": ("many.csv", b"no table"), "draws": 200},
    "/factory/sites": {"file": ("site.toml", b"no site")},
    "/factory/samples": {"sample": "nothing"},
    "/factory/alarms/watch": {"first": "2026-01-01", "last": "2026-01-01"},
    "/factory/alarms/files": {"meters": ("meters.csv", b"no table")},
    "/factory/alarms/note": {"alarm": "nothing", "state": "acknowledged"},
    "/factory/{site}/outlook": {"part": "road"},
    "/factory/{site}/plan": {"points": 0},
    "/schedule/weeks": {"files": ("week.xlsx", b"no workbook")},
    "/schedule/samples": {"size": "nothing"},
    "/schedule/{week}/plan": {"tries": 100},
    "/schedule/{week}/simulate": {"weeks": 1, "tries": 100},
    "/assessment/samples": {"sample": "nothing"},
    "/assessment/certification/{site}/apply": {
        "standard": "miit-2026-13", "grade": "g", "boundary": "b", "certifier": FIRST.certifier.name, "prepared_by": [FIRST.maker],
    },
    "/assessment/{site}/{part}": {"file": ("facts.toml", b"no facts")},
    "/workshop/shops": {"file": ("workshop.toml", b"no workshop")},
    "/workshop/{shop}/thread": {"devices": 10},
    "/workshop/{shop}/withdraw": {"reason": "a trial"},
    "/workshop/halls": {"file": ("hall.toml", b"no boundary")},
    "/schedule/{week}/replan": {"last": "0", "now": "2026-12-01T08:00"},
    "/verification/packs": {"pack": ("pack.json", b"{}")},
    "/verification/packs/{pack}/request": {"certifier": FIRST.certifier.name, "scope": "s", "prepared_by": [FIRST.maker]},
    "/verification/{engagement}/open": {"people": ["nobody"]},
    "/verification/{engagement}/submit": {"pack": "{pack}"},
    "/verification/{engagement}/return": {"reason": "r"},
    "/verification/{engagement}/findings": _FINDING,
    "/verification/{engagement}/findings/{finding}/answer": {"text": "t"},
    "/verification/{engagement}/findings/{finding}/judge": {"verdict": "close", "reason": "r"},
    "/verification/{engagement}/draft": _DRAFT,
    "/verification/{engagement}/sign": {"valid_until": _DAY},
    "/verification/{engagement}/surveillance": {"document": ("report.pdf", b"%PDF-1.7")},
    "/verification/{engagement}/withdraw": {"reason": "r"},
    "/credits/preview": {"file": ("holdings.csv", b"no table")},
    "/credits/import": {"file": "{holdings}"},
    "/credits/blocks/{block}/withdrawal": {"reason": "r"},
    "/orders/plan": _HEADER | {"serials": "S-1", "study": "{study}"},
    "/orders/new": _HEADER | {"file": "{devices}"},
    "/orders/instruct": {"numbers": ["{spare}"]},
    "/orders/{number}/release": {"reason": "r"},
    "/orders/{number}/lines/{line}/entry": _ENTRY | {"document": ("registry.txt", b"record")},
    "/orders/{number}/lines/{line}/back": {"reason": "r"},
    "/certificates/batch": {"numbers": ["{waiting}"]},
    "/certificates/export": {"numbers": ["{number}"]},
    "/certificates/{number}/issue": {"market": "CN", "audience": "B2B"},
    "/certificates/{number}/replace": {"market": "CN", "audience": "B2B", "reason": "r"},
    "/certificates/{number}/revoke": {"reason": "r"},
    "/data/packs/check": {"file": ("factors.xlsx", b"no workbook")},
    "/data/packs/compare": {"first": ("a.xlsx", b"no workbook"), "second": ("b.xlsx", b"no workbook")},
}  # fmt: skip
