"""The account of avoided emissions on paper: complete in both languages, with no footprint in it."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

import pypdf
import pypdfium2
import pytest

from lingtan.documents import render_avoided
from lingtan.documents.avoided import avoided_view
from lingtan.documents.figures import grouped
from lingtan.documents.typesetting import typeset
from lingtan.evidence import canonical_bytes

LANGS = ("zh", "en")


@pytest.fixture
def account() -> dict:
    """An account as `lingtan.product.avoided` writes it."""
    named = {"manufacturer": "Works", "model": "New Book", "configuration": "base", "studyDigest": "sha256:" + "a" * 64}
    stages = {"materials": 30_000_111, "assembly": -20_007, "transport": 100_003, "use": 12_000_222, "end_of_life": 90_001}
    difference = sum(stages.values())
    return {
        "number": "AE-aaaaaa-bbbbbb",
        "issuedOn": "2026-11-29",
        "synthetic": True,
        "methodVersion": "lingtan-2026.1",
        "product": named,
        "reference": named | {"model": "Old Book", "why": "现有机型", "market": "北京，2026", "studyDigest": "sha256:" + "b" * 64},
        "function": {"en": "One notebook computer", "zh": "一台笔记本电脑", "serviceYears": 4.0, "placeOfUse": "CN-BJ"},
        "scenario": {"description": "一台换一台", "periodStart": "2026-01-01", "periodEnd": "2026-12-31", "units": 1000},
        "attribution": {"share": 0.5, "claimedBy": "Works (synthetic)", "basis": "另一半属于面板供应商"},
        "differenceMg": difference,
        "claimedMg": difference // 2,
        "claimedTotalMg": difference // 2 * 1000,
        "sdMg": 5_000_017,
        "p5Mg": 33_000_019,
        "p50Mg": 42_000_023,
        "p95Mg": 51_000_029,
        "standardErrorMg": 70_001,
        "draws": 2000,
        "seed": 9,
        "probabilityLower": 0.991,
        "supported": True,
        "stages": [{"stage": name, "mg": mg} for name, mg in stages.items()],
        "use": {"subtractedFromFootprint": False, "eligibleForNeutrality": False, "isCredit": False},
    }


def flat(pdf: bytes) -> str:
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    return re.sub(r"\s+", "", text).replace("\u2212", "-").replace("₂", "2")


@pytest.mark.parametrize("lang", LANGS)
def test_every_figure_and_statement_stands_in_the_text(lang, account):
    text = flat(render_avoided(account, lang))
    figures = [value for name, value in account.items() if name.endswith("Mg")] + [stage["mg"] for stage in account["stages"]]
    assert [mg for mg in figures if grouped(mg) not in text] == []
    said = ("现有机型", "一台换一台", "另一半属于面板供应商", "OldBook", "50.0%", "1,000", "99.1%", "a" * 64, "b" * 64)
    assert [one for one in said if one not in text] == []


@pytest.mark.parametrize("lang", LANGS)
def test_it_says_that_it_is_apart_from_footprints_and_no_ground_for_neutrality(lang, account):
    text = flat(render_avoided(account, lang))
    assert {"zh": "绝不可用于中和声明", "en": "nevereligibleforaclaimofneutrality"}[lang] in text
    assert {"zh": "不属于任何碳足迹", "en": "notpartofanyfootprint"}[lang] in text


@pytest.mark.parametrize("lang", LANGS)
def test_an_account_that_supports_nothing_says_so(lang, account):
    text = flat(render_avoided(account | {"supported": False, "claimedMg": 0, "claimedTotalMg": 0, "p5Mg": -1_000_003}, lang))
    assert {"zh": "不支持避免排放，声明量为零", "en": "supportsnoavoidedemission,andnothingisclaimed"}[lang] in text


def test_the_record_is_attached_and_the_bytes_are_the_same_again(account):
    pdf = render_avoided(account, "zh")
    assert pdf == render_avoided(account, "zh")
    attached = pypdf.PdfReader(io.BytesIO(pdf)).attachments
    assert {name: list(data) for name, data in attached.items()} == {"avoided.json": [canonical_bytes(account)]}


def test_the_template_holds_no_sentence_of_its_own(account):
    def pseudo(value, key=""):
        if isinstance(value, dict):
            return {name: pseudo(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return [pseudo(item, key) for item in value]
        if isinstance(value, str) and key not in {"lang", "region", "relationship"}:
            return "§#@§" if key == "page_of" else "§"
        return value

    text = flat(typeset("avoided.typ", pseudo(avoided_view(account, "en")), created=datetime(2026, 1, 2, tzinfo=UTC)))
    assert "§" in text
    assert re.sub(r"[§\d]", "", text) == ""
