"""What the tests of the web share: one real browser for the whole run."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from houses import PATIENT, Ids, open_town, settle  # modules of the tests' own
from sites import Site

from lingtan.services.accounts.types import Throttle

if TYPE_CHECKING:
    from playwright.sync_api import Browser

INSTALL = "apt-get install -y chromium"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A running Chromium, without a window. `LINGTAN_TEST_CHROMIUM` names another executable."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("LINGTAN_TEST_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    if not os.access(path, os.X_OK):
        pytest.fail(f"these tests drive a real browser and {path} is missing. Run: {INSTALL}", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demo_home(made_once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """A server's home with the demo in it, made once a run; copy it before you write."""
    from lingtan.services.demo.serving import prepare_demo

    return made_once("web-demo", lambda folder: prepare_demo(folder, f"sqlite:///{folder / 'lingtan.db'}"))


@pytest.fixture(scope="module")
def site(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A running application on a copy of the demo, without a socket."""
    home = tmp_path_factory.mktemp("site") / "home"
    shutil.copytree(demo_home, home)
    with Site.opened(home) as opened:
        yield opened


@pytest.fixture(scope="session")
def town_home(demo_home: Path, made_once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """The demo's home after two whole houses worked in it; copy it before you write."""

    def fill(folder: Path) -> None:
        shutil.copytree(demo_home, folder, dirs_exist_ok=True)
        settle(folder)

    return made_once("web-town", fill)


@pytest.fixture(scope="module")
def town(town_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A running application on a copy of the two houses, which may be asked as often as one likes."""
    home = tmp_path_factory.mktemp("town") / "home"
    shutil.copytree(town_home, home)
    with Site.opened(home) as opened:
        opened.house.throttle = Throttle(PATIENT)
        yield opened


@pytest.fixture(scope="session")
def ids(town_home: Path) -> Ids:
    """What the first house's addresses are made of."""
    return open_town(town_home)["first"]


@pytest.fixture(scope="session")
def foreign(town_home: Path) -> Ids:
    """The same of the second house."""
    return open_town(town_home)["second"]


@pytest.fixture(scope="module")
def served(site: Site) -> Iterator[str]:
    """The address at which the same application answers a browser."""
    with site.listening() as address:
        yield address
