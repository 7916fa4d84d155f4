"""The store: append-only facts, commands that happen once, and the ledger's books, on SQLite and PostgreSQL."""

from lingtan.store.audit import AuditReport
from lingtan.store.catalogue import key_of
from lingtan.store.catalogue_lists import CataloguePage, Entry, Wanted
from lingtan.store.chain import Head
from lingtan.store.history import Event
from lingtan.store.ledger_desk import Ledger
from lingtan.store.pages import CertificateLine, CommandLine, HoldingTotal, Listed, SeriesTotal, Touched
from lingtan.store.readings import Holding, Pool
from lingtan.store.schema import HEAD, migrate
from lingtan.store.store import Store, open_store
from lingtan.store.transaction import Transaction

__all__ = [
    "HEAD",
    "AuditReport",
    "CataloguePage",
    "CertificateLine",
    "CommandLine",
    "Entry",
    "Event",
    "Head",
    "Holding",
    "HoldingTotal",
    "Ledger",
    "Listed",
    "Pool",
    "SeriesTotal",
    "Store",
    "Touched",
    "Transaction",
    "Wanted",
    "key_of",
    "migrate",
    "open_store",
]
