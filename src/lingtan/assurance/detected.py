"""What a check detected: a code, a place, what was expected and what was found, and how much it may matter."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.assurance.findings import Severity
from lingtan.messages import Message

__all__ = ["Detected", "ranked", "severity", "shown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Detected:
    """One objection of a check. `effect_mg` is its size in the mean, if it can be told [mg CO2e]; `of_rule`: a rule is broken."""

    code: str
    place: str
    expected: str
    found: str
    effect_mg: int = 0
    of_rule: bool = False

    def message(self) -> Message:
        """The sentence of the catalogue."""
        return Message(code=self.code, params={"expected": self.expected, "found": self.found}, place=self.place)


def severity(detected: Detected, *, mean_mg: int, materiality_percent: float) -> Severity:
    """Major when a rule is broken or the effect reaches a fifth of the materiality (so that five such do not pass together)."""
    threshold = abs(mean_mg) * materiality_percent / 100 / 5
    return Severity.MAJOR if detected.of_rule or abs(detected.effect_mg) >= threshold else Severity.MINOR


def ranked(found: tuple[Detected, ...]) -> tuple[Detected, ...]:
    """By size of effect, largest first; rules before figures of the same size; then by code and place."""
    return tuple(sorted(found, key=lambda item: (-abs(item.effect_mg), not item.of_rule, item.code, item.place)))


def shown(value: float) -> str:
    """A figure as text, nine significant digits."""
    return f"{value:.9g}"
