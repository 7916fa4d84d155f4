"""The fitted constants as the file that is shipped: TOML, numbers to a hundredth of their standard error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lingtan.evidence import to_plain
from lingtan.product.declared import Calibration

_HEAD = """\
# Written by the command below; do not edit. What each constant means: docs/method.md and declared/calibration.py.
# value and se (standard error) are of logarithms or exponents; declared = level and slope on the physical model's embodied emissions.
"""


def as_toml(constants: Calibration) -> str:
    plain: Any = to_plain(constants)
    lines = [_HEAD, *(f"{name} = {_value(plain[name])}" for name in ("trend", "low_power")), "", "[provenance]"]
    lines += [f"{name} = {_value(value)}" for name, value in plain["provenance"].items()]
    lines += ["", "[grid]"] + [f"{place} = {_value(value)}" for place, value in plain["grid"].items()]
    for name, entry in plain["classes"].items():
        lines += ["", f"[classes.{name}]"] + [f"{key} = {_value(value)}" for key, value in entry.items()]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(part)}" for key, part in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(part) for part in value) + "]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, float):
        return repr(round(value, 4))
    return str(value)
