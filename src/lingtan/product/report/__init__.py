"""What a study says at length: the study report, its findings, and the hot spots it points at."""

from lingtan.product.report.findings import Finding, findings
from lingtan.product.report.hot_spots import ComponentSpot, HotSpots, ParameterSpot, SupplierSpot, hot_spots, supplier_spots
from lingtan.product.report.record import CriticalReview, study_report

__all__ = [
    "ComponentSpot",
    "CriticalReview",
    "Finding",
    "HotSpots",
    "ParameterSpot",
    "SupplierSpot",
    "findings",
    "hot_spots",
    "study_report",
    "supplier_spots",
]
