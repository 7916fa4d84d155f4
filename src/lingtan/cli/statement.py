"""`lingtan statement …`: the assurance workflow from draft to signed statement and withdrawal."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from lingtan.cli.options import HOME, Actor, Db, Home, Json, Lang, now
from lingtan.cli.show import print_json, say, table, term
from lingtan.evidence import from_plain, to_plain
from lingtan.messages import Language, render

__all__ = ["add_to"]

app = typer.Typer(help="Assurance: evidence, findings, statement, surveillance, withdrawal. 核查。", no_args_is_help=True)
Engagement = Annotated[str, typer.Argument(help="Name of the engagement. 核查项目名称。")]
Finding = Annotated[str, typer.Argument(help="Name of the finding. 发现项名称。")]
Reason = Annotated[str, typer.Option("--reason", help="Why. 理由。")]


def _record(home: Path, db: str | None, engagement: str, kind: str, as_json: bool, lang: Language, **fields: Any) -> None:
    from lingtan.assurance import event_from_plain
    from lingtan.services.assure.engagement import record_event
    from lingtan.services.house.workspace import open_workspace

    event = event_from_plain({"event": kind, "body": {"at": now().isoformat(), **fields}})
    _show(record_event(open_workspace(home, db=db), engagement, event), as_json, lang)


def _show(state: Any, as_json: bool, lang: Language) -> None:
    if as_json:
        return print_json(to_plain(state))
    say(term("CLI_ENGAGEMENT", lang, engagement=state.id, state=state.state.value, findings=len(state.findings)))
    rows = [[f.id, f.code, f.place, f.severity.value, f.status.value, f.expected, f.found] for f in state.findings.values()]
    if rows:
        heads = ("CLI_FINDING", "CLI_CODE", "CLI_PLACE", "CLI_SEVERITY", "CLI_STATUS", "CLI_EXPECTED", "CLI_FOUND")
        table(term("CLI_FINDINGS", lang), [term(code, lang) for code in heads], rows, numbers_from=9)
    return None


@app.command("open")
def open_(
    file: Annotated[
        Path, typer.Argument(help="TOML: engagement, client, certifier, scope, people, involvements, accreditation. 项目文件。")
    ],
    actor: Actor,
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Open an engagement. 开启核查。"""
    from lingtan.services.assure.workflow import open_engagement
    from lingtan.services.house.workspace import open_workspace

    _show(open_engagement(open_workspace(home, db=db), file, actor=actor, at=now()), as_json, lang)


@app.command()
def submit(
    engagement: Engagement,
    study: Annotated[str, typer.Option("--study", help="Digest of the frozen study. 研究摘要值。")],
    pack: Annotated[Path, typer.Option("--evidence", help="The evidence pack (JSON). 证据包。")],
    actor: Actor,
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Hand in a study with its evidence pack. 提交研究与证据。"""
    from lingtan.services.assure.checking import file_digest

    _record(home, db, engagement, "Submitted", as_json, lang, actor=actor, study_digest=study, pack_digest=file_digest(pack))


@app.command()
def review(engagement: Engagement, actor: Actor, home: Home = HOME, db: Db = None, lang: Lang = Language.EN, as_json: Json = False) -> None:
    """Take the study up for review. 开始审查。"""
    _record(home, db, engagement, "ReviewStarted", as_json, lang, actor=actor)


@app.command("raise")
def raise_(
    engagement: Engagement,
    finding: Finding,
    code: Annotated[str, typer.Option("--code", help="What kind of finding. 类别。")],
    place: Annotated[str, typer.Option("--place", help="Where. 位置。")],
    expected: Annotated[str, typer.Option("--expected", help="What was expected. 预期。")],
    found: Annotated[str, typer.Option("--found", help="What was found. 实际。")],
    actor: Actor,
    severity: Annotated[str, typer.Option("--severity", help="major or minor. 严重程度。")] = "major",
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Raise a finding. 提出发现项。"""
    fields = {"code": code, "place": place, "severity": severity, "expected": expected, "found": found}
    _record(home, db, engagement, "FindingRaised", as_json, lang, actor=actor, finding=finding, **fields)


@app.command()
def answer(
    engagement: Engagement,
    finding: Finding,
    text: Annotated[str, typer.Option("--text", help="The answer. 答复。")],
    evidence: Annotated[Path, typer.Option("--evidence", help="The document that proves it. 证据文件。")],
    actor: Actor,
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Answer a finding with evidence. 以证据答复。"""
    from lingtan.services.assure.checking import file_digest

    digest = file_digest(evidence)
    _record(home, db, engagement, "FindingAnswered", as_json, lang, actor=actor, finding=finding, text=text, evidence_digest=digest)


@app.command()
def close(
    engagement: Engagement,
    finding: Finding,
    reason: Reason,
    actor: Actor,
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Close a finding after its answer. 关闭发现项。"""
    _record(home, db, engagement, "FindingClosed", as_json, lang, actor=actor, finding=finding, reason=reason)


@app.command("return")
def return_(
    engagement: Engagement, reason: Reason, actor: Actor, home: Home = HOME, db: Db = None, lang: Lang = Language.EN, as_json: Json = False
) -> None:
    """Hand the study back to the client; findings stay, a corrected study may be submitted. 退回。"""
    _record(home, db, engagement, "Returned", as_json, lang, actor=actor, reason=reason)


@app.command()
def reject(
    engagement: Engagement,
    finding: Finding,
    reason: Reason,
    actor: Actor,
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Reject an answer. 驳回答复。"""
    _record(home, db, engagement, "FindingRejected", as_json, lang, actor=actor, finding=finding, reason=reason)


@app.command()
def surveil(
    engagement: Engagement,
    evidence: Annotated[Path, typer.Option("--evidence", help="The surveillance report. 监督报告。")],
    actor: Actor,
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Record a surveillance that found the statement still holds. 记录监督审核。"""
    from lingtan.services.assure.checking import file_digest

    _record(home, db, engagement, "SurveillanceDone", as_json, lang, actor=actor, evidence_digest=file_digest(evidence))


@app.command()
def withdraw(
    engagement: Engagement, reason: Reason, actor: Actor, home: Home = HOME, db: Db = None, lang: Lang = Language.EN, as_json: Json = False
) -> None:
    """Withdraw the signed statement. 撤回声明。"""
    _record(home, db, engagement, "Withdrawn", as_json, lang, actor=actor, reason=reason)


@app.command()
def draft(
    engagement: Engagement,
    number: Annotated[str, typer.Option("--number", help="Number of the statement. 声明编号。")],
    actor: Actor,
    criteria: Annotated[list[str], typer.Option("--criterion", help="Criteria, repeatable. 准则。")],
    site: Annotated[list[str], typer.Option("--site", help="Sites visited, repeatable. 现场。")],
    population: Annotated[int, typer.Option("--population", min=1, help="Documents there were. 文件总数。")],
    drawn: Annotated[int, typer.Option("--drawn", min=1, help="Documents looked at. 抽查数。")],
    level: Annotated[str, typer.Option("--level", help="limited or reasonable. 保证等级。")] = "limited",
    materiality: Annotated[float, typer.Option("--materiality", help="[% of the mean] 重要性。")] = 5.0,
    qualification: Annotated[list[str] | None, typer.Option("--qualification", help="Repeatable. 保留意见。")] = None,
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Draft the statement; figures of a device, or verdicts on a site, are worked out anew. 起草声明。"""
    from lingtan.assurance import LevelOfAssurance, SampleSize, VerificationWork
    from lingtan.services.certify.drafting import draft_handed_in
    from lingtan.services.house.workspace import open_workspace

    work = VerificationWork(
        number=number, level_of_assurance=from_plain(LevelOfAssurance, level, place="--level"), materiality_percent=materiality,
        criteria=tuple(criteria), sites=tuple(site), sample=SampleSize(population=population, drawn=drawn),
        qualifications=tuple(qualification or ()),
    )  # fmt: skip
    _show(draft_handed_in(open_workspace(home, db=db), engagement, work, actor=actor, at=now()), as_json, lang)


@app.command()
def sign(
    engagement: Engagement,
    actor: Actor,
    valid_until: Annotated[datetime, typer.Option("--valid-until", formats=["%Y-%m-%d"], help="Last day. 有效期至。")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the JSON and the PDFs. 输出文件夹。")] = Path("."),
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Sign the drafted statement with the certifier's own key. 签署声明。"""
    from lingtan.services.assure.statement import sign_statement
    from lingtan.services.assure.statement_files import write_statement
    from lingtan.services.house.workspace import open_workspace

    signed = sign_statement(open_workspace(home, db=db), engagement, signer=actor, at=now(), valid_until=valid_until.date())
    paths = write_statement(signed, out)
    return print_json(signed) if as_json else say(term("CLI_WRITTEN", lang, file=", ".join(paths)))


@app.command()
def show(engagement: Engagement, home: Home = HOME, db: Db = None, lang: Lang = Language.EN, as_json: Json = False) -> None:
    """Where an engagement stands, with its findings. 查看核查状态。"""
    from lingtan.services.assure.engagement import engagement_of
    from lingtan.services.house.workspace import open_workspace

    with open_workspace(home, db=db).store() as store:
        _show(engagement_of(store, engagement), as_json, lang)


@app.command()
def check(
    pack: Annotated[Path, typer.Argument(help="An evidence pack (JSON). 证据包。")],
    sample: Annotated[int, typer.Option("--sample", min=1, help="Documents to draw. 抽样数量。")] = 12,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of the draw. 随机种子。")] = 1,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Run the checks on an evidence pack and draw the guided sample; exit 3 when something is found. 检查证据包。"""
    from lingtan.services.assure.checking import check_pack, read_pack

    found, drawn = check_pack(read_pack(pack), sample=sample, seed=seed)
    if as_json:
        print_json({"found": to_plain(found), "sample": to_plain(drawn)})
    else:
        rows = [[d.code, d.place, d.expected, d.found, f"{(d.effect_mg or 0) / 1e6:,.3f}", render(d.message(), lang)] for d in found]
        heads = ("CLI_CODE", "CLI_PLACE", "CLI_EXPECTED", "CLI_FOUND", "CLI_EFFECT", "CLI_MEANING")
        table(term("CLI_DETECTED", lang, count=len(found)), [term(code, lang) for code in heads], rows, numbers_from=9)
        shown = [[item.line, item.document, f"{item.score:.4f}"] for item in drawn]
        table(term("CLI_SAMPLE", lang), [term(code, lang) for code in ("CLI_LINE", "CLI_DOCUMENT", "CLI_SCORE")], shown, numbers_from=2)
    if found:
        raise typer.Exit(3)


def add_to(main: typer.Typer) -> None:
    """Register the group."""
    main.add_typer(app, name="statement")
