"""Who may come in and what they may do: organisations, users, roles, sessions, tokens, invitations, and the log of it all."""

from lingtan.access.accounts import Accounts
from lingtan.access.grants import Change, Turn
from lingtan.access.identities import Identity, Link
from lingtan.access.log import DONE, REFUSED, Action, Deed, LogPage, LogRow, Visit
from lingtan.access.onboarding import Invitation, NewAdmin
from lingtan.access.organisations import Organisation, slug_of
from lingtan.access.passwords import SHORTEST, Passwords, check_password
from lingtan.access.roles import INDEPENDENT_OF, PERMISSIONS, Permission, Role, permissions_of
from lingtan.access.schema import HEAD, prepare
from lingtan.access.sessions import Opened, Session
from lingtan.access.throttle import Rule, Throttle
from lingtan.access.tokens import ApiToken, NewToken
from lingtan.access.users import User

__all__ = [
    "DONE",
    "HEAD",
    "INDEPENDENT_OF",
    "PERMISSIONS",
    "REFUSED",
    "SHORTEST",
    "Accounts",
    "Action",
    "ApiToken",
    "Change",
    "Deed",
    "Identity",
    "Invitation",
    "Link",
    "LogPage",
    "LogRow",
    "NewAdmin",
    "NewToken",
    "Opened",
    "Organisation",
    "Passwords",
    "Permission",
    "Role",
    "Rule",
    "Session",
    "Throttle",
    "Turn",
    "User",
    "Visit",
    "check_password",
    "permissions_of",
    "prepare",
    "slug_of",
]
