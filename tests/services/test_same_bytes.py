"""Same facts, seed and method give the same certified bytes: on both databases, under any threads and processor, and when asked twice."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import flow
import pytest
from machine import environment, settings

from lingtan.claims import Audience
from lingtan.errors import LedgerError, LingtanError
from lingtan.services.certificates.bundle import export_certificate
from lingtan.services.certificates.issuing import issue
from lingtan.services.certificates.publication import Publication
from lingtan.services.demo.parties import HOLDER, Stage, clock, set_stage
from lingtan.services.orders.choose import choices
from lingtan.services.orders.reading import order_from_file
from lingtan.services.orders.reserve import reserve_order

DEVICE = "laptop-bom"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, dict[str, dict[str, str]], dict[str, str]]:
    """The flow in this process, on SQLite: folder, database, exported paths, digests."""
    out = tmp_path_factory.mktemp("here")
    db = f"sqlite:///{out / 'a.db'}"
    exported = flow.run(out, db, [DEVICE])
    return out, db, exported, flow.digests(out, db, exported)


def _same(found: dict[str, str], wanted: dict[str, str]) -> None:
    assert set(found) == set(wanted)
    assert {name for name in wanted if found[name] != wanted[name]} == set()


def test_the_digests_cover_what_is_certified(here: tuple[Path, str, Any, dict[str, str]]) -> None:
    names = set(here[3])
    for kind in ("json", "zh.pdf", "en.pdf", "public.zip", "full.zip", "serials.json", "status.json"):
        assert f"{DEVICE}: {kind}" in names
    for kind in ("study", "statement", "certificate", "cancellation", "confirmation"):
        assert any(name.startswith(f"fact {kind} ") for name in names)


@pytest.mark.parametrize("setting", settings())
def test_bytes_do_not_depend_on_threads_or_processor(tmp_path: Path, here: tuple[Path, str, Any, dict[str, str]], setting: str) -> None:
    command = [sys.executable, str(Path(flow.__file__)), str(tmp_path), f"sqlite:///{tmp_path / 'b.db'}", DEVICE]
    done = subprocess.run(command, env=environment(settings()[setting]), capture_output=True, text=True, check=True, timeout=300)
    _same(json.loads(done.stdout), here[3])


def test_bytes_do_not_depend_on_the_database(
    tmp_path: Path, here: tuple[Path, str, Any, dict[str, str]], new_postgres: Callable[[], str]
) -> None:
    url = new_postgres()
    _same(flow.digests(tmp_path, url, flow.run(tmp_path, url, [DEVICE])), here[3])


def _stage(out: Path, db: str) -> Stage:
    """The flow's parties, who are on this database already."""
    import shutil

    shutil.rmtree(out / "organisations")
    return set_stage(out, db)


@pytest.fixture
def again(here: tuple[Path, str, dict[str, dict[str, str]], dict[str, str]]) -> tuple[Stage, str]:
    """The parties once more, and the number of their certificate."""
    out, db, exported, _ = here
    return _stage(out, db), Path(exported[DEVICE]["json"]).stem


def test_a_repeated_command_gives_the_first_answer(
    here: tuple[Path, str, dict[str, dict[str, str]], dict[str, str]], again: tuple[Stage, str], tmp_path: Path
) -> None:
    """A week later, by another clock: the certificate is the one that was issued, byte for byte, and no gram moves."""
    stage, number = again
    later = clock(0) + timedelta(days=7)
    with stage.issuer.store() as store:
        facts = len(store.facts(kind="certificate"))
    issue(stage.issuer, number, Publication(), actor="issuer", at=later)
    paths = export_certificate(stage.issuer, number, tmp_path, actor="issuer", at=later)
    for kind, path in here[2][DEVICE].items():
        if kind != "status.json":
            assert Path(paths[kind]).read_bytes() == Path(path).read_bytes(), kind
    with stage.issuer.store() as store:
        assert len(store.facts(kind="certificate")) == facts
        assert store.audit() is not None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"market": "DE"}, "publication.market"),  # another market under the same number
        ({"audience": Audience.B2C}, "publication.audience"),  # another audience
    ],
)
def test_another_body_under_the_same_number_is_refused_naming_the_field(
    again: tuple[Stage, str], change: dict[str, Any], field: str
) -> None:
    stage, number = again
    with pytest.raises(LedgerError) as caught:
        issue(stage.issuer, number, Publication(**change), actor="issuer", at=clock(999))
    assert (caught.value.code, caught.value.params["field"]) == ("ID_CONFLICT", field)


def test_another_policy_under_the_same_order_is_refused_naming_the_field(
    here: tuple[Path, str, Any, Any], again: tuple[Stage, str]
) -> None:
    stage, _ = again
    order = order_from_file(here[0] / f"{DEVICE}.xlsx", number=f"SYN-{DEVICE}", manufacturer="Synthetic Devices", holder=HOLDER)
    with pytest.raises(LedgerError) as caught:
        reserve_order(stage.issuer, order, choices(0.5, "credits-voluntary"), actor="credit-manager", at=clock(999))
    assert (caught.value.code, caught.value.params["field"]) == ("ID_CONFLICT", "choices.policy.quantile")


def test_another_actor_under_the_same_number_is_refused(again: tuple[Stage, str]) -> None:
    stage, number = again
    with pytest.raises(LingtanError) as caught:
        issue(stage.issuer, number, Publication(), actor="somebody else", at=clock(999))
    assert (caught.value.code, caught.value.params["field"]) == ("ID_CONFLICT", "actor")
