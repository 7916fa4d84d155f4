"""Sessions on an injected clock: how they begin, last and end."""

import pytest
from sqlalchemy import create_engine, text
from town import OTHER_WORD, T0, WORD, at

from lingtan.access import Permission, Role
from lingtan.access.secret import csrf_of
from lingtan.errors import AccessError
from lingtan.services.accounts.login import log_in, log_out, log_out_everywhere
from lingtan.services.accounts.password import change_password
from lingtan.services.accounts.roles import grant_role
from lingtan.services.accounts.sessions import session_of
from lingtan.services.accounts.users import disable_user, enable_user


def lives(town, token, **later):
    return session_of(town.accounts, token, at=at(**later).at) is not None


def test_a_session_knows_who_where_what_and_has_its_own_csrf(town):
    one, two = town.token("mao"), town.token("mao")
    session, other = session_of(town.accounts, one, at=T0), session_of(town.accounts, two, at=T0)
    assert (session.user, session.name, session.organisation, session.roles) == ("mao", "Mao", town.MAKER, (Role.MAKER,))
    assert session.can(Permission.PRODUCTS_WRITE)
    assert not session.can(Permission.CREDITS_WRITE)
    assert session.csrf == csrf_of(one) != other.csrf
    assert one != two


def test_eight_hours_of_silence_end_a_session_and_each_use_begins_them_anew(town):
    token = town.token("mao")
    assert lives(town, token, hours=7.9)
    assert lives(town, token, hours=15.8)
    assert not lives(town, token, hours=23.9)
    assert not lives(town, town.token("mao"), hours=8)


def test_seven_days_end_a_session_that_is_used_all_the_time(town):
    token = town.token("mao")
    for hour in range(6, 7 * 24, 6):
        assert lives(town, token, hours=hour)
    assert not lives(town, token, days=7)


def test_reading_pages_writes_at_most_once_a_minute(town, url):
    def seen():
        with create_engine(url).connect() as connection:
            return connection.execute(text("SELECT seen_at FROM access_session")).scalar_one()

    token = town.token("mao")
    before = seen()
    assert lives(town, token, seconds=59)
    assert seen() == before
    assert lives(town, token, seconds=60)
    assert seen() > before


def test_log_out_ends_this_session_and_everywhere_ends_all_of_this_user(town):
    one, two, three, other = town.token("mao"), town.token("mao"), town.token("mao"), town.token("cai")
    session = session_of(town.accounts, one, at=T0)
    log_out(town.accounts, session, at(), token=one)
    assert [lives(town, token) for token in (one, two, three, other)] == [False, True, True, True]
    assert log_out_everywhere(town.accounts, session, at()) == 2
    assert [lives(town, token) for token in (one, two, three, other)] == [False, False, False, True]


def test_a_changed_password_ends_every_session_and_gives_a_fresh_one(town):
    one, two = town.token("mao"), town.token("mao")
    session = session_of(town.accounts, one, at=T0)
    opened = change_password(town.accounts, town.throttle, session, at(), old=WORD, new=OTHER_WORD)
    assert [lives(town, token) for token in (one, two, opened.token)] == [False, False, True]
    with pytest.raises(AccessError, match="LOGIN_REFUSED"):
        town.token("mao")
    log_in(town.accounts, town.throttle, at(), login="mao", password=OTHER_WORD)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (OTHER_WORD, "quartz willow tundra", "PASSWORD_WRONG"),  # not the present one
        ("", "quartz willow tundra", "PASSWORD_WRONG"),  # nothing
        (WORD, "short", "PASSWORD_LENGTH"),  # the new one is too short
        (WORD, "password1234", "PASSWORD_COMMON"),  # everybody's
        (WORD, "mao-mao-mao-1", "PASSWORD_LOGIN"),  # the login
    ],
)
def test_a_password_change_that_is_refused_changes_nothing(town, old, new, code):
    token = town.token("mao")
    with pytest.raises(AccessError, match=code):
        change_password(town.accounts, town.throttle, session_of(town.accounts, token, at=T0), at(), old=old, new=new)
    assert lives(town, token)
    town.token("mao")


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("mao", OTHER_WORD),  # wrong password
        ("mao", ""),  # none
        ("mao", WORD + "x" * 300),  # longer than any
        ("MAO", WORD),  # logins are lower case
        ("mao ", WORD),  # with a blank
        ("mao' OR '1'='1", WORD),  # an old trick
        ("\0", WORD),  # which PostgreSQL cannot even compare
        ("\ud800", "\ud800"),  # half a character
        ("", ""),  # nothing
    ],
)
def test_every_wrong_login_is_refused_in_the_same_words(town, login, password):
    with pytest.raises(AccessError) as refusal:
        log_in(town.accounts, town.throttle, at(), login=login, password=password)
    assert (refusal.value.code, refusal.value.place, refusal.value.params) == ("LOGIN_REFUSED", "login", {})


@pytest.mark.parametrize("token", ["", "x", "\0", "\ud800", "lt_abc", "a" * 5000])
def test_a_made_up_token_is_nobody(town, token):
    assert session_of(town.accounts, token, at=T0) is None


def test_a_disabled_user_is_out_at_once_and_back_only_by_logging_in(town):
    token, admin = town.token("mao"), town.session("ann")
    disable_user(town.accounts, admin, at(), login="mao")
    assert not lives(town, token)
    with pytest.raises(AccessError, match="LOGIN_REFUSED"):
        town.token("mao")
    enable_user(town.accounts, admin, at(), login="mao")
    assert not lives(town, token)
    assert lives(town, town.token("mao"))


def test_a_role_counts_from_the_next_request(town):
    token = town.token("mao")
    grant_role(town.accounts, town.session("ann"), at(), login="mao", role=Role.AUDITOR)
    assert session_of(town.accounts, token, at=T0).can(Permission.AUDIT_READ)


def test_the_database_holds_no_token_and_no_csrf(town, url):
    token = town.token("mao")
    with create_engine(url).connect() as connection:
        rows = str(connection.execute(text("SELECT * FROM access_session")).all())
    assert token not in rows
    assert csrf_of(token) not in rows


def test_sessions_that_ran_out_are_cleared_at_the_next_login(town, url):
    town.token("mao")
    town.token("mao", days=8)
    with create_engine(url).connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM access_session WHERE login = 'mao'")).scalar_one() == 1
