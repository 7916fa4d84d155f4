"""The submitted study computed anew before the certifier's eyes, beside its record and beside what the pack says of it."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.assurance import EvidencePack
from lingtan.errors import MethodError
from lingtan.messages import Message
from lingtan.product import DeviceFootprint
from lingtan.services.assure.views.figures import study_figures
from lingtan.services.footprint.evidence import evidence_pack
from lingtan.services.footprint.frozen import thaw
from lingtan.services.footprint.studies import body_of
from lingtan.store import Store

__all__ = ["Compared", "Recomputed", "recomputed_study"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One figure three times: as recorded, as the pack says, as computed now. [mg CO2e]."""

    figure: str
    recorded_mg: int
    pack_mg: int | None
    computed_mg: int

    @property
    def agrees(self) -> bool:
        """Whether all that is known of the figure is the same integer."""
        return self.recorded_mg == self.computed_mg and self.pack_mg in (None, self.computed_mg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recomputed:
    """Figures that were compared, lines of the pack that are not those of the study, and why nothing could be computed."""

    figures: tuple[Compared, ...]
    strange_lines: tuple[str, ...]
    refusal: Message | None

    @property
    def agrees(self) -> bool:
        """Whether the study was computed and nothing differs."""
        return self.refusal is None and not self.strange_lines and all(figure.agrees for figure in self.figures)


def recomputed_study(store: Store, digest: str, pack: EvidencePack, *, client: str) -> Recomputed:
    """The client's study anew. A study of another method version is not computed, and the view says so."""
    fact = store.latest("study", digest, organisation=client)
    recorded = study_figures(store, digest, client=client)
    try:
        if fact is None or recorded is None:
            raise MethodError("STUDY_UNKNOWN", place=digest, matches=0)
        device = thaw(body_of(fact), place=digest).recompute()
    except MethodError as error:
        return Recomputed(figures=(), strange_lines=(), refusal=Message(code=error.code, params=error.params, place=error.place))
    said, found = pack.study, device.footprint
    rows = [Compared(figure="mean", recorded_mg=recorded.mean_mg, pack_mg=said.mean_mg, computed_mg=found.mean_mg)]
    for part in recorded.stages:
        mine, theirs = found.stages_mg[part.stage], said.stages_mg.get(part.stage)
        rows.append(Compared(figure=part.stage.value, recorded_mg=part.mg, pack_mg=theirs, computed_mg=mine))
    rows += [
        Compared(figure="sd", recorded_mg=recorded.sd_mg, pack_mg=said.sd_mg, computed_mg=found.sd_mg),
        Compared(figure="p5", recorded_mg=recorded.p5_mg, pack_mg=said.p5_mg, computed_mg=found.quantiles.p5_mg),
        Compared(figure="p50", recorded_mg=recorded.p50_mg, pack_mg=said.p50_mg, computed_mg=found.quantiles.p50_mg),
        Compared(figure="p95", recorded_mg=recorded.p95_mg, pack_mg=said.p95_mg, computed_mg=found.quantiles.p95_mg),
    ]
    return Recomputed(figures=tuple(rows), strange_lines=_strange(device, pack), refusal=None)


def _strange(device: DeviceFootprint, pack: EvidencePack) -> tuple[str, ...]:
    """Lines that stand in one of pack and study only, or whose amount, allocation or milligrams differ."""
    own = evidence_pack(device, organisation=pack.organisation, as_of=pack.as_of).lines
    ours = {line.id: (line.amount, line.allocation, line.mg) for line in own}
    theirs = {line.id: (line.amount, line.allocation, line.mg) for line in pack.lines}
    return tuple(sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)))
