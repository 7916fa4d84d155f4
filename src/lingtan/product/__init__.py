"""产品碳足迹: a device from its attributes and bill of materials to a footprint, its study and its declaration."""

from lingtan.product.attributes import (
    Attributes,
    AttributeSource,
    CpuClass,
    Custody,
    EnergyTest,
    Finish,
    FreightLeg,
    FreightShare,
    Mode,
    PackagingDesign,
    PanelType,
    RecycledContent,
    Solder,
    StorageType,
)
from lingtan.product.attributes_only import NotAssessable, RowSpec, spec_from_row
from lingtan.product.batch import batch_quantile_mg
from lingtan.product.bom import BomLine, SupplierBoundary, SupplierFootprint, Verification
from lingtan.product.breakdown import TOTAL, Flows, Outline, ScoredLine, demands_of, flows, mean_mg, outline
from lingtan.product.breakdown.reductions import Reduction, Reductions, reductions
from lingtan.product.bridge import Bridge, BridgeStep, PublishedFigure, Rebased, bridge, published_figures, rebase
from lingtan.product.declaration import declaration
from lingtan.product.energy.generations import EnergyTarget, Generation, Progress, progress, published_targets
from lingtan.product.energy.grid_path import GridPathResult, grid_paths, under_path
from lingtan.product.evidence_pack import starting_pack
from lingtan.product.explain import explain_mean, explain_pollutant, explain_primary_share, explain_spread, explain_stage
from lingtan.product.figures import Figures, compute_figures
from lingtan.product.footprint import DEFAULT_DRAWS, DeviceFootprint, assess, compare_devices, footprint
from lingtan.product.impute import Imputed
from lingtan.product.inventory import Inventory, build_inventory, latest_electricity_year
from lingtan.product.lines import Line
from lingtan.product.pack import ClassPack
from lingtan.product.pack_file import available_packs, load_class_pack, pack_from_mapping
from lingtan.product.sensitivity import DEFAULT_SCENARIOS, Scenario, ScenarioOutcome, run_scenarios
from lingtan.product.spec import DeviceSpec, spec_from_mapping
from lingtan.product.stages import EndOfLifeMethod
from lingtan.product.study import SensitivityResult, Study, build_study
from lingtan.product.supplier import Replacement, SupplierVerdict
from lingtan.product.variants import Variant, apply_variant

__all__ = [
    "DEFAULT_DRAWS",
    "DEFAULT_SCENARIOS",
    "TOTAL",
    "AttributeSource",
    "Attributes",
    "BomLine",
    "Bridge",
    "BridgeStep",
    "ClassPack",
    "CpuClass",
    "Custody",
    "DeviceFootprint",
    "DeviceSpec",
    "EndOfLifeMethod",
    "EnergyTarget",
    "EnergyTest",
    "Figures",
    "Finish",
    "Flows",
    "FreightLeg",
    "FreightShare",
    "Generation",
    "GridPathResult",
    "Imputed",
    "Inventory",
    "Line",
    "Mode",
    "NotAssessable",
    "Outline",
    "PackagingDesign",
    "PanelType",
    "Progress",
    "PublishedFigure",
    "Rebased",
    "RecycledContent",
    "Reduction",
    "Reductions",
    "Replacement",
    "RowSpec",
    "Scenario",
    "ScenarioOutcome",
    "ScoredLine",
    "SensitivityResult",
    "Solder",
    "StorageType",
    "Study",
    "SupplierBoundary",
    "SupplierFootprint",
    "SupplierVerdict",
    "Variant",
    "Verification",
    "apply_variant",
    "assess",
    "available_packs",
    "batch_quantile_mg",
    "bridge",
    "build_inventory",
    "build_study",
    "compare_devices",
    "compute_figures",
    "declaration",
    "demands_of",
    "explain_mean",
    "explain_pollutant",
    "explain_primary_share",
    "explain_spread",
    "explain_stage",
    "flows",
    "footprint",
    "grid_paths",
    "latest_electricity_year",
    "load_class_pack",
    "mean_mg",
    "outline",
    "pack_from_mapping",
    "progress",
    "published_figures",
    "published_targets",
    "rebase",
    "reductions",
    "run_scenarios",
    "spec_from_mapping",
    "spec_from_row",
    "starting_pack",
    "under_path",
]
