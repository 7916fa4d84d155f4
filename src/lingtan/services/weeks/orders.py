"""Orders of a plan as they are shown: late ones with the reason, moved ones, and all of them as blocks on the lines."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.messages import Message

__all__ = ["LateRow", "MovedRow", "OrderBlocks"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LateRow:
    """A late order, its cause, and the smallest change that would make it on time, as a sentence `code` with a number and a name.

    Plans kept before there were sentences have minutes and the order to pass only.
    """

    order: str
    line: str
    late_min: int
    cause: str
    change_min: int
    before: str
    code: str = ""

    @property
    def why(self) -> Message:
        """The reason with its change, before it has a language."""
        return Message(code=self.code or f"SCHEDULE_WHY_{self.cause.upper()}", params={"minutes": self.change_min, "before": self.before})


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedRow:
    """An order that the plan moves off its place in the last one; empty where it was not in it."""

    order: str
    line_before: str
    start_before: str
    line: str
    start: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderBlocks:
    """The orders of a plan in columns, each as long; minutes from `origin`, ISO 8601 in the plant's own time.

    `whole` is the order that each is a lot of, else itself. Plans kept before due dates could be dragged have neither it nor `due_min`.
    The hours' load and grid intensity stand beside them. [kW], [g CO2/kWh]
    """

    origin: str
    lines: tuple[str, ...]
    order: tuple[str, ...]
    line: tuple[int, ...]
    setup_start_min: tuple[int, ...]
    setup_min: tuple[int, ...]
    start_min: tuple[int, ...]
    end_min: tuple[int, ...]
    late_min: tuple[int, ...]
    carbon_g_per_kwh: tuple[float, ...]
    load_kw: tuple[float, ...]
    hourly_g_per_kwh: tuple[float, ...]
    whole: tuple[str, ...] = ()
    due_min: tuple[int, ...] = ()
