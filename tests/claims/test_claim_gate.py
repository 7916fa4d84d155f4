"""The claim gate: market × audience × claim type × date, and the lawful alternative to what is blocked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.claims import (
    Audience,
    Blocked,
    ClaimFacts,
    ClaimRequest,
    ClaimType,
    Cleared,
    Figures,
    Market,
    Severity,
    gate,
    lawful_wording,
    lint,
    load_claim_pack,
    market_of,
    require_cleared,
)
from lingtan.errors import ClaimError, InputError
from lingtan.messages import catalog, render
from lingtan.messages.catalog import Language
from lingtan.rules import Result

EU_FROM = date(2026, 9, 27)
LATER = date(2026, 11, 22)
FIGURES = Figures(
    model="Synthetic Book 14",
    count=100,
    service_years=5.0,
    place_of_use="CN-BJ",
    statement="S-2026-001",
    footprint_mg=508_000_000,
    cancelled_g=50_800_000,
)
BARE = ClaimFacts(figures=FIGURES, standard="ISO 14068-1:2023")
SLOTS = {"management_plan": "sha256:1", "public_report": "sha256:2", "statement": "sha256:3"}
FULL = replace(
    BARE,
    baseline_g=560_000,
    achieved_reduction_g=52_000,
    has_management_plan=True,
    has_targets=True,
    has_public_report=True,
    evidence=SLOTS,
)
ALL_SLOTS = replace(FULL, evidence=SLOTS | {"public_plan": "s", "independent_check": "s", "approved_certifier": "s"})


def ask(market, audience, kind, on=LATER):
    return ClaimRequest(market=Market(market), audience=Audience(audience), claim_type=ClaimType(kind), on=on)


TABLE = [
    # market, audience, type, day, facts, code (None = cleared)
    ("CN", "B2C", "footprint", LATER, BARE, None),  # a verified figure may be shown
    ("CN", "B2B", "offset", LATER, BARE, None),  # METHODS 22
    ("EU", "B2B", "offset", LATER, BARE, None),  # businesses may be told
    ("EU", "B2C", "offset", EU_FROM - timedelta(days=1), BARE, None),  # the day before the Directive applies
    ("EU", "B2C", "offset", EU_FROM, BARE, "CLAIM_OFFSET_BASED_EU"),  # the day it does
    ("EU", "B2C", "carbon_neutral", EU_FROM, FULL, "CLAIM_OFFSET_BASED_EU"),  # whatever the evidence
    ("EU", "B2C", "carbon_neutral", EU_FROM - timedelta(days=1), FULL, None),
    ("EU", "B2B", "carbon_neutral", LATER, FULL, None),
    ("CN", "B2B", "carbon_neutral", LATER, FULL, None),
    ("CN", "B2B", "carbon_neutral", LATER, BARE, "CLAIM_NOT_NEUTRAL"),  # METHODS 17
    ("CN", "B2B", "carbon_neutral", LATER, replace(FULL, has_management_plan=False), "CLAIM_NOT_NEUTRAL"),
    ("CN", "B2B", "carbon_neutral", LATER, replace(FULL, baseline_g=None), "CLAIM_NOT_NEUTRAL"),
    ("CN", "B2B", "carbon_neutral", LATER, replace(FULL, achieved_reduction_g=0), "CLAIM_NOT_NEUTRAL"),  # reduce first
    ("CN", "B2B", "carbon_neutral", LATER, replace(FULL, has_targets=False), "CLAIM_NOT_NEUTRAL"),
    ("CN", "B2B", "carbon_neutral", LATER, replace(FULL, has_public_report=False), "CLAIM_NOT_NEUTRAL"),
    ("CN", "B2B", "carbon_neutral", LATER, replace(FULL, evidence={}), "CLAIM_NOT_NEUTRAL"),  # said, not shown
    (
        "CN",
        "B2B",
        "carbon_neutral",
        LATER,
        replace(FULL, figures=replace(FIGURES, cancelled_g=50_799_999)),
        "CLAIM_NOT_NEUTRAL",
    ),  # a gram short
    ("GLOBAL", "B2C", "zero", LATER, ALL_SLOTS, "CLAIM_ZERO_ALONE"),
    ("GLOBAL", "B2B", "reduced", LATER, ALL_SLOTS, "CLAIM_REDUCED_BY_CREDITS"),  # credits reduce nobody's footprint
    ("EU", "B2C", "reduced", LATER, ALL_SLOTS, "CLAIM_OFFSET_BASED_EU"),  # the market's own reason comes first
    ("CN", "B2B", "first", LATER, ALL_SLOTS, "CLAIM_SUPERLATIVE"),  # METHODS 23
    ("EU", "B2C", "future", LATER, BARE, "CLAIM_FUTURE"),
    ("EU", "B2C", "future", LATER, ALL_SLOTS, "CLAIM_NEEDS_REVIEW"),  # plan and check are there: a person words it
    ("EU", "B2C", "label", LATER, ALL_SLOTS, "CLAIM_LABEL_EU"),
    ("CN", "B2C", "label", LATER, BARE, "CLAIM_LABEL_CN"),
    ("CN", "B2C", "label", LATER, ALL_SLOTS, "CLAIM_NEEDS_REVIEW"),  # an approved body: still a person's sentence
    ("CN", "B2B", "offset", LATER, replace(BARE, figures=replace(FIGURES, cancelled_g=0)), "CLAIM_NOTHING_CANCELLED"),
    ("CN", "B2B", "footprint", LATER, replace(BARE, figures=replace(FIGURES, statement=" ")), "CLAIM_NOT_VERIFIED"),
    (
        "CN",
        "B2B",
        "offset",
        LATER,
        replace(BARE, figures=replace(FIGURES, place_of_use="零碳小镇")),
        "CLAIM_WORDS",
    ),  # a name with a ban word
]


@pytest.mark.parametrize(("market", "audience", "kind", "on", "facts", "code"), TABLE)
def test_the_gate_table(market, audience, kind, on, facts, code):
    answer = gate(ask(market, audience, kind, on), facts)
    assert (answer.code if isinstance(answer, Blocked) else None) == code
    if isinstance(answer, Blocked):
        assert answer.reason.code == code
        assert catalog()[code].placeholders(Language.EN) <= set(answer.reason.params)
        assert "?" not in render(answer.reason, "zh")


def test_what_is_blocked_gets_the_lawful_alternative_of_methods_22():
    answer = gate(ask("EU", "B2C", "carbon_neutral"), FULL)
    assert isinstance(answer, Blocked)
    assert answer.alternative == lawful_wording(FIGURES)
    assert "本机生命周期碳足迹 508.000 kg" in answer.alternative.zh
    assert "另行注销 50800.000 kg 碳信用（不代表产品零排放" in answer.alternative.zh


def test_what_is_cleared_names_its_pack_and_says_what_it_rests_on():
    answer = gate(ask("CN", "B2B", "carbon_neutral"), FULL)
    assert isinstance(answer, Cleared)
    assert answer.pack == load_claim_pack(Market.CN).reference
    assert answer.pack_digest == load_claim_pack(Market.CN).digest
    assert all(verdict.result is Result.MET for verdict in answer.verdicts)
    for words in ("52.000 kg", "508.000 kg", "50800.000 kg", "ISO 14068-1:2023", "S-2026-001"):
        assert words in answer.text_zh
        assert words in answer.text_en
    assert "不代表产品零排放" in answer.text_zh


def test_a_blocked_claim_raises_where_a_sentence_is_needed():
    with pytest.raises(ClaimError) as caught:
        require_cleared(ask("EU", "B2C", "offset"), BARE)
    assert caught.value.code == "CLAIM_OFFSET_BASED_EU"
    assert caught.value.place == "EU/B2C/offset"
    assert require_cleared(ask("CN", "B2B", "offset"), BARE).text_en


@given(
    market=st.sampled_from(Market),
    audience=st.sampled_from(Audience),
    mg=st.integers(1, 10**10),
    grams=st.integers(1, 10**12),
    count=st.integers(1, 10**6),
    on=st.dates(date(2024, 1, 1), date(2040, 1, 1)),
)
def test_the_alternative_may_be_published_everywhere(market, audience, mg, grams, count, on):
    wording = lawful_wording(replace(FIGURES, footprint_mg=mg, cancelled_g=grams, count=count))
    for text in (wording.zh, wording.en):
        assert [finding for finding in lint(text, market, audience, on) if finding.severity is Severity.BLOCK] == []


@given(
    market=st.sampled_from(Market),
    audience=st.sampled_from(Audience),
    kind=st.sampled_from(ClaimType),
    on=st.dates(date(2024, 1, 1), date(2040, 1, 1)),
)
def test_whatever_is_asked_the_answer_is_cleared_words_or_a_code_with_a_way_out(market, audience, kind, on):
    answer = gate(ClaimRequest(market=market, audience=audience, claim_type=kind, on=on), FULL)
    if isinstance(answer, Cleared):
        for text in (answer.text_zh, answer.text_en):
            assert not [f for f in lint(text, market, audience, on, claim_type=kind) if f.severity is Severity.BLOCK]
    else:
        assert catalog()[answer.code].fix[Language.ZH]
        assert answer.alternative is not None


@pytest.mark.parametrize(
    ("code", "market"),
    [
        ("CN", Market.CN),
        ("de", Market.EU),
        ("EU", Market.EU),
        ("NO", Market.EU),
        ("GB", Market.GLOBAL),
        ("US", Market.GLOBAL),
        ("RE", Market.EU),  # an outermost region of the Union
        ("GLO", Market.WORLD),
    ],
)
def test_a_country_belongs_to_a_market(code, market):
    assert market_of(code) is market


@pytest.mark.parametrize("code", ["", "Germany", "D3", "EUR", "中国", "XX", "EL", "CN-BJ"])
def test_a_market_that_is_not_named_cannot_be_cleared(code):
    with pytest.raises(InputError) as caught:
        market_of(code)
    assert caught.value.code == "MARKET_UNKNOWN"


@pytest.mark.parametrize("changes", [{"count": 0}, {"footprint_mg": 0}, {"cancelled_g": -1}])
def test_figures_that_make_no_claim_are_refused(changes):
    with pytest.raises(InputError) as caught:
        ClaimFacts(figures=replace(FIGURES, **changes), standard="S")
    assert caught.value.code == "CLAIM_FIGURES"
