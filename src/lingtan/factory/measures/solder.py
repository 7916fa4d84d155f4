"""低温锡膏 Low-temperature solder: heat balance of a reflow oven at two peak temperatures, behind a gate of reliability.

The oven's power is what leaves it: through its walls, with the exhaust, with the boards. All three are proportional to a temperature
above the hall, so a peak of 180 instead of 250 °C in a hall of 25 °C saves at most 1 − 155/225 = 31 % of the heat. Vendors say 35 %
(facts/factory.md section 6: Lenovo, no independent kWh). Sn-Bi melts at 138 °C; joints that run hotter than 105 °C are kept on SAC.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lingtan.energy import FloatArray
from lingtan.errors import InputError
from lingtan.factory.measure import Measure, within

__all__ = ["Board", "Paste", "ReflowOven", "flux_voc_kg", "low_temperature_solder", "oven_kw"]

_AIR_KWH_PER_M3_K = 1.2 * 1.005 / 3600  # density [kg/m³] × heat [kJ/(kg·K)] at the hall
_BOARD_KWH_PER_KG_K = 1.0 / 3600  # FR-4 about 1.0 kJ/(kg·K)
_JOINT_LIMIT_C = 105.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReflowOven:
    """One oven. Conductance of its walls [W/K], exhaust [m³/h], conveyor and fans [kW], boards [kg], [1/h], hall [°C]."""

    wall_w_per_k: float
    exhaust_m3_per_h: float
    auxiliary_kw: float
    board_kg: float
    boards_per_h: float
    hall_c: float = 25.0

    def __post_init__(self) -> None:
        if min(self.wall_w_per_k, self.exhaust_m3_per_h, self.auxiliary_kw, self.board_kg, self.boards_per_h) < 0:
            raise InputError("MEASURE_POWER", place="solder.oven", name="solder")


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A share of the boards made and the hottest that one of their joints runs in use. [1], [°C]"""

    share: float
    joint_c: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Paste:
    """Solder paste of a board [kg], flux in it [1], and what of the flux leaves as VOC with the old and with the new paste. [1]

    All four are the makers' own data (safety data sheets): no figure is assumed here.
    """

    kg_per_board: float
    flux_share: float
    voc_before_share: float
    voc_after_share: float

    def __post_init__(self) -> None:
        within("measures.solder.paste.kg_per_board", self.kg_per_board, 0, 0.1)
        for name in ("flux_share", "voc_before_share", "voc_after_share"):
            within(f"measures.solder.paste.{name}", getattr(self, name), 0, 1)


def flux_voc_kg(paste: Paste, boards: float) -> float:
    """VOC of the flux that the new paste spares over a number of boards; below zero where it gives off more. [kg]"""
    return boards * paste.kg_per_board * paste.flux_share * (paste.voc_before_share - paste.voc_after_share)


def oven_kw(oven: ReflowOven, peak_c: float) -> float:
    """Mean electric power of an oven that runs. [kW] The walls see the mean zone, taken as 80 % of the peak's rise over the hall.

    Exhaust leaves at half of that rise; boards leave the hot zones at the peak.
    """
    rise = peak_c - oven.hall_c
    walls = oven.wall_w_per_k / 1000 * 0.8 * rise
    exhaust = oven.exhaust_m3_per_h * _AIR_KWH_PER_M3_K * 0.4 * rise
    boards = oven.board_kg * oven.boards_per_h * _BOARD_KWH_PER_KG_K * rise
    return walls + exhaust + boards + oven.auxiliary_kw


def low_temperature_solder(
    oven: ReflowOven, ovens: int, running: FloatArray, boards: Sequence[Board], *, rework_share: float, capex_yuan: float,
    opex_yuan_per_year: float = 0.0, life_years: float = 10.0, peak_before_c: float = 250.0, peak_after_c: float = 180.0, source: str,
) -> Measure:  # fmt: skip
    """All ovens of a shop on low-temperature solder as far as the gate lets boards through. `running` is the share of ovens on, shape (T,).

    The share of boards whose joints stay at 105 °C or below bounds what may change; rework passes the oven again.
    Raises InputError `SOLDER_BOARDS` where the shares do not sum to one, and `SOLDER_GATE` where no board may change.
    """
    if not boards or abs(sum(board.share for board in boards) - 1.0) > 1e-9:
        raise InputError("SOLDER_BOARDS", place="solder.boards")
    eligible = sum(board.share for board in boards if board.joint_c <= _JOINT_LIMIT_C)
    if eligible == 0:
        raise InputError("SOLDER_GATE", place="solder.boards", limit=_JOINT_LIMIT_C)
    before = running * ovens * oven_kw(oven, peak_before_c)
    after = running * ovens * oven_kw(oven, peak_after_c) * (1 + rework_share)
    return Measure(
        name="solder", before_kw=before, after_kw=after, heat_kw=np.zeros_like(before), capex_yuan=capex_yuan,
        opex_yuan_per_year=opex_yuan_per_year, life_years=life_years, source=source, confidence="medium", adoption_max_share=eligible,
    )  # fmt: skip
