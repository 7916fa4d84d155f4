"""API tokens: shown once, never worth more than their user, until they are revoked or run out."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text
from town import OTHER_WORD, T0, WORD, at

from lingtan.access import Permission, Role, permissions_of
from lingtan.errors import AccessError, InputError
from lingtan.services.accounts.login import log_out_everywhere
from lingtan.services.accounts.password import change_password
from lingtan.services.accounts.roles import grant_role, revoke_role
from lingtan.services.accounts.tokens import caller_of_token, create_token, list_tokens, revoke_token
from lingtan.services.accounts.users import disable_user, enable_user

ALL = tuple(Permission)


def made(town, login="mao", scopes=ALL, days=30):
    return create_token(town.accounts, town.session(login), at(), name="scanner", scopes=scopes, days=days)


def test_a_token_is_shown_once_and_kept_as_a_digest(town, url):
    new = made(town)
    assert new.secret.startswith("lt_")
    assert len(new.secret) == len("lt_") + 43  # 256 bits in base64url
    with create_engine(url).connect() as connection:
        assert new.secret not in str(connection.execute(text("SELECT * FROM access_api_token")).all())
    assert [token.id for token in list_tokens(town.accounts, town.session("mao"))] == [new.token.id]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=st.sets(st.sampled_from(ALL)), roles=st.sets(st.sampled_from([Role.MAKER, Role.AUDITOR, Role.ISSUER])))
def test_a_token_may_what_was_asked_for_and_the_user_may_now(town, wanted, roles):
    accounts, admin = town.accounts, town.session("ann")
    for role in (Role.MAKER, Role.AUDITOR, Role.ISSUER):
        (grant_role if role in roles else revoke_role)(accounts, admin, at(), login="mao", role=role)
    if not wanted & permissions_of(roles):
        with pytest.raises(AccessError, match="TOKEN_SCOPES"):
            made(town, scopes=wanted)
        return
    new = made(town, scopes=wanted)
    assert caller_of_token(accounts, new.secret, at=T0).permissions == wanted & permissions_of(roles)
    for role in roles:
        revoke_role(accounts, admin, at(), login="mao", role=role)
    assert caller_of_token(accounts, new.secret, at=T0).permissions == wanted & permissions_of(())
    grant_role(accounts, admin, at(), login="mao", role=Role.ISSUER)  # later rights come only where they were asked for and given
    assert caller_of_token(accounts, new.secret, at=T0).permissions <= wanted & permissions_of(roles)


def test_a_token_ends_with_its_time_its_revocation_and_its_user(town):
    accounts, session, admin = town.accounts, town.session("mao"), town.session("ann")
    short, revoked = made(town, days=1), made(town)
    caller_of_token(accounts, short.secret, at=at(hours=23).at)
    with pytest.raises(AccessError, match="TOKEN_INVALID"):
        caller_of_token(accounts, short.secret, at=at(days=1).at)
    revoke_token(accounts, session, at(), token=revoked.token.id)
    with pytest.raises(AccessError, match="TOKEN_INVALID"):
        caller_of_token(accounts, revoked.secret, at=T0)
    disable_user(accounts, admin, at(), login="mao")
    with pytest.raises(AccessError, match="TOKEN_INVALID"):
        caller_of_token(accounts, short.secret, at=T0)
    enable_user(accounts, admin, at(), login="mao")
    caller_of_token(accounts, short.secret, at=T0)


def test_the_last_use_is_seen(town):
    new = made(town)
    assert new.token.used_at is None
    for seconds, seen in ((0, 0), (59, 0), (60, 60)):
        caller_of_token(town.accounts, new.secret, at=at(seconds=seconds).at)
        assert list_tokens(town.accounts, town.session("mao"))[0].used_at == at(seconds=seen).at


def test_a_token_cannot_make_its_like_nor_change_who_its_user_is(town):
    bearer = caller_of_token(town.accounts, made(town).secret, at=T0)
    calls = (
        lambda: create_token(town.accounts, bearer, at(), name="child", scopes=ALL, days=1),
        lambda: revoke_token(town.accounts, bearer, at(), token="x"),
        lambda: change_password(town.accounts, town.throttle, bearer, at(), old=WORD, new=OTHER_WORD),
        lambda: log_out_everywhere(town.accounts, bearer, at()),
    )
    for call in calls:
        with pytest.raises(AccessError, match="NEEDS_LOGIN"):
            call()


def test_nobody_sees_or_revokes_anothers_token(town):
    new, other = made(town), town.session("cai")
    assert list_tokens(town.accounts, other) == ()
    with pytest.raises(AccessError, match="TOKEN_UNKNOWN"):
        revoke_token(town.accounts, other, at(), token=new.token.id)
    caller_of_token(town.accounts, new.secret, at=T0)


@pytest.mark.parametrize("secret", ["", "lt_", "lt_x", "x", "\0", "\ud800", "lt_" + "a" * 43])
def test_a_made_up_token_is_refused(town, secret):
    with pytest.raises(AccessError, match="TOKEN_INVALID"):
        caller_of_token(town.accounts, secret, at=T0)


def test_a_browsers_session_is_no_api_token(town):
    with pytest.raises(AccessError, match="TOKEN_INVALID"):
        caller_of_token(town.accounts, town.token("mao"), at=T0)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": ""}, "ACCESS_TEXT"),  # no name to tell it by
        ({"name": "a\nb"}, "ACCESS_TEXT"),  # two lines
        ({"days": 0}, "TOKEN_DAYS"),  # ends before it begins
        ({"days": -1}, "TOKEN_DAYS"),  # likewise
        ({"days": 367}, "TOKEN_DAYS"),  # longer than a year
    ],
)
def test_a_bad_token_is_refused(town, change, code):
    with pytest.raises(InputError, match=code):
        create_token(town.accounts, town.session("mao"), at(), **{"name": "n", "scopes": ALL, "days": 1} | change)


@pytest.mark.parametrize("token", ["", "x", "\0", "\ud800"])
def test_a_made_up_id_is_unknown(town, token):
    with pytest.raises(AccessError, match="TOKEN_UNKNOWN"):
        revoke_token(town.accounts, town.session("mao"), at(), token=token)
