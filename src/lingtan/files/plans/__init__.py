"""Plans of a factory as files: a workbook that reckons, the year's hours, a network for PyPSA."""

from lingtan.files.plans.book import plan_sheets
from lingtan.files.plans.hours import hour_columns, write_hours
from lingtan.files.plans.network import write_network

__all__ = ["hour_columns", "plan_sheets", "write_hours", "write_network"]
