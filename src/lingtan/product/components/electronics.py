"""Boards and semiconductors: area × layers, die area × node ÷ yield, gigabytes × generation."""

from __future__ import annotations

import math
from collections.abc import Iterator

from lingtan.errors import InputError
from lingtan.product.components.base import Flow, Part
from lingtan.product.quantity import Amount
from lingtan.quantities import Unit

__all__ = ["LOGIC_NODES_NM", "accelerator", "board", "disk", "logic", "memory", "nearest_node", "storage"]

#: Logic nodes that the factor library knows. [nm]
LOGIC_NODES_NM: tuple[int, ...] = (3, 5, 7, 10, 14, 20, 28, 65, 180)


def nearest_node(node_nm: float) -> int:
    """The known logic node nearest on a log scale; a tie goes to the finer (higher-impact) node. [nm]."""
    return min(LOGIC_NODES_NM, key=lambda known: (abs(math.log(known / node_nm)), known))


def board(part: Part) -> Iterator[Flow]:
    """Bare printed board: area × (base + layers × per-layer). `area_m2` [m2], `layers` [-]. Flexible boards by `flex_m2` [m2]."""
    area = part.amount("area_m2")
    yield part.flow("base", "printed_board_base", area, Unit.M2)
    yield part.flow("layers", "printed_board_layer", area.times(part.amount("layers")), Unit.M2)
    flex = part.optional("flex_m2")
    if flex is not None:
        yield part.flow("flex", "flexible_printed_board", flex, Unit.M2)


def logic(part: Part) -> Iterator[Flow]:
    """Logic chips: good die area ÷ fab yield at a node, and packages.

    `die_mm2` [mm2] per chip, `node_nm` [nm], `count` [-]; option `package` names the package's activity. Die area per good chip is divided
    by the yield (0.875): CPA = (CI·EPA + GPA + MPA) / Y of ACT (Gupta et al. 2022, ISCA, doi 10.1145/3470496.3527408).
    """
    count = part.amount("count")
    if count.value == 0.0:
        return
    node = nearest_node(part.amount("node_nm").value)
    die = part.amount("die_mm2").times(count).scaled(0.01 / part.constants["ic_fab_yield"])
    if die.value == 0.0:
        return
    yield part.flow("die", f"ic_die_{node}nm", die, Unit.CM2)
    yield part.flow("package", part.option("package"), count, Unit.PIECE)


def memory(part: Part) -> Iterator[Flow]:
    """DRAM: gigabytes of a generation (die and package), and boards of the modules where it is not soldered down.

    `gb` [GB], `modules` [-] (optional); option `generation` is `ddr4`, `lpddr5` …, option `board` the module's base (`dimm_board`).
    """
    gb = part.amount("gb")
    if gb.value > 0.0:
        yield part.flow("dram", f"dram_{part.option('generation')}", gb, Unit.GB)
    modules = part.optional("modules")
    if modules is not None and modules.value > 0.0:
        yield part.flow("module", part.template.options.get("board", "dimm_board"), modules, Unit.PIECE)


def storage(part: Part) -> Iterator[Flow]:
    """Flash storage: gigabytes of a NAND generation, and a controller with its board per drive. `gb` [GB], `drives` [-].

    Option `board` names the drive's base without its memory dies (`ssd_controller_and_board`, an M.2 drive, unless given). Memory soldered
    to the mainboard has no `drives`. Where the generation is not known, `nand_flash` is a top-down figure of the memory alone.
    """
    gb = part.amount("gb")
    if gb.value == 0.0:
        return
    yield part.flow("nand", part.option("nand"), gb, Unit.GB)
    drives: Amount | None = part.optional("drives")
    if drives is not None and drives.value > 0.0:
        yield part.flow("controller", part.template.options.get("board", "ssd_controller_and_board"), drives, Unit.PIECE)


def disk(part: Part) -> Iterator[Flow]:
    """Hard disks by piece. `drives` [-]; option `activity` names the form factor."""
    drives = part.amount("drives")
    if drives.value > 0.0:
        yield part.flow("drive", part.option("activity"), drives, Unit.PIECE)


def accelerator(part: Part) -> Iterator[Flow]:
    """Accelerator boards (GPU and its like): logic die at a node, stacked memory, interposer and package, board, and heat sink.

    `count` [-], `die_mm2` [mm2], `node_nm` [nm], `memory_gb` [GB], `board_m2` [m2], `layers` [-], `cooler_kg` [kg] per board. Options
    `memory` (its activity) and `package`. The die is counted as in `logic`, with the same yield: large dies have a lower one, so the
    figure is a floor. Raises InputError `MEASURE_NEEDED` where boards are stated without their die or node.
    """
    count = part.amount("count")
    if count.value == 0.0:
        return
    for name in ("die_mm2", "node_nm"):
        if part.amount(name).value <= 0.0:
            field = part.template.quantities[name].attribute or name
            raise InputError("MEASURE_NEEDED", place=f"attributes.measures.{field}", field=field, because=part.template.key)
    node = nearest_node(part.amount("node_nm").value)
    die = part.amount("die_mm2").times(count).scaled(0.01 / part.constants["ic_fab_yield"])
    yield part.flow("die", f"ic_die_{node}nm", die, Unit.CM2)
    yield part.flow("package", part.option("package"), count, Unit.PIECE)
    memory_gb = part.amount("memory_gb").times(count)
    if memory_gb.value > 0.0:
        yield part.flow("memory", part.option("memory"), memory_gb, Unit.GB)
    area = part.amount("board_m2").times(count)
    yield part.flow("base", "printed_board_base", area, Unit.M2)
    yield part.flow("layers", "printed_board_layer", area.times(part.amount("layers")), Unit.M2)
    yield part.flow("cooler", "heat_pipe_cooler", part.amount("cooler_kg").times(count), Unit.KG)
