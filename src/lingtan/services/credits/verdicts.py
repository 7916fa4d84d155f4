"""Whether a block may be cancelled on a day, under each rule pack for credits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lingtan.messages import Language, Message
from lingtan.neutrality import CreditBlock, assess
from lingtan.rules import load_pack, pack_names, passes

__all__ = ["PackVerdict", "RuleVerdict", "credit_packs", "judge"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleVerdict:
    """One rule's answer: met, not met or not assessable, with its sentence. An advisory rule does not decide."""

    pack: str
    rule: str
    title_zh: str
    title_en: str
    clause: str
    result: str
    message: Message
    advisory: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PackVerdict:
    """What a rule pack says of the block if it were cancelled on a day."""

    pack: str
    title_zh: str
    title_en: str
    standard: str
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
    pack = load_pack(name)
    found = assess(block, pack, cancelled_on=on)
    titles = {rule.id: rule.indicator for rule in pack.rules}
    rules = tuple(
        RuleVerdict(
            pack=found.pack, rule=v.rule, title_zh=titles[v.rule][Language.ZH], title_en=titles[v.rule][Language.EN], clause=v.clause,
            result=v.result.value, message=v.message, advisory=v.advisory,
        )
        for v in found.verdicts
    )  # fmt: skip
    return PackVerdict(
        pack=found.pack, title_zh=pack.title[Language.ZH], title_en=pack.title[Language.EN], standard=pack.standard, on=on,
        eligible=passes(found.verdicts), verdicts=rules,
    )  # fmt: skip
