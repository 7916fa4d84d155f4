"""Saved products by class and in the order of their means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median

from lingtan.evidence import Fact
from lingtan.services.footprint.studies import body_of
from lingtan.store import Entry

__all__ = ["ClassRow", "RankRow", "class_row", "rank_row"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRow:
    """The saved products of a class. [kg CO2e] a product; `total_kg` is one of each."""

    device_class: str
    count: int
    least_kg: float
    median_kg: float
    mean_kg: float
    most_kg: float
    total_kg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RankRow:
    """A product in the order of its mean. [kg CO2e]; `estimate_share` of it rests on estimates [-]."""

    product: str
    label: str
    device_class: str
    mean_kg: float
    estimate_share: float


def class_row(name: str, mg: Sequence[int]) -> ClassRow:
    """A class by its recorded means, which rise. [mg CO2e]."""
    kg = [one / 1e6 for one in mg]
    figures = {"least_kg": kg[0], "median_kg": median(kg), "mean_kg": fmean(kg), "most_kg": kg[-1], "total_kg": sum(mg) / 1e6}
    return ClassRow(device_class=name, count=len(kg), **figures)


def rank_row(entry: Entry, fact: Fact) -> RankRow:
    """An entry of the catalogue with the fact it rests on, as a row."""
    share = float(body_of(fact)["summary"]["estimate_share"])
    named = {"product": entry.subject, "label": entry.label, "device_class": entry.party or ""}
    return RankRow(mean_kg=(entry.amount or 0) / 1e6, estimate_share=share, **named)
