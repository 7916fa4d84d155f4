"""A server closed in the middle of a job and opened again: the job goes on by itself, and everything is there once."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from sites import Site
from work_pages import ended, import_table, table

ROWS = 200


def test_a_job_goes_on_by_itself_after_a_restart(demo_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(demo_home, home)
    with Site.opened(home) as site:
        client = site.client("preparer")
        before = client.get("/api/v1/products").json()["total"]
        job = import_table(site, client, table(ROWS, name="Restarted"))
        while (view := client.get(f"/api/v1{job}").json())["done"] < 2:
            assert not view["ended"]
            time.sleep(0.05)
        cookies = dict(client.cookies)
    with Site.opened(home) as site:
        client = site.client()
        client.cookies.update(cookies)
        page = client.get(f"/en{job}").text
        assert 'data-state="running"' in page
        assert "hx-get" in page
        view = ended(client, job)
        assert (view["state"], view["done"], view["made_count"], view["refused_count"]) == ("done", ROWS // 20, ROWS, 0)
        assert len(set(view["items"])) == ROWS
        assert client.get("/api/v1/products").json()["total"] == before + ROWS
