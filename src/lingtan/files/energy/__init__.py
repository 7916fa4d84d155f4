"""Files of energy: hourly CSV series in and out, and EPW weather."""

from lingtan.files.energy.epw import read_epw
from lingtan.files.energy.series import read_hourly, write_columns

__all__ = ["read_epw", "read_hourly", "write_columns"]
