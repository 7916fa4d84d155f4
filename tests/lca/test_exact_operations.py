"""The certified path may only use operations that IEEE 754 rounds correctly, or that are exact: read from its source.

The subprocess tests show it for the processor at hand; this one holds for every processor.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import lingtan.lca
import lingtan.uncertainty

#: Correctly rounded: sqrt and the operators. Exact: all others (selection, sorting, comparison, scaling by powers of two, storage).
NUMPY = {
    *("abs", "all", "any", "arange", "argmax", "array", "asarray", "ascontiguousarray", "atleast_1d", "count_nonzero", "empty", "errstate"),
    *(
        "flags",
        "float64",
        "frexp",
        "full_like",
        "inf",
        "int32",
        "intp",
        "isfinite",
        "ldexp",
        "max",
        "maximum",
        "minimum",
        "ndarray",
        "nonzero",
    ),
    *("ones", "random", "rint", "sort", "sqrt", "uint64", "where", "zeros", "zeros_like", "dtype"),
}
RANDOM = {"Philox"}
MATH = {"floor", "fsum", "inf", "isfinite", "nan", "sqrt"}
METHODS = {"sum", "mean", "std", "var", "dot", "cumsum", "prod", "trace"}  # sums in an order of numpy's choosing
UNCERTIFIED = {"arrays.py", "decomposition.py"}  # sparse LU; logarithms: named so in their docstrings

SOURCES = [
    path
    for package in (lingtan.lca, lingtan.uncertainty)
    for path in sorted(Path(str(package.__file__)).parent.glob("*.py"))
    if path.name not in UNCERTIFIED
]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_only_exact_or_correctly_rounded_operations(path: Path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        where = f"{path.name}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Attribute):
            base = node.value
            if isinstance(base, ast.Name) and base.id == "np":
                assert node.attr in NUMPY, f"{where}: np.{node.attr}"
            elif isinstance(base, ast.Name) and base.id == "math":
                assert node.attr in MATH, f"{where}: math.{node.attr}"
            elif isinstance(base, ast.Attribute) and base.attr == "random":
                assert node.attr in RANDOM, f"{where}: random.{node.attr}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in METHODS, f"{where}: .{node.func.attr}()"
        if isinstance(node, ast.BinOp):
            assert not isinstance(node.op, ast.MatMult), f"{where}: @"
            if isinstance(node.op, ast.Pow):
                integer = isinstance(node.right, ast.Constant) and isinstance(node.right.value, int)
                exact = isinstance(node.left, ast.Constant) and node.left.value in (2, 2.0)
                assert exact or (integer and _is_integer_size(node.left)), f"{where}: **"


def _is_integer_size(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "len"
