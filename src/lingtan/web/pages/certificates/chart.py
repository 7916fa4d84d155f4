"""The stages of a certificate's footprint as a figure, hatched: the record does not tell its estimates apart."""

from __future__ import annotations

from lingtan.figures import Bars, BarSeries
from lingtan.services.certificates.views.view import CertificateView
from lingtan.web.frame.chart import Chart, Say

__all__ = ["STAGES"]


def _stages(view: CertificateView, say: Say) -> Bars:
    kilograms = tuple(stage.mg / 1e6 for stage in view.stages)
    series = BarSeries(name="stages", label=say("CERTS_FOOTPRINT"), values=kilograms, estimated_values=kilograms)
    return Bars(
        title=say("CERTS_STAGES"), unit="kg CO₂e", source=say("CERTS_STAGES_SOURCE", number=view.number, statement=view.statement),
        categories=tuple(say(f"STAGE_{stage.stage.upper()}") for stage in view.stages), series=(series,), horizontal=True,
    )  # fmt: skip


STAGES = Chart(name="stages", title="CERTS_STAGES", figure=_stages)
