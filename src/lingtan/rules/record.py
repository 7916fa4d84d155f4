"""A rule and a pack of rules: a standard as data, with how far its text was seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lingtan.errors import InputError
from lingtan.evidence import Source, Standing, digest_record
from lingtan.messages import Language
from lingtan.rules.conditions import Condition

__all__ = ["Rule", "RulePack"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One clause made checkable.

    `when` says to what the rule applies (all must hold), `require` what it asks (all must hold), `evidence` which slots must be
    filled for a verdict. `public = False` marks a rule whose text, threshold or weight is not public: it is never assessable and
    asks for `asks_for`. An `advisory` rule is shown but does not decide.
    """

    id: str
    clause: str
    indicator: Mapping[Language, str]
    standing: Standing
    source_id: str
    require: tuple[Condition, ...]
    when: tuple[Condition, ...] = ()
    evidence: tuple[str, ...] = ()
    advisory: bool = False
    public: bool = True
    asks_for: str = ""

    def __post_init__(self) -> None:
        if self.public and not (self.require or self.evidence):
            raise InputError("RULE_EMPTY", place=self.id)
        if not self.public and not self.asks_for.strip():
            raise InputError("RULE_ASKS_NOTHING", place=self.id)

    @property
    def verified(self) -> bool:
        """Whether the clause was seen in a source or computed from one; everything else shows as unverified."""
        return self.standing in (Standing.SOURCE, Standing.COMPUTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePack:
    """The rules of one standard and version, with the sources they were read in."""

    name: str
    version: str
    standard: str
    title: Mapping[Language, str]
    sources: tuple[Source, ...]
    rules: tuple[Rule, ...]

    def __post_init__(self) -> None:
        known = {source.id for source in self.sources}
        seen: set[str] = set()
        for rule in self.rules:
            if rule.id in seen:
                raise InputError("RULE_TWICE", place=self.name, rule=rule.id)
            if rule.source_id not in known:
                raise InputError("RULE_SOURCE", place=f"{self.name}.{rule.id}", source=rule.source_id)
            seen.add(rule.id)

    @property
    def digest(self) -> str:
        """Digest of the pack, stored with every verdict so that it can be judged again."""
        return digest_record(self)

    @property
    def reference(self) -> str:
        """`name@version`, as verdicts and certificates name the pack."""
        return f"{self.name}@{self.version}"
