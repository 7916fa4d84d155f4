"""What the serial number of a credit says of itself, and when two spellings of it are one series.

Verra     12082-*-VCS-VCU-304-VER-CN-1-191-01012021-31122021-0     batch, the units, …, country, (scope,) project, vintage from and to
CAR       CAR-1-US-293-1-120-CA-2006-102                           country, project, …, vintage
ACR       ACR-US-192-2010-203                                      country, project, vintage
Gold Std  GS1-1-CN-GS4221-21-2019-21733                            country, project, …, vintage
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from lingtan_verify.reason import Reason, Reasons

__all__ = ["check_serial", "series_of"]

_FORMS = (
    (
        "VCS",
        re.compile(r"[0-9]+-\*-VCS-VCU-[0-9]+-VER-(?P<country>[A-Z]{2})(?:-[0-9]+)?-(?P<project>[0-9]+)-[0-9]{4}(?P<year>[0-9]{4})-.*"),
    ),
    ("CAR", re.compile(r"CAR-[0-9]+-(?P<country>[A-Z]{2})-(?P<project>[0-9]+)-[0-9]+-[0-9]+-[A-Z]{2}-(?P<year>[0-9]{4})-[0-9]+")),
    ("ACR", re.compile(r"ACR-(?P<country>[A-Z]{2})-(?P<project>[0-9]+)-(?P<year>[0-9]{4})-[0-9]+")),
    ("GS", re.compile(r"GS[0-9]-[0-9]+-(?P<country>[A-Z]{2})-GS(?P<project>[0-9]+)-[0-9]+-(?P<year>[0-9]{4})-[0-9]+")),
)


def series_of(prefix: str) -> str:
    """The series a unit's number is unique in: case, width, separators and padding make no new one, nor does Verra's batch number."""
    plain = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", prefix).casefold()).strip("-")
    return re.sub(r"^[0-9]+-(?=vcs-)", "", re.sub(r"(?<![0-9])0+(?=[0-9])", "", plain))


def check_serial(line: dict[str, Any], place: str) -> Reasons:
    """Whether programme, country, project and vintage of a line are those that its serial number says, where its form is known."""
    for programme, form in _FORMS:
        found = form.fullmatch(line["serialPrefix"])
        if found is None:
            if line["programme"] == programme:
                yield Reason("SERIAL_FORM", f"{place}.serialPrefix", {"programme": programme})
            continue
        said = {"programme": programme, "hostCountry": found["country"], "vintageYear": int(found["year"])}
        for member, want in said.items():
            if line[member] != want:
                yield Reason("SERIAL_SAYS", f"{place}.{member}", {"member": member, "want": want, "got": line[member]})
        if _number(line["projectId"]) != found["project"].lstrip("0"):
            yield Reason("SERIAL_SAYS", f"{place}.projectId", {"member": "projectId", "want": found["project"], "got": line["projectId"]})


def _number(project: str) -> str:
    """The digits that a project id ends with, without padding: `VCS-0191` and `191` are one project."""
    digits = re.search(r"[0-9]+$", project)
    return digits.group().lstrip("0") if digits else project
