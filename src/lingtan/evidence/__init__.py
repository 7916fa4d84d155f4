"""Evidence: sources, quality, canonical bytes, recorded facts, and the carriers that pass between rooms."""

from lingtan.evidence.canonical import JSON, MAX_SAFE_INTEGER, canonical_bytes, digest_bytes, digest_json
from lingtan.evidence.carriers import Footprint, Quantiles, Stage, StatementOfFootprint
from lingtan.evidence.explanation import Explanation
from lingtan.evidence.facts import Authorship, Fact
from lingtan.evidence.intensity import (
    DEFAULT_MONTHS,
    Intensity,
    IntensityForecast,
    MeasuredSaving,
    MeterReading,
    WorkshopProcess,
    refuse_forecast,
)
from lingtan.evidence.marks import Mark
from lingtan.evidence.names import is_web_address, mentions, mixed_scripts, party_core
from lingtan.evidence.quality import CIROTH_2016, Pedigree
from lingtan.evidence.records import LATER, digest_record, from_plain, to_plain
from lingtan.evidence.sources import Source, Standing

__all__ = [
    "CIROTH_2016",
    "DEFAULT_MONTHS",
    "JSON",
    "LATER",
    "MAX_SAFE_INTEGER",
    "Authorship",
    "Explanation",
    "Fact",
    "Footprint",
    "Intensity",
    "IntensityForecast",
    "Mark",
    "MeasuredSaving",
    "MeterReading",
    "Pedigree",
    "Quantiles",
    "Source",
    "Stage",
    "Standing",
    "StatementOfFootprint",
    "WorkshopProcess",
    "canonical_bytes",
    "digest_bytes",
    "digest_json",
    "digest_record",
    "from_plain",
    "is_web_address",
    "mentions",
    "mixed_scripts",
    "party_core",
    "refuse_forecast",
    "to_plain",
]
