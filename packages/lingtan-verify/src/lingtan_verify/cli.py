"""The command `lingtan-verify`. Exit 0: valid. 3: not valid, with reason codes. 2: not asked properly."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from lingtan_verify.reason import RefusalError
from lingtan_verify.texts import LANGUAGES, say, sentence
from lingtan_verify.together import reused
from lingtan_verify.trust import find_trust
from lingtan_verify.verify import Membership, Request, Verdict, verify

__all__ = ["main"]

VALID, USAGE, NOT_VALID = 0, 2, 3


class _UsageError(Exception):
    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    language = _language(given)
    try:
        options = _parser(language).parse_args(given)
    except SystemExit as stop:
        return USAGE if stop.code else VALID
    try:
        verdicts, trust = _verdicts(options)
    except _UsageError as misuse:
        print(sentence(misuse.code, language, misuse.values), file=sys.stderr)
        return USAGE
    answer = _answer(verdicts, [Path(name) for name in options.files], trust, language)
    try:
        if options.json:
            print(json.dumps(answer, ensure_ascii=False, indent=2))
        else:
            _print(verdicts, options.files, trust, language)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has seen enough; the exit code still says what was found
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # stays open until the end, for Python's own flush
    return VALID if answer["valid"] else NOT_VALID


def _language(given: Sequence[str]) -> str:
    for index, word in enumerate(given):
        asked = (
            word.removeprefix("--lang=")
            if word.startswith("--lang=")
            else given[index + 1]
            if word == "--lang" and index + 1 < len(given)
            else ""
        )
        if asked in LANGUAGES:
            return asked
    environment = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if environment.lower().startswith("zh") else "en"


def _parser(language: str) -> argparse.ArgumentParser:
    def text(name: str) -> str:
        return sentence(f"HELP_{name}", language)

    parser = argparse.ArgumentParser(prog="lingtan-verify", description=sentence("HELP", language), allow_abbrev=False)
    parser.add_argument("files", nargs="+", metavar="FILE", help=text("FILE"))
    parser.add_argument("--trust", metavar="trust.json", help=text("TRUST"))
    parser.add_argument("--bundle", metavar="ZIP", help=text("BUNDLE"))
    parser.add_argument("--status", metavar="status.json", help=text("STATUS"))
    parser.add_argument("--serial", metavar="SN", help=text("SERIAL"))
    parser.add_argument("--secret", metavar="HEX", help=text("SECRET"))
    parser.add_argument("--path", metavar="path.json", help=text("PATH"))
    parser.add_argument("--recompute", action="store_true", help=text("RECOMPUTE"))
    parser.add_argument("--json", action="store_true", help=text("JSON"))
    parser.add_argument("--lang", choices=LANGUAGES, help=text("LANG"))
    parser.add_argument("--at", metavar="DAY", help=text("AT"))
    return parser


def _read(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as exc:
        raise _UsageError("USAGE_FILE", path=name) from exc


def _now(asked: str | None) -> str:
    if asked is None:
        return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", asked):
            return f"{date.fromisoformat(asked)}T23:59:59Z"
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", asked):
            datetime.fromisoformat(asked)
            return asked
    except ValueError:
        pass
    raise _UsageError("USAGE_AT")


def _membership(options: argparse.Namespace) -> Membership | None:
    given = (options.serial, options.secret, options.path)
    if given == (None, None, None):
        return None
    if None in given:
        raise _UsageError("USAGE_SERIAL")
    return Membership(options.serial, options.secret, _read(options.path))


def _verdicts(options: argparse.Namespace) -> tuple[list[Verdict], dict[str, Any] | None]:
    """One verdict a file, and which trust list was used."""
    membership, now = _membership(options), _now(options.at)
    if len(options.files) > 1 and (options.bundle or membership):
        raise _UsageError("USAGE_ONE")
    for name in [*options.files, *([options.bundle] if options.bundle else [])]:
        if not Path(name).is_file():
            raise _UsageError("USAGE_FILE", path=name)
    status = _read(options.status) if options.status else None
    verdicts: list[Verdict] = []
    used: dict[str, Any] | None = None
    for index, name in enumerate(options.files):
        try:
            trust = find_trust(options.trust, Path(name), os.environ)
        except RefusalError as refusal:
            verdicts.append(Verdict(reasons=[refusal.reason], checks=[("trust", False)]))
            continue
        used = used or trust.summary()
        request = Request(trust, now, Path(options.bundle) if options.bundle else None, status, membership, options.recompute)
        try:
            verdict = verify(Path(name), request, index=index)
        except OSError as exc:
            raise _UsageError("USAGE_FILE", path=name) from exc
        if trust.source in ("beside", "folder_up"):
            verdict.notes.append("NOTE_TRUST_BESIDE")
        verdicts.append(verdict)
    for index, reason in reused([one.shown for one in verdicts if one.shown is not None]):
        verdicts[index].reasons.append(reason)
    return verdicts, used


def _one(verdict: Verdict, file: Path, trust: dict[str, Any] | None, language: str) -> dict[str, Any]:
    subject = verdict.document["credentialSubject"] if verdict.document else {}
    return {
        "file": file.name,
        "valid": verdict.valid,
        "code": verdict.code,
        "reasons": [{"code": one.code, "place": one.place, "text": say(one, language)} for one in verdict.reasons],
        "number": subject.get("number"),
        "status": verdict.status,
        "status_as_of": verdict.status_as_of,
        "synthetic": subject.get("synthetic"),
        "trust": trust,
        "checks": [{"name": name, "passed": passed} for name, passed in verdict.checks],
        "notes": [{"code": code, "text": sentence(code, language)} for code in verdict.notes],
    }


def _answer(verdicts: Sequence[Verdict], files: Sequence[Path], trust: dict[str, Any] | None, language: str) -> dict[str, Any]:
    each = [_one(verdict, file, trust, language) for verdict, file in zip(verdicts, files, strict=True)]
    if len(each) == 1:
        return each[0]
    failed = [one for one in each if not one["valid"]]
    return {
        "valid": not failed,
        "code": failed[0]["code"] if failed else "VALID",
        "reasons": [reason | {"file": one["file"]} for one in each for reason in one["reasons"]],
        "number": None,
        "status": "not_checked" if any(one["status"] == "not_checked" for one in each) else "checked",
        "trust": trust,
        "checks": [],
        "files": each,
    }


def _kilograms(value_mg: int) -> str:
    grams = (value_mg + 500) // 1000
    return f"{grams // 1000:,}.{grams % 1000:03d}"


def _print(verdicts: Sequence[Verdict], files: Sequence[str], trust: dict[str, Any] | None, language: str) -> None:
    for verdict, name in zip(verdicts, files, strict=True):
        print(f"{name}: {sentence('VALID' if verdict.valid else 'NOT_VALID', language)}")
        if verdict.document is not None:
            print("  " + _record(verdict.document["credentialSubject"], language))
        for reason in verdict.reasons:
            print("  " + say(reason, language))
        if verdict.status_as_of is not None:
            print("  " + sentence("LABEL_STATUS", language, {"status": verdict.status, "as_of": verdict.status_as_of}))
        for code in verdict.notes if verdict.valid else []:
            print("  " + sentence(code, language))
    if trust is not None:
        print(sentence("LABEL_TRUST", language, trust))


def _record(subject: dict[str, Any], language: str) -> str:
    if "site" not in subject:
        return sentence("LABEL_RECORD", language, _figures(subject))
    named = {name: subject[name] for name in ("number", "site", "organisation", "year", "standard", "grade")}
    counts = {name: len(subject["clauses"][of]) for name, of in (("met", "met"), ("not_met", "notMet"), ("open", "notAssessable"))}
    return sentence("LABEL_SITE", language, {**named, **counts, "signer": subject["signer"]["name"]})


def _figures(subject: dict[str, Any]) -> dict[str, object]:
    return {
        "number": subject["number"],
        "version": subject["version"],
        "holder": subject["holder"]["name"],
        "count": subject["devices"]["count"],
        "model": subject["product"]["model"],
        "mean_kg": _kilograms(subject["footprint"]["meanMg"]),
        "total_kg": _kilograms(1000 * subject["allocation"]["totalG"]),
        "tonnes": sum(line["tonnes"] for line in subject["credits"]),
    }
