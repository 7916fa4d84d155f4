"""Credits: what is held, its eligibility and history, retirements, and pools."""

from __future__ import annotations

from lingtan.services.accounts.permissions import Permission
from lingtan.services.credits.block import BlockView, view_block
from lingtan.services.credits.overview import CreditsView, credits_overview
from lingtan.services.credits.pools import PoolsView, pools_view
from lingtan.services.credits.retirements import RetirementsView, retirements_view
from lingtan.web.frame.asked import Identifier, PageNumber, PerPage, Search, Word
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet
from lingtan.web.pages.credits.figures import HOLDINGS, POOLED

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]


def overview(caller: Caller, *, state: Word = "", search: Search = "", page: PageNumber = 1, per_page: PerPage = 50) -> CreditsView:
    """What the organisation holds, a page of it."""
    return credits_overview(caller.workspace, state=state, search=search, page=page, per_page=per_page)


def block(caller: Caller, block: Identifier) -> BlockView:
    """One range of credits."""
    return view_block(caller.workspace, block, at=caller.now())


def retirements(caller: Caller, *, state: Word = "", search: Search = "", page: PageNumber = 1, per_page: PerPage = 50) -> RetirementsView:
    """Ranges on their way to being retired."""
    return retirements_view(caller.workspace, state=state, search=search, page=page, per_page=per_page)


def pools(caller: Caller, *, page: PageNumber = 1, per_page: PerPage = 50) -> PoolsView:
    """Confirmed retirements and what remains of them."""
    return pools_view(caller.workspace, page=page, per_page=per_page)


_TOTALS = Sheet(
    name="totals", title="CREDITS_TOTALS", rows=lambda view: view.totals, empty="CREDITS_EMPTY",
    columns=(
        Column(name="programme", title="CREDITS_PROGRAMME"),
        Column(name="vintage", title="CREDITS_VINTAGE"),
        *(
            Column(name=f"{state}_t", title=f"CREDITS_STATE_{state.upper()}", kind=Kind.INTEGER, unit="t")
            for state in ("held", "reserved", "retired", "withdrawn")
        ),
    ),
)  # fmt: skip

_BLOCKS = Sheet(
    name="blocks", title="CREDITS_BLOCKS", rows=lambda view: view.blocks, empty="CREDITS_BLOCKS_EMPTY",
    columns=(
        Column(name="serial", title="CREDITS_SERIAL", link="/credits/blocks/{block}"),
        Column(name="programme", title="CREDITS_PROGRAMME"),
        Column(name="project", title="CREDITS_PROJECT"),
        Column(name="kind", title="CREDITS_KIND", kind=Kind.TERM, prefix="DOC_PROJECT_TYPE_"),
        Column(name="country", title="CREDITS_COUNTRY", kind=Kind.PLACE),
        Column(name="vintage", title="CREDITS_VINTAGE"),
        Column(name="tonnes", title="CREDITS_TONNES", kind=Kind.INTEGER, unit="t"),
        Column(name="state", title="CREDITS_STATE", kind=Kind.STATE, prefix="CREDITS_STATE_"),
    ),
)  # fmt: skip

_HISTORY = Sheet(
    name="history", title="CREDITS_HISTORY", rows=lambda view: view.history, empty="CREDITS_HISTORY_EMPTY",
    columns=(
        Column(name="at", title="CREDITS_AT", kind=Kind.TIME),
        Column(name="actor", title="CREDITS_ACTOR"),
        Column(name="kind", title="CREDITS_WHAT", kind=Kind.TERM, prefix="CREDITS_EVENT_"),
        Column(name="subject", title="CREDITS_SUBJECT", kind=Kind.DIGEST),
        Column(name="state", title="CREDITS_STATE", kind=Kind.STATE, prefix="CREDITS_STATE_"),
    ),
)  # fmt: skip

_VERDICTS = Sheet(
    name="verdicts", title="CREDITS_VERDICTS", rows=lambda view: [one for pack in view.packs for one in pack.verdicts],
    columns=(
        Column(name="pack", title="CREDITS_PACK"),
        Column(name="rule", title="CREDITS_RULE"),
        Column(name="clause", title="CREDITS_CLAUSE"),
        Column(name="result", title="CREDITS_RESULT", kind=Kind.STATE, prefix="CREDITS_RESULT_"),
        Column(name="message", title="CREDITS_WHY", kind=Kind.MESSAGE),
    ),
)  # fmt: skip

_RETIREMENTS = Sheet(
    name="retirements", title="CREDITS_RETIREMENTS", rows=lambda view: view.retirements, empty="CREDITS_RETIREMENTS_EMPTY",
    columns=(
        Column(name="order", title="CREDITS_ORDER", link="/orders/{order}"),
        Column(name="beneficiary", title="CREDITS_BENEFICIARY"),
        Column(name="tonnes", title="CREDITS_TONNES", kind=Kind.INTEGER, unit="t"),
        Column(name="state", title="CREDITS_STATE", kind=Kind.STATE, prefix="CREDITS_STATE_"),
        Column(name="reserved_at", title="CREDITS_RESERVED_AT", kind=Kind.DATE),
        Column(name="expires_at", title="CREDITS_EXPIRES_AT", kind=Kind.DATE),
        Column(name="instructed_by", title="CREDITS_INSTRUCTED_BY"),
        Column(name="maker", title="CREDITS_MAKER"),
        Column(name="checker", title="CREDITS_CHECKER"),
        Column(name="reference", title="CREDITS_REFERENCE"),
        Column(name="retired_on", title="CREDITS_RETIRED_ON", kind=Kind.DATE),
        Column(name="block", title="CREDITS_BLOCK", kind=Kind.DIGEST, link="/credits/blocks/{block}"),
    ),
)  # fmt: skip

_POOLS = Sheet(
    name="pools", title="CREDITS_POOL_LIST", rows=lambda view: view.pools, empty="CREDITS_POOLS_EMPTY",
    columns=(
        Column(name="retirement.reference", title="CREDITS_REFERENCE"),
        Column(name="retirement.order", title="CREDITS_ORDER", link="/orders/{retirement.order}"),
        Column(name="retirement.beneficiary", title="CREDITS_BENEFICIARY"),
        Column(name="confirmed_g", title="CREDITS_CONFIRMED", kind=Kind.INTEGER, unit="g CO₂e"),
        Column(name="allocated_g", title="CREDITS_ALLOCATED", kind=Kind.INTEGER, unit="g CO₂e"),
        Column(name="remaining_g", title="CREDITS_REMAINING", kind=Kind.INTEGER, unit="g CO₂e"),
    ),
)  # fmt: skip

_REMAINDERS = Sheet(
    name="remainders", title="CREDITS_REMAINDERS", rows=lambda view: view.remainders, empty="CREDITS_POOLS_EMPTY",
    columns=(
        Column(name="name", title="CREDITS_BENEFICIARY"),
        Column(name="identifier", title="CREDITS_IDENTIFIER"),
        Column(name="pools", title="CREDITS_POOL_COUNT", kind=Kind.INTEGER),
        Column(name="remaining_g", title="CREDITS_REMAINING", kind=Kind.INTEGER, unit="g CO₂e"),
    ),
)  # fmt: skip

_READ = Permission.CREDITS_READ
PAGES = (
    Page(
        path="/credits", view=overview, template="credits/overview.html", title="CREDITS_TITLE", may=_READ, nav="credits",
        sheets=(_TOTALS, _BLOCKS), charts=(HOLDINGS,),
    ),
    Page(
        path="/credits/retirements", view=retirements, template="credits/retirements.html", title="CREDITS_RETIREMENTS", may=_READ,
        nav="credits", sheets=(_RETIREMENTS,),
    ),
    Page(
        path="/credits/pools", view=pools, template="credits/pools.html", title="CREDITS_POOLS", may=_READ, nav="credits",
        sheets=(_REMAINDERS, _POOLS), charts=(POOLED,),
    ),
    Page(
        path="/credits/blocks/{block}", view=block, template="credits/block.html", title="CREDITS_BLOCK", may=_READ, nav="credits",
        sheets=(_VERDICTS, _HISTORY),
    ),
)  # fmt: skip
ACTIONS = ()
DOWNLOADS = ()
