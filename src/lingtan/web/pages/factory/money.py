"""Money on the factory's figures: millions, and 万元 in Chinese."""

from __future__ import annotations

from lingtan.messages import Language
from lingtan.web.frame.chart import Say

__all__ = ["money_scale"]


def money_scale(say: Say) -> float:
    """Yuan in the unit that `FACTORY_MILLION` names. [yuan]"""
    return 1e4 if say.language is Language.ZH else 1e6
