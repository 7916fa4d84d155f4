"""The kinds of long work that a server does."""

from __future__ import annotations

from collections.abc import Callable

from lingtan.jobs import Jobs
from lingtan.services.house.workspace import Workspace
from lingtan.services.work.certificates_export import certificates_export
from lingtan.services.work.certificates_issue import certificates_issue
from lingtan.services.work.factory_outlook import factory_outlook
from lingtan.services.work.factory_plan import factory_plan
from lingtan.services.work.portfolio_run import portfolio_run
from lingtan.services.work.products_import import products_import
from lingtan.services.work.schedule_plan import schedule_plan
from lingtan.services.work.schedule_simulate import schedule_simulate
from lingtan.services.work.study_compute import study_compute

__all__ = ["register"]


def register(jobs: Jobs, workspace_of: Callable[[str], Workspace]) -> None:
    """Make every kind known; `workspace_of` gives an organisation's workspace."""
    jobs.register(
        *(
            kind(workspace_of)
            for kind in (
                certificates_issue,
                certificates_export,
                products_import,
                portfolio_run,
                study_compute,
                factory_plan,
                factory_outlook,
                schedule_plan,
                schedule_simulate,
            )
        )
    )
