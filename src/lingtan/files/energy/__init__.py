"""Files of energy: series, weather, rates, meters and their readings, bills, green certificates, MES counts."""

from lingtan.files.energy.columns import ENERGY_BILLS, GREEN_CERTIFICATES, MES_COUNTS, METERS, READINGS
from lingtan.files.energy.epw import read_epw
from lingtan.files.energy.readings import READING_SUFFIXES, read_readings
from lingtan.files.energy.series import read_hourly, write_columns
from lingtan.files.energy.statements import Record, StatementKind, read_meters, read_statement
from lingtan.files.energy.urdb import read_urdb, urdb_rate

__all__ = [
    "ENERGY_BILLS",
    "GREEN_CERTIFICATES",
    "MES_COUNTS",
    "METERS",
    "READINGS",
    "READING_SUFFIXES",
    "Record",
    "StatementKind",
    "read_epw",
    "read_hourly",
    "read_meters",
    "read_readings",
    "read_statement",
    "read_urdb",
    "urdb_rate",
    "write_columns",
]
