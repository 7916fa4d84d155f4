"""Parts of pages that are kept: never another thing's, never another reader's."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from lingtan.messages import Language
from lingtan.web.frame import templates
from lingtan.web.frame.kept import KeptParts
from lingtan.web.site import PAGES

PRODUCT = next(page for page in PAGES if page.path == "/products/{product}")


class Thing:
    """Something that equals every other of its kind."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Thing)

    def __hash__(self) -> int:
        return 1


def test_a_part_is_rendered_once_and_is_markup() -> None:
    kept, thing, asked = KeptParts(2), Thing(), []

    def render() -> str:
        asked.append(1)
        return "<p>"

    assert kept.of(thing, "key", render) == kept.of(thing, "key", render) == Markup("<p>")
    assert len(asked) == 1


def test_an_equal_thing_made_anew_is_rendered_anew() -> None:
    kept = KeptParts(8)
    assert kept.of(Thing(), "key", lambda: "first") == "first"
    assert kept.of(Thing(), "key", lambda: "second") == "second"


def test_the_same_thing_under_another_key_is_another_part() -> None:
    kept, thing = KeptParts(8), Thing()
    assert [kept.of(thing, key, lambda key=key: key) for key in ("en", "zh", "en")] == ["en", "zh", "en"]


def test_the_longest_unused_part_is_forgotten_and_its_thing_let_go() -> None:
    kept, first, second, third = KeptParts(2), Thing(), Thing(), Thing()
    kept.of(first, "k", lambda: "1")
    kept.of(second, "k", lambda: "2")
    kept.of(first, "k", lambda: "asked again")
    kept.of(third, "k", lambda: "3")
    assert kept.of(first, "k", lambda: "anew") == "1"
    assert kept.of(second, "k", lambda: "anew") == "anew"


@pytest.mark.parametrize("name", ["reader", "csrf", "query", "notice"])
def test_a_kept_template_cannot_know_who_reads_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = templates.environment().overlay()
    monkeypatch.setattr(templates, "environment", lambda: environment)
    monkeypatch.setattr(environment, "get_template", lambda _: environment.from_string(f"{{{{ {name} }}}}"))
    with pytest.raises(UndefinedError, match=name):
        templates._kept(PRODUCT, Language.EN, "/products/x", "any.html", workings=Thing())
