"""Templates hold no sentence; the typeface is the pinned one and covers what we say it covers; figures are exact."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import UTC, datetime
from decimal import Decimal

import pypdfium2
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtan.documents import certificate_view, declaration_view, statement_view
from lingtan.documents.figures import grouped, kilograms, number, per_cent
from lingtan.documents.fonts import FONT_FAMILY, covered, font_folder
from lingtan.documents.labels import Labels
from lingtan.documents.shares import Part, share_table
from lingtan.documents.typesetting import _drawable, check_glyphs, typeset
from lingtan.errors import InputError
from lingtan.messages import Language, catalog
from lingtan.messages.catalog import Kind

NOW = datetime(2026, 1, 2, tzinfo=UTC)
FONTS = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[font_folder()])


def pseudo(value, key=""):
    """The view with every label and value replaced by §, so that whatever else is printed stands in a template."""
    if isinstance(value, dict):
        return {k: pseudo(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [pseudo(v, key) for v in value]
    if isinstance(value, str) and key not in {"lang", "region", "qr", "relationship"}:
        return "§#@§" if key == "page_of" else "§"
    return value


@pytest.mark.parametrize("kind", ["certificate", "declaration", "statement"])
def test_templates_hold_no_sentence_of_their_own(kind, certificate, declaration, statement):
    view = {"certificate": certificate_view, "declaration": declaration_view, "statement": statement_view}[kind]
    data = pseudo(view({"certificate": certificate, "declaration": declaration, "statement": statement}[kind], "en"))
    data["attachment"]["relationship"] = "source"
    pdf = typeset(f"{kind}.typ", data, created=NOW)
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    assert "§" in text
    assert re.sub(r"[§\s\d]", "", text) == ""


def test_every_label_that_code_asks_for_is_in_the_catalogue_in_both_languages():
    labels = {code: entry for code, entry in catalog().items() if entry.room == "documents" and entry.kind is Kind.TERM}
    assert len(labels) > 100
    for entry in labels.values():
        assert entry.text[Language.EN].strip()
        assert entry.text[Language.ZH].strip()
        assert entry.placeholders(Language.EN) == entry.placeholders(Language.ZH)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_label_code_leaks_onto_paper(lang, certificate, declaration, statement):
    views = [certificate_view(certificate, lang), declaration_view(declaration, lang), statement_view(statement, lang)]
    assert "DOC_" not in json.dumps(views)


@settings(max_examples=60, deadline=None)
@given(st.integers(0x20, 0x2FFFF).filter(lambda point: not 0xD800 <= point <= 0xDFFF))
def test_coverage_agrees_with_typst_which_refuses_a_missing_glyph_in_pdf_a(point):
    """Independent oracle: typst's own PDF/A check. Characters it draws without any glyph (marks, spaces, controls) are not asked."""
    character = chr(point)
    if not character.isalnum() or 0x2080 <= point <= 0x2089:
        return
    source = f'#set text(font: "{FONT_FAMILY}", fallback: false)\n#"\\u{{{point:x}}}"'
    try:
        typst.compile(source.encode(), format="pdf", font_paths=FONTS, pdf_standards="a-3b", timestamp=NOW)
        refused = ""
    except typst.TypstError as refusal:
        refused = refusal.message
    assert refused == "" or "could not be displayed" in refused
    if _drawable(character, covered()):
        assert refused == ""  # what we let through is drawn
    elif not unicodedata.decomposition(character):
        assert refused  # what we refuse is not drawn; of composed letters we may refuse more


@given(st.text(max_size=40))
def test_glyph_check_refuses_exactly_what_is_not_covered(text):
    bad = {c for c in text if not _drawable(c, covered())}
    if not bad:
        check_glyphs({"a": [text]})
        return
    with pytest.raises(InputError) as refusal:
        check_glyphs({"a": [text]})
    assert refusal.value.place == "a[0]"


@given(st.integers(-(2**53), 2**53))
def test_kilograms_are_within_half_a_gram_of_the_milligrams(mass_mg):
    assert abs(Decimal(kilograms(mass_mg).replace(",", "")) - Decimal(mass_mg) / 10**6) <= Decimal("0.0005")


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (kilograms(256_721_140), "256.721"),
        (kilograms(500), "0.000"),  # half to even, down
        (kilograms(1_500), "0.002"),  # half to even, up
        (kilograms(-1_900_000), "-1.900"),
        (grouped(1_278_860), "1,278,860"),
        (per_cent(0.21449), "21.4 %"),
        (number(4.0), "4"),
        (number(0.5777), "0.5777"),
        (number(1234.5), "1,234.5"),
        (number(0.00001), "1e-05"),
        (number(None), "–"),
        (number("AR6"), "AR6"),
    ],
)
def test_figures_as_written(shown, expected):
    assert shown == expected


@given(st.lists(st.tuples(st.integers(-(10**9), 10**9), st.floats(0, 1)), min_size=1, max_size=8))
def test_bars_are_in_proportion_and_the_hatched_part_is_the_estimated_one(parts):
    items = [Part(name="x", mg=mg, estimated_mg=int(mg * share)) for mg, share in parts]
    rows = share_table(Labels(Language.EN), "STAGE", items, whole_mg=sum(i.mg for i in items), total=True)["rows"]
    widest = max(item.mg for item in items)
    for item, row in zip(items, rows, strict=True):
        assert 0 <= row["hatched"] <= row["solid"] + row["hatched"] <= 1 + 1e-12
        if item.mg > 0:
            assert row["solid"] + row["hatched"] == pytest.approx(item.mg / widest)
            assert row["hatched"] * widest == pytest.approx(item.estimated_mg, abs=1e-3)
        else:
            assert row["solid"] == row["hatched"] == 0
