"""Verdicts over typed facts: nothing is guessed, nothing silently passes."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.errors import InputError
from lingtan.evidence import digest_record
from lingtan.messages import Language, catalog, render
from lingtan.rules import Condition, Operator, Result, add_months, describe, evaluate, holds, load_pack, pack_names, parse_pack, passes

PACK = """
name = "p"
version = "1"
standard = "S"
title_en = "t"
title_zh = "t"
[[source]]
id = "s"
title = "t"
publisher = "p"
year = 2026
locator = "l"
licence = "citation"
standing = "assumed"
[[rule]]
id = "r"
clause = "c"
indicator_en = "i"
indicator_zh = "i"
standing = "assumed"
source = "s"
{body}
"""


def pack(body: str):
    return parse_pack(PACK.format(body=body), place="p.toml")


def one(body: str, facts, evidence=None):
    return evaluate(pack(body), facts, evidence=evidence)[0]


AGE = 'require = [{fact = "age", operator = "at_least", threshold = 3}]'


def test_a_missing_fact_is_not_assessable_and_named():
    verdict = one(AGE, {})
    assert verdict.result is Result.NOT_ASSESSABLE
    assert verdict.message.params["missing"] == "age"


def test_missing_evidence_is_not_assessable_but_a_failed_fact_is_not_met_without_it():
    body = AGE + '\nevidence = ["record"]'
    assert one(body, {"age": 5}).result is Result.NOT_ASSESSABLE
    assert one(body, {"age": 1}).result is Result.NOT_MET
    met = one(body, {"age": 5}, {"record": "sha256:ab"})
    assert met.result is Result.MET
    assert met.evidence == ("sha256:ab",)


def test_a_rule_whose_text_is_not_public_is_never_assessable_and_asks_for_it():
    verdict = one(AGE + '\npublic = false\nasks_for = "the text"', {"age": 5})
    assert verdict.result is Result.NOT_ASSESSABLE
    assert verdict.message.params["asks_for"] == "the text"


def test_a_rule_that_does_not_apply_is_met_and_says_so():
    body = AGE + '\nwhen = [{fact = "kind", operator = "equals", threshold = "x"}]'
    assert one(body, {"kind": "y"}).message.code == "RULE_DOES_NOT_APPLY"
    assert one(body, {}).result is Result.NOT_ASSESSABLE


def test_not_assessable_does_not_pass_unless_advisory():
    hidden = AGE + '\npublic = false\nasks_for = "the text"'
    assert not passes(evaluate(pack(hidden), {}))
    assert passes(evaluate(pack(hidden + "\nadvisory = true"), {}))


@pytest.mark.parametrize("name", pack_names())
def test_built_in_packs_load_are_bilingual_and_keep_their_digest(name):
    loaded = load_pack(name)
    assert loaded.digest == digest_record(load_pack(name))
    assert loaded.reference == f"{name}@{loaded.version}"
    for rule in loaded.rules:
        assert set(rule.indicator) == {Language.EN, Language.ZH}
        if rule.public is False:
            assert evaluate(loaded, {})[loaded.rules.index(rule)].result is Result.NOT_ASSESSABLE


def test_a_changed_threshold_changes_the_digest():
    assert pack(AGE).digest != pack(AGE.replace("3", "4")).digest


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),  # a shorter month ends earlier
        (date(2024, 2, 29), 12, date(2025, 2, 28)),  # no leap day a year later
        (date(2023, 2, 28), 12, date(2024, 2, 28)),  # the day of the month is kept
        (date(2025, 12, 31), 12, date(2026, 12, 31)),
        (date(2026, 3, 15), -3, date(2025, 12, 15)),  # and backwards over a year's end
        (date(2000, 1, 29), 1, date(2000, 2, 29)),  # 2000 was a leap year
        (date(1900, 1, 29), 1, date(1900, 2, 28)),  # 1900 was not
    ],
)
def test_months_end_where_the_calendar_ends(day, months, expected):
    assert add_months(day, months) == expected


@given(st.integers(-100, 100), st.integers(-100, 100))
def test_order_operators_agree_with_arithmetic(got, want):
    facts = {"x": got, "y": want}

    def ask(operator):
        fixed, other = Condition(fact="x", operator=operator, threshold=want), Condition(fact="x", operator=operator, than="y")
        return holds(fixed, facts), holds(other, facts)

    assert ask(Operator.AT_LEAST) == (got >= want,) * 2
    assert ask(Operator.AT_MOST) == (got <= want,) * 2
    assert ask(Operator.MORE_THAN) == (got > want,) * 2
    assert ask(Operator.LESS_THAN) == (got < want,) * 2
    assert ask(Operator.EQUALS) == (got == want,) * 2
    assert ask(Operator.NOT_EQUALS) == (got != want,) * 2


@pytest.mark.parametrize(
    ("condition", "facts"),
    [
        (Condition(fact="x", operator=Operator.AT_LEAST, threshold=3), {"x": "4"}),  # a text that looks like a number
        (Condition(fact="x", operator=Operator.AT_LEAST, threshold=3), {"x": True}),  # a flag is no number
        (Condition(fact="x", operator=Operator.AT_LEAST, threshold=3), {"x": float("nan")}),  # NaN is no number
        (Condition(fact="x", operator=Operator.AT_MOST, threshold=date(2026, 1, 1)), {"x": datetime(2026, 1, 1)}),  # noqa: DTZ001
        (Condition(fact="x", operator=Operator.CONTAINS, threshold="CCP"), {"x": "CCP"}),  # a text is not a set
        (Condition(fact="x", operator=Operator.ONE_OF, threshold=frozenset({"a"})), {"x": 1}),  # a number in a list of texts
        (Condition(fact="x", operator=Operator.EQUALS, threshold=True), {"x": 1}),  # 1 == True in Python, not here
        (Condition(fact="x", operator=Operator.AT_MOST, than="y", plus_months=1), {"x": date(2026, 1, 1), "y": 3}),  # months of a number
        (Condition(fact="x", operator=Operator.AT_MOST, than="y", plus=1), {"x": 1, "y": date(2026, 1, 1)}),  # a number of a date
    ],
)
def test_a_fact_of_the_wrong_kind_is_refused_not_compared(condition, facts):
    with pytest.raises(InputError) as caught:
        holds(condition, facts)
    assert caught.value.code == "FACT_TYPE"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "RULE_EMPTY"),  # asks nothing
        (AGE + "\npublic = false", "RULE_ASKS_NOTHING"),  # hidden, and does not say what it needs
        (AGE.replace("at_least", "atleast"), "RULE_PACK_FORM"),  # misspelt operator
        (AGE.replace("fact", "facts"), "RULE_PACK_FORM"),  # misspelt field
        (AGE + "\nadvisory = 1", "RULE_PACK_FORM"),  # a flag given as a number
        (AGE.replace("3", "[3]"), "RULE_PACK_FORM"),  # a list of numbers
        (AGE.replace("3", '["a"]'), "RULE_CONDITION"),  # a list for an order operator
        (AGE.replace("threshold = 3", "plus = 3"), "RULE_CONDITION"),  # no threshold and nothing to shift
        (AGE.replace("threshold = 3", 'threshold = 3, than = "b"'), "RULE_CONDITION"),  # both
        (AGE.replace("threshold = 3", "threshold = 3, plus = 1"), "RULE_CONDITION"),  # a shift of a constant
        (AGE.replace("3", "2026-01-01T00:00:00"), "RULE_PACK_FORM"),  # a moment
        (AGE + "\nevidence = 'x'", "RULE_PACK_FORM"),  # evidence is a list
        ("]", "RULE_PACK_FORM"),  # not TOML
    ],
)
def test_a_malformed_pack_is_refused_with_its_place(body, code):
    with pytest.raises(InputError) as caught:
        pack(body)
    assert caught.value.code == code
    assert caught.value.place


def test_unlisted_sources_repeated_rules_and_unknown_packs_are_refused():
    for change, code in (((('source = "s"', 'source = "other"')), "RULE_SOURCE"),):
        with pytest.raises(InputError) as caught:
            parse_pack(PACK.format(body=AGE).replace(*change), place="p.toml")
        assert caught.value.code == code
    rule = PACK[PACK.index("[[rule]]") :].format(body=AGE)
    with pytest.raises(InputError) as caught:
        parse_pack(PACK.format(body=AGE) + rule, place="p.toml")
    assert caught.value.code == "RULE_TWICE"
    with pytest.raises(InputError) as caught:
        load_pack("../secret")
    assert caught.value.code == "RULE_PACK_UNKNOWN"


def test_conditions_describe_themselves_and_messages_render_in_both_languages():
    assert describe(Condition(fact="a", operator=Operator.AT_MOST, than="b", plus_months=12)) == "a at_most b +12 months"
    assert describe(Condition(fact="a", operator=Operator.ONE_OF, threshold=frozenset({"y", "x"}))) == "a one_of x, y"
    verdict = one(AGE, {"age": 1})
    assert "at_least 3" in render(verdict.message, "en")
    assert "不满足" in render(verdict.message, "zh")
    for code in ("RULE_MET", "RULE_NEEDS", "RULE_NOT_PUBLIC", "RULE_DOES_NOT_APPLY"):
        entry = catalog()[code]
        assert entry.placeholders(Language.EN) == entry.placeholders(Language.ZH)
