"""Which passwords are accepted, how they are kept, and what a stranger can learn from the time an answer takes."""

import statistics
import time

import pytest
from argon2 import PasswordHasher
from argon2.low_level import Type
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text
from town import OTHER_WORD, WORD, at, opened

from lingtan.access import Accounts, Passwords, Role, check_password
from lingtan.database import Database
from lingtan.errors import AccessError
from lingtan.services.accounts.enrol import enrol_organisation, enrol_user

REFUSED = [
    ("", "PASSWORD_LENGTH"),  # nothing
    ("short words", "PASSWORD_LENGTH"),  # eleven characters
    ("x" * 257, "PASSWORD_LENGTH"),  # nobody types it; would only cost us
    ("ﬀﬀﬀﬀﬀ", "PASSWORD_LENGTH"),  # ten letters once the ligatures are taken apart (NFKC)
    ("aaaaaaaaaaaaaa", "PASSWORD_COMMON"),  # one letter
    ("abcabcabcabc", "PASSWORD_COMMON"),  # a short piece again and again
    ("123456789012", "PASSWORD_COMMON"),  # digits alone
    ("20261122 0800", "PASSWORD_COMMON"),  # a date
    ("Password1234", "PASSWORD_COMMON"),  # the commonest word and digits
    ("P-A-S-S-W-O-R-D-1", "PASSWORD_COMMON"),  # the same with hyphens
    ("qwertyuiop12", "PASSWORD_COMMON"),  # the keyboard's first row
    ("1qaz2wsx3edc", "PASSWORD_COMMON"),  # its columns
    ("woaizhongguo", "PASSWORD_COMMON"),  # among the commonest in Chinese
    ("lingtan-2026!", "PASSWORD_COMMON"),  # this service's name
    ("li.ming.wang", "PASSWORD_LOGIN"),  # the login
    ("Li.Ming.Wang2026", "PASSWORD_LOGIN"),  # the login and a year
]


@pytest.mark.parametrize(("password", "code"), REFUSED)
def test_weak_passwords_are_refused_each_with_its_reason(password, code):
    with pytest.raises(AccessError) as refusal:
        check_password(password, login="li.ming.wang")
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "password", [WORD, OTHER_WORD, "correct pony battery", "青山绿水十二字密码甲乙丙", "Xq7#vv-long-enough", " a b c d e f g"]
)
def test_long_uncommon_passwords_need_no_special_characters(password):
    check_password(password, login="li.ming.wang")


@given(st.text(st.characters(), min_size=1, max_size=40))
def test_a_hash_fits_its_password_and_no_other(password):
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    kept = passwords.hashed(password)
    assert passwords.matches(kept, password)
    assert not passwords.matches(kept, password + "!")
    assert not passwords.matches(None, password)
    assert not passwords.matches("not a hash", password)


def test_the_same_password_typed_on_another_keyboard_fits():
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    assert passwords.matches(passwords.hashed("caf\u00e9 orchard lamp"), "cafe\u0301 orchard lamp")


def test_passwords_are_kept_as_argon2id_with_the_parameters_of_rfc_9106():
    kept = Passwords().hashed(WORD)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4, type=Type.ID).check_needs_rehash(kept) is False


def test_a_hash_of_older_parameters_is_renewed_at_the_next_login(town, url):
    def kept():
        with create_engine(url).connect() as connection:
            return connection.execute(text("SELECT password_hash FROM access_user WHERE login = 'mao'")).scalar_one()

    before, database = kept(), Database.at(url)
    stronger = Accounts(database, passwords=Passwords(PasswordHasher(time_cost=2, memory_cost=64, parallelism=1)))
    with pytest.raises(AccessError):
        stronger.sessions.log_in(at(), login="mao", password=OTHER_WORD)
    assert kept() == before
    stronger.sessions.log_in(at(), login="mao", password=WORD)
    assert "m=64,t=2,p=1" in kept() != before
    stronger.sessions.log_in(at(), login="mao", password=WORD)
    database.close()


def test_a_login_that_does_not_exist_takes_the_same_work(tmp_path):
    """Processor time, not the clock on the wall, which other tests share."""
    with opened(f"sqlite:///{tmp_path / 'a.db'}") as cheap:
        enrol_organisation(cheap, at(), actor="console", name="Org", identifier="1")
    database = Database.at(f"sqlite:///{tmp_path / 'a.db'}")
    accounts = Accounts(database)
    for login in ("known", "closed"):
        person = {"login": login, "name": "K", "email": "k@x.y", "password": WORD, "roles": [Role.MAKER]}
        enrol_user(accounts, at(), actor="console", organisation="Org", **person)
    accounts.onboarding.invite(_deed(), login="invited", name="I", email="i@x.y", organisation="Org", roles=[])
    accounts.users.disable(_deed(), "closed")

    def cost(login, password):
        begun = time.process_time()
        with pytest.raises(AccessError, match="LOGIN_REFUSED"):
            accounts.sessions.log_in(at(), login=login, password=password)
        return time.process_time() - begun

    cases = {"known": OTHER_WORD, "nobody": OTHER_WORD, "invited": OTHER_WORD, "closed": WORD, "NOT A LOGIN\0": OTHER_WORD}
    cost("nobody", OTHER_WORD)  # the nobody's hash is made at the first need
    medians = {login: statistics.median(cost(login, password) for _ in range(5)) for login, password in cases.items()}
    database.close()
    for login, median in medians.items():
        assert 0.5 < median / medians["known"] < 2, (login, medians)


def _deed():
    from lingtan.access import Deed

    return Deed(visit=at(), organisation="Org", actor="console", action="test")
