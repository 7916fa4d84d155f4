"""What a portfolio's output says of each product, in columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lingtan.evidence import Stage
from lingtan.files.portfolio.arrow import arrow
from lingtan.product.portfolio import STAGES, Scored

__all__ = ["FIGURES", "ResultBlock", "arrow_table", "result_block"]

#: Shares of the mean as declarations name them, each of these stages.
_SHARES: Mapping[str, tuple[Stage, ...]] = {
    "share_manufacturing": (Stage.MATERIALS, Stage.ASSEMBLY),
    "share_transport": (Stage.TRANSPORT,),
    "share_use": (Stage.USE,),
    "share_eol": (Stage.END_OF_LIFE,),
}
_DRAWN = {"p5_kg": "p5_kg", "p50_kg": "p50_kg", "p95_kg": "p95_kg"}
_MORE = ("sd_kg", "p2_5_kg", "p97_5_kg", "cv", "standard_error_kg", "share_estimated", "voc_g")

#: The columns of figures, in the order they stand in; status and reason before them, the digest after.
FIGURES = ("mean_kg", *_DRAWN, *_SHARES, *_MORE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultBlock:
    """Results of products that follow one another: text columns (the input's own, status, reason, digest) and figures, NaN for none."""

    texts: Mapping[str, Sequence[str]]
    counts: Mapping[str, npt.NDArray[np.int64]]
    figures: Mapping[str, npt.NDArray[np.float64]]
    digests: Sequence[str]


def result_block(
    carried: Mapping[str, Sequence[str]],
    *,
    reasons: Sequence[tuple[str, str]],
    scored: Scored,
    digests: Sequence[str],
    counts: Mapping[str, npt.NDArray[np.int64]] | None = None,
) -> ResultBlock:
    """The block. `reasons` are (status, reason) of every product; `scored` are those whose status is `ok`, in their order."""
    at = np.flatnonzero([status == "ok" for status, _ in reasons])
    texts = dict(carried) | {"status": [status for status, _ in reasons], "reason": [reason for _, reason in reasons]}
    figures = {name: np.full(len(reasons), np.nan) for name in FIGURES}
    for name, values in _figures(scored).items():
        figures[name][at] = values
    return ResultBlock(texts=texts, counts=counts or {}, figures=figures, digests=digests)


def _figures(scored: Scored) -> Mapping[str, npt.NDArray[np.float64]]:
    mean = scored.mean_mg.astype(np.float64)
    found = {"mean_kg": mean / 1e6, "share_estimated": scored.estimate_share, "voc_g": scored.voc_mg / 1e3}
    known = (scored.stages_mg[:, -1] == 0) & (scored.mean_mg != 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        for name, stages in _SHARES.items():
            part = sum((scored.stages_mg[:, STAGES.index(stage)] for stage in stages), np.zeros(len(scored), dtype=np.int64))
            found[name] = np.where(known, part / mean, np.nan)
        if scored.draws:
            drawn = {name: getattr(scored, name) for name in (*_DRAWN, "sd_kg", "p2_5_kg", "p97_5_kg", "standard_error_kg")}
            found |= drawn | {"cv": np.where(mean != 0.0, scored.sd_kg / (mean / 1e6), np.nan)}
    return found


def arrow_table(block: ResultBlock) -> Any:
    """The block as an Arrow table; no figure is a null, as is no reason."""
    pa = arrow("portfolio")
    names, columns = [], []
    for name, texts in block.texts.items():
        if name in ("status", "reason"):
            continue
        names.append(name)
        columns.append(pa.array(texts, type=pa.string()))
    for name, count in block.counts.items():
        names.append(name)
        columns.append(pa.array(count, type=pa.int64()))
    for name in ("status", "reason"):
        names.append(name)
        columns.append(pa.array(block.texts[name], type=pa.string()))
    for name, values in block.figures.items():
        names.append(name)
        columns.append(pa.array(values, type=pa.float64(), from_pandas=True))
    names.append("digest")
    columns.append(pa.array(block.digests, type=pa.string()))
    return pa.table(columns, names=names)
