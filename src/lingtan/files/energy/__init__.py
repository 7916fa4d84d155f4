"""Files of energy: hourly CSV series in and out, EPW weather, rates of the Utility Rate Database."""

from lingtan.files.energy.epw import read_epw
from lingtan.files.energy.series import read_hourly, write_columns
from lingtan.files.energy.urdb import read_urdb, urdb_rate

__all__ = ["read_epw", "read_hourly", "read_urdb", "urdb_rate", "write_columns"]
