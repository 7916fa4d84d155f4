"""The page on running a server: both languages show the same, its commands and settings are real, its proxy lets the browser through."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest
from process import Served
from typer.main import get_command

from lingtan.cli.main import app
from lingtan.services.house.single_sign_on import read_oidc

DOCS = Path(__file__).parents[2] / "docs"
TEXT = (DOCS / "deploy.md").read_text("utf-8")


def blocks(text: str, kind: str = r"\w+") -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", text, flags=re.DOTALL)


def commands() -> list[list[str]]:
    """What follows `$`, and the unit's own command."""
    lines = [line[2:] for block in blocks(TEXT, "console") for line in block.splitlines() if line.startswith("$ ")]
    lines += re.findall(r"^ExecStart=/usr/local/lingtan/bin/(.*)$", TEXT, flags=re.MULTILINE)
    return [shlex.split(line) for line in lines]


def test_both_languages_show_the_same_blocks() -> None:
    assert blocks(TEXT) == blocks((DOCS / "deploy.zh.md").read_text("utf-8"))
    assert {words[1] for words in commands()} == {"serve", "backup", "restore"}  # each run by test_serving and test_backup


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_a_command_has_the_options_it_is_shown_with(words: list[str]) -> None:
    command = get_command(app)
    found = command.get_command(None, words[1])
    known = {name for parameter in found.params for name in parameter.opts}
    assert {word for word in words[2:] if word.startswith("--")} <= known


def test_the_settings_of_single_sign_on_are_read(tmp_path: Path) -> None:
    (block,) = blocks(TEXT, "toml")
    path = tmp_path / "oidc.toml"
    path.write_text(block, "utf-8")
    assert read_oidc(path).issuer == tomllib.loads(block)["issuer"]


def test_variables_and_addresses_on_the_page_are_the_programs_own() -> None:
    known = {name for command in get_command(app).commands.values() for p in getattr(command, "params", ()) for name in [p.envvar]}
    assert set(re.findall(r"^(LINGTAN_\w+)=", TEXT, flags=re.MULTILINE)) <= known
    metrics = set(re.findall(r"`(lingtan_\w+)`", TEXT))
    with_a_home = Path(__file__).parents[2] / "src" / "lingtan" / "web"
    source = "\n".join(path.read_text("utf-8") for path in with_a_home.rglob("*.py"))
    assert all(f'"{name}"' in source for name in metrics), metrics
    assert "/sign-on/callback" in source


def test_what_a_trusted_proxy_says_counts_and_what_a_stranger_says_does_not(tmp_path: Path) -> None:
    headers = {"x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https", "host": "carbon.example.com"}
    with Served("--home", tmp_path / "home", "--proxy", "127.0.0.1") as server:
        answer = server.visitor().get("en/login", headers=headers)
        assert "strict-transport-security" in answer.headers
        for _ in range(61):
            last = server.visitor().get("api/v1/verify/device", params={"serial": "NONE"}, headers=headers)
        assert last.status_code == 429  # counted for the visitor behind the proxy
        assert server.visitor().get("api/v1/verify/device", params={"serial": "NONE"}).status_code == 200
    with Served("--home", tmp_path / "home", "--proxy", "192.0.2.1") as server:
        assert "strict-transport-security" not in server.visitor().get("en/login", headers=headers).headers
