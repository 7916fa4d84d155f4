"""Valid signatures of the trusted keys over false content, tried on a certificate that the house itself made.

The rows that concern one identity each stand in the verifier's own tests; here are attacks that once went through, and talk around words.
"""

from __future__ import annotations

import copy

import pytest


def subject(path, value):
    def change(forgery):
        *walk, last = path.split(".")
        place = forgery.subject
        for step in walk:
            place = place[int(step)] if step.isdigit() else place[step]
        place[last] = value(place[last]) if callable(value) else value

    return change


def said(language, more):
    return subject(f"claim.text.{language}", lambda text: text + more)


def both(*changes):
    return lambda forgery: [change(forgery) for change in changes]


def stages(**moved):
    def change(forgery):
        for place in (forgery.subject["footprint"]["stagesMg"], forgery.statement["credentialSubject"]["stagesMg"]):
            place.update({name: place[name] + mg for name, mg in moved.items()})

    return change


def second_line(**members):
    """The same units on a second line, under a prefix that is spelled otherwise."""
    return lambda forgery: forgery.subject["credits"].append(copy.deepcopy(forgery.subject["credits"][0]) | members)


def carried_from_nowhere(forgery):
    allocation = forgery.subject["allocation"]
    allocation.update(carriedInG=allocation["totalG"], carriedFrom=[], retiredG=0, remainderG=0)
    forgery.subject["credits"] = []


def in_october(market, audience="B2C"):
    def change(forgery):
        forgery.created = forgery.document["validFrom"] = "2026-10-01T00:00:00Z"
        forgery.document["validUntil"] = "2030-09-30T23:59:59Z"
        forgery.subject["claim"].update(market=market, audience=audience, periodStart="2026-10-01", periodEnd="2030-09-30")

    return change


def certifier_called(name):
    def change(forgery):
        forgery.statement["issuer"]["name"] = forgery.trust["certifiers"][0]["name"] = name

    return change


PREFIX = "12082-*-VCS-VCU-304-VER-CN-1-191-01012021-31122021-0"
ATTACKS = [
    ("STAGE_NEGATIVE", stages(use=-60_000_000, materials=60_000_000)),
    ("SD_IMPLAUSIBLE", subject("footprint.sdMg", 1000)),
    ("DATA_YEAR", subject("footprint.dataYear", 2999)),
    ("RANGE_OVERLAP", second_line(serialPrefix=PREFIX.replace("12082", "99999"))),  # Verra's batch number
    ("RANGE_OVERLAP", second_line(serialPrefix=PREFIX.replace("304", "0304"))),  # padding
    ("MIXED_SCRIPTS", second_line(serialPrefix=PREFIX.replace("VCS", "V\u0421S"))),  # a Cyrillic letter
    ("SERIAL_SAYS", subject("credits.0.vintageYear", 2023)),
    ("SERIAL_SAYS", subject("credits.0.projectId", "9999")),
    ("CARRIED_FROM", carried_from_nowhere),
    ("CLAIM_PERIOD", both(lambda f: f.document.update(validUntil="2031-06-07T23:59:59Z"), subject("claim.periodEnd", "2031-06-07"))),
    (
        "RETIRED_AFTER_ISSUE",
        both(lambda f: f.document.update(validFrom="2026-07-08T00:00:00Z"), subject("credits.0.retiredOn", "2026-07-07")),
    ),
    ("STATEMENT_TOO_LONG", lambda f: f.statement.update(validUntil="2076-06-07T00:00:00Z")),
    ("SELF_VERIFICATION", certifier_called("Lenovo Group Ltd.")),
    ("SELF_VERIFICATION", certifier_called("Synthetic Customer Limited")),
    (
        "MIXED_SCRIPTS",
        both(subject("holder.name", "Synthetic \u0421ustomer Ltd"), subject("credits.0.beneficiary", "Synthetic \u0421ustomer Ltd")),
    ),
    ("VERIFY_ADDRESS", subject("verify.address", "https://evil.example/verify/LT-2026-000999?r=0")),
    ("WRONG_TYPE", subject("verify.address", "https://lingtan.example@evil.example/LT-2026-000001")),
    ("CLAIM_WORD", subject("claim.standard", "Carbon neutral, 碳中和")),
    ("BENEFICIARY", subject("credits.0.beneficiary", "everybody except for Synthetic Customer Ltd")),
    ("BENEFICIARY", subject("credits.0.beneficiary", "Another Ltd (not 91110000SYN0000001)")),
    *(("CLAIM_NOT_ALLOWED", in_october(market)) for market in ("EU", "\uff25\uff35", "fr", "EU ", "RE", "AX", "GLO", "GLOBAL")),
    *(("CLAIM_MARKET", in_october(market, "B2B")) for market in ("XX", "EL", "DEU", "Europe", "??")),
]


@pytest.mark.parametrize(("code", "change"), ATTACKS, ids=[f"{n}-{code}" for n, (code, _) in enumerate(ATTACKS)])
def test_false_content_under_true_signatures_is_refused(forged, code, change):
    assert code in forged(change)


WORDS = [
    *(" c\u00e1rbon neutral", " \u1d04\u1d00\u0280\u0299\u1d0f\u0274 neutral", " c\u0251rbon neutral", " klimaneutral", " no emissions"),
    *(" zero footprint", " net 0 product", " 0 carbon", " carb0n neutral", " carbon nuetral", " free of emissions", " carbon balanced"),
    *(
        " and 500 tCO2e more",
        " and 5 thousand tonnes more",
        " and five hundred tonnes more",
        " and 512 lbs",
        " a 100% reduction",
        " and 5 kt",
    ),
]
ZEICHEN = [
    *("，〇碳产品", "，碳足迹归零", "，炭中和", "，負碳", "，不产生碳排放", "，完全抵消，等于没有排放"),
    *("，另五百吨", "，另5万吨", "，另 5 公吨", "，另500斤", "，减少百分之百"),
]


@pytest.mark.parametrize(("language", "more"), [("en", more) for more in WORDS] + [("zh", more) for more in ZEICHEN])
def test_what_is_talked_around_is_not_the_cleared_sentence(forged, language, more):
    assert "CLAIM_WORDING" in forged(said(language, more))


def test_figures_that_are_all_true_but_change_places_are_refused(forged):
    def swap(forgery):
        text = forgery.subject["claim"]["text"]["en"]
        mean, cancelled = text.split(": ")[1].split(" kg")[0], text.split("Separately, ")[1].split(" kg")[0]
        forgery.subject["claim"]["text"]["en"] = text.replace(mean, "#").replace(cancelled, mean).replace("#", cancelled)

    assert "CLAIM_WORDING" in forged(swap)


def test_the_certificates_of_the_house_pass(forged):
    assert forged(lambda _: None) == []
    assert forged(lambda _: None, 1) == []


@pytest.mark.parametrize("quantile", [0.9, 0.96, 0.99])
def test_the_mean_is_not_sold_as_a_quantile(forged, quantile):
    assert "QUANTILE_IMPLAUSIBLE" in forged(lambda f: f.subject["policy"].update(basis="quantile", quantile=quantile))
