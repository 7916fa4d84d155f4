"""What makers' own sheets would say: a declared scenario of comparability on top of the physical model, never the verified figure."""

from lingtan.product.declared.calibrate import SheetRow, calibrate
from lingtan.product.declared.calibration import Calibration, ClassConstants, Constant, Provenance, Reference, load_calibration
from lingtan.product.declared.features import Features, device_features, features_of, references
from lingtan.product.declared.predict import Expectation, Spread, expect_sheet
from lingtan.product.declared.scenario import Method, Scenario, load_scenario
from lingtan.product.declared.tidy import read_device

__all__ = [
    "Calibration",
    "ClassConstants",
    "Constant",
    "Expectation",
    "Features",
    "Method",
    "Provenance",
    "Reference",
    "Scenario",
    "SheetRow",
    "Spread",
    "calibrate",
    "device_features",
    "expect_sheet",
    "features_of",
    "load_calibration",
    "load_scenario",
    "read_device",
    "references",
]
