"""Whether a block may be cancelled on a day, under each rule pack for credits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lingtan.messages import Message
from lingtan.neutrality import CreditBlock, assess
from lingtan.rules import load_pack, pack_names, passes

__all__ = ["PackVerdict", "RuleVerdict", "credit_packs", "judge"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleVerdict:
    """One rule's answer: met, not met or not assessable, with its sentence. An advisory rule does not decide."""

    rule: str
    clause: str
    result: str
    message: Message
    advisory: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PackVerdict:
    """What a rule pack says of the block if it were cancelled on a day."""

    pack: str
    on: date
    eligible: bool
    verdicts: tuple[RuleVerdict, ...]


def credit_packs() -> tuple[str, ...]:
    """The rule packs that judge credits."""
    return tuple(name for name in pack_names() if name.startswith("credits-"))


def judge(block: CreditBlock, *, on: date) -> tuple[PackVerdict, ...]:
    """Every pack's verdict on the block."""
    return tuple(_judged(block, name, on) for name in credit_packs())


def _judged(block: CreditBlock, name: str, on: date) -> PackVerdict:
    found = assess(block, load_pack(name), cancelled_on=on)
    rules = tuple(
        RuleVerdict(rule=v.rule, clause=v.clause, result=v.result.value, message=v.message, advisory=v.advisory) for v in found.verdicts
    )
    return PackVerdict(pack=found.pack, on=on, eligible=passes(found.verdicts), verdicts=rules)
