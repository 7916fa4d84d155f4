"""The story of two parties, told through the command line alone: from `lingtan init` to a revoked certificate and a withdrawn statement.

The steps of the way itself are processes of their own; refusals, repeats and what only looks go through the same entry point in this
process, which saves the seconds of a new interpreter.
Every step's answer is kept in `said.json` under its name, with the folder's files before and after where a step must leave them alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import forms
from clerk import REPO, Said, files_of, inside, lingtan, verify

MAKER = "Story Zero-Carbon Service (synthetic)"
CERTIFIER = "Story Certification Body (synthetic)"
HOLDER = ("--holder", "Story Customer Ltd", "--holder-id", "91110000STORY00001")
ORDER = ("--order", "ORDER-1", "--manufacturer", "Synthetic Devices", *HOLDER)
DRAWS = 400


class Teller:
    """Runs the steps and remembers what was said."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.said = folder, {}
        self.maker, self.certifier = folder / "maker", folder / "certifier"
        self.db = f"sqlite:///{folder / 'house.db'}"

    def __call__(self, name: str, *arguments: object, code: int = 0, tool: Any = lingtan) -> Said:
        """A step that must end with this code."""
        answer: Said = tool(*arguments)
        assert answer.code == code, f"{name}: exit {answer.code}, wanted {code}\n{answer.stdout[-2000:]}\n{answer.stderr[-3000:]}"
        self.said[name] = asdict(answer)
        return answer

    def refused(self, name: str, *arguments: object, code: int) -> None:
        """A step that must be refused and leave every file and every row as it was."""
        before = files_of(self.folder)
        self(name, *arguments, "--json", code=code, tool=inside)
        after = files_of(self.folder)
        changed = [path for path in {**before, **after} if before.get(path) != after.get(path)]
        assert not changed, f"{name} was refused and yet changed {changed}"


def tell(folder: Path) -> None:
    """The whole story."""
    step = Teller(folder)
    _settle(step)
    _buy(step)
    _study(step)
    _assure(step)
    _cancel(step)
    _certify(step)
    _end(step)
    (folder / "said.json").write_text(json.dumps(step.said, ensure_ascii=False), "utf-8")


def _settle(step: Teller) -> None:
    keys = {}
    for role, name, home in (("issuers", MAKER, step.maker), ("certifiers", CERTIFIER, step.certifier)):
        at = ("--home", home, "--db", step.db, "--synthetic", "--json")
        keys[role] = step(f"init {role}", "init", "--organisation", name, "--identifier", f"ID-{role}", *at).json["key"], name
    step.refused("init again", "init", "--organisation", MAKER, "--identifier", "X", "--home", step.maker, code=1)
    since = (datetime.now(UTC) - timedelta(days=30)).strftime("%Y-%m-%dT%H:%M:%SZ")
    entry = {"validFrom": since, "validUntil": None, "revokedFrom": None}
    trust: dict[str, Any] = {role: [{"key": key, "name": name, **entry}] for role, (key, name) in keys.items()}
    (step.folder / "trust.json").write_text(json.dumps({**trust, "synthetic": True}), "utf-8")
    for home in (step.maker, step.certifier):
        step(f"trust {home.name}", "trust", step.folder / "trust.json", "--home", home, "--json", tool=inside)


def _template(step: Teller, kind: str, **sheets: Sequence[forms.Cells]) -> Path:
    path = step.folder / f"{kind}.xlsx"
    step(f"template {kind}", "template", kind, path, "--json", tool=inside)
    for sheet, rows in sheets.items():
        forms.fill(path, sheet, rows)
    return path


def _buy(step: Teller) -> None:
    holdings = _template(step, "credits", Credits=forms.CREDIT_ROWS)
    acts = ("--actor", "credit-manager", "--home", step.maker, "--json")
    before = files_of(step.folder)
    step("credits preview", "credits", "import", holdings, "--preview", *acts, tool=inside)
    assert files_of(step.folder) == before
    step("credits import", "credits", "import", holdings, *acts)
    before = files_of(step.folder)
    step("credits import again", "credits", "import", holdings, *acts, tool=inside)
    assert files_of(step.folder) == before
    step("credits list", "credits", "list", "--home", step.maker, "--json", tool=inside)


def _study(step: Teller) -> None:
    device = _template(step, "bom", Device=forms.DEVICE_ROWS, BOM=forms.BOM_ROWS)
    draws = ("--draws", DRAWS, "--json")
    step("footprint", "footprint", device, *draws)
    step("footprint class", "footprint", "--class", "monitor", "--screen-in", "27", "--place", "DE", "--years", "5", *draws, tool=inside)
    step("explain device", "explain", device, "stagesMg.use", *draws, tool=inside)
    freeze = ("study", "freeze", device, "--actor", "preparer", "--home", step.maker, *draws)
    step("study freeze", *freeze)
    before = files_of(step.folder)
    step("study freeze again", *freeze, tool=inside)
    assert files_of(step.folder) == before
    step("study list", "study", "list", "--home", step.maker, "--json", tool=inside)
    digest = json.loads(step.said["study freeze"]["stdout"])["digest"]
    out = step.folder / "declaration"
    step("study declare", "study", "declare", digest[:20], "--out", out, "--number", "D-1", "--home", step.maker, "--json")
    step("study compare", "study", "compare", device, REPO / "examples" / "thinkpad-x13.toml", *draws)
    step("factors list", "factors", "list", "electricity", "--json", tool=inside)
    step("factors resolve", "factors", "resolve", "electricity", "--place", "CN-BJ", "--year", "2024", "--json", tool=inside)
    step("factors check", "factors", "check", _template(step, "factors", **_own_factors()), "--json", tool=inside)


def _own_factors() -> dict[str, list[dict[str, Any]]]:
    from lingtan.files import FACTORS, SOURCES

    return {schema.sheet: [{column.en: column.example for column in schema.columns}] for schema in (FACTORS, SOURCES)}


def _assure(step: Teller) -> None:
    digest = json.loads(step.said["study freeze"]["stdout"])["digest"]
    toml = step.folder / "engagement.toml"
    toml.write_text(forms.engagement(MAKER, CERTIFIER), "utf-8")
    proof = REPO / "examples" / "dry_run" / "clean.json"
    maker = ("--actor", "preparer", "--home", step.maker, "--json")
    verifier = ("--actor", "verifier", "--home", step.certifier, "--json")
    step("statement check", "statement", "check", proof, "--json", tool=inside)
    step("statement check planted", "statement", "check", proof.with_name("planted.json"), "--json", code=3, tool=inside)
    step("statement open", "statement", "open", toml, *verifier)
    step("statement submit", "statement", "submit", "E1", "--study", digest, "--evidence", proof, *maker)
    step.refused("close before raise", "statement", "close", "E1", "F1", "--reason", "x", *verifier[:-1], code=3)
    step("statement review", "statement", "review", "E1", *verifier)
    seen = ("--expected", "a meter reading", "--found", "a guess", "--severity", "minor")
    step("statement raise", "statement", "raise", "E1", "F1", "--code", "ASSUMPTION_SOURCE", "--place", "tec", *seen, *verifier)
    said = ("--evidence", proof, *maker)
    step("statement answer", "statement", "answer", "E1", "F1", "--text", "it is invented", *said)
    step("statement reject", "statement", "reject", "E1", "F1", "--reason", "say where", *verifier)
    step("statement answer again", "statement", "answer", "E1", "F1", "--text", "in the study", *said, tool=inside)
    draft = ("statement", "draft", "E1", "--number", "ST-1", "--criterion", "GB/T 24067-2024", "--site", "desk")
    sample = ("--population", "100", "--drawn", "10")
    step.refused("the client drafts", *draft, *sample, *maker[:-1], code=3)
    step.refused("the client drafts in the verifier's name", *draft, *sample, "--actor", "verifier", "--home", step.maker, code=3)
    step("statement close", "statement", "close", "E1", "F1", "--reason", "seen", *verifier)
    step("statement draft", *draft, *sample, *verifier)
    out = ("--out", step.folder / "statements")
    sign = ("statement", "sign", "E1", "--valid-until", "2030-12-31", *out, "--home", step.certifier, "--actor")
    step.refused("the drafter of the method signs", *sign, "drafter", code=3)
    step.refused("the client signs", *sign, "preparer", code=3)
    stolen = ("statement", "sign", "E1", "--valid-until", "2030-12-31", *out, "--home", step.maker, "--actor", "verifier")
    step.refused("the client signs with its own key in the verifier's name", *stolen, code=3)
    step("statement sign", *sign, "verifier", "--json")
    step("statement show", "statement", "show", "E1", "--home", step.certifier, "--json", tool=inside)
    step("statement surveil", "statement", "surveil", "E1", "--evidence", proof, *verifier, tool=inside)


def _cancel(step: Teller) -> None:
    orders = _template(step, "orders", Order=forms.order_rows())
    acts = ("--actor", "credit-manager", "--home", step.maker, "--json")
    step("neutralise plan", "neutralise", "plan", orders, *ORDER, "--home", step.maker, "--json")
    reserve = ("neutralise", "reserve", orders, *ORDER)
    step("neutralise reserve", *reserve, *acts)
    before = files_of(step.folder)
    step("neutralise reserve again", *reserve, *acts, tool=inside)
    assert files_of(step.folder) == before
    other = forms.fill(_template(step, "orders", Order=forms.order_rows()), "Order", forms.order_rows((*forms.SERIALS[:-1], "SN-OTHER-1")))
    step.refused("another body under the order's number", "neutralise", "reserve", other, *ORDER, *acts[:-1], code=3)
    number = json.loads(step.said["neutralise reserve"]["stdout"])[0]["number"]
    step.refused("issue before confirmed", "certificate", "issue", number, "--actor", "issuer", "--home", step.maker, code=3)
    picks = step("neutralise instruct", "neutralise", "instruct", number, *acts).json["picks"]
    for line in range(1, len(picks) + 1):
        document = step.folder / f"registry-{line}.txt"
        document.write_text(f"SYNTHETIC registry record RET-{line} for {HOLDER[1]}\n", "utf-8")
        today = datetime.now(UTC).date().isoformat()
        word = ("--reference", f"RET-{line}", "--url", "https://registry.example/1", "--retired-on", today, "--reason", "voluntary")
        confirm = ("neutralise", "confirm", number, "--line", line, *word, "--document", document, "--maker", "clerk", "--home", step.maker)
        named = ("--beneficiary", HOLDER[1])
        if line == 1:
            step.refused("one pair of eyes", *confirm, *named, "--actor", "clerk", code=3)
            step.refused("another beneficiary", *confirm, "--beneficiary", "Somebody Else Ltd", "--actor", "checker", code=3)
        step(f"neutralise confirm {line}", *confirm, *named, "--actor", "checker", "--json")


def _certify(step: Teller) -> None:
    number = json.loads(step.said["neutralise reserve"]["stdout"])[0]["number"]
    acts = ("--actor", "issuer", "--home", step.maker, "--json")
    out = step.folder / "certificates"
    step.refused("an unknown audience", "certificate", "issue", number, "--audience", "B2X", *acts[:-1], code=2)
    step("certificate issue", "certificate", "issue", number, *acts)
    before = files_of(step.folder)
    step("certificate issue again", "certificate", "issue", number, *acts, tool=inside)
    assert files_of(step.folder) == before
    step("certificate export", "certificate", "export", number, "--out", out, *acts)
    bundle = out / f"{number}.full.zip"
    step("recompute", "recompute", bundle, "--json")
    step("explain", "explain", bundle, "requiredG", "--json")
    trust = ("--trust", out / "trust.json", "--json")
    step("verify json", out / f"{number}.json", *trust, tool=verify)
    step("verify status", out / f"{number}.json", "--status", out / "status.json", *trust, tool=verify)
    step("verify pdf", out / f"{number}.zh.pdf", *trust, tool=verify)
    step("verify zip", out / f"{number}.public.zip", *trust, tool=verify)
    step("verify full zip", bundle, "--recompute", *trust, tool=verify)


def _end(step: Teller) -> None:
    number = json.loads(step.said["neutralise reserve"]["stdout"])[0]["number"]
    acts = ("--actor", "issuer", "--home", step.maker, "--json")
    later, trust = step.folder / "later", ("--trust", step.folder / "certificates" / "trust.json", "--json")
    successor = step("certificate replace", "certificate", "replace", number, "--reason", "a slip", *acts).json["credentialSubject"][
        "number"
    ]
    step.refused("replace what is replaced", "certificate", "replace", number, "--reason", "other", *acts[:-1], code=3)
    step("certificate export successor", "certificate", "export", successor, "--out", later, *acts)
    step("recompute successor", "recompute", later / f"{successor}.full.zip", "--json")
    status = ("--status", later / "status.json", *trust)
    step("verify replaced", step.folder / "certificates" / f"{number}.json", *status, tool=verify, code=3)
    step("verify successor", later / f"{successor}.json", *status, tool=verify)
    step("certificate revoke", "certificate", "revoke", successor, "--reason", "sold", *acts)
    step("certificate status", "certificate", "status", "--out", later / "status-after.json", *acts)
    step("verify revoked", later / f"{successor}.json", "--status", later / "status-after.json", *trust, tool=verify, code=3)
    step(
        "statement withdraw",
        "statement",
        "withdraw",
        "E1",
        "--reason",
        "an error",
        "--actor",
        "verifier",
        "--home",
        step.certifier,
        "--json",
    )
    fresh = _template(step, "orders", Order=forms.order_rows(("SN-LATE-1",)))
    step.refused("an order on a withdrawn statement", "neutralise", "reserve", fresh, "--order", "ORDER-2", *ORDER[2:], *acts[:-1], code=3)
    step("doctor", "doctor", "--home", step.maker, "--json")
