"""The stages after assembly: transport, use, end of life."""

from lingtan.product.stages.chain import chain_flows
from lingtan.product.stages.end_of_life import EndOfLifeMethod, StructuralMass, credit_flows, fate_flows
from lingtan.product.stages.freight import FREIGHT_ACTIVITY, find_lane, freight_flows
from lingtan.product.stages.use import use_flow

__all__ = [
    "FREIGHT_ACTIVITY",
    "EndOfLifeMethod",
    "StructuralMass",
    "chain_flows",
    "credit_flows",
    "fate_flows",
    "find_lane",
    "freight_flows",
    "use_flow",
]
