"""Set-up of a new server, invitations, organisations; and two people who use one code at the same moment."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from town import OTHER_WORD, T0, WORD, Town, at, opened

from lingtan.access import NewAdmin, Role, Throttle
from lingtan.errors import AccessError, LingtanError, StoreError
from lingtan.services.accounts.invitations import accept_invitation, invite, invite_again, invited
from lingtan.services.accounts.login import log_in
from lingtan.services.accounts.organisations import create_organisation, list_organisations
from lingtan.services.accounts.sessions import session_of
from lingtan.services.accounts.setup import new_setup_code, set_up, setup_is_open
from lingtan.services.accounts.users import disable_user, list_users, user
from lingtan.services.house.workspace import open_workspace

ADMIN = NewAdmin(login="root.li", name="Li Lan", email="li@example.com", password=WORD)


def first(accounts, home, code, url, **other):
    given = {"admin": ADMIN, "organisation": "青田电脑有限公司", "identifier": "91110000MA00TEST0X"} | other
    return set_up(accounts, Throttle(), at(hours=1), code=code, home=home, db=url, **given)


def test_the_code_on_the_terminal_makes_the_first_admin_once(accounts, url, tmp_path):
    assert setup_is_open(accounts)
    code = new_setup_code(accounts, at=T0)
    done = first(accounts, tmp_path / "home", code, url)
    assert (done.organisation.operator, done.opened.session.roles) == (True, (Role.ADMIN,))
    assert session_of(accounts, done.opened.token, at=at(hours=1).at).user == "root.li"
    log_in(accounts, Throttle(), at(hours=2), login="root.li", password=WORD)
    workspace = open_workspace(tmp_path / "home" / "organisations" / done.organisation.slug)
    assert workspace.profile.organisation == "青田电脑有限公司"
    assert (setup_is_open(accounts), new_setup_code(accounts, at=T0)) == (False, None)
    with pytest.raises(AccessError, match="SETUP_DONE"):
        first(accounts, tmp_path / "home", code, url, organisation="Another")
    with pytest.raises(AccessError, match="SETUP_DONE"):
        accounts.onboarding.setup_code(at())


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"code": "guess"}, "CODE_REFUSED"),  # not the code
        ({"code": ""}, "CODE_REFUSED"),  # none
        ({"admin": NewAdmin(login="admin", name="A", email="a@x.y", password="admin")}, "PASSWORD_LENGTH"),  # the default nobody gets
        ({"admin": NewAdmin(login="Root", name="A", email="a@x.y", password=WORD)}, "LOGIN_FORM"),  # upper case
        ({"admin": NewAdmin(login="r", name="A", email="a@x.y", password=WORD)}, "LOGIN_FORM"),  # one letter
        ({"admin": NewAdmin(login="r" * 41, name="A", email="a@x.y", password=WORD)}, "LOGIN_FORM"),  # longer than 40
        ({"admin": NewAdmin(login="li\n", name="A", email="a@x.y", password=WORD)}, "LOGIN_FORM"),  # a line break
        ({"admin": NewAdmin(login="李蓝", name="A", email="a@x.y", password=WORD)}, "LOGIN_FORM"),  # the actor on facts is ASCII
        ({"admin": NewAdmin(login="li", name="A", email="nowhere", password=WORD)}, "EMAIL_FORM"),  # no address
        ({"admin": NewAdmin(login="li", name="A", email="a\0@x.y", password=WORD)}, "EMAIL_FORM"),  # what PostgreSQL cannot hold
        ({"admin": NewAdmin(login="li", name=" A", email="a@x.y", password=WORD)}, "ACCESS_TEXT"),  # a blank in front
        ({"admin": NewAdmin(login="li", name="A\ud800", email="a@x.y", password=WORD)}, "ACCESS_TEXT"),  # half a character
        ({"organisation": ""}, "ACCESS_TEXT"),  # no name
        ({"organisation": "L\u0435novo"}, "ORGANISATION_NAME"),  # a Cyrillic е in a Latin name
        ({"organisation": "Co., Ltd."}, "ORGANISATION_NAME"),  # a legal form of nobody
        ({"slug": "../../etc"}, "ORGANISATION_SLUG"),  # a way out of the home
        ({"slug": "-x"}, "ORGANISATION_SLUG"),  # a hyphen in front
        ({"slug": "x" * 61}, "ORGANISATION_SLUG"),  # longer than 60
        ({"identifier": "a\nb"}, "ACCESS_TEXT"),  # two lines
    ],
)
def test_a_bad_set_up_leaves_nothing_and_the_code_good(accounts, url, tmp_path, change, refused):
    code = new_setup_code(accounts, at=T0)
    with pytest.raises(LingtanError) as refusal:
        first(accounts, tmp_path / "home", **{"code": code, "url": url} | change)
    assert refusal.value.code == refused
    assert setup_is_open(accounts)
    assert accounts.organisations.all() == ()
    first(accounts, tmp_path / "home", code, url)


def test_codes_run_out_by_time_and_by_the_next_one(accounts, url, tmp_path):
    old = new_setup_code(accounts, at=T0)
    new = new_setup_code(accounts, at=T0)
    with pytest.raises(AccessError, match="CODE_REFUSED"):
        first(accounts, tmp_path, old, url)
    with pytest.raises(AccessError, match="CODE_REFUSED"):
        set_up(
            accounts, Throttle(), at(days=1), code=new, admin=ADMIN, organisation="X", identifier="1", home=tmp_path, db=url
        )  # fmt: skip


def test_an_attempt_that_was_cut_short_is_taken_up_and_another_ones_folder_is_not(accounts, url, tmp_path):
    code = new_setup_code(accounts, at=T0)
    names = {"organisation": "Qingtian", "identifier": "1", "slug": "q"}
    from lingtan.services.accounts.workspace import workspace_folder

    made = workspace_folder(tmp_path, name="Qingtian", identifier="1", slug="q", db=url)
    with pytest.raises(StoreError, match="WORKSPACE_EXISTS"):
        first(accounts, tmp_path, code, url, organisation="Other", identifier="2", slug="q")
    first(accounts, tmp_path, code, url, **names)
    assert open_workspace(tmp_path / "organisations" / "q").key.did == made.key.did


def test_an_invitation_opens_once_within_seven_days(town):
    admin = town.session("ann")
    given = invite(town.accounts, admin, at(), login="new", name="New One", email="new@x.y", roles=[Role.ISSUER])
    assert not given.user.has_password
    with pytest.raises(AccessError, match="LOGIN_REFUSED"):
        town.accounts.sessions.log_in(at(), login="new", password=WORD)
    assert invited(town.accounts, town.throttle, given.code, at=T0, address="").name == "New One"
    with pytest.raises(AccessError, match="CODE_REFUSED"):
        accept_invitation(town.accounts, town.throttle, at(days=7), code=given.code, password=WORD)
    with pytest.raises(AccessError, match="PASSWORD_COMMON"):
        accept_invitation(town.accounts, town.throttle, at(days=6), code=given.code, password="password1234")
    inside = accept_invitation(town.accounts, town.throttle, at(days=6), code=given.code, password=WORD)
    assert (inside.session.user, inside.session.roles) == ("new", (Role.ISSUER,))
    with pytest.raises(AccessError, match="CODE_REFUSED"):
        accept_invitation(town.accounts, town.throttle, at(days=6), code=given.code, password=OTHER_WORD)


def test_a_second_link_voids_the_first_and_a_forgotten_password_ends_old_sessions(town):
    admin, token = town.session("ann"), town.token("mao")
    one = invite_again(town.accounts, admin, at(), login="mao")
    two = invite_again(town.accounts, admin, at(), login="mao")
    with pytest.raises(AccessError, match="CODE_REFUSED"):
        accept_invitation(town.accounts, town.throttle, at(), code=one.code, password=OTHER_WORD)
    accept_invitation(town.accounts, town.throttle, at(), code=two.code, password=OTHER_WORD)
    assert session_of(town.accounts, token, at=T0) is None
    with pytest.raises(AccessError, match="USER_UNKNOWN"):
        invite_again(town.accounts, town.session("bea"), at(), login="mao")


def test_a_link_of_a_disabled_user_does_not_open(town):
    admin = town.session("ann")
    given = invite_again(town.accounts, admin, at(), login="mao")
    disable_user(town.accounts, admin, at(), login="mao")
    with pytest.raises(AccessError, match="LOGIN_REFUSED"):
        accept_invitation(town.accounts, town.throttle, at(), code=given.code, password=OTHER_WORD)


def test_a_set_up_code_is_no_invitation_and_an_invitation_no_set_up_code(accounts, url, tmp_path):
    code = new_setup_code(accounts, at=T0)
    with pytest.raises(AccessError, match="CODE_REFUSED"):
        accept_invitation(accounts, Throttle(), at(), code=code, password=WORD)


@pytest.mark.parametrize("login", ["ann", "mao", "vera"])
def test_a_login_is_never_given_twice_whoever_had_it(town, login):
    with pytest.raises(AccessError, match="LOGIN_TAKEN"):
        invite(town.accounts, town.session("bea"), at(), login=login, name="X", email="x@y.z", roles=[])


@pytest.mark.parametrize("login", ["mao", "vera"])
def test_only_admins_invite_list_and_create(town, login, tmp_path, url):
    session = town.session(login)
    calls = (
        lambda: invite(town.accounts, session, at(), login="xx", name="X", email="x@y.z", roles=[Role.ADMIN]),
        lambda: invite_again(town.accounts, session, at(), login="ann"),
        lambda: list_users(town.accounts, session),
        lambda: user(town.accounts, session, login="ann"),
        lambda: list_organisations(town.accounts, session),
        lambda: disable_user(town.accounts, session, at(), login="ann"),
    )
    for call in calls:
        with pytest.raises(AccessError, match="NOT_ALLOWED"):
            call()


def joining(town, session, home, url, **other):
    given = {"organisation": "Harbour Customs", "identifier": "HC-1", "login": "hal", "name": "Hal", "email": "hal@x.y"} | other
    return create_organisation(town.accounts, session, at(), home=home, db=url, synthetic=True, **given)


def test_the_operators_admin_adds_an_organisation_with_its_first_admin(town, tmp_path, url):
    joined = joining(town, town.session("ann"), tmp_path, url)
    assert (joined.organisation.slug, joined.organisation.operator) == ("harbour-customs", False)
    assert open_workspace(tmp_path / "organisations" / "harbour-customs").profile.synthetic
    hal = accept_invitation(town.accounts, town.throttle, at(), code=joined.invitation.code, password=WORD).session
    assert (hal.organisation, hal.roles) == ("Harbour Customs", (Role.ADMIN,))
    assert [o.name for o in list_organisations(town.accounts, hal)] == ["Harbour Customs"]
    assert len(list_organisations(town.accounts, town.session("ann"))) == 3


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"organisation": Town.CERTIFIER}, "ORGANISATION_EXISTS"),  # the same name
        ({"organisation": "beacon  VERIFICATION Ltd."}, "ORGANISATION_EXISTS"),  # the same party in another spelling
        ({"slug": "beacon-verification"}, "ORGANISATION_EXISTS"),  # its folder
        ({"login": "mao"}, "LOGIN_TAKEN"),  # the first admin's login is somebody's
        ({"email": "x"}, "EMAIL_FORM"),  # no address
    ],
)
def test_an_organisation_that_is_refused_leaves_no_folder(town, tmp_path, url, change, code):
    with pytest.raises(LingtanError) as refusal:
        joining(town, town.session("ann"), tmp_path / "home", url, **change)
    assert refusal.value.code == code
    assert not (tmp_path / "home").exists()
    assert len(town.accounts.organisations.all()) == 2


def test_a_guests_admin_cannot_add_organisations(town, tmp_path, url):
    with pytest.raises(AccessError, match="NOT_OPERATOR"):
        joining(town, town.session("bea"), tmp_path, url)


def at_once(url: str, calls):
    """Runs each call with accounts of its own, all released at the same moment; the answers and the refusals' codes."""
    gate, answers = threading.Barrier(len(calls)), [None] * len(calls)

    def run(number, call):
        with opened(url) as accounts:
            gate.wait()
            try:
                answers[number] = call(accounts)
            except LingtanError as refusal:
                answers[number] = refusal.code

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_of_several_who_use_one_set_up_code_at_once_one_wins(accounts, url, tmp_path):
    code = new_setup_code(accounts, at=T0)

    def call(number):
        admin = NewAdmin(login=f"root{number}", name="R", email="r@x.y", password=WORD)
        names = {"name": f"Organisation {number}", "identifier": "1", "slug": f"o{number}"}
        return lambda own: own.onboarding.set_up(at(), code=code, admin=admin, **names)

    answers = at_once(url, [call(number) for number in range(6)])
    assert sorted(isinstance(answer, str) for answer in answers) == [False] + [True] * 5
    assert {answer for answer in answers if isinstance(answer, str)} <= {"CODE_REFUSED", "SETUP_DONE"}
    assert len(accounts.organisations.all()) == 1
    winner = accounts.organisations.all()[0].name
    assert len(accounts.users.all(winner)) == 1


def test_of_several_who_use_one_invitation_at_once_one_wins(town, url):
    given = invite_again(town.accounts, town.session("ann"), at(), login="mao")
    words = [f"{OTHER_WORD} {number}" for number in range(6)]
    answers = at_once(url, [lambda own, w=word: own.onboarding.accept(at(), code=given.code, password=w) for word in words])
    won = [word for word, answer in zip(words, answers, strict=True) if not isinstance(answer, str)]
    assert len(won) == 1
    assert answers.count("CODE_REFUSED") == 5
    town.accounts.sessions.log_in(at(), login="mao", password=won[0])


def test_two_admins_who_remove_each_other_at_once_leave_one(town, url):
    town.add("second", Role.ADMIN)
    one, two = town.session("ann"), town.session("second")

    def call(session, other):
        return lambda own: disable_user(own, session, at(), login=other)

    answers = at_once(url, [call(one, "second"), call(two, "ann")])
    assert sorted(map(str, answers)) == ["LAST_ADMIN", "None"]


def test_no_code_stands_in_the_database(accounts, url):
    code = new_setup_code(accounts, at=T0)
    with create_engine(url).connect() as connection:
        assert code not in str(connection.execute(text("SELECT * FROM access_code")).all())


def test_a_slug_is_always_safe_and_another_name_gets_another_one():
    import re

    from lingtan.access import slug_of

    names = [
        "Qingtian Notebooks",
        "青田电脑有限公司",
        "青田电脑股份有限公司",
        "Société Générale",
        "深圳ABC公司",
        "x" * 300,
        "../..",
        "公司",
    ]
    slugs = [slug_of(name, "ID/1") for name in names]
    assert all(re.fullmatch(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?", slug) for slug in slugs), slugs
    assert len(set(slugs)) == len(names)
    assert all(Path("home", slug).parent == Path("home") for slug in slugs)
