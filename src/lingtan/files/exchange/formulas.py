"""Formulas of parameters and amounts: arithmetic on numbers and names, and nothing else; what is not understood is refused, never guessed.

+ − × ÷ ^ and brackets, `abs exp ln log10 max min sqrt`, `pi`. Names are read whatever their case, as openLCA and spreadsheets do.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lingtan.errors import InputError

__all__ = ["Names", "evaluate"]

_LONGEST = 1_000
_FUNCTIONS: Mapping[str, Callable[..., float]] = {
    "abs": abs, "exp": math.exp, "ln": math.log, "log10": math.log10, "max": max, "min": min, "sqrt": math.sqrt,
}  # fmt: skip
_OPERATORS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.Pow: lambda a, b: a**b,
}
_PERCENT = re.compile(r"(?<=[0-9])\s*%")


@dataclass(slots=True)
class Names:
    """Values by name: numbers, formulas of other names, and the names of what stands around (a process inside its database).

    `places` is where a formula stands, by name, for the refusal.
    """

    numbers: Mapping[str, float] = field(default_factory=dict)
    formulas: Mapping[str, str] = field(default_factory=dict)
    around: Names | None = None
    places: Mapping[str, str] = field(default_factory=dict)
    _known: dict[str, float] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)

    def value(self, name: str, place: str) -> float:
        """The value of a name. Raises InputError `EXCHANGE_NAME`, `EXCHANGE_FORMULA_LOOP`, `EXCHANGE_FORMULA`."""
        low = name.casefold()
        if low not in self._known:
            self._known[low] = self._look_up(low, name, place)
        return self._known[low]

    def _look_up(self, low: str, name: str, place: str) -> float:
        if low in self._open:
            raise InputError("EXCHANGE_FORMULA_LOOP", place=place, names=" → ".join([*self._open, low]))
        if low in self.formulas:
            self._open.append(low)
            try:
                return evaluate(self.formulas[low], self, place=self.places.get(low, place))
            finally:
                self._open.pop()
        if low in self.numbers:
            return self.numbers[low]
        if self.around is not None:
            return self.around.value(name, place)
        raise InputError("EXCHANGE_NAME", place=place, name=name)


def evaluate(formula: str, names: Names, *, place: str) -> float:
    """The formula's value. Raises InputError `EXCHANGE_FORMULA` saying what is not arithmetic, and as `Names.value`."""
    text = _PERCENT.sub("/100", formula.strip().removeprefix("=").replace("^", "**").replace("×", "*").replace("−", "-"))
    if len(text) > _LONGEST:
        raise InputError("EXCHANGE_FORMULA", place=place, formula=formula[:60], detail=f"{len(text)} > {_LONGEST}")
    try:
        value = _value(ast.parse(text.strip(), mode="eval").body, names, formula, place)
        result = float(value)
    except (SyntaxError, RecursionError, MemoryError, ArithmeticError, ValueError, TypeError) as exc:
        raise InputError("EXCHANGE_FORMULA", place=place, formula=formula[:60], detail=f"{type(exc).__name__}: {exc}"[:120]) from exc
    if not math.isfinite(result):
        raise InputError("EXCHANGE_FORMULA", place=place, formula=formula[:60], detail=str(result))
    return result


def _value(node: ast.expr, names: Names, formula: str, place: str) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return float(node.value)
    if isinstance(node, ast.Name):
        return math.pi if node.id.casefold() == "pi" else names.value(node.id, place)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        value = _value(node.operand, names, formula, place)
        return -value if isinstance(node.op, ast.USub) else value
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return _OPERATORS[type(node.op)](_value(node.left, names, formula, place), _value(node.right, names, formula, place))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        function = _FUNCTIONS.get(node.func.id.casefold())
        if function is not None:
            return function(*(_value(argument, names, formula, place) for argument in node.args))
    raise InputError("EXCHANGE_FORMULA", place=place, formula=formula[:60], detail=ast.unparse(node)[:60])
