"""Certificates changed at random and then signed by the trusted keys: only the figures, the words and the shape can tell."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Case, Probe

NOW = "2026-11-22T12:00:00Z"
SEED = 20261122
#: Texts and numbers near a border of something.
TEXTS = (
    *("x" * 201, "\u200b", "\u00a0", "\u0415xample", "µ", "ſtraße", "ı", "😀", "Ⅷ", "A_B", "碳中和", "Net-Zero", "a\nb", "Ltd", "007"),
    *("示例客户有限公司", "For 示例客户有限公司", "not SYN-91110000", "ＳＹＮ-91110000", "Example Issuer 示例签发方 Ltd"),
    *(
        "256.000 kg",
        "768.001 kg and 256.0 kg",
        "0.7 t",
        "1,000 kg",
        "VCS",
        "ACR-CN-0191-2024-3",
        "GS1-1-CN-GS4221-21-2024-21733",
        "syn 1 2024",
    ),
    *("2026-11-20", "0000-01-01", "2024-02-29", "2023-02-29", "2026-11-20T24:00:00Z", "2026-11-20T23:59:60Z", "2026-11-20T08:00:00Z"),
    *("https://a/LT-2026-%61", "https://a:8/LT-2026-a?r=", "https://a/LT-2026-a?r=0123456789abcdef0", "https://a/%zz", "EU", "GLO", "B2C"),
    *("18446744073709551616", "quantile", "removal", "limited", "sha256:" + "0" * 64, "LT-2026-a", "did:key:z6Mk"),
)
NUMBERS = (0, 1, -1, 0.5, 4.5, 100, 101, 1e-5, 33.3333333, 0.95, 0.99991, 2**53 - 1, -(2**53) + 1, 1e21, 1e300, 1990, 2016, 2027)
OTHERS: tuple[Any, ...] = (None, True, False, [], {}, ["a"], {"a": 1})


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    for name, item in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*path, name), item
        if isinstance(item, dict | list):
            yield from places(item, (*path, name))


def changed(value: Any, random_: random.Random) -> Any:
    if random_.random() < 0.04:
        return deepcopy(random_.choice((*TEXTS, *NUMBERS, *OTHERS)))
    if isinstance(value, str):
        return random_.choice(TEXTS) if random_.random() < 0.6 else value + random_.choice(TEXTS)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return random_.choice(NUMBERS) if random_.random() < 0.5 else value + random_.choice((1, -1, 1000, -1000, 10**6, -(10**6)))
    return value if value else deepcopy(random_.choice(OTHERS))


def mutate(body: dict[str, Any], random_: random.Random) -> None:
    for _ in range(random_.choice((2, 3, 4))):
        path, value = random_.choice(list(places(body)))
        place = body
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = changed(value, random_)


@pytest.fixture(scope="module")
def cases(case_type: type[Case], maker: Any) -> list[Case]:
    random_ = random.Random(SEED)
    made: list[Case] = []
    while len(made) < 150:
        world = maker.World()
        trust = json.dumps(world.trust()).encode()
        mutate(world.statement if random_.random() < 0.25 else world.subject, random_)
        if random_.random() < 0.15:
            quantile = {
                "basis": "quantile",
                "quantile": random_.choice((0.5, 0.6, 0.95, 0.99)),
                "batchMg": 768_000_369 + random_.randrange(3 * 10**8),
            }
            world.subject["policy"] = world.subject["policy"] | quantile if isinstance(world.subject["policy"], dict) else quantile
        made.append(case_type(file=world.certificate(), trust=trust, now=NOW))
    return made


def test_both_verifiers_find_the_same_in_certificates_changed_at_random(probe: Probe, cases: list[Case]) -> None:
    answers = probe.agrees(cases)
    codes = {code for answer in answers for code, _ in answer["reasons"]}
    assert len(codes) > 20
    assert sum(len(answer["reasons"]) > 2 for answer in answers) > 10  # several things wrong at once: their order is the same too
    assert "BAD_SIGNATURE" not in codes
