"""A plan as a workbook whose formulas reckon it again: annuities, energy and demand by month, carbon, the sum that was minimised."""

from __future__ import annotations

from lingtan.energy import BasicRule
from lingtan.factory import Plan, energy_prices
from lingtan.factory.assets import buildables
from lingtan.files.sheets import CellOut, Formula, SheetOut

__all__ = ["plan_sheets"]

_F = Formula


def plan_sheets(made: Plan) -> list[SheetOut]:
    """Sheets Summary, Built, Bought, Months, Hours, Sources. A changed price or size changes the sums; it does not plan anew."""
    return [_summary(made), _built(made), _bought(made), _months(made), _hours(made), _sources(made)]


def _summary(made: Plan) -> SheetOut:
    site = made.model.site
    built, bought = len(buildables(site)) + 1, len(site.instruments) + 1 + _wears(made)
    boiler = site.boiler
    rows: list[list[CellOut]] = [
        ["figure", "value", "unit", "note"],
        ["site", site.name, None, "SYNTHETIC, not a real site" if site.synthetic else None],
        ["nature", "forecast", None, "cannot enter a verified study or a certificate"],
        ["discount rate", site.finance.discount_share, "1/a", "real"],
        ["capex", _F(f"=SUM(Built!H2:H{built})"), "yuan", None],
        ["annuity and upkeep", _F(f"=SUM(Built!I2:I{built})"), "yuan/a", None],
        ["energy drawn", _F("=Months!E14"), "yuan/a", None],
        ["surplus fed in", _F("=-Months!F14"), "yuan/a", None],
        ["basic charge", _F("=Months!H14"), "yuan/a", None],
        ["fuel", _F("=B13*B14/B15"), "yuan/a", "heat / efficiency x price"],
        ["instruments", _F(f"=SUM(Bought!E2:E{bought})"), "yuan/a", None],
        ["cost of a year", _F("=SUM(B6:B11)"), "yuan/a", "what the plan minimised"],
        ["heat of the boiler", _F(f"=SUM(Hours!F2:F{site.calendar.hours + 1})"), "kWh/a", None],
        ["price of fuel", boiler.fuel_yuan_per_kwh, "yuan/kWh", None],
        ["efficiency of the boiler", boiler.efficiency_share, "1", None],
        ["the program's own figure", made.money.objective_yuan, "yuan/a", "verified; equals the line 'cost of a year'"],
        ["grid factor, location-based", site.carbon.location_kg_per_kwh, "kg/kWh", f"direct emissions, {site.carbon.factor_year}"],
        ["grid factor, market-based", site.carbon.market_kg_per_kwh, "kg/kWh", "residual mix"],
        ["fuel factor", boiler.fuel_kg_per_kwh, "kg/kWh", None],
        ["direct emissions", site.carbon.direct_t, "t/a", None],
        ["carbon, location-based", _F("=B20+(Months!B14*B17+B13/B15*B19)/1000"), "t/a", None],
        ["claimed attributes", _F(f"=SUM(Bought!F2:F{bought})"), "MWh/a", None],
        ["carbon, market-based", _F("=B20+((Months!B14-B22*1000)*B18+B13/B15*B19)/1000"), "t/a", "before offsets"],
    ]  # fmt: skip
    return SheetOut(title="Summary", rows=rows, widths=[30, 18, 10, 44])


def _built(made: Plan) -> SheetOut:
    """One line a column: size in the program's unit, price, life, upkeep; annuity by the formula of the year-end payment."""
    found = made.solution
    rows: list[list[CellOut]] = [["built", "size", "unit", "yuan per unit", "life [a]", "upkeep [yuan/(unit a)]", "annuity [1/a]",
                                  "capex [yuan]", "yearly [yuan/a]"]]  # fmt: skip
    for name, unit in buildables(made.model.site).items():
        at = len(rows) + 1
        annuity = f"=IF(Summary!B$4=0,1/E{at},Summary!B$4/(1-(1+Summary!B$4)^-E{at}))"
        of = "MWh" if name.endswith("_mwh") else "MW" if name.endswith("_mw") else "share"
        rows.append(
            [name, max(0.0, float(found.of(name)[0])), of, unit.capex_thousand * 1000.0, unit.life_years, unit.upkeep_thousand * 1000.0,
             _F(annuity), _F(f"=B{at}*D{at}"), _F(f"=H{at}*G{at}+B{at}*F{at}")]
        )  # fmt: skip
    return SheetOut(title="Built", rows=rows)


def _bought(made: Plan) -> SheetOut:
    found, rows = made.solution, list[list[CellOut]]()
    rows.append(["bought", "amount", "unit", "yuan per unit", "yearly [yuan/a]", "claimed [MWh/a]"])
    for one in made.model.site.instruments:
        unit = "t" if one.kind.value == "offset" else "MWh"
        claimed = 0.0 if unit == "t" else max(0.0, float(found.of(f"{one.name}_used").sum()))
        amount = max(0.0, float(found.of(f"{one.name}_{unit.lower()}")[0]))
        rows.append([one.name, amount, unit, one.price, _F(f"=B{len(rows) + 1}*D{len(rows) + 1}"), claimed])
    if _wears(made):
        over = found.lp.column("over_cycles").start
        price = float(found.lp.cost[over]) * 1000.0
        amount = max(0.0, float(found.of("over_cycles")[0]))
        rows.append(["worn cells", amount, "MWh", price, _F(f"=B{len(rows) + 1}*D{len(rows) + 1}"), 0.0])
    return SheetOut(title="Bought", rows=rows)


def _wears(made: Plan) -> bool:
    """Whether cycles beyond the battery's life are paid."""
    return any(block.name == "over_cycles" for block in made.model.lp.columns)


def _months(made: Plan) -> SheetOut:
    """Twelve months and their sum. The basic charge follows the form that the plan chose."""
    site, basic, last = made.model.site, made.model.basic, made.model.site.calendar.hours + 1
    rows: list[list[CellOut]] = [["month", "drawn [kWh]", "fed in [kWh]", "peak [kW]", "energy [yuan]", "fed in [yuan]", "basic price",
                                  "basic charge [yuan]"]]  # fmt: skip
    price = 0.0 if basic is None else float(basic.price)
    for month in range(1, 13):
        at, hours = month + 1, f"Hours!B$2:B${last}"
        drawn, fed = f"Hours!D$2:D${last}", f"Hours!E$2:E${last}"
        if basic is None or basic.rule is BasicRule.MEASURED:
            charge = f"=D{at}*G{at}"
        elif basic.rule is BasicRule.CAPACITY:
            charge = f"=G{at}*{float(basic.capacity_kva)!r}"
        else:
            contract = float(made.solution.of("contract_mw")[0]) * 1000.0
            charge = f"=G{at}*{contract!r}+2*G{at}*MAX(0,D{at}-1.05*{contract!r})"
        rows.append(
            [month, _F(f"=SUMIFS({drawn},{hours},A{at})"), _F(f"=SUMIFS({fed},{hours},A{at})"),
             _F(f"=SUMPRODUCT(MAX(({hours}=A{at})*{drawn}))"), _F(f"=SUMPRODUCT(({hours}=A{at})*{drawn}*Hours!C$2:C${last})"),
             _F(f"=C{at}*{float(site.tariff.surplus_price)!r}"), price, _F(charge)]
        )  # fmt: skip
    rows.append(["sum", *(_F(f"=SUM({c}2:{c}13)") for c in "BC"), _F("=MAX(D2:D13)"), *(_F(f"=SUM({c}2:{c}13)") for c in "EF"), None,
                 _F("=SUM(H2:H13)")])  # fmt: skip
    return SheetOut(title="Months", rows=rows)


def _hours(made: Plan) -> SheetOut:
    site, found = made.model.site, made.solution
    boiler = found.of("boiler") * 1000.0 if site.heat_kw.any() else 0.0 * site.load_kw
    series = (site.calendar.month + 1, energy_prices(site), made.import_kw, made.export_kw, boiler, site.load_kw)
    head: list[CellOut] = ["time", "month", "price [yuan/kWh]", "drawn [kW]", "fed in [kW]", "boiler [kW]", "load before [kW]"]
    body = zip((at.isoformat(timespec="minutes") for at in site.calendar.local), *(part.tolist() for part in series), strict=True)
    return SheetOut(title="Hours", rows=[head, *(list(row) for row in body)])


def _sources(made: Plan) -> SheetOut:
    rows: list[list[CellOut]] = [["section", "standing", "source"]]
    rows += [[origin.section, origin.standing, origin.source] for origin in made.model.site.origins]
    return SheetOut(title="Sources", rows=rows, wrap=True)
