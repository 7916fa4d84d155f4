"""Two complete houses on one server: the demo's, and a second maker with a certifier and a customer of its own.

Each works its way through the pages' own API, so that every kind of thing that an address can name is there twice: a product, a draft, an
engagement, credits, an order, a certificate, a job. All of it synthetic.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from kept_files import SITE, week_of
from sites import Site

from lingtan.access import Action as Logged
from lingtan.access import Role
from lingtan.access.log import Deed
from lingtan.assurance import Competence
from lingtan.services.accounts.enrol import enrol_organisation, enrol_user
from lingtan.services.accounts.invitations import invite
from lingtan.services.accounts.tokens import create_token
from lingtan.services.accounts.types import Rule, Session, Throttle
from lingtan.services.accounts.workspace import workspace_folder
from lingtan.services.demo.inputs import write_credits
from lingtan.services.demo.opening import SCOPE
from lingtan.services.demo.parties import CERTIFIER, HOLDER, ISSUER
from lingtan.services.demo.serving import demo_password
from lingtan.services.house.trusting import accept_certifier
from lingtan.web.frame.cookies import SESSION

__all__ = ["FIRST", "SECOND", "Crew", "Ids", "Party", "entered", "open_town", "settle"]

_MANY = b"manufacturer,name,subcategory\nSynthetic,Book,Laptop\n"
#: Far above what a test asks in a minute: how often somebody may ask is tested by itself.
PATIENT = dict.fromkeys(Rule, "1000000 per minute")


@dataclass(frozen=True, kw_only=True)
class Party:
    """An organisation by its registered name and identifier."""

    name: str
    identifier: str


@dataclass(frozen=True, kw_only=True)
class Crew:
    """Who works in and with one house, each by login. `device` is the sample that it verifies, `serials` its block of credits."""

    house: Party
    certifier: Party
    customer: Party
    maker: str
    credit_manager: str
    checker: str
    issuer: str
    auditor: str
    admin: str
    verifier: str
    certifier_admin: str
    buyer: str
    device: str
    first_serial: int

    def roles(self) -> dict[str, tuple[Party, tuple[Role, ...]]]:
        """Organisation and roles of every login."""
        own = {self.maker: Role.MAKER, self.credit_manager: Role.CREDIT_MANAGER, self.checker: Role.CREDIT_MANAGER}
        own |= {self.issuer: Role.ISSUER, self.auditor: Role.AUDITOR, self.admin: Role.ADMIN}
        found = {login: (self.house, (role,)) for login, role in own.items()}
        found |= {self.verifier: (self.certifier, (Role.CERTIFIER,)), self.certifier_admin: (self.certifier, (Role.ADMIN,))}
        return found | {self.buyer: (self.customer, (Role.CUSTOMER,))}

    def logins(self) -> tuple[str, ...]:
        """Every login."""
        return tuple(self.roles())


#: The demo's cast.
FIRST = Crew(
    house=Party(name=ISSUER, identifier="91110000SYN0000002"), certifier=Party(name=CERTIFIER, identifier="91110000SYN0000003"),
    customer=Party(name=HOLDER.name, identifier=HOLDER.identifier), maker="preparer", credit_manager="credit-manager", checker="checker",
    issuer="issuer", auditor="auditor", admin="admin", verifier="verifier", certifier_admin="certifier-admin", buyer="customer",
    device="thinkpad-x1-carbon-5th", first_serial=50_001,
)  # fmt: skip

SECOND = Crew(
    house=Party(name="Second Maker Ltd", identifier="91110000SYN0000011"),
    certifier=Party(name="Second Certification Ltd", identifier="91110000SYN0000012"),
    customer=Party(name="Second Customer Ltd", identifier="91110000SYN0000013"),
    maker="maker-2", credit_manager="credits-2", checker="checker-2", issuer="issuer-2", auditor="auditor-2", admin="admin-2",
    verifier="verifier-2", certifier_admin="certifier-admin-2", buyer="customer-2", device="thinkpad-x13", first_serial=70_001,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Ids:
    """What the addresses of one house are made of. `spare` is an order that is reserved; `idle` a product nobody verified."""

    product: str
    idle: str
    draft: str
    line: str
    study: str
    pack: str
    engagement: str
    asked: str
    finding: str
    paper: str
    block: str
    retirement: str
    holdings: str
    devices: str
    number: str
    waiting: str
    spare: str
    serial: str
    job: str
    job_file: str
    table: str
    site: str
    week: str
    shop: str
    hall: str
    token: str
    login: str
    invitation: str
    factor: str
    activity: str
    factors: str

    def plain(self) -> dict[str, str]:
        """By name."""
        return asdict(self)


def open_town(home: Path) -> dict[str, Ids]:
    """The ids of both houses of a home that was settled."""
    return {name: Ids(**ids) for name, ids in json.loads((home / "town.json").read_text("utf-8")).items()}


def settle(home: Path) -> None:
    """Work both houses through on a home with the demo; their ids stand in `town.json`."""
    with Site.opened(home) as site:
        site.house.throttle = Throttle(PATIENT)
        _enrol(site, SECOND)
        found = {name: asdict(_story(site, crew)) for name, crew in (("first", FIRST), ("second", SECOND))}
    (home / "town.json").write_text(json.dumps(found), "utf-8")


def entered(site: Site, login: str) -> TestClient:
    """A browser without scripts in which somebody of either house is logged in."""
    opened = site.house.accounts.sessions.log_in(site.visit(), login=login, password=demo_password(site.house.home))
    client = TestClient(site.app, follow_redirects=False, raise_server_exceptions=False)
    client.cookies.set(SESSION, opened.token)
    client.headers["x-csrf-token"] = site.csrf(client)
    return client


def _enrol(site: Site, crew: Crew) -> None:
    house, visit = site.house, site.visit()
    for party, slug in ((crew.house, "second"), (crew.certifier, "second-certifier"), (crew.customer, "second-customer")):
        workspace_folder(house.home, name=party.name, identifier=party.identifier, slug=slug, db=house.db, synthetic=True)
        enrol_organisation(house.accounts, visit, actor="test", name=party.name, identifier=party.identifier, slug=slug)
    for login, (party, roles) in crew.roles().items():
        enrol_user(
            house.accounts, visit, actor="test", organisation=party.name, login=login, name=f"{login} (synthetic)",
            email=f"{login}@demo.invalid", password=demo_password(house.home), roles=roles,
        )  # fmt: skip
    accept_certifier(house.workspace(crew.house.name), house.organisations(), crew.certifier.name, at=datetime.now(UTC))


def _session(site: Site, login: str) -> Session:
    return site.house.accounts.sessions.log_in(site.visit(), login=login, password=demo_password(site.house.home)).session


class _Hand:
    """One person at work: each deed is an answer of the API, and a refusal ends the story."""

    def __init__(self, site: Site, login: str) -> None:
        self._client = entered(site, login)

    def get(self, path: str) -> Any:
        """The twin of a page."""
        answer = self._client.get(f"/api/v1{path}")
        assert answer.status_code == 200, (path, answer.text[:2_000])
        return answer.json()

    def bytes(self, path: str) -> bytes:
        """A file."""
        answer = self._client.get(f"/api/v1{path}")
        assert answer.status_code == 200, (path, answer.text[:2_000])
        return bytes(answer.content)

    def do(self, path: str, body: dict[str, Any] | None = None, *, is_form: bool = False, **files: tuple[str, bytes]) -> Any:
        """A deed, as JSON, or as a form where a file may come with it."""
        sent: dict[str, Any] = {"data": body, "files": files} if files or is_form else {"json": body} if body is not None else {}
        answer = self._client.post(f"/api/v1{path}", **sent)
        assert answer.status_code == 200, (path, answer.text[:2_000])
        return answer.json()


def _story(site: Site, crew: Crew) -> Ids:
    maker = _Hand(site, crew.maker)
    product = maker.do("/products/samples", {"sample": crew.device})["product"]
    idle = maker.do("/products/samples", {"sample": "thinkpad-x1-carbon-gen9"})["product"]
    workbook = maker.bytes(f"/products/{product}/device.xlsx")
    draft = maker.do("/products/drafts", file=("device.xlsx", workbook))["draft"]
    line = maker.get(f"/products/{product}")["workings"]["lines"][0]["line"]
    study = maker.do(f"/products/{product}/freeze", {"draws": 500, "seed": 11})["study"]
    table = maker.do("/portfolio/run", {"draws": "0", "into": "csv"}, table=("many.csv", _MANY))["job"]
    _ended(maker, table)
    plant = maker.do("/factory/sites", file=("site.toml", SITE))["site"]
    _ended(maker, maker.do(f"/factory/{plant}/plan", {"points": 0})["job"])
    week = maker.do("/schedule/weeks", files=("week.json", week_of(6)))["week"]
    _ended(maker, maker.do(f"/schedule/{week}/plan", {"tries": 100})["job"])
    _ended(maker, maker.do(f"/schedule/{week}/simulate", {"weeks": 2, "tries": 100})["job"])
    shops = {"shop": maker.do("/workshop/sample")["shop"], "hall": maker.do("/workshop/halls/sample")["shop"]}
    verified = _verified(site, crew, maker, study)
    bought = _bought(site, crew, study)
    opened = _session(site, crew.maker)
    token = create_token(site.house.accounts, opened, site.visit(), name="program", scopes=opened.permissions, days=1).token.id
    invited = {"login": f"guest-of-{crew.maker}", "name": "Guest (synthetic)", "email": "guest@demo.invalid", "roles": (Role.MAKER,)}
    invitation = invite(site.house.accounts, _session(site, crew.admin), site.visit(), **invited).code
    factor = maker.get("/data?q=aluminium")["rows"][0]
    factors = maker.do("/data/packs/check", file=("factors.xlsx", maker.bytes("/data/packs/template.xlsx")))["file"]
    return Ids(
        product=product, idle=idle, draft=draft, line=line, study=study, table=table, site=plant, week=week, token=token, **shops,
        login=invited["login"],
        invitation=invitation, factors=factors, factor=factor["id"], activity=factor["activity"], **verified, **bought,
    )  # fmt: skip


def _verified(site: Site, crew: Crew, maker: _Hand, study: str) -> dict[str, str]:
    today = datetime.now(UTC).date()
    deed = Deed(
        visit=site.visit(), actor=crew.certifier_admin, organisation=crew.certifier.name, action=Logged.COMPETENCE, subject=crew.verifier
    )
    competence = Competence(scope=SCOPE, valid_until=today + timedelta(days=900))
    site.house.accounts.people.qualify(deed, login=crew.verifier, competence=competence)
    verifier = _Hand(site, crew.verifier)
    file = maker.bytes(f"/verification/studies/{study}/pack")
    pack = maker.do("/verification/packs", pack=("pack.json", file))["pack"]
    asking = {"certifier": crew.certifier.name, "scope": SCOPE, "prepared_by": [crew.maker]}
    engagement = maker.do(f"/verification/packs/{pack}/request", asking)["engagement"]
    later = json.loads(file) | {"as_of": (today - timedelta(days=1)).isoformat()}
    other = maker.do("/verification/packs", pack=("pack.json", json.dumps(later).encode()))["pack"]
    asked = maker.do(f"/verification/packs/{other}/request", asking | {"note": "another day"})["engagement"]
    room = f"/verification/{engagement}"
    verifier.do(f"{room}/open", {"people": [crew.verifier]})
    maker.do(f"{room}/submit", {"pack": ""}, file=("pack.json", file))
    verifier.do(f"{room}/start")
    said = {"code": "ASSUMPTION_SOURCE", "place": "attributes.tec_kwh", "severity": "minor", "expected": "measured", "found": "assumed"}
    verifier.do(f"{room}/findings", said)
    maker.do(f"{room}/findings/F1/answer", {"text": "Metered."}, document=("meter.pdf", f"%PDF-1.7 metered by {crew.maker}".encode()))
    verifier.do(f"{room}/findings/F1/judge", {"verdict": "close", "reason": "Shown."})
    number = f"S-{crew.maker}"
    drafted = {"number": number, "level": "limited", "materiality_percent": 5, "criteria": SCOPE, "population": 10, "drawn": 5}
    verifier.do(f"{room}/draft", drafted)
    verifier.do(f"{room}/sign", {"valid_until": (today + timedelta(days=700)).isoformat()})
    desk = maker.get(room)
    paper = next(event["evidence_digest"] for event in desk["room"]["history"] if event["event"] == "FindingAnswered")
    return {"pack": pack, "engagement": engagement, "asked": asked, "finding": "F1", "paper": paper}


def _bought(site: Site, crew: Crew, study: str) -> dict[str, str]:
    credits, checker, issuer = (_Hand(site, login) for login in (crew.credit_manager, crew.checker, crew.issuer))
    table, first = site.house.home / f"{crew.maker}-holdings.csv", crew.first_serial
    serial = f"1410{first}-{first}-{first + 99}-VCS-VCU-304-VER-CN-1-2250-01012023-31122023-0"
    write_credits(table, [("VCS", "2250", "Synthetic biochar", "removal", "VM0044", 2023, serial, 100)])
    holdings = credits.do("/credits/preview", file=("holdings.csv", table.read_bytes()))["file"]
    credits.do("/credits/import", {"file": holdings})
    block = next(one["block"] for one in credits.get("/credits")["blocks"] if one["serial"] == serial)
    numbers, devices = [], ""
    for name in ("A", "B", "C"):
        header = {"number": f"{crew.maker}-{name}", "holder": crew.customer.name, "holder_id": crew.customer.identifier}
        header |= {"manufacturer": "Lenovo"}
        asked = header | {"serials": f"{crew.maker}-{name}-1 {crew.maker}-{name}-2", "study": study}
        kept = credits.do("/orders/plan", asked, is_form=True)["file"]
        devices = devices or kept
        numbers.append(credits.do("/orders/new", header | {"file": kept})["number"])
    number, waiting, spare = numbers
    for one in (number, waiting):
        credits.do(f"/orders/{one}/instruct")
        _confirmed(credits, checker, one, crew)
    issuer.do(f"/certificates/{number}/issue", {"market": "CN", "audience": "B2B"})
    job = issuer.do("/certificates/export", {"numbers": [number]})["job"]
    shown = _ended(issuer, job)
    retirement = next(one["retirement"] for one in credits.get("/credits/retirements")["retirements"] if one["order"] == number)
    return {
        "block": block, "holdings": holdings, "devices": devices, "number": number, "waiting": waiting, "spare": spare,
        "serial": f"{crew.maker}-A-1", "job": job, "job_file": shown["archives"][0], "retirement": retirement,
    }  # fmt: skip


def _confirmed(credits: _Hand, checker: _Hand, number: str, crew: Crew) -> None:
    for line in credits.get(f"/orders/{number}")["lines"]:
        word = {"reference": f"R-{number}-{line['line']}", "url": "https://registry.example/1", "reason": "voluntary cancellation"}
        word |= {"retired_on": datetime.now(UTC).date().isoformat(), "beneficiary": crew.customer.name}
        credits.do(f"/orders/{number}/lines/{line['line']}/entry", word, document=("registry.txt", b"SYNTHETIC registry record"))
        checker.do(f"/orders/{number}/lines/{line['line']}/check")


def _ended(hand: _Hand, job: str) -> dict[str, Any]:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        shown: dict[str, Any] = hand.get(f"/jobs/{job}")
        if shown["ended_at"]:
            return shown
        time.sleep(0.1)
    raise AssertionError(f"the job did not end: {shown}")
