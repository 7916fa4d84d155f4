"""`lingtan workshop attributes draw|market`: watt-hours of green power for products, and their market-based view."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lingtan.evidence import to_plain
from lingtan.factors import DirectElectricity, FactorClass, FactorLibrary, FactorQuery
from lingtan.factory.market import market_view
from lingtan.ledger import GREEN_ATTRIBUTE, Allocated, Share, draw_attributes, generation_of
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace
from lingtan.services.workshop.cancelling import own_beneficiary

__all__ = ["draw_for_products", "market_of_month"]


def draw_for_products(workspace: Workspace, *, month: str, shares_wh: Mapping[str, int], actor: str, at: datetime) -> dict[str, Any]:
    """Draw cancelled attributes of a month for products, from the pools in the order of their cancellation. [Wh]

    Raises LedgerError `POOL_EXHAUSTED` for more than is held, `DEVICE_CLAIMED` for a product that has drawn for this month already.
    """
    organisation = workspace.profile.organisation
    with workspace.store() as store:
        pools = store.ledger.pools(organisation=organisation, left=True, asset=GREEN_ATTRIBUTE)
        mine = [pool.retirement for pool in pools if (generation_of(pool.retirement.series) or ("", ""))[1] == month]
        number = f"green-{month}-{len(_drawn(store.ledger.certificates(organisation=organisation), month)) + 1}"
        command = draw_attributes(
            command_id(organisation, "attribute-draw", month, *(f"{name}={wh}" for name, wh in sorted(shares_wh.items()))),
            number=number, month=month, beneficiary=own_beneficiary(workspace), pools=mine,
            shares=[Share(serial=name, amount=wh) for name, wh in sorted(shares_wh.items())],
        )  # fmt: skip
        made = store.ledger.execute(command, workspace.by(actor, at), Allocated)
        return {"certificate": made.certificate, "products": made.devices, "amount": made.amount, "draws": to_plain(made.draws)}


def _drawn(found: tuple[Any, ...], month: str) -> list[Any]:
    return [one for one in found if one.number.startswith(f"green-{month}-")]


def market_of_month(workspace: Workspace, library: FactorLibrary, *, month: str, used_wh: Mapping[str, int], place: str) -> dict[str, Any]:
    """Products of a month by place and by market: drawn attributes first, the residual mix for the rest (METHODS 13)."""
    organisation, year = workspace.profile.organisation, int(month[:4])
    with workspace.store() as store:
        pools = store.ledger.pools(organisation=organisation, asset=GREEN_ATTRIBUTE)
        held = sum(pool.confirmed for pool in pools if (generation_of(pool.retirement.series) or ("", ""))[1] == month)
        live = _drawn(store.ledger.certificates(organisation=organisation), month)
        claims = [claim for one in live for claim in store.ledger.claims(one.number)]
    drawn = {claim.serial: claim.amount for claim in claims}
    found = {
        name: DirectElectricity(
            resolved=library.resolve(FactorQuery(activity=name, place=place, year=year, klass=FactorClass.ELECTRICITY_DIRECT))
        )
        for name in ("electricity", "electricity_residual_mix")
    }
    rows = market_view(used_wh, drawn, held_wh=held, location=found["electricity"], residual=found["electricity_residual_mix"])
    factors = {name: {"id": one.resolved.factor.id, "year": one.resolved.factor.year} for name, one in found.items()}
    return {"month": month, "held_wh": held, "drawn_wh": sum(drawn.values()), "rows": [to_plain(row) for row in rows], "factors": factors}
