"""Every page in Chromium, in both languages and both themes: `.venv/bin/python campaigns/web_crawl.py`.

No other host, nothing on the console, no report of the content security policy, no serious finding of axe, nothing sideways at 390 and 1280
px. Prints what is wrong and exits 1 where anything is. 以真实浏览器遍历全部页面（中英文、明暗主题）。
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import structlog
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "web"))
from crawl import WALKS, addresses, wrong_on
from eye import Eye
from houses import PATIENT, open_town, settle
from sites import Site

from lingtan.services.accounts.types import Throttle
from lingtan.services.demo.serving import prepare_demo


def main() -> int:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    home = Path(tempfile.mkdtemp(prefix="lingtan-crawl-"))
    prepare_demo(home, f"sqlite:///{home / 'lingtan.db'}")
    settle(home)
    ids, pages, started = open_town(home)["first"], 0, time.monotonic()
    found: list[str] = []
    path = os.environ.get("LINGTAN_TEST_CHROMIUM") or shutil.which("chromium")
    with Site.opened(home) as site, site.listening() as address, sync_playwright() as playwright:
        site.house.throttle = Throttle(PATIENT)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        for turn, walk in enumerate(WALKS):
            mine = addresses(ids, turn)
            pages += len(mine)
            found += wrong_on(mine, Eye(browser, site, address, theme=walk.theme), walk)
        browser.close()
    shutil.rmtree(home)
    print("\n".join([*found, f"{pages} pages opened, each in two themes; {len(found)} things wrong; {time.monotonic() - started:.0f} s"]))
    return len(found)


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
