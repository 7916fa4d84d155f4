"""Schemathesis on the whole API, for hours if you like: `.venv/bin/python campaigns/web_fuzz.py [EXAMPLES] [SEED]`.

Every operation as every role and as a visitor, with data that fits the description and with data that does not. Prints each answer that is
a server's error or against the description. 针对全部 API 操作与角色的模糊测试。
"""

from __future__ import annotations

import logging
import shutil
import sys
import tempfile
from pathlib import Path

import structlog
from schemathesis import GenerationMode

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "web"))
from fuzz import Fuzzer, Hit
from houses import FIRST, PATIENT, open_town, settle
from sites import Site

from lingtan.services.accounts.types import Throttle
from lingtan.services.demo.serving import prepare_demo


def main(examples: int, seed: int) -> int:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    home = Path(tempfile.mkdtemp(prefix="lingtan-fuzz-"))
    prepare_demo(home, f"sqlite:///{home / 'lingtan.db'}")
    settle(home)
    hits: dict[tuple[str, str], Hit] = {}
    with Site.opened(home) as site:
        site.house.throttle = Throttle(PATIENT)
        fuzzer = Fuzzer(site, open_town(home)["first"].plain(), examples=examples, seed=seed)
        for operation in fuzzer.operations():
            for login in ("", *FIRST.logins()):
                for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                    for hit in fuzzer.ask(operation, login, mode):
                        if hits.setdefault((hit.operation, hit.failure[:80]), hit) is hit:
                            print(f"{hit.operation}\n  asked {hit.asked}\n  {hit.failure}", flush=True)
    shutil.rmtree(home, ignore_errors=True)
    print(f"seed {seed}: {fuzzer.asked} requests, {len(hits)} kinds of wrong answers")
    return 1 if hits else 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20, int(sys.argv[2]) if len(sys.argv) > 2 else 20220608))
