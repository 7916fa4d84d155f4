"""Modules that are bought whole: panel, battery, power supply, cables, cooling, keyboard, and the final assembly itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lingtan.errors import InputError
from lingtan.evidence import Stage
from lingtan.product.components.base import ONE, Flow, Part
from lingtan.quantities import Unit

__all__ = ["assembly", "module", "panel", "soldering"]


#: Panels that a class need not name itself: the kind of panel is the same thing in every class.
PANEL_ACTIVITY: Mapping[str, str] = {
    "lcd_a_si": "lcd_panel_a_si",
    "lcd_ltps": "lcd_panel_ltps",
    "mini_led": "mini_led_panel",
    "oled": "oled_panel",
}


def panel(part: Part) -> Iterator[Flow]:
    """The display module: active area × technology, and a touch layer.

    `area_m2` [m2], `touch_m2` [m2] (optional); options `lcd`, `oled` and so on name the activities where the class has its own.
    """
    area = part.amount("area_m2")
    kind = part.choices.get("panel", "none")
    if kind != "none" and area.value > 0.0:
        activity = part.template.options.get(kind) or PANEL_ACTIVITY.get(kind) or part.option(kind)
        yield part.flow("module", activity, area, Unit.M2)
    touch = part.optional("touch_m2")
    if touch is not None and touch.value > 0.0:
        yield part.flow("touch", "touch_layer", touch, Unit.M2)


def module(part: Part) -> Iterator[Flow]:
    """Anything counted in one unit of one activity: `amount` in option `unit` of option `activity`."""
    amount = part.amount("amount")
    try:
        unit = Unit(part.option("unit"))
    except ValueError as exc:
        raise InputError("PACK_UNIT", place=f"templates.{part.template.key}", value=part.option("unit")) from exc
    if amount.value > 0.0:
        yield part.flow("module", part.option("activity"), amount, unit)


def soldering(part: Part) -> Iterator[Flow]:
    """Solder paste, reflow and placement of the device's own boards; the choice `solder` picks paste and oven profile.

    `area_m2` of board [m2], `passes` through the oven [-], `paste_kg_per_m2` of board [kg/m2]. Oven and placement run at the place of
    assembly, so a low-temperature paste saves that place's electricity.
    """
    area = part.amount("area_m2")
    low = part.choices.get("solder") == "snbi"
    paste = "solder_paste_snbi58" if low else "solder_paste_sac305"
    oven = "reflow_low_temperature" if low else "reflow_sac305"
    at = part.assembly_place
    yield part.flow("paste", paste, area.times(part.amount("paste_kg_per_m2")), Unit.KG, place=at)
    yield part.flow("reflow", oven, area.times(part.amount("passes")), Unit.M2, stage=Stage.ASSEMBLY, place=at)
    yield part.flow("placement", "smt_placement", area.times(part.amount("passes")), Unit.M2, stage=Stage.ASSEMBLY, place=at)


def assembly(part: Part) -> Iterator[Flow]:
    """Final assembly and test of one device at the place of assembly. Option `activity`."""
    yield part.flow(
        "line", part.option("activity"), part.optional("count") or ONE, Unit.PIECE, stage=Stage.ASSEMBLY, place=part.assembly_place
    )
