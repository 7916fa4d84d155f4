"""`lingtan assess`: standards for zero-carbon factories: verdicts, gaps, the road to a grade, and what published figures imply."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from lingtan.cli.assess import certification, workshop
from lingtan.cli.options import Json, Lang
from lingtan.cli.show import label, note, print_json, say, table, term
from lingtan.messages import Language

if TYPE_CHECKING:
    from lingtan.services.assessment.gap_list import GapList
    from lingtan.services.assessment.grade_route import RouteView
    from lingtan.services.assessment.published import PublishedView
    from lingtan.services.assessment.verdicts import AssessmentView

__all__ = ["add_to"]


class _SiteFirst(TyperGroup):
    """`lingtan assess SITE.toml …` is `lingtan assess site SITE.toml …`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the command in where a file stands in its place."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            args = ["site", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_SiteFirst, help="Standards for zero-carbon factories, clause by clause. 零碳工厂标准逐条评价。", no_args_is_help=True
)

Site = Annotated[Path, typer.Argument(help="Site file (TOML); its facts stand beside it as NAME.facts.toml. 厂区文件，证据文件同目录。")]
Standard = Annotated[str, typer.Option("--standard", help="Standard: `lingtan assess standards` lists them. 标准名称。")]
Facts = Annotated[Path | None, typer.Option("--facts", help="Facts file (TOML), if it does not stand beside. 证据文件。")]
Own = Annotated[
    Path | None, typer.Option("--own", help="Clauses, points and grades from the text that you hold (TOML). 自有标准文本中的条款与分值。")
]


@app.command()
def site(site: Site, standard: Standard, facts: Facts = None, own: Own = None, lang: Lang = Language.EN, as_json: Json = False) -> None:
    """Verdict of each clause with its evidence, and the grades that are reached. 逐条结论与等级。"""
    from lingtan.evidence import to_plain
    from lingtan.services.assessment.verdicts import assessment_view

    view = assessment_view(site, standard, facts=facts, own=own)
    if as_json:
        return print_json(to_plain(view))
    return _show_verdicts(view, lang)


def _show_verdicts(view: AssessmentView, lang: Language) -> None:
    from lingtan.services.assessment.words import verdict_words

    made = view.assessment
    heads = [term(code, lang) for code in ("ASSESS_CLAUSE", "ASSESS_INDICATOR", "ASSESS_VERDICT", "ASSESS_READ")]
    rows = [
        [
            c.verdict.clause,
            c.indicator[lang],
            f"{term('ASSESS_CLAUSE_' + c.verdict.result.value.upper(), lang)}: {verdict_words(c.verdict, lang)}",
            term("STANDING_" + c.verdict.standing.value.upper(), lang),
        ]
        for c in made.clauses
    ]
    table(term("ASSESS_TITLE", lang, site=made.site, year=made.year, standard=made.standard), heads, rows, numbers_from=9)
    heads = [term(code, lang) for code in ("ASSESS_GRADE", "ASSESS_VERDICT", "ASSESS_LACKING")]
    rows = [
        [f"{g.id}  {g.title[lang]}", term("ASSESS_RESULT_" + g.result.value.upper(), lang), ", ".join(g.lacking) or g.asks_for or "–"]
        for g in made.grades
    ]
    table(term("ASSESS_GRADES", lang), heads, rows, numbers_from=9)
    if made.points is not None:
        say(term("ASSESS_POINTS_MET", lang, points=f"{made.points:g}"))
    say(term("ASSESS_DIGEST", lang, digest=view.digest))
    for source in view.sources:
        note(f"{source.title}. {source.locator}")
    note(term("ASSESS_SELF", lang))
    if made.synthetic:
        note(term("ASSESS_SYNTHETIC", lang))


@app.command()
def gaps(
    site: Site,
    standard: Standard = "miit-2026-13",
    grade: Annotated[str | None, typer.Option("--grade", help="Grade to reach; the standard's first if not said. 目标等级。")] = None,
    facts: Facts = None,
    own: Own = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Which meter, bill, supplier's datum or document is missing, what it is worth, and who has it. 缺口清单。"""
    from lingtan.evidence import to_plain
    from lingtan.services.assessment.gap_list import gap_list

    view = gap_list(site, standard, grade, facts=facts, own=own)
    if as_json:
        return print_json(to_plain(view))
    return _show_gaps(view, lang)


def _show_gaps(view: GapList, lang: Language) -> None:
    from lingtan.services.assessment.gap_list import gap_words

    heads = [
        term(code, lang) for code in ("ASSESS_WHAT", "ASSESS_FROM", "ASSESS_OWNER", "ASSESS_FOR_GRADE", "ASSESS_WORTH_KG", "ASSESS_WORTH")
    ]
    rows = [
        [
            f"{term('ASSESS_GAP_' + g.kind.value.upper(), lang)}: {gap_words(g, lang)}",
            term("ASSESS_ORIGIN_" + g.origin.value.upper(), lang),
            term("ASSESS_OWNER_" + g.owner.value.upper(), lang),
            ", ".join(g.for_grade) or "–",
            "–" if g.worth_kg is None else f"{g.worth_kg:,.0f}",
            "–" if g.worth_points is None else f"{g.worth_points:g}",
        ]
        for g in view.gaps
    ]
    title = term("ASSESS_GAPS_TITLE", lang, site=view.site, standard=view.standard, grade=view.grade, met=view.met, clauses=view.clauses)
    table(title, heads, rows, numbers_from=4)
    note(term("ASSESS_WORTH_NOTE", lang))
    if view.synthetic:
        note(term("ASSESS_SYNTHETIC", lang))


@app.command()
def route(
    site: Site,
    standard: Standard,
    grade: Annotated[str, typer.Option("--grade", help="Grade to reach. 目标等级。")],
    facts: Facts = None,
    own: Own = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """The cheapest road to a grade; exit 3 where none is found, with what stands in the way. 达到等级的最低成本路径。"""
    from lingtan.evidence import to_plain
    from lingtan.services.assessment.grade_route import grade_route

    view = grade_route(site, standard, grade, facts=facts, own=own)
    if as_json:
        print_json(to_plain(view))
    else:
        _show_route(view, lang)
    if not view.route.feasible:
        raise typer.Exit(3)


def _show_route(view: RouteView, lang: Language) -> None:
    found = view.route
    heads = [term(code, lang) for code in ("ASSESS_LEVER", "ASSESS_AMOUNT", "ASSESS_UNIT", "ASSESS_YUAN", "ASSESS_READ")]
    rows = [
        [s.lever, f"{s.amount:,.4g}", s.unit, f"{s.yearly_yuan:,.0f}", term("STANDING_" + s.standing.upper(), lang)] for s in found.steps
    ]
    if found.reached_already:
        say(term("ASSESS_ROUTE_NOW", lang, grade=found.grade))
    elif found.feasible:
        table(term("ASSESS_ROUTE_TITLE", lang, site=view.site, grade=found.grade), heads, rows)
        say(term("ASSESS_ROUTE_COST", lang, yuan=f"{found.yearly_yuan:,.0f}"))
        shown = [
            f"{name} {found.facts[name]:,.3f}" for name in ("residual_t", "renewable_share", "own_reduction_share") if name in found.facts
        ]
        say(term("ASSESS_ROUTE_AFTER", lang, facts="; ".join(shown)))
    else:
        say(term("ASSESS_ROUTE_NONE", lang, grade=found.grade))
        if not found.blocked:
            say("  " + term("ASSESS_ROUTE_SHORT", lang))
        for item in found.blocked:
            say(f"  {item.rule}: {', '.join(item.needs) or term('ASSESS_ROUTE_SHORT', lang)}")
    note(term("CLI_FACTORY_FORECAST", lang))


@app.command()
def review(
    site: Site,
    events: Annotated[Path, typer.Argument(help="Review file (JSON): acts of both sides, and the body's certificate. 评审记录文件。")],
    standard: Standard,
    facts: Facts = None,
    own: Own = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Where the on-site review of this assessment stands: findings, answers, the body's certificate. 现场评审与证书。"""
    from lingtan.cli.options import now
    from lingtan.evidence import to_plain
    from lingtan.services.assessment.reviewing import review_view

    view = review_view(site, standard, events, on=now().date(), facts=facts, own=own)
    if as_json:
        return print_json(to_plain(view))
    say(term("REVIEW_STATE_" + view.state.value.upper(), lang, certifier=view.certifier, open=view.open_count))
    heads = [term(code, lang) for code in ("REVIEW_FINDING", "REVIEW_PLACE", "REVIEW_EXPECTED", "REVIEW_FOUND", "REVIEW_STATUS")]
    rows = [[f.id, f.place, f.expected, f.found, label("REVIEW_" + f.status.value.upper(), f.status.value, lang)] for f in view.findings]
    table(term("REVIEW_FINDINGS", lang), heads, rows, numbers_from=9)
    return note(term("REVIEW_NOTE", lang))


@app.command()
def standards(lang: Lang = Language.EN, as_json: Json = False) -> None:
    """The standards there are, how much of each is public, and their grades. 可用标准。"""
    from lingtan.evidence import to_plain
    from lingtan.services.assessment.standards import standards_view

    views = standards_view()
    if as_json:
        return print_json(to_plain(views))
    heads = [term(code, lang) for code in ("ASSESS_NAME", "ASSESS_STANDARD", "ASSESS_CLAUSES", "ASSESS_ASSESSABLE", "ASSESS_GRADES")]
    rows = [[v.name, f"{v.standard}  {v.title[lang]}", str(v.clauses), str(v.public), ", ".join(v.grades)] for v in views]
    return table(term("ASSESS_STANDARDS", lang), heads, rows, numbers_from=9)


@app.command()
def published(lang: Lang = Language.EN, as_json: Json = False) -> None:
    """What published figures imply (Tianjin, Wuhan, Hefei) and which can't both be right. 公开数据的隐含参数与矛盾。"""
    from lingtan.evidence import to_plain
    from lingtan.services.assessment.published import published_view

    view = published_view()
    if as_json:
        return print_json(to_plain(view))
    return _show_published(view, lang)


def _show_published(view: PublishedView, lang: Language) -> None:
    heads = [term(code, lang) for code in ("ASSESS_IMPLIED", "ASSESS_SPAN", "ASSESS_UNIT", "ASSESS_BOUND", "ASSESS_FIT", "ASSESS_FORMULA")]
    rows = [
        [
            term("PUBLISHED_" + c.id, lang),
            f"{c.implied.low:,.4g} – {c.implied.high:,.4g}",
            c.unit,
            f"{c.bound.low:,.4g} – {c.bound.high:,.4g}" if c.bound else "–",
            term("ASSESS_FIT_" + c.fit.value.upper(), lang) if c.fit else "–",
            c.formula,
        ]
        for c in view.report.checks
    ]
    table(term("ASSESS_PUBLISHED", lang), heads, rows, numbers_from=9)
    heads = [term(code, lang) for code in ("ASSESS_CLASH", "ASSESS_SPAN", "ASSESS_AGAINST", "ASSESS_UNIT", "ASSESS_RATIO")]
    rows = [
        [
            term("CLASH_" + c.id, lang),
            f"{c.first.low:,.4g} – {c.first.high:,.4g}",
            f"{c.second.low:,.4g} – {c.second.high:,.4g}",
            c.unit,
            f"{c.ratio:.2f}" if c.conflicts else term("ASSESS_MEET", lang),
        ]
        for c in view.report.clashes
    ]
    table(term("ASSESS_CLASHES", lang), heads, rows, numbers_from=9)
    note(term("ASSESS_PUBLISHED_NOTE", lang))


workshop.add_to(app)
certification.add_to(app)


def add_to(main: typer.Typer) -> None:
    """Register the group."""
    main.add_typer(app, name="assess")
