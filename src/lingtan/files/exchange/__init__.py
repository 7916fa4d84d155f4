"""Files of other life cycle assessment programs: Brightway datapackages, openLCA JSON-LD, XLSX foregrounds."""

from lingtan.files.exchange.brightway import mixed_entries
from lingtan.files.exchange.containers import write_container
from lingtan.files.exchange.fallback import Fallback
from lingtan.files.exchange.opening import ExchangeKind, files_of, read_foreground_file, read_system, system_of_files
from lingtan.files.exchange.supply import LibrarySupply, Supply, SystemSupply

__all__ = [
    "ExchangeKind",
    "Fallback",
    "LibrarySupply",
    "Supply",
    "SystemSupply",
    "files_of",
    "mixed_entries",
    "read_foreground_file",
    "read_system",
    "system_of_files",
    "write_container",
]
