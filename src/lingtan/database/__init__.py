"""The database under the rooms that keep something: engines, transactions tried again, migrations; SQLite and PostgreSQL."""

from lingtan.database.clock import moment, stamp
from lingtan.database.database import Database
from lingtan.database.engine import WRITES, make_engine, shown
from lingtan.database.migrations import Migrations
from lingtan.database.snapshot import is_file, restore_database, take_snapshot

__all__ = ["WRITES", "Database", "Migrations", "is_file", "make_engine", "moment", "restore_database", "shown", "stamp", "take_snapshot"]
