"""零碳工厂: the site, its measures, the least-cost plan, what can be reached, and what the last tonne costs."""

from lingtan.factory.abatement import Bar, FrontPoint, bars, cuts_between, front
from lingtan.factory.baseline import Baseline, baseline, billing_tariff
from lingtan.factory.measure import Measure
from lingtan.factory.model import PlanModel, plan_model
from lingtan.factory.plan import Money, Plan, PlanCarbon, plan, solved_model, yields
from lingtan.factory.reachable import Binding, Reachable, plan_or_reach, reachable
from lingtan.factory.site import (
    Basis,
    Battery,
    Boiler,
    Cap,
    Carbon,
    Finance,
    Generator,
    Instrument,
    InstrumentClass,
    Matching,
    Origin,
    Site,
)
from lingtan.factory.site_build import built_site, site_weather
from lingtan.factory.site_file import SiteFile, site_file

__all__ = [
    "Bar",
    "Baseline",
    "Basis",
    "Battery",
    "Binding",
    "Boiler",
    "Cap",
    "Carbon",
    "Finance",
    "FrontPoint",
    "Generator",
    "Instrument",
    "InstrumentClass",
    "Matching",
    "Measure",
    "Money",
    "Origin",
    "Plan",
    "PlanCarbon",
    "PlanModel",
    "Reachable",
    "Site",
    "SiteFile",
    "bars",
    "baseline",
    "billing_tariff",
    "built_site",
    "cuts_between",
    "front",
    "plan",
    "plan_model",
    "plan_or_reach",
    "reachable",
    "site_file",
    "site_weather",
    "solved_model",
    "yields",
]
