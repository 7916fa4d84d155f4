"""What each role brings, and which roles do not go together."""

import itertools

import pytest
from town import Town, at

from lingtan.access import INDEPENDENT_OF, PERMISSIONS, Permission, Role, permissions_of
from lingtan.access.roles import check_independent
from lingtan.errors import AccessError
from lingtan.services.accounts.invitations import invite
from lingtan.services.accounts.roles import grant_role, revoke_role, role_history

EVERYONE = {"jobs:read", "account:own"}
TABLE = {
    "maker": {"products:read", "products:write", "verification:read", "verification:answer", "certificates:read", "orders:read"}
    | {"factory:read", "factory:write"},
    "certifier": {"verification:read", "verification:verify"},
    "credit_manager": {"products:read", "credits:read", "credits:write", "orders:read", "orders:write", "certificates:read"},
    "issuer": {"products:read", "credits:read", "orders:read", "certificates:read", "certificates:issue"},
    "customer": {"certificates:read"},
    "auditor": {"products:read", "verification:read", "credits:read", "orders:read", "certificates:read", "audit:read", "factory:read"},
    "admin": {"accounts:write", "audit:read", "factory:read", "factory:write"},
}


def test_each_role_brings_exactly_what_the_table_says():
    assert {role.value: {p.value for p in PERMISSIONS[role]} for role in Role} == {
        name: rights | EVERYONE for name, rights in TABLE.items()
    }


def test_permissions_of_several_roles_are_the_union_and_of_none_what_everyone_may():
    for pair in itertools.combinations(Role, 2):
        assert permissions_of(pair) == PERMISSIONS[pair[0]] | PERMISSIONS[pair[1]]
    assert {p.value for p in permissions_of(())} == EVERYONE


def test_nobody_verifies_what_the_same_permissions_could_have_made():
    own_work = {Permission.PRODUCTS_WRITE, Permission.CREDITS_WRITE, Permission.ORDERS_WRITE, Permission.CERTIFICATES_ISSUE}
    for size in range(1, len(Role) + 1):
        for roles in itertools.combinations(Role, size):
            try:
                check_independent(roles, place="x")
            except AccessError:
                continue
            held = permissions_of(roles)
            assert not (Permission.VERIFICATION_VERIFY in held and held & own_work), roles


@pytest.mark.parametrize("other", sorted(INDEPENDENT_OF))
def test_certifier_is_refused_beside_maker_seller_and_issuer_in_either_order(town, other):
    admin = town.session("ann")
    for first, second in ((Role.CERTIFIER, other), (other, Role.CERTIFIER)):
        login = f"p.{first.value[:4]}"
        invite(town.accounts, admin, at(), login=login, name="P", email="p@example.com", roles=[first])
        with pytest.raises(AccessError, match="ROLES_NOT_INDEPENDENT"):
            grant_role(town.accounts, admin, at(), login=login, role=second)
        assert town.accounts.users.of(login).roles == (first,)
        revoke_role(town.accounts, admin, at(), login=login, role=first)
        assert grant_role(town.accounts, admin, at(), login=login, role=second) == (second,)


def test_an_invitation_with_dependent_roles_leaves_no_user_behind(town):
    with pytest.raises(AccessError, match="ROLES_NOT_INDEPENDENT"):
        invite(town.accounts, town.session("ann"), at(), login="two", name="T", email="t@x.y", roles=[Role.MAKER, Role.CERTIFIER])
    with pytest.raises(AccessError, match="USER_UNKNOWN"):
        town.accounts.users.of("two")


def test_the_history_says_who_granted_and_revoked_and_when(town):
    admin = town.session("ann")
    grant_role(town.accounts, admin, at(hours=1), login="mao", role=Role.AUDITOR)
    grant_role(town.accounts, admin, at(hours=2), login="mao", role=Role.AUDITOR)  # held already: no row
    revoke_role(town.accounts, admin, at(hours=3), login="mao", role=Role.AUDITOR)
    revoke_role(town.accounts, admin, at(hours=4), login="mao", role=Role.AUDITOR)  # not held any more: no row
    told = [(c.role.value, c.turn.value, c.actor, c.at) for c in role_history(town.accounts, admin, login="mao")]
    assert told == [
        ("maker", "granted", "console", at().at),
        ("auditor", "granted", "ann", at(hours=1).at),
        ("auditor", "revoked", "ann", at(hours=3).at),
    ]


def test_the_last_admin_who_can_log_in_stays(town):
    admin = town.session("ann")
    invite(town.accounts, admin, at(), login="not-yet", name="N", email="n@x.y", roles=[Role.ADMIN])  # has no password yet
    with pytest.raises(AccessError, match="LAST_ADMIN"):
        revoke_role(town.accounts, admin, at(), login="ann", role=Role.ADMIN)
    town.add("second", Role.ADMIN)
    assert revoke_role(town.accounts, admin, at(), login="ann", role=Role.ADMIN) == ()
    with pytest.raises(AccessError, match="LAST_ADMIN"):
        revoke_role(town.accounts, town.session("second"), at(), login="second", role=Role.ADMIN)


def test_another_organisations_people_do_not_exist_for_an_admin(town):
    guest = town.session("bea")
    for deed in (grant_role, revoke_role):
        with pytest.raises(AccessError, match="USER_UNKNOWN"):
            deed(town.accounts, guest, at(), login="mao", role=Role.MAKER)
    with pytest.raises(AccessError, match="USER_UNKNOWN"):
        role_history(town.accounts, guest, login="mao")
    assert Town.MAKER not in {user.organisation for user in town.accounts.users.all(guest.organisation)}
