"""零碳工厂: the site, its measures, the least-cost plan, what can be reached, and what the last tonne costs."""

from lingtan.factory.abatement import Bar, Explained, FrontPoint, bars, cuts_between, explained, front, most_cut
from lingtan.factory.baseline import Baseline, baseline, billing_tariff
from lingtan.factory.measure import Beside, Combination, Measure
from lingtan.factory.model import PlanModel, energy_prices, plan_model
from lingtan.factory.plan import Money, Plan, PlanCarbon, Selection, measures_effect, plan, yields
from lingtan.factory.reachable import Binding, Reachable, plan_or_reach, reachable
from lingtan.factory.road import Road, Stage, StagePlan, road
from lingtan.factory.rolling import Operation, operate
from lingtan.factory.scenarios import Scenario, Scenarios, scenarios
from lingtan.factory.site import (
    Basis,
    Battery,
    Boiler,
    Cap,
    Carbon,
    Finance,
    Generator,
    HeatPump,
    HeatStore,
    Instrument,
    InstrumentClass,
    Matching,
    Origin,
    Overlap,
    Site,
)
from lingtan.factory.site_build import built_site, site_weather
from lingtan.factory.site_file import SiteFile, site_file
from lingtan.factory.solved import Solved, solved_model
from lingtan.factory.uncertain import Uncertain, Uncertainty, drawn_site

__all__ = [
    "Bar",
    "Baseline",
    "Basis",
    "Battery",
    "Binding",
    "Beside",
    "Boiler",
    "Cap",
    "Carbon",
    "Explained",
    "Combination",
    "Finance",
    "FrontPoint",
    "Generator",
    "HeatPump",
    "HeatStore",
    "Instrument",
    "InstrumentClass",
    "Matching",
    "Measure",
    "Money",
    "Operation",
    "Origin",
    "Overlap",
    "Plan",
    "PlanCarbon",
    "PlanModel",
    "Reachable",
    "Road",
    "Scenario",
    "Scenarios",
    "Selection",
    "Site",
    "SiteFile",
    "Solved",
    "Stage",
    "StagePlan",
    "Uncertain",
    "Uncertainty",
    "bars",
    "baseline",
    "billing_tariff",
    "built_site",
    "cuts_between",
    "drawn_site",
    "energy_prices",
    "explained",
    "front",
    "most_cut",
    "operate",
    "plan",
    "plan_model",
    "plan_or_reach",
    "measures_effect",
    "reachable",
    "road",
    "scenarios",
    "site_file",
    "site_weather",
    "solved_model",
    "yields",
]
