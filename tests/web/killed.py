"""A served house with a batch of certificates to issue, killed in the middle and served again until the job ends."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx
from many import prepare
from process import Served, post, until

from lingtan.access import Accounts, Role, Visit
from lingtan.access import prepare as prepare_access
from lingtan.services.accounts.enrol import enrol_organisation, enrol_user
from lingtan.services.demo.parties import clock
from lingtan.store import open_store

LOGIN, PASSWORD = "issuer", "a long enough secret of nobody"
_CONFIRMED = 600  # minutes of the demo's clock, after all that is prepared


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of the batch: how far it was at each kill (steps), and what the record holds at the end."""

    state: str
    killed_at: tuple[int, ...]
    total: int
    issued: int
    numbers: int
    twice: int
    refused: int
    serials: int
    seconds: float


def prepare_house(home: Path, count: int, db: str) -> None:
    """So many confirmed cancellations that wait for their certificates, and somebody who may issue them."""
    made = prepare(home, count, db)
    with made.stage.issuer.store() as store:
        prepare_access(store.database)
        accounts, visit = Accounts(store.database), Visit(at=clock(_CONFIRMED), address="", request_id="test")
        said = made.stage.issuer.profile
        enrol_organisation(accounts, visit, actor="test", name=said.organisation, identifier=said.identifier, slug="issuer")
        enrol_user(
            accounts, visit, actor="test", organisation=said.organisation, login=LOGIN, name="Zhou Issuer (synthetic)",
            email="issuer@demo.invalid", password=PASSWORD, roles=(Role.ISSUER,),
        )  # fmt: skip
        store.close()


def issuer_of(server: Served) -> httpx.Client:
    """A browser in which the issuer of a prepared house is logged in."""
    client = server.visitor()
    answer = client.post("en/login", data={"login": LOGIN, "password": PASSWORD}, headers={"sec-fetch-site": "same-origin"})
    assert answer.status_code == 303, answer.text
    return client


def batch(client: httpx.Client) -> str:
    """Ask for all certificates that wait; the job."""
    asked = post(client, "en/certificates/batch", {"everything": "true"})
    assert asked.status_code == 303, asked.text
    return asked.headers["location"].rsplit("/", 1)[-1]


def issue_through_kills(
    home: Path, db: str, kills: tuple[float, ...], *, seconds: float = 900, stop: Callable[[Served], object] = Served.kill
) -> Outcome:
    """Ask for all certificates at once, kill -9 the server at these shares of the work, and let the last one finish."""
    began, job, killed, cookie = time.monotonic(), "", [], ""
    for share in (*kills, None):
        with Served("--home", home, "--db", db) as server:
            if job:
                client = server.visitor(headers={"cookie": cookie})
            else:
                client = issuer_of(server)
                cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
                job = batch(client)
            view = until(partial(_reached, client, job, share), seconds, pause_s=0.01)
            if share is None:
                assert server.terminate() == 0
            else:
                killed.append(int(view["done"]))
                stop(server)
    return _outcome(db, view, tuple(killed), time.monotonic() - began)


def _reached(client: httpx.Client, job: str, share: float | None) -> dict[str, int] | None:
    view = client.get(f"api/v1/jobs/{job}").json()
    if share is None:
        return view if view["ended"] else None
    assert not view["ended"], "the batch was done before it could be killed"
    return view if view["total"] and view["done"] >= share * view["total"] else None


def _outcome(db: str, view: dict[str, int], killed: tuple[int, ...], seconds: float) -> Outcome:
    with open_store(db) as store:
        facts = Counter(fact.subject for fact in store.facts(kind="certificate"))
        states = store.ledger.certificates()
        claims = Counter(claim.serial for one in states for claim in store.ledger.claims(one.number))
        assert set(facts) == {one.number for one in states}
        assert store.audit()
        assert store.verify_chain()
    return Outcome(
        state=str(view["state"]), killed_at=killed, total=int(view["total"]), issued=sum(facts.values()), numbers=len(facts),
        twice=sum(count > 1 for count in (facts | claims).values()), refused=len(view["refused"]), serials=len(claims), seconds=seconds,
    )  # fmt: skip
