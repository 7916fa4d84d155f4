"""Single sign-on by OpenID Connect: authorization code with PKCE, state and nonce (OpenID Connect Core 1.0, RFC 7636, RFC 9207).

Knows nothing of web frameworks. `begin` gives the address to send the person to and what to keep on the server; `finish` takes what the
provider sent back, fetches the ID token, and says who it is only after issuer, audience, nonce, times and signature have been checked.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, TypedDict, cast
from urllib.parse import quote, urlsplit

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from lingtan.access.identities import Identity
from lingtan.errors import AccessError, InputError

__all__ = ["OidcSettings", "Pending", "begin", "finish", "identity_of"]

#: Signatures with a public key only: a shared secret would let every client of the provider sign.
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"]

#: How far two clocks may be apart. [s]
_LEEWAY_S = 60
_TIMEOUT_S = 10.0
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class _About(TypedDict):
    """What a provider says of a person beside the subject."""

    email: str
    email_verified: bool
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OidcSettings:
    """One provider: `name` is shown on its button. Raises InputError `OIDC_ISSUER` when it is not https (http on this machine only)."""

    name: str
    issuer: str
    client_id: str
    client_secret: str
    scopes: tuple[str, ...] = ("openid", "email", "profile")

    def __post_init__(self) -> None:
        _check_address(self.issuer)
        if "openid" not in self.scopes:
            raise InputError("OIDC_ISSUER", place="scopes", issuer=self.issuer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """What the server keeps while a person is at the provider. `state` goes along; nonce and verifier never leave in the clear."""

    provider: str
    state: str
    nonce: str
    verifier: str

    def to_json(self) -> str:
        """As text, to be kept."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Pending:
        """What was kept."""
        return cls(**json.loads(text))


def begin(settings: OidcSettings, redirect_uri: str) -> tuple[str, Pending]:
    """The provider's address to send the person to, and what to keep. Raises AccessError `OIDC_UNREACHABLE`."""
    pending = Pending(
        provider=settings.name, state=secrets.token_urlsafe(32), nonce=secrets.token_urlsafe(32), verifier=secrets.token_urlsafe(48)
    )
    with _client() as client:
        found = _discovered(client, settings)
    url = prepare_grant_uri(
        _address(found, "authorization_endpoint"),
        client_id=settings.client_id,
        response_type="code",
        redirect_uri=redirect_uri,
        scope=" ".join(settings.scopes),
        state=pending.state,
        nonce=pending.nonce,
        code_challenge=create_s256_code_challenge(pending.verifier),
        code_challenge_method="S256",
    )
    return str(url), pending


def finish(settings: OidcSettings, redirect_uri: str, pending: Pending, query: Mapping[str, str], *, at: datetime) -> Identity:
    """Who came back. `query` is that of the address the provider sent the person to; `pending` must have been taken from the server.

    Raises AccessError `OIDC_STATE` (another login's answer), `OIDC_REFUSED` (the provider or the person said no), `OIDC_UNREACHABLE`,
    `OIDC_TOKEN` (the ID token does not hold).
    """
    if not secrets.compare_digest(query.get("state", "").encode(), pending.state.encode()) or settings.name != pending.provider:
        raise AccessError("OIDC_STATE", place="state")
    with _client() as client:
        found = _discovered(client, settings)
        promised = found.get("authorization_response_iss_parameter_supported") is True
        if query.get("iss", settings.issuer if not promised else "") != settings.issuer:
            raise AccessError("OIDC_TOKEN", place=settings.name, detail="iss")
        if "code" not in query:
            raise AccessError("OIDC_REFUSED", place=settings.name, detail=query.get("error", "no code")[:100])
        form = {"grant_type": "authorization_code", "code": query["code"], "redirect_uri": redirect_uri, "code_verifier": pending.verifier}
        # RFC 6749, 2.3.1: both are form-encoded before they become Basic credentials.
        auth = httpx.BasicAuth(quote(settings.client_id, safe=""), quote(settings.client_secret, safe=""))
        answer = _json(client, settings, "POST", _address(found, "token_endpoint"), data=form, auth=auth)
        if not isinstance(answer.get("id_token"), str):
            raise AccessError("OIDC_REFUSED", place=settings.name, detail=str(answer.get("error", "no id_token"))[:100])
        keys, access_token = _json(client, settings, "GET", _address(found, "jwks_uri")), str(answer.get("access_token", ""))
        identity = identity_of(answer["id_token"], keys, settings, nonce=pending.nonce, access_token=access_token, at=at)
        if identity.email or not access_token or "userinfo_endpoint" not in found:
            return identity
        return _with_userinfo(client, settings, identity, _address(found, "userinfo_endpoint"), access_token)


def _with_userinfo(client: httpx.Client, settings: OidcSettings, identity: Identity, address: str, access_token: str) -> Identity:
    """The identity with the address and name that many providers give only there (OpenID Connect Core 1.0, 5.3.2 and 5.4)."""
    said = _json(client, settings, "GET", address, headers={"authorization": f"Bearer {access_token}"})
    if said.get("sub") != identity.subject:
        raise AccessError("OIDC_TOKEN", place=settings.name, detail="userinfo sub")
    return replace(identity, **_about(said, settings))


def identity_of(
    id_token: str, keys: Mapping[str, Any], settings: OidcSettings, *, nonce: str, access_token: str = "", at: datetime
) -> Identity:
    """Whom an ID token names, after its signature, issuer, audience, nonce and times have been checked. Raises AccessError `OIDC_TOKEN`."""
    wanted = {"iss": {"essential": True, "value": settings.issuer}, "aud": {"essential": True, "value": settings.client_id}}
    try:
        token = jwt.decode(id_token, KeySet.import_key_set(cast("KeySetSerialization", keys)), algorithms=_ALGORITHMS)
        params = {"client_id": settings.client_id, "nonce": nonce, "access_token": access_token}
        claims = CodeIDToken(token.claims, token.header, wanted, params)
        claims.validate(now=int(at.timestamp()), leeway=_LEEWAY_S)
    except (JoseError, ValueError, TypeError, KeyError) as exc:
        raise AccessError("OIDC_TOKEN", place=settings.name, detail=str(exc)[:100] or type(exc).__name__) from exc
    subject = str(claims.get("sub") or "")
    if not subject or not subject.isprintable():
        raise AccessError("OIDC_TOKEN", place=settings.name, detail="sub")
    return Identity(issuer=settings.issuer, subject=subject, **_about(claims, settings))


def _about(said: Mapping[str, Any], settings: OidcSettings) -> _About:
    """What is said of a person beside the subject."""
    email, name = (str(said.get(claim) or "") for claim in ("email", "name"))
    if not (email + name).isprintable():
        raise AccessError("OIDC_TOKEN", place=settings.name, detail="email, name")
    return _About(email=email, email_verified=said.get("email_verified") is True and bool(email), name=name)


def _client() -> httpx.Client:
    return httpx.Client(timeout=_TIMEOUT_S, follow_redirects=False)


def _discovered(client: httpx.Client, settings: OidcSettings) -> Mapping[str, Any]:
    """The provider's own description (OpenID Connect Discovery 1.0), when it is of the issuer that was asked."""
    found = _json(client, settings, "GET", settings.issuer.rstrip("/") + "/.well-known/openid-configuration")
    if found.get("issuer") != settings.issuer:
        raise AccessError("OIDC_UNREACHABLE", place=settings.name, detail=f"issuer {str(found.get('issuer'))[:100]}")
    return found


def _address(found: Mapping[str, Any], name: str) -> str:
    address = str(found.get(name, ""))
    _check_address(address)
    return address


def _check_address(address: str) -> None:
    parts = urlsplit(address)
    if not (parts.scheme == "https" and parts.hostname) and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise InputError("OIDC_ISSUER", place="issuer", issuer=address)


def _json(client: httpx.Client, settings: OidcSettings, method: str, url: str, **options: Any) -> dict[str, Any]:
    """What the provider answers, also where it answers with an error of the protocol."""
    try:
        answer = client.request(method, url, **options)
        body = answer.json()
    except (httpx.HTTPError, ValueError) as exc:
        raise AccessError("OIDC_UNREACHABLE", place=settings.name, detail=type(exc).__name__) from exc
    if answer.status_code >= 500 or not isinstance(body, dict):
        raise AccessError("OIDC_UNREACHABLE", place=settings.name, detail=f"HTTP {answer.status_code}")
    return body
