"""Pictures of every page, and sheets of them: zh and en, light and dark, a desk's screen and a phone's. Inspect them by eye.

.venv/bin/python tools/contact_sheet.py FOLDER [WORD ..]     with words, only pages whose path has one of them

The addresses are those of `tests/web/atlas.py`, on the demo's data after two whole houses worked in it; making it takes a minute.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import structlog
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "web"))
from atlas import Stop, stops  # modules of the tests' own
from eye import DESK, PHONE, Eye
from houses import FIRST, PATIENT, open_town, settle
from sites import Site

from lingtan.services.accounts.types import Throttle
from lingtan.services.demo.serving import prepare_demo

LANGUAGES, THEMES = ("zh", "en"), ("light", "dark")
SIZES = {"desk": DESK, "phone": PHONE}
#: How a picture stands on a sheet. [px]
WIDTH, HEIGHT, GAP, COLUMNS = {"desk": 640, "phone": 260}, {"desk": 900, "phone": 1_100}, 16, {"desk": 4, "phone": 8}


def main(folder: Path, words: Sequence[str]) -> None:
    """Write one PNG a page and look, and the sheets."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        home = _home(Path(scratch) / "home")
        with Site.opened(home) as site, site.listening() as address:
            site.house.throttle = Throttle(PATIENT)
            _walk(site, address, home, folder, words)
    for look in (f"{language}-{theme}-{size}" for language in LANGUAGES for theme in THEMES for size in SIZES):
        _sheets(folder, look)


def _home(home: Path) -> Path:
    made = os.environ.get("LINGTAN_TOWN")
    if made:
        return Path(shutil.copytree(made, home))
    prepare_demo(home, f"sqlite:///{home / 'lingtan.db'}")
    settle(home)
    return home


def _walk(site: Site, address: str, home: Path, folder: Path, words: Sequence[str]) -> None:
    ids = open_town(home)["first"]
    wanted = [one for one in stops(FIRST, ids, every_login=False) if not words or any(word in one.page.path for word in words)]
    path = os.environ.get("LINGTAN_TEST_CHROMIUM") or shutil.which("chromium") or "chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        for theme in THEMES:
            eye = Eye(browser, site, address, theme=theme)
            for number, stop in enumerate(wanted):
                eye.be(stop.login)
                for language in LANGUAGES:
                    status = eye.open(f"/{language}{stop.address}")
                    print(f"{number + 1}/{len(wanted)} {theme} /{language}{stop.address} {status}", file=sys.stderr)
                    for name, size in SIZES.items():
                        eye.shot(folder / f"{language}-{theme}-{name}" / f"{number:02d}-{_name(stop)}.png", size)
            eye.close()
        browser.close()


def _name(stop: Stop) -> str:
    return re.sub(r"[^a-z-]+", "_", stop.page.path.lower()).strip("_") or "root"


def _sheets(folder: Path, look: str) -> None:
    """Sheets of one look: the beginning of every page, its name above it."""
    size = look.rpartition("-")[2]
    pictures = sorted((folder / look).glob("*.png"))
    width, height, columns = WIDTH[size], HEIGHT[size], COLUMNS[size]
    pages: dict[int, list[Path]] = defaultdict(list)
    for index, picture in enumerate(pictures):
        pages[index // (2 * columns)].append(picture)
    font = ImageFont.load_default(14)
    for number, among in pages.items():
        sheet = Image.new("RGB", (columns * (width + GAP) + GAP, 2 * (height + 2 * GAP + GAP) + GAP), "#888")
        draw = ImageDraw.Draw(sheet)
        for index, picture in enumerate(among):
            left, top = GAP + index % columns * (width + GAP), GAP + index // columns * (height + 3 * GAP)
            with Image.open(picture) as whole:
                scaled = whole.resize((width, max(1, whole.height * width // whole.width)))
            draw.text((left, top), picture.stem, fill="#fff", font=font)
            sheet.paste(scaled.crop((0, 0, width, min(scaled.height, height))), (left, top + 2 * GAP))
        sheet.save(folder / f"sheet-{look}-{number}.png")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2:])
