"""The schema: made by migrations, told apart by version, moved up and down on a filled database."""

from __future__ import annotations

import sqlite3

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from desk import Desk
from sqlalchemy import text

import lingtan.store
from lingtan.errors import StoreError
from lingtan.store import HEAD, migrate, open_store
from lingtan.store.tables import metadata


def test_the_program_reads_the_last_revision():
    config = Config()
    config.set_main_option("script_location", str(lingtan.store.__path__[0]) + "/migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_the_migrations_make_the_tables_that_the_queries_see(url):
    migrate(url)

    def differences(connection):
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        found = compare_metadata(context, metadata)
        return [d for d in found if not (d[0] == "remove_column" and d[3].name in ("s", "u")) and d[0] != "remove_index"]

    with open_store(url) as store:
        assert store.read(differences) == []


def test_down_and_up_on_a_filled_database_keeps_every_row(url):
    with Desk(url) as desk:
        desk.store.append(desk.fact())
        desk.allocate(desk.pool(), ["PF01"])
        before = desk.store.export()
    migrate(url, revision="0001")
    with pytest.raises(StoreError) as refusal:
        open_store(url)
    assert (refusal.value.code, refusal.value.params["found"]) == ("STORE_VERSION", "0001")
    migrate(url)
    with open_store(url) as store:
        assert store.export() == before
        store.audit()
        store.verify_chain()


def test_recorded_rows_are_not_a_migration_s_to_remove(url):
    with Desk(url) as desk:
        desk.store.append(desk.fact())
    with pytest.raises(StoreError) as refusal:
        migrate(url, revision="base")
    assert refusal.value.code == "STORE_NOT_EMPTY"
    with open_store(url) as store:  # the refused way down changed nothing, not even the indexes of 0002
        assert len(store.facts()) == 1


def test_an_empty_database_can_be_undone_and_made_again(url):
    migrate(url)
    migrate(url, revision="base")
    with pytest.raises(StoreError) as refusal:
        open_store(url)
    assert refusal.value.code in ("STORE_MISSING", "STORE_VERSION")
    migrate(url)
    migrate(url)  # a second time changes nothing
    open_store(url).close()


def test_sqlite_runs_in_wal_with_full_synchronous(tmp_path):
    with Desk(f"sqlite:///{tmp_path / 'p.db'}") as desk:
        found = {
            name: desk.store.read(lambda connection, name=name: connection.execute(text(f"PRAGMA {name}")).scalar_one())
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        }
        assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda p: f"sqlite:///{p / 'none.db'}", "STORE_MISSING"),  # no such file, and none is made
        (lambda p: f"sqlite:///{p / 'other.db'}", "STORE_MISSING"),  # somebody else's database
        (lambda p: f"sqlite:///{p / 'newer.db'}", "STORE_VERSION"),  # made by a later program
        (lambda p: f"sqlite:///{p / 'text.db'}", "STORE_UNREACHABLE"),  # no database at all
        (lambda p: "mysql://somewhere/x", "STORE_URL"),  # not one of ours
        (lambda p: "not an address", "STORE_URL"),
        (lambda p: "", "STORE_URL"),
        (lambda p: "postgresql+psycopg://nobody:secret@127.0.0.1:1/x", "STORE_UNREACHABLE"),  # nobody listens
    ],
)
def test_an_address_that_does_not_lead_to_a_store_is_refused(tmp_path, make, code):
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE t (x)").connection.close()
    migrate(f"sqlite:///{tmp_path / 'newer.db'}")
    with sqlite3.connect(tmp_path / "newer.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    (tmp_path / "text.db").write_text("this is not a database, but it is long enough to look at " * 20)
    with pytest.raises(StoreError) as refusal:
        open_store(make(tmp_path))
    assert refusal.value.code == code
    assert "secret" not in str(refusal.value)
    assert not (tmp_path / "none.db").exists()


def test_a_folder_that_is_not_there_is_named():
    with pytest.raises(StoreError) as refusal:
        open_store("sqlite:////no/such/folder/x.db", create=True)
    assert (refusal.value.code, refusal.value.place) == ("STORE_UNREACHABLE", "/no/such/folder/x.db")
