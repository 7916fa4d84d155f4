"""One week with its latest plan, and the blocks of a plan, as their pages show them."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.naming import in_words
from lingtan.services.house.workspace import Workspace
from lingtan.services.weeks.keeping import WEEKS
from lingtan.services.weeks.orders import LateRow, OrderBlocks
from lingtan.services.weeks.planned import KeptSchedule
from lingtan.services.weeks.plans import kept_blocks, kept_schedule, kept_schedules

__all__ = ["BlocksView", "ScheduleView", "blocks_view", "week_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleView:
    """A week with a plan of it; `late` are the late orders that were looked for, `total` so many in all."""

    week: str
    name: str
    synthetic: bool
    plan: KeptSchedule | None
    late: tuple[LateRow, ...]
    total: int
    search: str
    plans: tuple[KeptSchedule, ...]
    job: str


def week_view(workspace: Workspace, week: str, *, plan: str = "", search: str = "", job: str = "") -> ScheduleView:
    """The week with its latest plan, or the one named. Raises StoreError `WEEK_UNKNOWN`, `WEEK_PLAN_UNKNOWN`."""
    about, kept = WEEKS.about(workspace, week), kept_schedule(workspace, week, plan)
    wanted = search.casefold()
    causes = in_words("SCHEDULING_CAUSE_", {one.cause for one in kept.late}) if kept else {}
    late = tuple(one for one in kept.late if wanted in f"{one.order} {one.line} {causes[one.cause]}".casefold()) if kept else ()
    return ScheduleView(
        week=week, name=about.name, synthetic=about.synthetic, plan=kept, late=late, total=len(kept.late) if kept else 0, search=search,
        plans=tuple(kept_schedules(workspace, week)), job=job,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class BlocksView:
    """Every order of a plan on its line; `blocks` is None where no plan was made."""

    week: str
    name: str
    synthetic: bool
    blocks: OrderBlocks | None


def blocks_view(workspace: Workspace, week: str, *, plan: str = "") -> BlocksView:
    """The blocks of the latest plan, or of the one named. Raises as `week_view`."""
    about, kept = WEEKS.about(workspace, week), kept_schedule(workspace, week, plan)
    blocks = kept_blocks(workspace, week, kept.plan) if kept else None
    return BlocksView(week=week, name=about.name, synthetic=about.synthetic, blocks=blocks)
