"""Schemathesis on the API: what the description promises is what the server answers, for whatever fits the description."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS as CHECKS_KNOWN
from schemathesis.checks import load_all_checks
from schemathesis.core.failures import Failure, FailureGroup
from sites import Site

__all__ = ["Fuzzer", "Hit"]

#: Deeds that take away what the fuzzer itself needs: its token, its account, its sessions.
SPARED = {"/api/v1/account/tokens/{token}/revoke", "/api/v1/organisation/people/{login}/close"}
#: What makes a deed long, and how much is enough here.
CHEAP = {"draws": 200, "many_draws": 20_000}
HEALTH = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]


load_all_checks()
CHECKS = CHECKS_KNOWN.get_by_names(
    ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"]
)


@dataclass(frozen=True, kw_only=True)
class Hit:
    """An answer that is against the description, with what was asked."""

    operation: str
    asked: str
    failure: str


class Fuzzer:
    """Asks each operation as the program of a login. `ids` are put into paths and queries half of the time, so that something is found."""

    def __init__(
        self, site: Site, ids: Mapping[str, str], *, examples: int, seed: int = 20220608, described: dict[str, Any] | None = None
    ) -> None:
        self._site, self._ids, self._examples, self._seed = site, ids, examples, seed
        self._clients: dict[str, Any] = {}
        self.schema = schemathesis.openapi.from_dict(described or site.app.openapi())
        self.asked = 0

    def operations(self) -> Iterator[Any]:
        """All but those that would end the campaign."""
        for found in self.schema.get_all_operations():
            operation = found.ok()
            if operation.path not in SPARED:
                yield operation

    def ask(self, operation: Any, login: str, mode: GenerationMode = GenerationMode.POSITIVE) -> list[Hit]:
        """Some requests of one operation; what was wrong with the answers."""
        hits: list[Hit] = []
        client = self._client(login)

        def once(case: Any) -> None:
            self.asked += 1
            self._put_ids(case)
            sent = _sent(case)
            answer = client.request(**sent)
            answer.request.read()  # a failure shows what was sent
            try:
                case.validate_response(answer, checks=CHECKS)
            except (Failure, FailureGroup) as exc:
                text = "; ".join(str(one) for one in getattr(exc, "exceptions", (exc,)))
                hits.append(Hit(operation=operation.label, asked=f"{login}: {sent}"[:600], failure=text[:1_500]))

        options = settings(
            max_examples=self._examples, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=HEALTH
        )  # fmt: skip
        with contextlib.suppress(Unsatisfiable):  # nothing can be wrong with an operation that takes nothing
            seed(self._seed)(options(given(case=operation.as_strategy(generation_mode=mode))(once)))()
        return hits

    def _put_ids(self, case: Any) -> None:
        for name, most in CHEAP.items():
            if isinstance(case.body, dict) and isinstance(case.body.get(name), int):
                case.body[name] = min(case.body[name], most)
        draw = random.Random(f"{self._seed} {self.asked}")
        for holder in (case.path_parameters, case.query):
            for name in set(holder or ()) & set(self._ids):
                if draw.random() < 0.6:
                    holder[name] = self._ids[name]

    def _client(self, login: str) -> Any:
        if login not in self._clients:
            headers = dict(self._site.api(login).headers) if login else {}
            self._clients[login] = TestClient(
                self._site.app, follow_redirects=False, raise_server_exceptions=False, headers=headers
            )  # fmt: skip
        return self._clients[login]


def _sent(case: Any) -> dict[str, Any]:
    """What Schemathesis would send through requests, as httpx takes it."""
    said = {name: value for name, value in case.as_transport_kwargs(base_url="http://testserver").items() if value is not None}
    said.pop("cookies", None)
    if isinstance(said.get("data"), bytes):
        said["content"] = said.pop("data")
    if "files" in said:
        said["files"] = [(_text(name), (file, _bytes(value))) for name, (file, value, *_) in said["files"]]
    return said


def _text(value: str) -> str:
    return value.encode("utf-8", "replace").decode()


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")
