"""Alarms from an empty folder on: invented meters recorded, a baseline set, the line that drifts named, seen, and opened again."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from shelf import NOW, WHO, opened
from typer.testing import CliRunner

from lingtan.cli.main import app
from lingtan.errors import InputError, StoreError
from lingtan.factory.running.synthetic_meters import DRIFTING, synthetic_meters
from lingtan.services.drift.noting import NoteState, note_alarm
from lingtan.services.drift.sample import record_sample
from lingtan.services.drift.view import drift_view
from lingtan.services.drift.watching import Watch

RUN = CliRunner()
LATER = datetime(2026, 11, 23, 9, tzinfo=UTC)


def said(words: list[str]) -> Any:
    done = RUN.invoke(app, [*words, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_the_line_that_drifts_is_named_and_its_alarm_seen_and_opened_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    home = ["--home", "plant"]
    said(["init", "--organisation", "Synthetic plant", "--identifier", "SYN", "--synthetic", *home])
    none = RUN.invoke(app, ["drift", "alarms", *home])
    assert "lingtan drift watch" in none.stdout
    made = said(["drift", "sample", "files"])
    who = [*home, "--actor", "manager@example.org"]
    said(["readings", "meters", made["meters"], *who])
    said(["readings", "import", made["readings"], *who])
    assert said(["drift", "drivers", made["drivers"], *who])["drivers"] == ["pieces"]
    said(["drift", "watch", "--from", made["first"], "--to", made["last"], "--driver", "pieces", *who])
    view = said(["drift", "alarms", *home])
    assert view["false_alarms_a_year"] == pytest.approx(4 * 365.25 / 730)
    alarms = {row["alarm"]["meter"]: row for row in view["rows"]}
    assert alarms[DRIFTING]["cause"]["meter"] == DRIFTING
    assert alarms[DRIFTING]["state"] == "open"
    found = synthetic_meters()
    alarm = alarms[DRIFTING]["alarm"]
    hour = datetime.fromisoformat(alarm["hour"])
    assert 0 <= (hour.date() - found.drifts_on).days <= 21
    planted = 0.07 * sum(found.hours_kwh[DRIFTING][98:].sum(axis=1)) / 28 / 1.07
    assert alarm["size_kwh"] / alarm["days"] == pytest.approx(planted, rel=0.35)
    name = f"{DRIFTING}@{alarm['hour']}"
    said(["drift", "acknowledge", name, "--reason", "fan belt changed", *who])
    said(["drift", "acknowledge", name, "--reason", "again", *who])  # the first word stays
    row = next(one for one in said(["drift", "alarms", *home])["rows"] if one["alarm"]["meter"] == DRIFTING)
    assert (row["state"], row["note"]["reason"], row["note"]["actor"]) == ("acknowledged", "fan belt changed", "manager@example.org")
    said(["drift", "acknowledge", name, "--undo", *who])
    shown = RUN.invoke(app, ["drift", "alarms", *home, "--lang", "zh"])
    assert "待确认" in shown.stdout
    assert "SYN-LINE-2 (100%)" in shown.stdout


def test_another_organisation_sees_and_notes_nothing_of_it(tmp_path: Path) -> None:
    ours, theirs = (opened(tmp_path, name) for name in ("ours", "theirs"))
    record_sample(ours, actor=WHO, at=NOW)
    view = drift_view(ours, meter="SYN-LINE-1")
    assert view.shown == "SYN-LINE-1"
    assert view.open_count == len(view.rows) >= 1
    assert not drift_view(theirs).rows
    with pytest.raises(StoreError, match="DRIFT_ALARM_UNKNOWN"):
        note_alarm(theirs, view.rows[0].id, NoteState.ACKNOWLEDGED, reason="", actor=WHO, at=LATER)


@pytest.mark.parametrize(
    ("first", "last", "days", "code"),
    [
        ("2026-03-02", "2026-03-02", 730.0, "DRIFT_DAYS"),  # no day between
        ("2026-03-02", "2026-06-21", 1.0, "DRIFT_RATE"),  # an alarm a day is none
    ],
)
def test_a_watch_without_sense_is_refused(first: str, last: str, days: float, code: str) -> None:
    with pytest.raises(InputError, match=code):
        Watch(first=datetime.fromisoformat(first).date(), last=datetime.fromisoformat(last).date(), false_alarm_days=days)


def test_a_meter_without_enough_days_or_in_cubic_metres_says_why_it_is_not_watched(tmp_path: Path) -> None:
    home = tmp_path / "plant"
    (tmp_path / "meters.csv").write_text("meter,medium,level\nM1,electricity,site\nG1,gas,site\n", "utf-8")
    who = ["--home", str(home), "--actor", "manager@example.org"]
    said(["init", "--organisation", "Synthetic plant", "--identifier", "SYN", "--synthetic", "--home", str(home)])
    said(["readings", "meters", str(tmp_path / "meters.csv"), *who])
    said(["drift", "watch", "--from", "2026-01-01", "--to", "2026-03-31", *who])
    view = said(["drift", "alarms", "--home", str(home)])
    assert {row["meter"]: row["refused"] for row in view["meters"]} == {"M1": "DRIFT_PERIOD", "G1": "DRIFT_MEDIUM"}
    (tmp_path / "drivers.csv").write_text("day,pieces\n2026-01-01,5\n2026-01-01,6\n", "utf-8")
    assert RUN.invoke(app, ["drift", "drivers", str(tmp_path / "drivers.csv"), *who]).exit_code != 0
