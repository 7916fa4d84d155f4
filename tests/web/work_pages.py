"""Long work asked for through the pages: a table of products of any length, and waiting for a job to end."""

from __future__ import annotations

import time
from typing import Any

from fastapi.testclient import TestClient
from sites import Site

HEADER = "manufacturer,name,subcategory,weight,lifetime,yearly_tec,use_location"
WRONG = "Synthetic,Blob,Toaster,1,1,1,DE"


def table(rows: int, *, name: str = "Note", wrong: int = 0) -> bytes:
    """A table of so many laptops, and so many rows of what is no product of ours."""
    laptops = [f"Synthetic,{name} {index:04d},Laptop,1.4,4,18,DE" for index in range(rows)]
    return "\n".join([HEADER, *laptops, *[WRONG] * wrong]).encode() + b"\n"


def asked(site: Site, client: TestClient, path: str, data: dict[str, Any] | None = None, **options: Any) -> str:
    """A form that starts a job; the job's path."""
    answer = site.post(client, f"/en{path}", data, **options)
    assert answer.status_code == 303, answer.text[:2000]
    return str(answer.headers["location"]).removeprefix("/en")


def import_table(site: Site, client: TestClient, data: bytes) -> str:
    """The job of an uploaded table."""
    return asked(site, client, "/products/imports", files={"table": ("my products.csv", data, "text/csv")})


def ended(client: TestClient, job: str, *, seconds: float = 240) -> dict[str, Any]:
    """The job, once it has ended."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        view: dict[str, Any] = client.get(f"/api/v1{job}").json()
        if view["ended"]:
            return view
        time.sleep(0.2)
    raise AssertionError(f"{job} did not end: {view}")
