"""The log: every deed and every refusal leaves its row, nobody can change one, each organisation reads its own."""

from datetime import date

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError
from town import OTHER_WORD, T0, WORD, Town, at

from lingtan import METHOD_VERSION
from lingtan.access import DONE, Role
from lingtan.access.schema import HEAD, SCHEMA
from lingtan.database import Database
from lingtan.errors import AccessError, StoreError
from lingtan.services.accounts.audit import audit_page, note
from lingtan.services.accounts.identities import unlink_identities
from lingtan.services.accounts.invitations import accept_invitation, invite
from lingtan.services.accounts.login import log_in, log_out, log_out_everywhere
from lingtan.services.accounts.password import change_password
from lingtan.services.accounts.people import record_accreditation, record_competence
from lingtan.services.accounts.roles import grant_role, revoke_role
from lingtan.services.accounts.sessions import session_of
from lingtan.services.accounts.tokens import create_token, revoke_token
from lingtan.services.accounts.users import disable_user, enable_user


def rows(town, login="ann", **filters):
    town.add("reader", Role.AUDITOR, organisation=town.accounts.users.of(login).organisation) if not _there(town) else None
    return audit_page(town.accounts, town.session("reader"), per_page=500, **filters).rows


def _there(town):
    try:
        return bool(town.accounts.users.of("reader"))
    except AccessError:
        return False


def test_every_deed_of_accounts_is_written_down(town):
    accounts, admin = town.accounts, town.session("ann")
    given = invite(accounts, admin, at(minutes=1), login="new", name="N", email="n@x.y", roles=[Role.MAKER])
    inside = accept_invitation(accounts, town.throttle, at(minutes=2), code=given.code, password=WORD)
    token = create_token(accounts, inside.session, at(minutes=3), name="t", scopes=inside.session.permissions, days=1)
    revoke_token(accounts, inside.session, at(minutes=4), token=token.token.id)
    change_password(accounts, town.throttle, inside.session, at(minutes=5), old=WORD, new=OTHER_WORD)
    grant_role(accounts, admin, at(minutes=6), login="new", role=Role.ISSUER)
    revoke_role(accounts, admin, at(minutes=7), login="new", role=Role.ISSUER)
    disable_user(accounts, admin, at(minutes=8), login="new")
    enable_user(accounts, admin, at(minutes=9), login="new")
    unlink_identities(accounts, admin, at(minutes=10), login="new")
    record_competence(accounts, admin, at(minutes=11), login="new", scope="s", valid_until=date(2027, 1, 1))
    record_accreditation(accounts, admin, at(minutes=12), body="B", number="1", scope="s", valid_until=date(2027, 1, 1))
    log_out(accounts, admin, at(minutes=13), token="t")
    log_out_everywhere(accounts, admin, at(minutes=14))
    note(accounts, admin, at(minutes=15), action="products:import", subject="bom.xlsx")
    told = [(row.actor, row.action, row.subject, row.outcome) for row in rows(town, since=at(minutes=1).at)]
    assert list(reversed(told)) == [
        ("ann", "account:invite", "new", DONE),
        ("new", "account:accept", "new", DONE),
        ("new", "token:create", "t", DONE),
        ("new", "token:revoke", token.token.id, DONE),
        ("new", "account:password", "new", DONE),
        ("ann", "role:grant", "new issuer", DONE),
        ("ann", "role:revoke", "new issuer", DONE),
        ("ann", "account:disable", "new", DONE),
        ("ann", "account:enable", "new", DONE),
        ("ann", "identity:unlink", "new", DONE),
        ("ann", "competence:record", "new s", DONE),
        ("ann", "accreditation:record", "1", DONE),
        ("ann", "account:logout", "ann", DONE),
        ("ann", "account:logout_everywhere", "ann", DONE),
        ("ann", "products:import", "bom.xlsx", DONE),
    ]


def test_a_row_says_when_from_where_and_under_which_request_and_method(town):
    town.token("mao", hours=3)
    row = rows(town, actor="mao", action="account:login")[0]
    assert (row.at, row.address, row.request_id, row.organisation) == (at(hours=3).at, "203.0.113.7", "r-1", Town.MAKER)
    assert row.method_version == METHOD_VERSION


def test_a_refusal_is_written_down_with_its_code_and_what_it_refused_is_undone(town):
    admin = town.session("ann")
    with pytest.raises(AccessError):
        grant_role(town.accounts, admin, at(), login="mao", role=Role.CERTIFIER)
    assert [row.subject for row in rows(town, outcome="ROLES_NOT_INDEPENDENT")] == ["mao certifier"]
    with pytest.raises(AccessError):
        log_in(town.accounts, town.throttle, at(), login="mao", password=OTHER_WORD)
    assert [row.actor for row in rows(town, outcome="LOGIN_REFUSED")] == ["mao"]


def test_what_a_stranger_typed_as_login_is_not_kept(town, url):
    with pytest.raises(AccessError):
        log_in(town.accounts, town.throttle, at(), login="my secret password", password="mao")
    with create_engine(url).connect() as connection:
        assert "my secret password" not in str(connection.execute(text("SELECT * FROM access_log")).all())


def test_pages_and_filters_agree_with_the_whole(town):
    for number in range(25):
        note(town.accounts, town.session("mao"), at(days=1, minutes=number), action="a" if number % 2 else "b", subject=str(number))
    whole = rows(town)
    reader = town.session("reader")
    total = audit_page(town.accounts, reader).total
    assert [row.seq for row in whole] == sorted((row.seq for row in whole), reverse=True)
    paged = [row for page in range(1, 20) for row in audit_page(town.accounts, reader, page=page, per_page=7).rows]
    assert len(paged) == total == audit_page(town.accounts, reader, page=99).total
    assert [row.subject for row in rows(town, action="a")] == [str(n) for n in range(23, 0, -2)]
    between = rows(town, since=at(days=1, minutes=5).at, until=at(days=1, minutes=8).at)
    assert [row.subject for row in between] == ["7", "6", "5"]


def test_another_organisation_sees_none_of_it_and_makers_see_none_at_all(town):
    town.session("mao")
    guest = audit_page(town.accounts, town.session("bea"), per_page=500)
    assert {row.organisation for row in guest.rows} == {Town.CERTIFIER}
    with pytest.raises(AccessError, match="NOT_ALLOWED"):
        audit_page(town.accounts, town.session("mao"))


@pytest.mark.parametrize(
    "filters",
    [
        {"page": 0},  # before the first
        {"page": -5},  # likewise
        {"page": 10**18},  # beyond what a database counts
        {"per_page": 0},  # none
        {"per_page": -1},  # less
        {"actor": "\0"},  # what PostgreSQL cannot compare
        {"action": "\ud800"},  # half a character
        {"outcome": "' OR 1=1 --"},  # an old trick
    ],
)
def test_odd_filters_give_an_empty_or_a_small_page_and_no_fault(town, filters):
    assert len(audit_page(town.accounts, town.session("ann"), **filters).rows) <= 50


@pytest.mark.parametrize("table", ["access_log", "access_role_change", "access_competence", "access_accreditation"])
@pytest.mark.parametrize("deed", ["UPDATE {} SET actor = 'nobody'", "DELETE FROM {}"])
def test_rows_stay_as_they_are(town, url, table, deed):
    admin = town.session("ann")
    record_competence(town.accounts, admin, at(), login="mao", scope="s", valid_until=date(2027, 1, 1))
    record_accreditation(town.accounts, admin, at(), body="B", number="1", scope="s", valid_until=date(2027, 1, 1))
    with create_engine(url).connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text(deed.format(table)))


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE access_user SET login = 'someone' WHERE login = 'reader'",
        "DELETE FROM access_user WHERE login = 'reader'",
        "UPDATE access_organisation SET name = 'Other' WHERE name = 'Empty'",
        "DELETE FROM access_organisation WHERE name = 'Empty'",
    ],
)
def test_logins_and_organisations_are_for_ever(town, url, deed):
    from lingtan.services.accounts.enrol import enrol_organisation

    enrol_organisation(town.accounts, at(), actor="console", name="Empty", identifier="0")
    rows(town)
    with create_engine(url).connect() as connection, pytest.raises(DBAPIError, match="for ever"):
        connection.execute(text(deed))


def test_sqlites_replace_does_not_get_around_the_wall(tmp_path):
    from town import opened

    url = f"sqlite:///{tmp_path / 'a.db'}"
    with opened(url) as accounts:
        Town(accounts)
    for deed in (
        "INSERT OR REPLACE INTO access_log "
        "SELECT seq, at, organisation, 'x', action, subject, outcome, address, request_id, '' FROM access_log",
        "INSERT OR REPLACE INTO access_user SELECT login, 'X', email, organisation, '', disabled_at, created_at, '' FROM access_user",
    ):
        with create_engine(url).connect() as connection, pytest.raises(DBAPIError, match=r"append-only|for ever"):
            connection.execute(text(deed))


def test_the_tables_come_go_while_empty_and_stay_once_filled(url):
    database = Database.at(url, must_exist=False)
    database.write(SCHEMA.run)
    database.write(SCHEMA.run)  # again: nothing to do
    assert database.read(SCHEMA.version) == HEAD
    database.write(lambda connection: SCHEMA.run(connection, "base"))
    database.write(SCHEMA.run)
    from lingtan.access import Accounts, Passwords

    Town(Accounts(database, passwords=Passwords(_cheap())))
    with pytest.raises(StoreError, match="STORE_NOT_EMPTY"):
        database.write(lambda connection: SCHEMA.run(connection, "base"))
    database.close()


def _cheap():
    from town import CHEAP

    return CHEAP


def test_access_lives_beside_the_store_in_one_database(url):
    from lingtan.access import Accounts, Passwords
    from lingtan.store import open_store

    with open_store(url, create=True) as store:
        accounts = Accounts(store.database, passwords=Passwords(_cheap()))
        accounts.prepare()
        assert session_of(accounts, Town(accounts).token("mao"), at=T0).user == "mao"
        assert store.audit() is not None
    with open_store(url) as store:
        Accounts(store.database).prepare()
