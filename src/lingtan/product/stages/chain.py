"""A transport chain leg by leg: kilograms × kilometres × mode, at the load factor and empty running of each (ISO 14083)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lingtan.evidence import Mark
from lingtan.product.attributes import FreightLeg, Mode
from lingtan.product.components import Flow
from lingtan.product.quantity import Amount
from lingtan.product.stages.freight import FREIGHT_ACTIVITY
from lingtan.quantities import Unit

__all__ = ["Loading", "chain_flows", "load_multiplier", "loading_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loading:
    """What a mode's factor holds already: load factor and empty kilometres per loaded one [-].

    `empty_over_full` is the fuel of an empty vehicle over that of a full one [-]. `source` says from where.
    """

    load_factor: float
    empty_share: float
    empty_over_full: float
    source: str


def loading_of(mode: Mode) -> Loading:
    """The loading behind a mode's factor."""
    return _table()[mode.value]


def load_multiplier(base: Loading, *, load_factor: float, empty_share: float) -> float:
    """Emissions per tonne-kilometre at another load, over those of the factor. [-].

    A vehicle burns r + (1 − r)·λ of its full-load fuel per kilometre at load factor λ, and r on each of the e empty kilometres that go
    with a loaded one, so per tonne-kilometre it is (r + (1 − r)·λ + e·r) / λ; the multiplier is its ratio to that of the factor's own
    λ and e. Linear in load as HBEFA's and GLEC's tables are nearly; r is assumed where the table says so.
    """

    def per_tonne_km(loaded: float, empty: float) -> float:
        r = base.empty_over_full
        return (r + (1.0 - r) * loaded + empty * r) / loaded

    return per_tonne_km(load_factor, empty_share) / per_tonne_km(base.load_factor, base.empty_share)


def chain_flows(chain: tuple[FreightLeg, ...], *, shipped: Amount, start: str, end: str) -> Iterator[Flow]:
    """Flows of a stated transport chain. `shipped` is device and packaging. [kg]; the last leg runs where the device is used.

    Each leg states its own kilometres (shortest feasible or great-circle distance, as ISO 14083 wants them), so no lane and no doubt of
    distance is added. A leg with its own load is marked as modelled.
    """
    for index, leg in enumerate(chain):
        base = loading_of(leg.mode)
        loaded = leg.load_factor if leg.load_factor is not None else base.load_factor
        empty = leg.empty_share if leg.empty_share is not None else base.empty_share
        is_own = leg.load_factor is not None or leg.empty_share is not None
        factor = load_multiplier(base, load_factor=loaded, empty_share=empty) if is_own else 1.0
        origin = f"freight_chain leg {index + 1}: {leg.km:g} km" + (f", load {loaded:g}, empty {empty:g} ({base.source})" if is_own else "")
        carried = shipped.scaled(0.001 * leg.km).times(Amount(value=factor, mark=Mark.MODELLED if is_own else Mark.DECLARED, origin=origin))
        place = end if index == len(chain) - 1 else start
        suffix = f"chain.{index + 1:02d}.{leg.mode.value}"
        yield Flow(suffix=suffix, activity=FREIGHT_ACTIVITY[leg.mode], amount=carried, unit=Unit.TKM, place=place)


@cache
def _table() -> Mapping[str, Loading]:
    data = tomllib.loads(files("lingtan.product").joinpath("stages", "loading.toml").read_text("utf-8"))
    return {mode: Loading(**entry) for mode, entry in data.items()}
