"""How often somebody may try."""

import time
from datetime import UTC, datetime

import pytest
from town import OTHER_WORD, WORD, at

from lingtan.access import NewAdmin, Rule, Throttle
from lingtan.errors import AccessError
from lingtan.services.accounts.login import log_in
from lingtan.services.accounts.setup import set_up


def now():
    return datetime.now(UTC)


def test_what_is_too_much_is_refused_with_the_seconds_to_wait():
    throttle = Throttle({Rule.VERIFY: "3 per minute"})
    for _ in range(3):
        throttle.check(Rule.VERIFY, "a", at=now())
    with pytest.raises(AccessError) as refusal:
        throttle.check(Rule.VERIFY, "a", at=now())
    assert refusal.value.code == "TOO_MANY_REQUESTS"
    assert 55 <= refusal.value.params["seconds"] <= 60


def test_each_one_and_each_rule_has_its_own_count():
    throttle = Throttle(dict.fromkeys(Rule, "1 per minute"))
    for rule in Rule:
        for who in ("a", "b", "", "\0", "\ud800", "x" * 100_000):
            throttle.check(rule, who, at=now())
            with pytest.raises(AccessError):
                throttle.check(rule, who, at=now())


def test_the_window_moves_on():
    throttle = Throttle({Rule.API: "2 per second"})
    for _ in range(2):
        throttle.check("api", "a", at=now())
    with pytest.raises(AccessError) as refusal:
        throttle.check("api", "a", at=now())
    time.sleep(refusal.value.params["seconds"] + 0.1)
    throttle.check("api", "a", at=now())


def test_an_unknown_rule_is_a_defect_not_a_door():
    with pytest.raises(ValueError, match="apii"):
        Throttle().check("apii", "a", at=now())


def test_guessing_at_one_account_is_slowed_and_the_right_password_begins_anew(town):
    for _ in range(2):
        for _ in range(9):
            with pytest.raises(AccessError, match="LOGIN_REFUSED"):
                log_in(town.accounts, town.throttle, at(), login="mao", password=OTHER_WORD)
        log_in(town.accounts, town.throttle, at(), login="mao", password=WORD)
    for _ in range(10):
        with pytest.raises(AccessError, match="LOGIN_REFUSED"):
            log_in(town.accounts, town.throttle, at(), login="mao", password=OTHER_WORD)
    with pytest.raises(AccessError, match="TOO_MANY_REQUESTS"):
        log_in(town.accounts, town.throttle, at(), login="mao", password=WORD)
    log_in(town.accounts, town.throttle, at(), login="cai", password=WORD)


def test_guessing_at_many_accounts_from_one_address_is_slowed(town):
    throttle = Throttle({Rule.LOGIN_ADDRESS: "5 per minute"})
    for number in range(5):
        with pytest.raises(AccessError, match="LOGIN_REFUSED"):
            log_in(town.accounts, throttle, at(), login=f"guess{number}", password=WORD)
    with pytest.raises(AccessError, match="TOO_MANY_REQUESTS"):
        log_in(town.accounts, throttle, at(), login="mao", password=WORD)


def test_guessing_at_the_set_up_code_is_slowed(accounts, tmp_path, url):
    throttle, admin = Throttle(), NewAdmin(login="li", name="L", email="l@x.y", password=WORD)
    given = {"admin": admin, "organisation": "X", "identifier": "1", "home": tmp_path, "db": url}
    for number in range(10):
        with pytest.raises(AccessError, match="CODE_REFUSED"):
            set_up(accounts, throttle, at(), code=str(number), **given)
    with pytest.raises(AccessError, match="TOO_MANY_REQUESTS"):
        set_up(accounts, throttle, at(), code="11", **given)
