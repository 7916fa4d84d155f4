"""`lingtan serve` as a process: the first start, what it tells machines, how it stops, and what its log holds."""

from __future__ import annotations

import os
import re
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from killed import batch, issuer_of, prepare_house
from process import Served, post, until
from sqlalchemy import make_url

ADMIN = {
    "organisation": "Acme Computers Ltd (synthetic)", "identifier": "91110000SYN0009999", "login": "ada", "name": "Ada Admin (synthetic)",
    "email": "ada@demo.invalid", "password": "kept nowhere but in the admin's head",
}  # fmt: skip
SAME = {"sec-fetch-site": "same-origin"}
RUNS_UNTIL_S = 60


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Served]:
    """A server on a home that is not there yet."""
    with Served("--home", tmp_path / "home") as server:
        yield server


def code_of(server: Served) -> str:
    """The set-up code as the terminal shows it."""
    found = re.search(r"set-up code (\S+)", server.said())
    assert found is not None, server.said()
    return found.group(1)


def test_a_first_start_waits_for_its_admin_and_knows_no_default_password(fresh: Served) -> None:
    home = fresh.visitor(follow_redirects=True)
    assert "en/setup" in fresh.said()
    for login, password in (("admin", "admin"), ("admin", ""), ("lingtan", "lingtan"), ("ada", ADMIN["password"])):
        assert fresh.visitor().post("en/login", data={"login": login, "password": password}, headers=SAME).status_code in (401, 422)
    wrong = fresh.visitor().post("en/setup", data=ADMIN | {"code": "0000-0000"}, headers=SAME)
    assert wrong.status_code == 403
    made = home.post("en/setup", data=ADMIN | {"code": code_of(fresh)}, headers=SAME)
    assert (made.status_code, made.url.path) == (200, "/en/home")
    assert ADMIN["organisation"] in made.text
    again = fresh.visitor().post("en/setup", data=ADMIN | {"code": code_of(fresh), "login": "eve"}, headers=SAME)
    assert again.status_code == 403
    assert fresh.visitor().post("en/login", data={"login": "ada", "password": ADMIN["password"]}, headers=SAME).status_code == 303


def test_a_server_that_is_set_up_prints_no_code(tmp_path: Path) -> None:
    with Served("--home", tmp_path / "home") as first:
        first.visitor().post("en/setup", data=ADMIN | {"code": code_of(first)}, headers=SAME)
        assert first.terminate() == 0
    with Served("--home", tmp_path / "home") as second:
        assert "set-up" not in second.said()
        assert second.visitor().post("en/login", data={"login": "ada", "password": ADMIN["password"]}, headers=SAME).status_code == 303


def test_machines_are_told_how_it_is(fresh: Served, tmp_path: Path) -> None:
    client = fresh.visitor()
    well = client.get("healthz")
    assert (well.status_code, well.json()["ok"]) == (200, True)
    client.get("en/welcome")
    metrics = client.get("metrics")
    assert metrics.headers["content-type"].startswith("text/plain")
    assert re.search(r'^lingtan_requests_total\{method="GET",route="/\{lang\}/welcome",status="200"\} 1\.0$', metrics.text, re.MULTILINE)
    for name in (
        "lingtan_request_seconds_bucket",
        "lingtan_database_seconds_sum",
        "lingtan_requests_in_progress",
        "lingtan_csp_violations_total",
    ):
        assert f"\n{name}" in metrics.text, name
    (tmp_path / "home" / "lingtan.db").rename(tmp_path / "elsewhere.db")
    ill = client.get("healthz")
    assert (ill.status_code, ill.json()["ok"]) == (503, False)
    (tmp_path / "elsewhere.db").rename(tmp_path / "home" / "lingtan.db")
    assert client.get("healthz").status_code == 200


def test_the_log_is_one_json_object_a_line_and_holds_no_secret(fresh: Served) -> None:
    client, code = fresh.visitor(), code_of(fresh)
    client.post("en/setup", data=ADMIN | {"code": code}, headers=SAME)
    token = client.cookies["lingtan_session"]
    client.get("en/home")
    client.get("en/nowhere?password=hunter2")
    assert fresh.terminate() == 0
    told = [line for line in fresh.lines if not line.startswith("{")]
    assert len(told) == len(fresh.said().splitlines())
    assert all("Lingtan" in line or "First run" in line for line in told), told
    log = fresh.log()
    home = next(line for line in log if line.get("path") == "/en/home")
    assert {"event", "level", "timestamp", "method", "route", "status", "ms", "db_ms", "queries", "request_id", "user"} <= set(home)
    assert (home["user"], home["status"]) == ("ada", 200)
    written = "\n".join(line for line in fresh.lines if line.startswith("{"))
    for secret in (code, token, ADMIN["password"], "hunter2"):
        assert secret not in written


def test_an_open_request_is_answered_before_a_server_that_is_told_to_stop_exits(fresh: Served) -> None:
    client = fresh.visitor()
    client.post("en/setup", data=ADMIN | {"code": code_of(fresh)}, headers=SAME)
    body = urlencode({"login": "ada", "password": ADMIN["password"]}).encode()
    address = urlsplit(fresh.address)
    head = f"POST /en/login HTTP/1.1\r\nHost: {address.netloc}\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n"
    head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    with socket.create_connection((str(address.hostname), int(address.port or 0)), timeout=RUNS_UNTIL_S) as open_request:
        open_request.sendall(head.encode() + body[:10])
        time.sleep(0.5)
        fresh.process.send_signal(signal.SIGTERM)
        time.sleep(1)
        assert fresh.process.poll() is None
        open_request.sendall(body[10:])
        answer = b"".join(iter(lambda: open_request.recv(65_536), b""))
    assert answer.startswith(b"HTTP/1.1 303")
    assert fresh.process.wait(RUNS_UNTIL_S) == 0


def test_a_database_of_postgresql_serves_login_lists_and_jobs_and_says_when_it_is_gone(
    tmp_path: Path, new_postgres: Callable[[], str], postgres_server: str
) -> None:
    import psycopg

    db, home = new_postgres(), tmp_path / "home"
    prepare_house(home, 3, db)
    with Served("--home", home, env={**os.environ, "LINGTAN_DB": db}) as server:
        client = issuer_of(server)
        for path in ("home", "products", "orders", "credits", "credits/pools", "ledger", "certificates/issue"):
            assert client.get(f"en/{path}").status_code == 200, path
        found = client.get("api/v1/orders", params={"search": "syn-many-000001"}).json()
        assert (found["total"], found["orders"][0]["order"]) == (1, "SYN-MANY-000001")
        job = batch(client)
        view = until(lambda: (one := client.get(f"api/v1/jobs/{job}").json())["ended"] and one, RUNS_UNTIL_S)
        assert (view["state"], len(view["items"])) == ("done", 3)
        number = client.get("api/v1/certificates").json()["certificates"][0]["number"]
        assert client.get(f"en/certificates/{number}").status_code == 200
        assert server.visitor().get("api/v1/verify/device", params={"serial": "SYN-MANY-000002"}).json()["devices"][0]["state"] == "valid"
        exported = post(client, "en/certificates/export", {"numbers": [number]}).headers["location"].rsplit("/", 1)[-1]
        until(lambda: client.get(f"api/v1/jobs/{exported}").json()["ended"], RUNS_UNTIL_S)
        name = make_url(db).database
        with psycopg.connect(postgres_server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        assert server.visitor().get("healthz").status_code == 503
