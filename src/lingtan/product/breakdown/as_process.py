"""A device's inventory as one process of a graph, for programs that know processes only."""

from __future__ import annotations

from lingtan.lca import Activity, Exchange, ProcessGraph
from lingtan.product.breakdown.outline import demands_of
from lingtan.product.inventory import Inventory
from lingtan.quantities import Unit

__all__ = ["device_key", "device_process"]


def device_key(inventory: Inventory) -> str:
    """The key of the device's process."""
    attributes = inventory.spec.attributes
    return f"device/{attributes.model}/{attributes.configuration}"


def device_process(inventory: Inventory) -> ProcessGraph:
    """The inventory's graph and the device behind it: one run makes one device over its service years, an exchange a line.

    Its climate score is the device's mean before milligrams are rounded. [kg CO2e/piece].
    """
    taken = tuple(Exchange(activity=d.activity, amount=d.amount, multipliers=d.multipliers) for d in demands_of(inventory))
    device = Activity(key=device_key(inventory), unit=Unit.PIECE, place=inventory.place_of_use, exchanges=taken)
    return ProcessGraph(activities={**inventory.graph.activities, device.key: device})
