"""The study report on paper: complete in both languages, each figure the record's own, the same bytes again."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime

import pypdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.documents.figures import grouped, kilograms
from lingtan.documents.labels import Labels
from lingtan.documents.report import render_report, report_view
from lingtan.documents.report.wording import headline, significant
from lingtan.documents.shares import Part, share_table
from lingtan.documents.typesetting import typeset
from lingtan.evidence import canonical_bytes
from lingtan.messages import Language, catalog
from lingtan.product import assess, load_class_pack, spec_from_mapping
from lingtan.product.report import CriticalReview, study_report
from lingtan.services.footprint.library import library_with

LANGS = ("zh", "en")
REVIEW = CriticalReview(
    number="VS-2026-0007", body="示例核查机构 Example Body", level="limited", valid_until="2028-09-01", is_withdrawn=False
)


@pytest.fixture(scope="module")
def record():
    supplier = {"supplier": "Cells (synthetic)", "kg_co2e": 4.5, "year": 2024, "boundary": "cradle_to_gate", "verification": "verified"}
    spec = {
        "attributes": {
            "device_class": "laptop",
            "manufacturer": "Lenovo",
            "model": "Report One",
            "place_of_use": "CN-BJ",
            "packaging": "fibre",
        },
        "bom": [{"part": "battery pack", "kind": "battery", "amount": 50, "unit": "Wh", "supplier": supplier}],
        "synthetic": True,
    }
    device = assess(spec_from_mapping(spec, place="test"), load_class_pack("laptop"), library_with(), seed=7, draws=200)
    return study_report(device, number="SR-1", issued_on=date(2026, 11, 29), commissioner="示例公司", is_frozen=True, review=REVIEW)


@pytest.fixture(scope="module")
def pdfs(record):
    return {lang: render_report(record, lang) for lang in LANGS}


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text).replace("₂", "2").replace("\u2212", "-")


def text_of(pdf: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def masses(value, name=""):
    """Every figure in mg of the record, with its member's name."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from masses(item, name if name == "stagesMg" else key)
    elif isinstance(value, list):
        for item in value:
            yield from masses(item, name)
    elif isinstance(value, int) and not isinstance(value, bool) and re.search(r"(?:^mg|Mg|_mg)$", name):
        yield name, value


@pytest.mark.parametrize("lang", LANGS)
def test_every_figure_in_mg_of_the_record_stands_in_the_text(lang, record, pdfs):
    text = flat(text_of(pdfs[lang]))
    #: The hatched part of a bar, and what is drawn on the page of hot spots only.
    found = [(name, value) for name, value in masses(record) if name not in ("estimatedMg", "sdIfKnownMg")]
    assert len(found) > 200
    missing = [(name, mg) for name, mg in found if flat(grouped(mg)) not in text and flat(kilograms(mg)) not in text]
    assert missing == []


@pytest.mark.parametrize("lang", LANGS)
def test_lines_factors_suppliers_and_digests_are_all_there(lang, record, pdfs):
    text = flat(text_of(pdfs[lang]))
    names = [line["line"] for line in record["lines"]] + [line["factor"] for line in record["lines"]]
    names += [
        record[name] for name in ("studyDigest", "configurationDigest", "factorsDigest", "classPackDigest", "methodVersion", "number")
    ]
    names += ["Cells(synthetic)", "batterypack", "VS-2026-0007", "2028-09-01"]
    names += [f"ISO14067:2018{clause['clause']}" for clause in record["clauses"]]
    assert [name for name in names if flat(name) not in text] == []


@pytest.mark.parametrize("lang", LANGS)
def test_no_code_of_the_catalogue_leaks_and_the_language_is_the_readers(lang, pdfs):
    text = text_of(pdfs[lang])
    shown = set(re.findall(r"\b[A-Z]{3,}(?:_[A-Z0-9]+)+\b", text))
    assert shown & set(catalog()) == set()
    assert "DOC_" not in text
    assert {"zh": "免责声明", "en": "Disclaimers"}[lang] in text
    if lang == "zh":
        told = [entry.text[Language.EN] for code, entry in catalog().items() if code.startswith("DOC_REPORT_")]
        assert [said for said in told if said.endswith(".") and len(said) > 20 and flat(said)[:40] in flat(text)] == []


@pytest.mark.parametrize("lang", LANGS)
def test_offsets_are_told_to_be_no_part_and_nothing_is_subtracted(lang, pdfs):
    text = flat(text_of(pdfs[lang]))
    assert {"zh": "碳抵消从不计入本数值", "en": "Offsetsareneverpartofthisfigure"}[lang] in text
    assert {"zh": "扣减的碳抵消0mg", "en": "Offsetssubtracted0mg"}[lang] in text
    assert not any(word in text for word in ("碳中和", "carbonneutral", "净零", "netzero"))


@pytest.mark.parametrize("lang", LANGS)
def test_clauses_are_marked_unverified(lang, record, pdfs):
    word = {"zh": "未核实", "en": "unverified"}[lang]
    assert text_of(pdfs[lang]).count(word) >= len(record["clauses"])


def test_the_record_is_attached_and_the_bytes_are_the_same_again(record, pdfs):
    for lang in LANGS:
        assert render_report(record, lang) == pdfs[lang]
        reader = pypdf.PdfReader(io.BytesIO(pdfs[lang]))
        assert {name: list(data) for name, data in reader.attachments.items()} == {"report.json": [canonical_bytes(record)]}


@pytest.mark.parametrize("lang", LANGS)
def test_pages_are_a4_numbered_and_marked_synthetic(lang, pdfs):
    document = pypdfium2.PdfDocument(pdfs[lang])
    assert 8 <= len(document) <= 20
    for at, page in enumerate(document, start=1):
        assert tuple(round(side) for side in page.get_size()) == (595, 842)
        text = flat(page.get_textpage().get_text_range())
        assert {"zh": "合成数据", "en": "SYNTHETICDATA"}[lang] in text
        assert {"zh": f"第{at}页", "en": f"Page{at}of{len(document)}"}[lang] in text


@pytest.mark.parametrize("lang", LANGS)
def test_no_text_stands_outside_its_page(lang, pdfs):
    for page in pypdfium2.PdfDocument(pdfs[lang]):
        width, height = page.get_size()
        text = page.get_textpage()
        for at in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(at)
            assert left >= 40
            assert right <= width - 40
            assert bottom >= 20
            assert top <= height - 20


def test_the_template_holds_no_sentence_of_its_own(record):
    def pseudo(value, key=""):
        if isinstance(value, dict):
            return {name: pseudo(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return [pseudo(item, key) for item in value]
        if isinstance(value, str) and key not in {"lang", "region", "relationship"}:
            return "§#@§" if key == "page_of" else "§" if key != "mark" else value
        return value

    pdf = typeset("report.typ", pseudo(report_view(record, "en")), created=datetime(2026, 1, 2, tzinfo=UTC))
    text = text_of(pdf)
    assert "§" in text
    assert re.sub(r"[§\s\dABC]", "", text) == ""


@given(st.floats(min_value=1e-9, max_value=1e12) | st.floats(min_value=-1e12, max_value=-1e-9))
def test_a_shown_number_is_the_number_to_six_digits(value):
    shown = float(significant(value).replace(",", "").replace("\u2212", "-"))
    assert abs(shown - value) <= 0.5000001e-5 * abs(value)
    assert "e" not in significant(value).lower()


@pytest.mark.parametrize(
    ("mass_mg", "mean_mg", "shown"),
    [
        (82_049, 82_049, ("82.0", "g CO₂e")),  # a bag of crisps
        (168_149_485, 168_149_485, ("168.1", "kg CO₂e")),  # a notebook
        (821_335_078_132_986, 821_335_078_132_986, ("821,335.1", "t CO₂e")),  # a park
        (-14_545_535, 168_149_485, ("\u221214.5", "kg CO₂e")),  # a true minus sign, in the unit of the mean
    ],
)
def test_the_large_figure_is_fitted_to_its_size(mass_mg, mean_mg, shown):
    assert headline(Labels(Language.EN), mass_mg, mean_mg=mean_mg) == shown


@given(st.integers(0, 10**18))
def test_a_column_of_figures_is_as_wide_as_its_longest_figure(mass_mg):
    laid = share_table(Labels(Language.EN), "STAGE", [Part(name="use", mg=mass_mg)], whole_mg=mass_mg, total=True)
    assert laid["kg_width"] >= 1.65 * len(kilograms(mass_mg))
    assert laid["mg_width"] >= 1.65 * len(grouped(mass_mg))
    assert (laid["kg_width"], laid["mg_width"]) == (20.0, 28.0) or mass_mg >= 10**9


def test_grid_paths_are_disclosed_beside_the_figure_and_only_the_use_of_electricity_moves(record):
    used = next(part["mg"] for part in record["stages"] if part["name"] == "use")
    assert record["gridPaths"]
    for path in record["gridPaths"]:
        assert path["meanMg"] - record["meanMg"] == path["differenceMg"]
        assert -used <= path["differenceMg"] <= 0
