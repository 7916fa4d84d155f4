"""Steps from a gross figure to the footprint; what is cancelled with credits stands apart, under a line, and is never subtracted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lingtan.errors import InputError
from lingtan.evidence import JSON
from lingtan.figures.shared import (
    HATCH,
    Option,
    Table,
    amount,
    axis_of_labels,
    axis_of_values,
    check_finite,
    label_text,
    say,
    span,
    with_unit,
)
from lingtan.messages import Language

__all__ = ["StepKind", "Waterfall", "WaterfallStep"]

_TOLERANCE = 1e-9
_ROW_PX = 42


class StepKind(StrEnum):
    """What a step does to the running sum; `below` does nothing to it."""

    TOTAL = "total"
    MINUS = "minus"
    PLUS = "plus"
    BELOW = "below"


_COLOUR = {StepKind.TOTAL: "token:series-6", StepKind.MINUS: "token:series-1", StepKind.PLUS: "token:series-3"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterfallStep:
    """A step. `value` is the sum itself for `total`, and a size ≥ 0 for the others. [unit of the figure]"""

    label: str
    value: float
    kind: StepKind
    estimated: bool = False
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """Steps in `unit`. The first is a total, every later total is the running sum, and nothing but `below` follows the last total."""

    title: str
    unit: str
    source: str
    steps: tuple[WaterfallStep, ...]

    def __post_init__(self) -> None:
        check_finite([step.value for step in self.steps], place=self.title)
        if not self.steps or self.steps[0].kind is not StepKind.TOTAL:
            raise InputError("FIGURE_FIRST_STEP", place=self.title)
        summed, last = [step for step in self.steps if step.kind is not StepKind.BELOW], self.steps[-1]
        if self.steps[: len(summed)] != tuple(summed) or summed[-1].kind is not StepKind.TOTAL:
            raise InputError("FIGURE_BELOW_ORDER", place=f"{self.title}: {last.label}")
        running, size = 0.0, max(abs(step.value) for step in self.steps)
        for index, step in enumerate(summed):
            if step.kind is not StepKind.TOTAL:
                if step.value < 0:
                    raise InputError("FIGURE_STEP_SIZE", place=f"{self.title}: {step.label}", value=step.value)
                running += step.value if step.kind is StepKind.PLUS else -step.value
            elif index == 0:
                running = step.value
            elif abs(running - step.value) > _TOLERANCE * size:
                raise InputError("FIGURE_TOTAL", place=f"{self.title}: {step.label}", stated=amount(step.value), summed=amount(running))
        for step in self.below:
            if step.value < 0:
                raise InputError("FIGURE_STEP_SIZE", place=f"{self.title}: {step.label}", value=step.value)

    @property
    def summed(self) -> tuple[WaterfallStep, ...]:
        """The steps above the line."""
        return tuple(step for step in self.steps if step.kind is not StepKind.BELOW)

    @property
    def below(self) -> tuple[WaterfallStep, ...]:
        """What stands beside the footprint and changes nothing in it."""
        return tuple(step for step in self.steps if step.kind is StepKind.BELOW)

    def spans(self) -> tuple[tuple[float, float], ...]:
        """From and to of each step's bar above the line. [unit]"""
        found: list[tuple[float, float]] = []
        running = 0.0
        for step in self.summed:
            if step.kind is StepKind.TOTAL:
                running = step.value
                found.append((min(0.0, running), max(0.0, running)))
            else:
                after = running + (step.value if step.kind is StepKind.PLUS else -step.value)
                found.append((min(running, after), max(running, after)))
                running = after
        return tuple(found)

    def table(self, language: Language) -> Table:
        """One row a step; its kind says whether it is subtracted, added, or stands beside."""
        header = (say("LOOK_STEP", language), say("LOOK_PLACE_IN_SUM", language), with_unit(say("LOOK_AMOUNT", language), self.unit))
        return header, tuple((step.label, say(f"LOOK_WATERFALL_{step.kind.upper()}", language), step.value) for step in self.steps)

    def option(self, language: Language) -> Option:
        """Lying bars from the first step at the top; under them, in a field of their own, those below the line."""
        ends = [end for pair in self.spans() for end in pair] + [step.value for step in self.below]
        low, high = min(0.0, *ends), max(0.0, *ends)
        room = (high - low) * 0.2 or 1.0
        bounds = {"low": low - room if low < 0 else 0.0, "high": high + room}
        above_px = len(self.summed) * _ROW_PX
        fields: list[tuple[tuple[WaterfallStep, ...], int, int]] = [(self.summed, 8, above_px)]
        if self.below:
            fields.append((self.below, above_px + 62, len(self.below) * _ROW_PX))
        option: dict[str, JSON] = {
            "grid": [{"left": 160, "right": 16, "top": top, "height": height} for _, top, height in fields],
            "xAxis": [
                {**axis_of_values(**bounds), "gridIndex": i, "axisLabel": {"show": False}, "splitLine": {"show": False}}
                for i in range(len(fields))
            ],
            "yAxis": [
                {**axis_of_labels([step.label for step in steps], inverse=True), "gridIndex": i} for i, (steps, _, _) in enumerate(fields)
            ],
            "series": [*self._bars(self.spans(), self.summed, 0), *self._bars([(0.0, s.value) for s in self.below], self.below, 1)],
            "lingtan": {"height": above_px + (len(self.below) * _ROW_PX + 70 if self.below else 20)},
        }
        if self.below:
            option["title"] = {
                "text": label_text(say("LOOK_BELOW_THE_LINE", language)),
                "top": above_px + 30,
                "left": 0,
                "textStyle": {"color": "token:ink-3", "fontSize": 12, "fontWeight": "normal"},
            }
        return option

    def _bars(
        self, spans: tuple[tuple[float, float], ...] | list[tuple[float, float]], steps: tuple[WaterfallStep, ...], field: int
    ) -> list[JSON]:
        if not steps:
            return []
        parts = [span(*ends) for ends in spans]
        shared: dict[str, JSON] = {"type": "bar", "stack": f"field-{field}", "xAxisIndex": field, "yAxisIndex": field, "barWidth": 22}
        unseen: dict[str, JSON] = {"itemStyle": {"color": "transparent"}, "silent": True, "tooltip": {"show": False}}
        seen = [
            {
                **shared,
                "data": [self._item(step, part[index], bool(part[1]) == (index == 1)) for step, part in zip(steps, parts, strict=True)],
            }
            for index in (1, 2)
        ]
        return [{**shared, **unseen, "data": [part[0] for part in parts]}, *seen]

    def _item(self, step: WaterfallStep, value: float, labelled: bool) -> dict[str, JSON]:
        sign = {StepKind.MINUS: "\u2212", StepKind.PLUS: "+"}.get(step.kind, "") if step.value else ""
        said = f"{sign}{amount(step.value)}"
        style: dict[str, JSON] = (
            {"color": "token:brand-weak", "borderColor": "token:brand", "borderWidth": 1.5, "borderType": "dashed"}
            if step.kind is StepKind.BELOW
            else {"color": _COLOUR[step.kind]}
        )
        label: dict[str, JSON] = {
            "show": labelled,
            "position": "right",
            "formatter": said,
            "color": "token:ink",
            "fontWeight": 600 if step.kind is StepKind.TOTAL else 400,
        }
        return {
            "value": value,
            "tip": f"{step.label}\n{said} {self.unit}",
            "itemStyle": {**style, **({"decal": HATCH} if step.estimated else {})},
            "label": label,
            **({"href": step.href} if step.href else {}),
        }
