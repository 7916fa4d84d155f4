"""The linter: what a word looks like is what it is, and what is said about a word is not the word."""

from __future__ import annotations

from datetime import date

import pytest

from lingtan.claims import Audience, ClaimType, Market, Severity, banned_words, lint, load_claim_pack
from lingtan.claims.lint import normalised
from lingtan.claims.packs import parse_claim_pack
from lingtan.errors import InputError
from lingtan.messages import catalog, render

DAY = date(2026, 11, 22)
BEFORE = date(2026, 9, 26)


def codes(text, market="CN", audience="B2C", on=DAY, kind=None):
    return [finding.code for finding in lint(text, Market(market), Audience(audience), on, claim_type=kind)]


@pytest.mark.parametrize(
    ("text", "market", "audience", "on", "expected"),
    [
        ("零碳笔记本", "CN", "B2C", DAY, ["WORD_ZERO"]),  # stands alone
        ("联想零碳工厂", "CN", "B2B", DAY, []),  # a badge that names its object
        ("全生命周期碳排放量为0", "CN", "B2B", DAY, ["WORD_ZERO"]),
        ("碳排放量为“0”", "CN", "B2B", DAY, ["WORD_ZERO"]),  # the article's own words
        ("排放量为 0.5 千克，来源：声明", "CN", "B2B", DAY, []),  # not zero
        ("A zero-carbon laptop", "GLOBAL", "B2C", DAY, ["WORD_ZERO"]),
        ("ZERO EMISSION", "GLOBAL", "B2C", DAY, ["WORD_ZERO"]),
        ("emission‑free computing", "GLOBAL", "B2B", DAY, ["WORD_ZERO"]),  # a non-breaking hyphen
        ("本机碳中和", "GLOBAL", "B2B", DAY, ["WORD_NEUTRAL"]),
        ("碳 中 和", "GLOBAL", "B2B", DAY, ["WORD_NEUTRAL"]),  # spaced out
        ("碳\u200b中\u200b和", "GLOBAL", "B2B", DAY, ["WORD_NEUTRAL"]),  # zero-width characters
        ("ＣＡＲＢＯＮ　ＮＥＵＴＲＡＬ", "GLOBAL", "B2B", DAY, ["WORD_NEUTRAL"]),  # full width
        ("Carbon_Neutrality", "GLOBAL", "B2B", DAY, ["WORD_NEUTRAL"]),
        ("climate compensated", "EU", "B2C", DAY, ["WORD_OFFSET_BASED_EU"]),  # recital 12 of Directive (EU) 2024/825
        ("reduced climate impact", "EU", "B2C", DAY, ["WORD_OFFSET_BASED_EU"]),  # recital 12
        ("climate net-zero", "EU", "B2C", DAY, ["WORD_OFFSET_BASED_EU"]),  # recital 12; one word, one finding
        ("climate compensated", "EU", "B2C", BEFORE, []),  # the day before it applies
        ("climate compensated", "EU", "B2B", DAY, []),  # to businesses
        ("eco-friendly", "EU", "B2C", DAY, ["WORD_GENERIC_EU"]),
        ("the greenhouse gases", "EU", "B2C", DAY, []),  # green is a word, not a syllable
        ("行业首推", "CN", "B2B", DAY, ["WORD_FIRST"]),  # the article's own claim
        ("the world's first", "GLOBAL", "B2B", DAY, ["WORD_FIRST"]),
        ("第一阶段", "CN", "B2B", DAY, []),  # a phase is no superlative
        ("85 %可回收材料（来源：报告）", "CN", "B2C", DAY, ["WORD_RECYCLABLE"]),  # the article's own figure, cited
        ("可降解竹纤维", "CN", "B2C", DAY, ["WORD_BIODEGRADABLE"]),
        ("国家级绿色产品", "CN", "B2C", DAY, ["WORD_ABSOLUTE_CN"]),  # Advertising Law, Article 9(3)
        ("唯一选择", "CN", "B2C", DAY, ["WORD_SUPERLATIVE_CN"]),
        ("获得认证证书", "CN", "B2B", DAY, ["WORD_CERTIFICATE_CN"]),
        ("节能 35 %", "CN", "B2C", DAY, ["WORD_UNCITED_CN"]),  # says who?
        ("节能 35 %（来源：检测报告 R-1）", "CN", "B2C", DAY, []),
        ("avoided emissions of the product", "GLOBAL", "B2B", DAY, ["WORD_AVOIDED"]),  # METHODS 10
        ("不代表产品零排放", "CN", "B2C", DAY, []),  # the disclaimer itself
        ("不代表产品零排放，本机零排放", "CN", "B2C", DAY, ["WORD_ZERO"]),  # the disclaimer covers itself only
        ("This does not mean the product has zero emissions", "EU", "B2C", DAY, []),
        ("", "CN", "B2C", DAY, []),
    ],
)
def test_the_word_table(text, market, audience, on, expected):
    assert codes(text, market, audience, on) == expected


def test_taking_out_an_allowed_phrase_makes_no_new_word():
    assert codes("零不代表产品零排放碳") == []


def test_neutral_words_are_for_the_type_that_the_gate_cleared():
    assert codes("碳中和", "CN", "B2B", kind=ClaimType.CARBON_NEUTRAL) == []
    assert codes("碳中和", "CN", "B2B", kind=ClaimType.OFFSET) == ["WORD_NEUTRAL"]
    assert codes("碳中和", "EU", "B2C", kind=ClaimType.CARBON_NEUTRAL) == ["WORD_OFFSET_BASED_EU"]


def test_only_blocking_words_ban_a_text():
    assert banned_words("可回收", market=Market.CN, audience=Audience.B2C, on=DAY) == ()
    assert banned_words("零碳笔记本", market=Market.CN, audience=Audience.B2C, on=DAY) == ("零碳",)


def test_findings_render_in_both_languages_and_say_how_far_their_source_was_seen():
    for market in Market:
        pack = load_claim_pack(market)
        known = {source.id for source in pack.sources}
        for rule in pack.words:
            assert rule.source_id in known
            assert catalog()[rule.code]
        for ban in pack.bans:
            assert ban.source_id in known
            assert catalog()[ban.code]
    (finding,) = lint("零碳", Market.CN, Audience.B2C, DAY)
    assert (finding.severity, finding.standing.value) == (Severity.BLOCK, "assumed")
    assert "零碳" in render(finding.message, "en")


def test_normalising_twice_changes_nothing():
    for text in ("碳 中 和 Carbon-Neutral 为 0", "ＣＯ₂ — 12 kg", " a_b "):
        assert normalised(normalised(text)) == normalised(text)


GOOD = """
name = "x"
version = "1"
[[source]]
id = "s"
title = "t"
publisher = "p"
year = 2026
locator = "l"
licence = "citation"
standing = "assumed"
[[word]]
code = "WORD_ZERO"
patterns = ['a']
severity = "block"
source = "s"
standing = "assumed"
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("patterns = ['a']", "patterns = ['(']"),  # no regular expression
        ('source = "s"', 'source = "other"'),  # an unlisted source
        ('severity = "block"', 'severity = "stop"'),  # no such severity
        ('severity = "block"', 'severity = "block"\nmarkets = ["EU"]'),  # a field we do not know
        ('severity = "block"', 'severity = "block"\nsince = "2026"'),  # a text where a day must be
        ('version = "1"', ""),  # no version
        ('licence = "citation"', ""),  # a source without licence
        ("[[word]]", "[[word"),  # not TOML
    ],
)
def test_a_malformed_pack_is_refused_with_its_place(old, new):
    assert parse_claim_pack(GOOD, place="x.toml", market=Market.GLOBAL).words
    with pytest.raises(InputError) as caught:
        parse_claim_pack(GOOD.replace(old, new), place="x.toml", market=Market.GLOBAL)
    assert caught.value.place
    assert caught.value.code in ("CLAIM_PACK_FORM", "BAD_RECORD")
