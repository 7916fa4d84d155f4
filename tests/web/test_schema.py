"""The API keeps to its own description: Schemathesis asks every operation as one who may; everybody else in `campaigns/web_fuzz.py`."""

from __future__ import annotations

import copy

import pytest
from atlas import VISITOR
from fuzz import Fuzzer, Hit
from houses import FIRST, Ids
from matrix import ROUTES
from schemathesis import GenerationMode
from sites import Site

#: Who asks for whom may: the first login of each role.
LOGINS = {
    "M": FIRST.maker, "C": FIRST.credit_manager, "I": FIRST.issuer, "A": FIRST.auditor, "D": FIRST.admin, "F": FIRST.verifier,
    "U": FIRST.buyer, "+": FIRST.maker, "*": VISITOR,
}  # fmt: skip


@pytest.fixture(scope="module")
def fuzzer(town: Site, ids: Ids) -> Fuzzer:
    return Fuzzer(town, ids.plain(), examples=1)


def test_every_answer_is_as_described(fuzzer: Fuzzer) -> None:
    roles = {f"/api/v1{route.path.replace(':path', '')}": route.roles for route in ROUTES}
    hits: list[Hit] = []
    for operation in fuzzer.operations():
        hits += fuzzer.ask(operation, LOGINS[roles[operation.path][0]])
    assert fuzzer.asked > 0.9 * len(roles)  # a few take nothing that an example could vary
    assert not hits, "\n".join(str(hit) for hit in hits)


def test_what_does_not_fit_is_refused_as_described(fuzzer: Fuzzer) -> None:
    roles = {f"/api/v1{route.path.replace(':path', '')}": route.roles for route in ROUTES}
    hits: list[Hit] = []
    for operation in fuzzer.operations():
        if operation.method == "post":
            hits += fuzzer.ask(operation, LOGINS[roles[operation.path][0]], GenerationMode.NEGATIVE)
    assert not hits, "\n".join(str(hit) for hit in hits)


def test_an_answer_against_the_description_would_be_found(town: Site, ids: Ids) -> None:
    described = copy.deepcopy(town.app.openapi())
    described["paths"]["/api/v1/welcome"]["get"]["responses"]["200"]["content"]["application/json"]["schema"] = {"type": "integer"}
    fuzzer = Fuzzer(town, ids.plain(), examples=1, described=described)
    (welcome,) = (one for one in fuzzer.operations() if one.path == "/api/v1/welcome")
    assert [hit.operation for hit in fuzzer.ask(welcome, VISITOR)] == ["GET /api/v1/welcome"]
