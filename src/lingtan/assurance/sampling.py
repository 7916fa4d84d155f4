"""Guided sampling: which documents to open next, and which to ask for — contribution × uncertainty × missing evidence."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lingtan.assurance.detected import Detected, shown
from lingtan.assurance.pack import EvidencePack, InventoryLine
from lingtan.errors import InputError
from lingtan.evidence import Mark

__all__ = ["SampleItem", "guided_sample", "inspect_documents", "sampling_scores"]

#: How much more an amount is worth looking at, the less is known of it. Judgement, not a standard's figure.
_DOUBT = {
    Mark.MEASURED: 1.0,
    Mark.SUPPLIER: 1.5,
    Mark.DECLARED: 1.5,
    Mark.LITERATURE: 1.0,
    Mark.MODELLED: 1.5,
    Mark.IMPUTED: 2.0,
    Mark.ASSUMED: 2.0,
    Mark.SYNTHETIC: 2.0,
}
_NO_DOCUMENT = 1.5
_DETECTED = 3.0
_READING = 1e-3  # documents print fewer digits than a study carries


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleItem:
    """A line to look at, its score (all scores sum to 1) and its document.

    `taken` says why: `ranked` or `drawn` to be opened, `requested` because there is no document to open and the line weighs as much.
    """

    line: str
    document: str
    score: float
    taken: str


def _weight(line: InventoryLine, *, documents: frozenset[str], suspect: frozenset[str]) -> float:
    spread = math.log(max(line.gsd, 1.05))
    missing = 1.0 if line.document in documents else _NO_DOCUMENT
    return abs(line.mg) * spread * _DOUBT[line.mark] * missing * (_DETECTED if line.id in suspect else 1.0)


def sampling_scores(pack: EvidencePack, detected: Iterable[Detected] = ()) -> dict[str, float]:
    """Score of every line, summing to 1: |mg| × ln GSD × doubt of its mark × missing document × already detected. [-]."""
    documents = frozenset(document.id for document in pack.documents)
    suspect = frozenset(item.place for item in detected)
    weights = {line.id: _weight(line, documents=documents, suspect=suspect) for line in pack.lines}
    total = math.fsum(weights.values())
    return {line: weight / total if total else 1 / len(weights) for line, weight in weights.items()}


def guided_sample(pack: EvidencePack, *, size: int, seed: int, detected: Iterable[Detected] = ()) -> tuple[SampleItem, ...]:
    """`size` lines whose documents are to be opened: half by rank, the rest drawn by score; then lines to ask a document for.

    Requested are all lines without a document whose score reaches that of the last ranked one. The draw is Efraimidis–Spirakis (Inf.
    Process. Lett. 97:181, 2006), without replacement: the largest u^(1/w) win; u comes from SHA-256 of seed and line id, so a line's luck
    does not depend on what else is in the pack. Raises InputError `SAMPLE_SIZE` for a size outside 1 … number of documented lines.
    """
    documents = frozenset(document.id for document in pack.documents)
    document = {line.id: line.document if line.document in documents else "" for line in pack.lines}
    scores = sampling_scores(pack, detected)
    order = sorted(scores, key=lambda line: (-scores[line], line))
    openable = [line for line in order if document[line]]
    if not 1 <= size <= len(openable):
        raise InputError("SAMPLE_SIZE", place="size", value=size, high=len(openable))
    first = openable[: (size + 1) // 2]
    rest = sorted(openable[len(first) :], key=lambda line: (_luck(seed, line, scores[line]), line))[: size - len(first)]
    missing = [line for line in order if not document[line] and scores[line] >= scores[first[-1]]]
    taken = [(line, "ranked") for line in first] + [(line, "drawn") for line in rest] + [(line, "requested") for line in missing]
    return tuple(SampleItem(line=line, document=document[line], score=scores[line], taken=how) for line, how in taken)


def inspect_documents(pack: EvidencePack, items: Iterable[SampleItem], contents: Mapping[str, Mapping[str, float]]) -> tuple[Detected, ...]:
    """What opening the sampled documents shows: `DOCUMENT_DISAGREES` where the amount in the document is not the line's (0.1 %).

    `contents` gives, for each document that was opened, the amount it states for each line, in the line's unit.
    """
    lines = {line.id: line for line in pack.lines}
    found = []
    for item in items:
        line = lines[item.line]
        stated = contents.get(item.document, {}).get(line.id)
        if stated is not None and abs(stated - line.amount) > _READING * abs(stated):
            effect = round(line.mg * (stated / line.amount - 1)) if line.amount else 0
            expected, shown_amount = f"{shown(stated)} {line.unit}", f"{shown(line.amount)} {line.unit}"
            found.append(Detected(code="DOCUMENT_DISAGREES", place=line.id, expected=expected, found=shown_amount, effect_mg=effect))
    return tuple(found)


def _luck(seed: int, line: str, score: float) -> float:
    """−ln(u) / w: the smallest wins."""
    word = int.from_bytes(hashlib.sha256(f"{seed}:{line}".encode()).digest()[:8], "big")
    return -math.log((word + 0.5) / 2**64) / score if score > 0 else math.inf
