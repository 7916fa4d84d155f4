"""Serial numbers of carbon registries as half-open ranges of units, each unit one tonne.

    Verra   0001-000001-000100-VCS-VCU-003-VER-US-0003-01012020-31122020-1     batch, FIRST, LAST, …, vintage start and end, flag
            12082-384723093-384800545-VCS-VCU-304-VER-CN-1-191-01012008-31122008-0     the same with a sectoral scope
    CAR     CAR-1-US-293-1-120-CA-2006-102-1 to 29251                          FIRST to LAST
    ACR     ACR-US-192-2010-203-1-5000                                         FIRST-LAST
    GS      GS1-1-CN-GS4221-21-2019-21733-1-1000                               FIRST-LAST; format from memory, unverified
    CCER    opaque text and a range given by the operator: the format is not public

Registries print both edges inclusive; inside there is only `[start, stop)`, so that counts and splits cannot be off by one. The
stated count of a source is never trusted: CAR's own example above is quoted with 29,250 units and holds 29,251.

Sources: help.cloverly.com/knowledge/registry-serial-number-ranges (Verra, CAR, ACR); carbonmark.com/blog/carbon-retirement-verification
(Verra with scope). Gold Standard and CCER: unverified.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lingtan.errors import InputError
from lingtan.evidence import Standing

__all__ = ["GRAMS_PER_TONNE", "MAX_TONNES", "Registry", "SerialRange", "check_count", "opaque_range", "parse_serial", "serial_text"]

GRAMS_PER_TONNE = 1_000_000

#: The most tonnes whose grams are exact in JSON (RFC 8785): ⌊(2⁵³ − 1) / 10⁶⌋. [t]
MAX_TONNES = (2**53 - 1) // GRAMS_PER_TONNE


class Registry(StrEnum):
    """A registry whose serial numbers Lingtan reads. The values are the programme names used in rule packs."""

    VERRA = "VCS"
    CAR = "CAR"
    ACR = "ACR"
    GOLD_STANDARD = "GS"
    CCER = "CCER"


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialRange:
    """A contiguous range of units `[start, stop)` of one series.

    `prefix` is the serial without its two edges; `*` marks where they stand when that is not the end. `series` is what a unit's number
    is unique in (for Verra without the batch id, which a split may change). `width` is the number of digits the registry pads to.
    """

    registry: Registry
    prefix: str
    series: str
    start: int
    stop: int
    width: int
    standing: Standing
    vintage_year: int | None = None
    country: str | None = None
    project: str | None = None

    @property
    def count(self) -> int:
        """Units in the range, each a tonne of CO2e (unit: t)."""
        return self.stop - self.start

    @property
    def first(self) -> str:
        """The first unit as the registry prints it."""
        return str(self.start).zfill(self.width)

    @property
    def last(self) -> str:
        """The last unit (inclusive) as the registry prints it."""
        return str(self.stop - 1).zfill(self.width)

    @property
    def text(self) -> str:
        """The serial as the registry prints it."""
        return serial_text(self.registry, self.prefix, self.first, self.last)

    def overlaps(self, other: SerialRange) -> bool:
        """Whether a unit is in both."""
        return self.registry is other.registry and self.series == other.series and self.start < other.stop and other.start < self.stop

    def part(self, start: int, stop: int) -> SerialRange:
        """The sub-range `[start, stop)`. Raises InputError `CREDIT_SERIAL_RANGE` when it is empty or leaves the range."""
        if not self.start <= start < stop <= self.stop:
            raise InputError("CREDIT_SERIAL_RANGE", place=self.text, first=str(start), last=str(stop - 1))
        return SerialRange(
            registry=self.registry,
            prefix=self.prefix,
            series=self.series,
            start=start,
            stop=stop,
            width=self.width,
            standing=self.standing,
            vintage_year=self.vintage_year,
            country=self.country,
            project=self.project,
        )


_NUMBER = "([0-9]{1,18})"
_VERRA = re.compile(rf"([0-9]+)-{_NUMBER}-{_NUMBER}-(VCS-VCU-[0-9]+-VER-([A-Z]{{2}})(?:-[0-9]+)?-([0-9]+)-([0-9]{{8}})-([0-9]{{8}})-[01])")
_CAR = re.compile(rf"(CAR-[0-9]+-([A-Z]{{2}})-([0-9]+)-[0-9]+-[0-9]+-[A-Z]{{2}}-([0-9]{{4}})-[0-9]+)-{_NUMBER} to {_NUMBER}")
_ACR = re.compile(rf"(ACR-([A-Z]{{2}})-([0-9]+)-([0-9]{{4}})-[0-9]+)-{_NUMBER}-{_NUMBER}")
_GS = re.compile(rf"(GS[0-9]-[0-9]+-([A-Z]{{2}})-(GS[0-9]+)-[0-9]+-([0-9]{{4}})-[0-9]+)-{_NUMBER}-{_NUMBER}")
_OPAQUE = re.compile(rf"(\S(?:.*\S)?)[ ]+{_NUMBER}-{_NUMBER}")


def parse_serial(registry: Registry, text: str, *, place: str | None = None) -> SerialRange:
    """The range a registry's serial stands for.

    Raises InputError `CREDIT_SERIAL_FORMAT` when the text is not of the registry's form and `CREDIT_SERIAL_RANGE` when its edges are
    reversed, zero or beyond what grams can count.
    """
    return _PARSERS[registry](text, place)


def opaque_range(prefix: str, first: str, last: str, *, registry: Registry = Registry.CCER, place: str | None = None) -> SerialRange:
    """A range whose prefix is not understood: the operator gives prefix and edges. Raises as `parse_serial`."""
    if not prefix.strip() or not re.fullmatch(_NUMBER, first) or not re.fullmatch(_NUMBER, last):
        raise InputError(
            "CREDIT_SERIAL_FORMAT", place=place, registry=registry.value, serial=f"{prefix} {first}-{last}", form="text FIRST-LAST"
        )
    return _range(registry, prefix, prefix, (first, last), Standing.UNVERIFIED, place=place)


def serial_text(registry: Registry, prefix: str, first: str, last: str) -> str:
    """A range's serial as the registry prints it."""
    match registry:
        case Registry.VERRA:
            return prefix.replace("*", f"{first}-{last}")
        case Registry.CAR:
            return f"{prefix}-{first} to {last}"
        case Registry.CCER:
            return f"{prefix} {first}-{last}"
        case _:
            return f"{prefix}-{first}-{last}"


def check_count(found: SerialRange, stated: int, *, place: str | None = None) -> None:
    """Compare a stated count with the range's own. Raises InputError `CREDIT_SERIAL_COUNT`: a stated count is never trusted."""
    if stated != found.count:
        raise InputError("CREDIT_SERIAL_COUNT", place=place, serial=found.text, stated=stated, count=found.count)


def _verra(text: str, place: str | None) -> SerialRange:
    match = _match(_VERRA, Registry.VERRA, text, place)
    batch, first, last, rest, country, project, begins, ends = match.groups()
    start, end = _day(begins, text, place), _day(ends, text, place)
    if end < start:
        raise InputError("CREDIT_SERIAL_FORMAT", place=place, registry="VCS", serial=text, form="vintage start before vintage end")
    # A vintage that spans two years counts as the older one, so that a spanning period never helps an old credit through a window.
    return _range(
        Registry.VERRA,
        f"{batch}-*-{rest}",
        rest,
        (first, last),
        Standing.SOURCE,
        place=place,
        year=start.year,
        country=country,
        project=project,
    )


def _car(text: str, place: str | None) -> SerialRange:
    prefix, country, project, year, first, last = _match(_CAR, Registry.CAR, text, place).groups()
    return _range(
        Registry.CAR, prefix, prefix, (first, last), Standing.SOURCE, place=place, year=int(year), country=country, project=project
    )


def _acr(text: str, place: str | None) -> SerialRange:
    prefix, country, project, year, first, last = _match(_ACR, Registry.ACR, text, place).groups()
    return _range(
        Registry.ACR, prefix, prefix, (first, last), Standing.SOURCE, place=place, year=int(year), country=country, project=project
    )


def _gold_standard(text: str, place: str | None) -> SerialRange:
    prefix, country, project, year, first, last = _match(_GS, Registry.GOLD_STANDARD, text, place).groups()
    return _range(
        Registry.GOLD_STANDARD,
        prefix,
        prefix,
        (first, last),
        Standing.UNVERIFIED,
        place=place,
        year=int(year),
        country=country,
        project=project,
    )


def _ccer(text: str, place: str | None) -> SerialRange:
    prefix, first, last = _match(_OPAQUE, Registry.CCER, text, place).groups()
    return opaque_range(prefix, first, last, place=place)


_PARSERS: dict[Registry, Callable[[str, str | None], SerialRange]] = {
    Registry.VERRA: _verra,
    Registry.CAR: _car,
    Registry.ACR: _acr,
    Registry.GOLD_STANDARD: _gold_standard,
    Registry.CCER: _ccer,
}

_FORMS = {
    Registry.VERRA: "BATCH-FIRST-LAST-VCS-VCU-n-VER-CC-project-ddmmyyyy-ddmmyyyy-0|1",
    Registry.CAR: "CAR-n-CC-n-n-n-CC-yyyy-n-FIRST to LAST",
    Registry.ACR: "ACR-CC-project-yyyy-n-FIRST-LAST",
    Registry.GOLD_STANDARD: "GSn-n-CC-GSproject-n-yyyy-n-FIRST-LAST",
    Registry.CCER: "text FIRST-LAST",
}


def _match(pattern: re.Pattern[str], registry: Registry, text: str, place: str | None) -> re.Match[str]:
    match = pattern.fullmatch(text.strip())
    if match is None:
        raise InputError("CREDIT_SERIAL_FORMAT", place=place, registry=registry.value, serial=text, form=_FORMS[registry])
    return match


def _day(digits: str, text: str, place: str | None) -> date:
    try:
        return date(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    except ValueError as exc:
        raise InputError("CREDIT_SERIAL_FORMAT", place=place, registry="VCS", serial=text, form="vintage dates as ddmmyyyy") from exc


def _range(
    registry: Registry,
    prefix: str,
    series: str,
    edges: tuple[str, str],
    standing: Standing,
    *,
    place: str | None,
    year: int | None = None,
    country: str | None = None,
    project: str | None = None,
) -> SerialRange:
    first, last = edges
    start, stop = int(first), int(last) + 1
    if not 0 < start < stop or stop - start > MAX_TONNES:
        raise InputError("CREDIT_SERIAL_RANGE", place=place, first=first, last=last)
    padded = first.startswith("0") or last.startswith("0")
    return SerialRange(
        registry=registry,
        prefix=prefix,
        series=series,
        start=start,
        stop=stop,
        width=max(len(first), len(last)) if padded else 0,
        standing=standing,
        vintage_year=year,
        country=country,
        project=project,
    )
