"""Roles as a state machine: whatever is granted and revoked in whatever order, the present set is the replay of the rows."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from town import Town, at, opened

from lingtan.access import INDEPENDENT_OF, Change, Role, Turn
from lingtan.access.grants import present
from lingtan.access.users import Users
from lingtan.errors import AccessError
from lingtan.services.accounts.roles import grant_role, revoke_role
from lingtan.services.accounts.users import disable_user, enable_user

PEOPLE = ("ann", "mao", "cai")
ROLES = st.sampled_from(sorted(Role))
WHO = st.sampled_from(PEOPLE)


class Roles(RuleBasedStateMachine):
    """One organisation's admins at work; the model is a plain set for each person."""

    @initialize()
    def begin(self):
        self.folder = Path(tempfile.mkdtemp())
        self.opened = opened(f"sqlite:///{self.folder / 'a.db'}")
        self.town = Town(self.opened.__enter__())
        self.admin = self.town.session("ann")
        self.held = {"ann": {Role.ADMIN}, "mao": {Role.MAKER}, "cai": {Role.CREDIT_MANAGER}}
        self.closed = set()

    def _admins_without(self, login):
        return [name for name in PEOPLE if name != login and Role.ADMIN in self.held[name] and name not in self.closed]

    @rule(login=WHO, role=ROLES)
    def grant(self, login, role):
        after = self.held[login] | {role}
        may = role in self.held[login] or not (Role.CERTIFIER in after and after & INDEPENDENT_OF)
        if may:
            assert set(grant_role(self.town.accounts, self.admin, at(), login=login, role=role)) == after
            self.held[login] = after
        else:
            with pytest.raises(AccessError, match="ROLES_NOT_INDEPENDENT"):
                grant_role(self.town.accounts, self.admin, at(), login=login, role=role)

    @rule(login=WHO, role=ROLES)
    def revoke(self, login, role):
        if role is Role.ADMIN and role in self.held[login] and not self._admins_without(login):
            with pytest.raises(AccessError, match="LAST_ADMIN"):
                revoke_role(self.town.accounts, self.admin, at(), login=login, role=role)
        else:
            revoke_role(self.town.accounts, self.admin, at(), login=login, role=role)
            self.held[login] = self.held[login] - {role}

    @rule(login=WHO)
    def disable(self, login):
        if Role.ADMIN in self.held[login] and not self._admins_without(login):
            with pytest.raises(AccessError, match="LAST_ADMIN"):
                disable_user(self.town.accounts, self.admin, at(), login=login)
        else:
            disable_user(self.town.accounts, self.admin, at(), login=login)
            self.closed.add(login)

    @precondition(lambda self: self.closed)
    @rule(login=WHO)
    def enable(self, login):
        enable_user(self.town.accounts, self.admin, at(), login=login)
        self.closed.discard(login)

    @invariant()
    def the_present_set_is_the_replay(self):
        users: Users = self.town.accounts.users
        listed = {user.login: user for user in users.all(Town.MAKER)}
        for login in PEOPLE:
            rows: tuple[Change, ...] = self.town.accounts.grants.history(login)
            assert set(present((row.role, row.turn) for row in rows)) == self.held[login]
            assert set(listed[login].roles) == set(users.of(login).roles) == self.held[login]
            assert listed[login].disabled == (login in self.closed)
            # A row always changes something: for each role, granted and revoked take turns.
            for role in Role:
                turns = [row.turn for row in rows if row.role is role]
                assert turns == [Turn.GRANTED, Turn.REVOKED] * (len(turns) // 2) + [Turn.GRANTED] * (len(turns) % 2)

    @invariant()
    def somebody_administers(self):
        assert self._admins_without("nobody")

    def teardown(self):
        if hasattr(self, "opened"):
            self.opened.__exit__(None, None, None)
            shutil.rmtree(self.folder)


TestRoles = Roles.TestCase
TestRoles.settings = settings(max_examples=12, stateful_step_count=15, deadline=None)
