"""零碳工厂: the site, its measures, the least-cost plan, what can be reached, and what the last tonne costs."""

from lingtan.factory.abatement import Bar, Explained, FrontPoint, bars, cuts_between, explained, front, most_cut
from lingtan.factory.baseline import Baseline, baseline, billing_tariff
from lingtan.factory.measure import Beside, Combination, Measure
from lingtan.factory.model import PlanModel, energy_prices, plan_model
from lingtan.factory.plan import Money, Plan, PlanCarbon, Selection, measures_effect, plan, yields
from lingtan.factory.reachable import Binding, Reachable, plan_or_reach, reachable
from lingtan.factory.road import Road, Stage, StagePlan, road
from lingtan.factory.rolling import Operation, foresight, operate
from lingtan.factory.running import Forecast, Skill, Sky, Spread
from lingtan.factory.scenarios import Scenario, Scenarios, scenario_block, scenarios
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
from lingtan.factory.site_build import built_site, site_sky, site_weather
from lingtan.factory.site_file import SiteFile, site_file
from lingtan.factory.solved import Solved, solved_model
from lingtan.factory.uncertain import Uncertain, Uncertainty, drawn_site

__all__ = [
    "Bar",
    "Baseline",
    "Basis",
    "Battery",
    "Beside",
    "Binding",
    "Boiler",
    "Cap",
    "Carbon",
    "Combination",
    "Explained",
    "Finance",
    "Forecast",
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
    "Skill",
    "Sky",
    "Solved",
    "Spread",
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
    "foresight",
    "front",
    "measures_effect",
    "most_cut",
    "operate",
    "plan",
    "plan_model",
    "plan_or_reach",
    "reachable",
    "road",
    "scenario_block",
    "scenarios",
    "site_file",
    "site_sky",
    "site_weather",
    "solved_model",
    "yields",
]
