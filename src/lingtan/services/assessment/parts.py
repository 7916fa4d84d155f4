"""Files to fill in: facts with every row of the vocabulary, points of a standard by clause, and an example of a roll-out."""

from __future__ import annotations

import json
from datetime import datetime

from lingtan.assessment import standard, vocabulary
from lingtan.assessment.vocabulary import Item, Kind
from lingtan.files.trees import toml_text
from lingtan.messages import Language
from lingtan.services.assessment.looking import Part
from lingtan.services.demo.examples import example

__all__ = ["part_template"]

_ROWS = {
    Kind.QUANTITY: '# [[quantity]]\n# name = "{name}"\n# value = 0\n# quality = "metered"\n# source = ""',
    Kind.STATEMENT: '# [[statement]]\n# name = "{name}"\n# value = true\n# source = ""',
    Kind.DOCUMENT: '# [[document]]\n# slot = "{name}"\n# title = ""\n# reference = ""',
}
_HEAD = """Facts of a site for one year. Take the "# " from the rows that you have and fill them in; what is missing stays a gap.
quality: metered, billed, estimated, planned (a forecast, no evidence). A statement is true, a word, a date or a list.
一个厂区一年的事实。去掉已有行的“# ”并填写；未填写的仍为缺口。
quality：metered 计量、billed 账单、estimated 估算、planned 计划（不作为证据）。"""


def part_template(part: Part, name: str, *, site: str, year: int, organisation: str, actor: str, at: datetime) -> bytes:
    """A file to fill in for a site; `name` is the standard of an own text. Raises InputError `ASSESS_STANDARD_UNKNOWN`."""
    if part is Part.ROLLOUT:
        return example("sites/tianjin-park.rollout.toml").read_bytes()
    if part is Part.OWN:
        return _points(name).encode()
    known = {"site": site, "year": year, "organisation": organisation, "actor": actor, "recorded_at": at.date().isoformat()}
    rows = [_row(item) for item in vocabulary().values()]
    return (toml_text(known, head=_HEAD) + "\n" + "\n\n".join(rows) + "\n").encode()


def _row(item: Item) -> str:
    said = f"{item.label[Language.EN]} / {item.label[Language.ZH]}"
    about = f"# {said}{f' [{item.unit}]' if item.unit else ''} ({item.origin.value}, {item.owner.value})"
    return f"{about}\n{_ROWS[item.kind].format(name=item.name)}"


def _points(name: str) -> str:
    pack = standard(name).pack
    head = "Points of clauses, from the text that you hold; clauses and grades: docs/assessment.md.\n本单位所持标准的分值。"
    lines = [f"# {json.dumps(rule.id)} = 0  # {rule.indicator[Language.EN]} / {rule.indicator[Language.ZH]}" for rule in pack.rules]
    return toml_text({"standard": pack.name}, head=head) + "\n[points]\n" + "\n".join(lines) + "\n"
