"""Loops as machine code: how they are compiled, and where they are kept by what they say."""

from lingtan.compiled.loop import before_compiling, compiled, inner, lent

__all__ = ["before_compiling", "compiled", "inner", "lent"]
