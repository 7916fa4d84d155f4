"""Coming in by a provider of single sign-on (OpenID Connect)."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from lingtan.access import Accounts, Opened, Rule, Throttle, Visit
from lingtan.access.oidc import OidcSettings, Pending, begin, finish
from lingtan.errors import AccessError

__all__ = ["SentAway", "accept_by_sign_on", "begin_sign_on", "finish_sign_on"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentAway:
    """Where to send the person; `state` goes into a short-lived cookie of this browser, and must come back with it."""

    url: str
    state: str


def begin_sign_on(accounts: Accounts, throttle: Throttle, visit: Visit, settings: OidcSettings, *, redirect_uri: str) -> SentAway:
    """The provider's address; what `finish` needs is kept for ten minutes. Raises AccessError `OIDC_UNREACHABLE`, `TOO_MANY_REQUESTS`."""
    throttle.check(Rule.LOGIN_ADDRESS, visit.address, at=visit.at)
    url, pending = begin(settings, redirect_uri)
    accounts.identities.keep_pending(pending.state, pending.to_json(), visit.at)
    return SentAway(url=url, state=pending.state)


def finish_sign_on(
    accounts: Accounts, visit: Visit, settings: OidcSettings, *, redirect_uri: str, query: Mapping[str, str], cookie: str
) -> Opened:
    """The session of the user whom the identity is linked or mapped to. `cookie` is the state this browser was sent away with.

    Raises AccessError `OIDC_STATE`, `OIDC_REFUSED`, `OIDC_TOKEN`, `OIDC_UNREACHABLE`, `IDENTITY_NOT_LINKED`, `LOGIN_REFUSED`.
    """
    pending = _pending(accounts, visit, query, cookie)
    return accounts.identities.log_in(visit, finish(settings, redirect_uri, pending, query, at=visit.at))


def accept_by_sign_on(
    accounts: Accounts, visit: Visit, settings: OidcSettings, *, redirect_uri: str, query: Mapping[str, str], cookie: str, code: str
) -> Opened:
    """The person of an invitation's link comes in by single sign-on, now and from now on.

    Raises as `finish_sign_on`; AccessError `CODE_REFUSED`, `IDENTITY_TAKEN`.
    """
    identity = finish(settings, redirect_uri, _pending(accounts, visit, query, cookie), query, at=visit.at)
    return accounts.onboarding.accept_identity(visit, code=code, identity=identity)


def _pending(accounts: Accounts, visit: Visit, query: Mapping[str, str], cookie: str) -> Pending:
    """What was kept for this browser's login, once."""
    state = query.get("state", "")
    if not hmac.compare_digest(state.encode("utf-8", "replace"), cookie.encode("utf-8", "replace")):
        raise AccessError("OIDC_STATE", place="state")
    return Pending.from_json(accounts.identities.take_pending(state, visit.at))
