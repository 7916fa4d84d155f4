"""`lingtan exchange read`: what a file holds, and what its activities score."""

from __future__ import annotations

import numpy as np

from lingtan.evidence import JSON, to_plain
from lingtan.files.exchange import Fallback
from lingtan.lca.exchange import LawKind, NamedSystem, drawn_scores, find_activity, find_method, scores_at_value
from lingtan.services.exchange.opened import Opened
from lingtan.uncertainty import summarise

__all__ = ["exchange_view", "spread_view"]


def exchange_view(opened: Opened, *, activity: str = "", method: str = "") -> dict[str, JSON]:
    """Counts, notes, and the score at value of one activity, of the file's own ones, or of all. [method unit / product unit].

    Raises InputError `EXCHANGE_NO_ACTIVITY`, `EXCHANGE_METHOD`; KernelError where the system has no solution. A file without impact
    categories has no scores.
    """
    system = opened.system
    scores: list[JSON] = []
    methods: list[JSON] = [{"key": label.key, "name": label.name, "unit": label.unit} for label in system.methods]
    view: dict[str, JSON] = {"kind": opened.kind, **_counts(system), "methods": methods, "notes": [to_plain(note) for note in system.notes]}
    if system.methods:
        chosen = system.methods[find_method(system, method)]
        found = scores_at_value(system, method)
        view |= {"method": chosen.name, "unit": chosen.unit}
        own = [find_activity(system, activity)] if activity else [system.place_of[key] for key in opened.own]
        for number in own or range(len(system.activities)):
            label = system.activities[number]
            scores.append({"key": label.key, "name": label.name, "place": label.place, "unit": label.unit, "score": float(found[number])})
    return {**view, "scores": scores}


def _counts(system: NamedSystem) -> dict[str, JSON]:
    laws = np.concatenate([table.laws["uncertainty_type"] for table in (system.technosphere, system.biosphere, system.factors)])
    return {
        "activities": len(system.activities),
        "exchanges": len(system.technosphere) + len(system.biosphere),
        "flows": len(system.flows),
        "uncertain": int((laws > LawKind.CERTAIN).sum()),
        "parameters": len(system.parameters),
    }


def spread_view(opened: Opened, *, activity: str, method: str, seed: int, draws: int) -> list[JSON]:
    """The same activities over joint draws, everything uncertain resampled: mean, σ, quantiles, Monte Carlo's own error."""
    system = opened.system
    keys = [system.activities[find_activity(system, activity)].key] if activity else list(opened.own)
    label = {key: system.activities[system.place_of[key]] for key in keys}
    certain = Fallback.CERTAIN in opened.leaves
    samples = drawn_scores(system, keys, method=method, seed=seed, draws=draws, allow_certain=certain)
    return [{"key": key, "name": label[key].name, **_summary(samples[key])} for key in keys]


def _summary(samples: np.ndarray[tuple[int], np.dtype[np.float64]]) -> dict[str, JSON]:
    plain = to_plain(summarise(samples))
    assert isinstance(plain, dict)
    return plain
