"""npm's `oidc-provider` on loopback: installed once into a cache of the tests, started with node."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

VERSION = "9.13.3"
SECRET = "a secret of the tests: not one"
SCRIPT = Path(__file__).parent / "oidc" / "provider.mjs"


def installed() -> Path:
    """The folder with the provider in it. Fails, with the one command to run, where it cannot be there."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.fail(
            "single sign-on is tested against a real provider, which needs Node.js. Run: apt-get install -y nodejs npm", pytrace=False
        )
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "lingtan-test" / f"oidc-provider-{VERSION}"
    if not (folder / "installed").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(folder), f"oidc-provider@{VERSION}"]
        if subprocess.run(command, check=False, capture_output=True).returncode != 0:
            pytest.fail(f"the provider of single sign-on could not be installed. Run: {' '.join(command)}", pytrace=False)
        (folder / "installed").touch()
    shutil.copyfile(SCRIPT, folder / SCRIPT.name)
    return folder / SCRIPT.name


@contextlib.contextmanager
def provider(*redirects: str) -> Iterator[str]:
    """The address of a running provider that sends people back to these addresses."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    asked = json.dumps({"port": port, "redirects": redirects, "secret": SECRET})
    with subprocess.Popen(["node", str(installed()), asked], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        ready = process.stdout.readline()
        if ready.strip() != "ready":
            process.kill()
            pytest.fail(f"the provider did not start: {process.stderr.read()[-2000:]}", pytrace=False)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()
