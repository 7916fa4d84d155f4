"""The footprint of one device: figures, the study that freezes them, and the neutral carrier that other rooms take."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lingtan import METHOD_VERSION
from lingtan.errors import MethodError
from lingtan.evidence import Footprint, Quantiles
from lingtan.factors import FactorClass, FactorLibrary, FactorQuery, Resolved, excerpt
from lingtan.lca import PairedComparison, monte_carlo
from lingtan.lca import compare as compare_samples
from lingtan.product.breakdown import demands_of
from lingtan.product.figures import Figures, compute_figures
from lingtan.product.inventory import Inventory, build_inventory, latest_electricity_year
from lingtan.product.pack import ClassPack
from lingtan.product.sensitivity import DEFAULT_SCENARIOS, run_scenarios
from lingtan.product.spec import DeviceSpec
from lingtan.product.study import SensitivityResult, Study, build_study

__all__ = ["DEFAULT_DRAWS", "DeviceFootprint", "assess", "compare_devices", "footprint"]

#: Joint draws of a published figure: the Monte Carlo error of P95 is then about 1 % of σ·2.
DEFAULT_DRAWS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceFootprint:
    """A device's footprint with everything behind it. `footprint` is the carrier; `study` the frozen record; `figures` the details."""

    footprint: Footprint
    figures: Figures
    study: Study
    inventory: Inventory

    @property
    def library(self) -> FactorLibrary:
        """The factors the figures rest on: from `assess` the excerpt, from `footprint` what the inventory was built with."""
        return self.inventory.library


def footprint(
    inventory: Inventory, *, seed: int, draws: int = DEFAULT_DRAWS, sensitivities: tuple[SensitivityResult, ...] = ()
) -> DeviceFootprint:
    """The footprint of the inventory: the mean at the means, σ and quantiles from `draws` joint draws of `seed`. Pure and bit-stable.

    Raises MethodError `FORECAST_NOT_CERTIFIED` for a plan's figures: there is no study of them (METHODS 11), see `forecast_study`.
    """
    if inventory.spec.forecasts:
        raise MethodError("FORECAST_NOT_CERTIFIED", place=inventory.spec.subject)
    figures = compute_figures(inventory, seed=seed, draws=draws)
    study = build_study(inventory, figures, sensitivities)
    summary = figures.summary
    carrier = Footprint(
        subject=study.subject,
        configuration_digest=study.configuration_digest,
        study_digest=study.digest,
        method_version=METHOD_VERSION,
        gwp_set=study.gwp_set,
        service_years=inventory.service_years,
        place_of_use=inventory.place_of_use,
        stages_mg=figures.stages_mg,
        mean_mg=figures.mean_mg,
        sd_mg=study.sd_mg,
        quantiles=Quantiles(
            p2_5_mg=round(summary.p2_5 * 1e6),
            p5_mg=study.p5_mg,
            p50_mg=study.p50_mg,
            p95_mg=study.p95_mg,
            p97_5_mg=round(summary.p97_5 * 1e6),
            draws=summary.draws,
            seed=seed,
        ),
        variance_share_common=figures.shares.common,
        variance_share_sku=figures.shares.sku,
        variance_share_unit=figures.shares.unit,
        primary_data_share=figures.primary_data_share,
    )
    return DeviceFootprint(footprint=carrier, figures=figures, study=study, inventory=inventory)


def assess(
    spec: DeviceSpec,
    pack: ClassPack,
    library: FactorLibrary,
    *,
    seed: int,
    draws: int = DEFAULT_DRAWS,
    data_year: int | None = None,
) -> DeviceFootprint:
    """Specification to footprint with the default sensitivity scenarios: what a study holds, and what a bundle recomputes.

    The study rests on the excerpt of the library that its inventories used, so that `assess` on the excerpt gives the same bytes.
    """
    inventory = build_inventory(spec, pack, library, data_year=data_year)
    outcomes = run_scenarios(spec, pack, library, inventory, DEFAULT_SCENARIOS)
    used = [found for each in (inventory, *(o.inventory for o in outcomes)) for found in (*each.resolved.values(), *each.left_out)]
    resting = replace(inventory, library=excerpt(library, [*used, _latest_electricity(library)]))
    return footprint(resting, seed=seed, draws=draws, sensitivities=tuple(outcome.result for outcome in outcomes))


def _latest_electricity(library: FactorLibrary) -> Resolved:
    """The factor that fixes the default data year; it goes into the excerpt so that the default is the same there."""
    year = latest_electricity_year(library)
    klass = FactorClass.ELECTRICITY_LIFE_CYCLE
    latest = min((f for f in library.factors if f.klass is klass and f.year == year), key=lambda f: f.id)
    return library.resolve(FactorQuery(activity=latest.activity, place=latest.place, year=year, klass=klass))


def compare_devices(first: Inventory, second: Inventory, *, seed: int, draws: int = DEFAULT_DRAWS) -> PairedComparison:
    """A − B over paired draws: what both share (factors, template amounts of one class) is drawn once and cancels."""
    one = monte_carlo(first.graph, demands_of(first), first.parameters, seed=seed, draws=draws)
    other = monte_carlo(second.graph, demands_of(second), second.parameters, seed=seed, draws=draws)
    return compare_samples(one, other)
