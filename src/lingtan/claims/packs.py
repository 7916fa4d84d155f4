"""Claim packs: what a market forbids, as data with source and standing."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from lingtan.claims.market import Audience, ClaimType, Market
from lingtan.errors import InputError
from lingtan.evidence import Source, Standing, digest_record, from_plain

__all__ = ["Ban", "ClaimPack", "Severity", "WordRule", "load_claim_pack", "parse_claim_pack"]


class Severity(StrEnum):
    """Whether a finding stops the sentence or asks a person to look."""

    BLOCK = "block"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ban:
    """A claim type that may not be made to these audiences from a day on. `unless` names the facts that lift it, all of them."""

    code: str
    types: frozenset[ClaimType]
    audiences: frozenset[Audience]
    since: date
    unless: tuple[str, ...]
    source_id: str
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class WordRule:
    """Words that a sentence may not hold, or that a person must look at.

    `patterns` are regular expressions over normalised text; what `allowed` matches is taken out first; the rule is silent when any of
    `silenced_by` stands in the text, and for claim types that are not among `types` (a sentence of no known type answers to all).
    """

    code: str
    patterns: tuple[str, ...]
    allowed: tuple[str, ...]
    silenced_by: tuple[str, ...]
    types: frozenset[ClaimType]
    audiences: frozenset[Audience]
    since: date
    severity: Severity
    source_id: str
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPack:
    """The claim rules of one market."""

    name: str
    version: str
    market: Market
    sources: tuple[Source, ...]
    bans: tuple[Ban, ...]
    words: tuple[WordRule, ...]

    @property
    def digest(self) -> str:
        """Digest of the pack, kept with what it cleared."""
        return digest_record(self)

    @property
    def reference(self) -> str:
        """`name@version`, as a certificate names its gate."""
        return f"{self.name}@{self.version}"


@cache
def load_claim_pack(market: Market) -> ClaimPack:
    """The pack of a market: the market's bans before the house's, the house's words before the market's."""
    texts = [(name, files("lingtan.claims").joinpath("packs", f"{name}.toml").read_text("utf-8")) for name in _parts(market)]
    packs = [parse_claim_pack(text, place=f"{name}.toml", market=market) for name, text in texts]
    last = packs[-1]
    return ClaimPack(
        name=last.name,
        version=last.version,
        market=market,
        sources=tuple(source for pack in packs for source in pack.sources),
        bans=tuple(ban for pack in reversed(packs) for ban in pack.bans),
        words=tuple(rule for pack in packs for rule in pack.words),
    )


def parse_claim_pack(text: str, *, place: str, market: Market) -> ClaimPack:
    """A pack from TOML text. Raises InputError `CLAIM_PACK_FORM` naming what does not fit."""
    try:
        table = tomllib.loads(text)
        sources = tuple(from_plain(Source, item, place=place) for item in table.get("source", []))
        known = {source.id for source in sources}
        bans = tuple(_ban(item, known) for item in table.get("ban", []))
        words = tuple(_word(item, known) for item in table.get("word", []))
        pack = ClaimPack(name=str(table["name"]), version=str(table["version"]), market=market, sources=sources, bans=bans, words=words)
        _only(table, {"name", "version", "source", "ban", "word"})
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, re.error) as exc:
        raise InputError("CLAIM_PACK_FORM", place=place, detail=f"{type(exc).__name__}: {exc}") from exc
    return pack


def _parts(market: Market) -> tuple[str, ...]:
    parts = {Market.GLOBAL: (), Market.WORLD: ("cn", "eu")}
    return ("house", *parts.get(market, (market.value.lower(),)))


def _ban(table: Mapping[str, Any], known: set[str]) -> Ban:
    _only(table, {"code", "types", "audiences", "since", "unless", "source", "standing"})
    return Ban(
        code=str(table["code"]),
        types=frozenset(ClaimType(item) for item in table["types"]),
        audiences=_audiences(table),
        since=_since(table),
        unless=tuple(map(str, table.get("unless", []))),
        source_id=_known(table, known),
        standing=Standing(table["standing"]),
    )


def _word(table: Mapping[str, Any], known: set[str]) -> WordRule:
    _only(table, {"code", "patterns", "allowed", "silenced_by", "types", "audiences", "since", "severity", "source", "standing"})
    rule = WordRule(
        code=str(table["code"]),
        patterns=tuple(map(str, table["patterns"])),
        allowed=tuple(map(str, table.get("allowed", []))),
        silenced_by=tuple(map(str, table.get("silenced_by", []))),
        types=frozenset(ClaimType(item) for item in table.get("types", list(ClaimType))),
        audiences=_audiences(table),
        since=_since(table),
        severity=Severity(table["severity"]),
        source_id=_known(table, known),
        standing=Standing(table["standing"]),
    )
    for pattern in (*rule.patterns, *rule.allowed, *rule.silenced_by):
        re.compile(pattern)
    return rule


def _audiences(table: Mapping[str, Any]) -> frozenset[Audience]:
    return frozenset(Audience(item) for item in table.get("audiences", list(Audience)))


def _since(table: Mapping[str, Any]) -> date:
    value = table.get("since", date.min)
    if not isinstance(value, date) or isinstance(value, datetime):
        raise TypeError("since must be a date")
    return value


def _known(table: Mapping[str, Any], known: set[str]) -> str:
    if table["source"] not in known:
        raise ValueError(f"source {table['source']!r} is not listed")
    return str(table["source"])


def _only(table: Mapping[str, Any], known: set[str]) -> None:
    unknown = sorted(set(table) - known)
    if unknown:
        raise ValueError(f"unknown field {unknown[0]!r}")
