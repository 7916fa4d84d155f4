"""The credits room as pages see it: preview before import, totals, verdicts, withdrawal by two people, pools and the books."""

from __future__ import annotations

import pytest

from lingtan.errors import LingtanError
from lingtan.files import TemplateKind, template_bytes
from lingtan.services.credits.block import view_block
from lingtan.services.credits.books import check_books, ledger_view
from lingtan.services.credits.importing import import_credits
from lingtan.services.credits.overview import credits_overview
from lingtan.services.credits.pools import pools_view
from lingtan.services.credits.preview import preview_credits
from lingtan.services.credits.requests import approve_withdrawal, drop_withdrawal, request_withdrawal
from lingtan.services.credits.retirements import retirements_view
from lingtan.services.credits.uploads import KEPT_HOURS, keep_upload, kept_upload
from lingtan.services.demo.inputs import BLOCKS, write_credits
from lingtan.services.demo.parties import clock, set_stage


@pytest.fixture
def stage(tmp_path):
    made = set_stage(tmp_path, f"sqlite:///{tmp_path / 'lingtan.db'}")
    write_credits(tmp_path / "holdings.csv")
    return made


@pytest.fixture
def filled(stage):
    import_credits(stage.issuer, stage.out / "holdings.csv", actor="manager", at=clock(0))
    return stage


def recorded(stage):
    with stage.issuer.store() as store:
        return store.export()


def kept(stage, *, change=lambda text: text):
    data = change((stage.out / "holdings.csv").read_bytes().decode()).encode()
    return keep_upload(stage.issuer, "holdings.csv", data, at=clock(1))


def held(stage, state="held"):
    return {row.serial: row.block for row in credits_overview(stage.issuer, state=state).blocks}


def test_a_preview_shows_every_row_and_records_nothing(stage):
    before = recorded(stage)
    preview = preview_credits(stage.issuer, kept(stage), at=clock(2))
    assert preview.is_ready
    assert not preview.is_known
    assert [row.tonnes for row in preview.rows] == [block[-1] for block in BLOCKS]
    assert preview.tonnes == sum(block[-1] for block in BLOCKS)
    assert recorded(stage) == before


def test_a_bad_row_names_its_cell_and_the_others_are_still_read(stage):
    # the second block says 901 tonnes, its serials 900; the third comes twice
    def change(text):
        lines = text.replace(",900,active", ",901,active").splitlines()
        return "\n".join([*lines, lines[3]])

    preview = preview_credits(stage.issuer, kept(stage, change=change), at=clock(2))
    assert [row.state for row in preview.rows] == ["ready", "refused", "ready", "refused"]
    assert [problem.code for problem in preview.problems] == ["CREDIT_SERIAL_COUNT", "CREDIT_SERIAL_OVERLAP"]
    assert preview.problems[0].place == "holdings.csv!M3"
    assert preview.problems[1].params["earlier"].endswith("4")
    assert not preview.is_ready


def test_cells_of_the_wrong_kind_are_all_listed_before_any_row(stage):
    preview = preview_credits(
        stage.issuer, kept(stage, change=lambda text: text.replace(",2021,", ",soon,").replace(",400,", ",x,")), at=clock(2)
    )
    assert {problem.place.rpartition("!")[2] for problem in preview.problems} == {"H2", "M4"}
    assert preview.rows == ()


def test_an_empty_upload_is_refused_and_a_hostile_name_stays_in_its_folder(stage):
    with pytest.raises(LingtanError) as refused:
        keep_upload(stage.issuer, "holdings.csv", b"", at=clock(0))
    assert refused.value.code == "UPLOAD_EMPTY"
    path = kept_upload(stage.issuer, keep_upload(stage.issuer, "../../.bad name.csv", b"x", at=clock(0)))
    assert path.name == "bad_name.csv"
    assert path.parents[1] == stage.issuer.home / "uploads"


@pytest.mark.parametrize("key", ["", "../workspace.json", "..", "0" * 64, "/etc/passwd"])
def test_a_key_leads_to_kept_uploads_only(stage, key):
    with pytest.raises(LingtanError) as refused:
        kept_upload(stage.issuer, key)
    assert refused.value.code == "UPLOAD_GONE"


def test_an_upload_that_nobody_commits_is_removed_after_its_time(stage):
    old = kept(stage)
    keep_upload(stage.issuer, "other.csv", b"x", at=clock(60 * (KEPT_HOURS - 1)))
    assert kept_upload(stage.issuer, old).is_file()
    keep_upload(stage.issuer, "another.csv", b"y", at=clock(60 * (KEPT_HOURS + 1)))
    with pytest.raises(LingtanError):
        kept_upload(stage.issuer, old)


def test_the_template_is_readable_as_an_upload_and_says_it_is_empty(stage):
    file = keep_upload(stage.issuer, "credits.xlsx", template_bytes(TemplateKind.CREDITS), at=clock(1))
    assert [problem.code for problem in preview_credits(stage.issuer, file, at=clock(1)).problems] == ["TABLE_EMPTY"]


def test_the_same_file_again_is_known(filled):
    assert preview_credits(filled.issuer, kept(filled), at=clock(3)).is_known


def test_totals_stand_by_programme_and_vintage_and_pages_cut_the_blocks_only(filled):
    whole, first = credits_overview(filled.issuer), credits_overview(filled.issuer, per_page=1)
    assert (whole.held_t, whole.reserved_t, whole.retired_t, whole.withdrawn_t) == (1_500, 0, 0, 0)
    assert {(row.programme, row.vintage): row.held_t for row in whole.totals} == {
        ("VCS", "2021"): 200,
        ("VCS", "2023"): 900,
        ("GS", "2022"): 400,
    }
    assert len(first.blocks) == 1
    assert (first.total, first.held_t) == (3, 1_500)
    assert whole.synthetic


def test_another_organisation_sees_none_of_it(filled):
    block = next(iter(held(filled).values()))
    assert credits_overview(filled.certifier).total == 0
    assert ledger_view(filled.certifier).total == 0
    with pytest.raises(LingtanError) as hidden:
        view_block(filled.certifier, block, at=clock(1))
    assert hidden.value.code == "BLOCK_UNKNOWN"
    with pytest.raises(LingtanError) as mine:
        request_withdrawal(filled.certifier, block, reason="not mine", actor="eve", at=clock(1))
    assert mine.value.code == "BLOCK_UNKNOWN"


def test_each_rule_pack_gives_its_verdict_with_a_reason_for_each_rule(filled):
    view = view_block(filled.issuer, held(filled)[BLOCKS[0][6]], at=clock(1))
    assert {pack.pack.split("@")[0] for pack in view.packs} == {"credits-voluntary", "credits-ccer", "credits-iso14068"}
    results = {verdict.result for pack in view.packs for verdict in pack.verdicts}
    assert results <= {"met", "not_met", "not_assessable"}
    assert len(results) > 1
    assert [step.state for step in view.history] == ["held"]


def test_a_withdrawal_needs_a_second_person_and_leaves_the_books_alone_until_then(filled):
    block = held(filled)[BLOCKS[2][6]]
    request_withdrawal(filled.issuer, block, reason="typed twice", actor="clerk", at=clock(2))
    assert view_block(filled.issuer, block, at=clock(2)).asked.maker == "clerk"
    with pytest.raises(LingtanError) as same:
        approve_withdrawal(filled.issuer, block, actor="CLERK", at=clock(3))
    assert same.value.code == "FOUR_EYES"
    assert credits_overview(filled.issuer).held_t == 1_500
    approve_withdrawal(filled.issuer, block, actor="checker", at=clock(4))
    view = credits_overview(filled.issuer)
    assert (view.held_t, view.withdrawn_t) == (1_100, 400)
    with pytest.raises(LingtanError) as gone:
        approve_withdrawal(filled.issuer, block, actor="checker", at=clock(5))
    assert gone.value.code == "REQUEST_UNKNOWN"
    assert check_books(filled.issuer, at=clock(6)).entries == ledger_view(filled.issuer).head_seq


def test_a_request_can_be_dropped_and_made_again(filled):
    block = held(filled)[BLOCKS[0][6]]
    request_withdrawal(filled.issuer, block, reason="a slip", actor="clerk", at=clock(2))
    drop_withdrawal(filled.issuer, block, actor="clerk", at=clock(3))
    assert view_block(filled.issuer, block, at=clock(3)).asked is None
    with pytest.raises(LingtanError):
        approve_withdrawal(filled.issuer, block, actor="checker", at=clock(4))
    assert request_withdrawal(filled.issuer, block, reason="a slip after all", actor="other", at=clock(5)).maker == "other"


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_withdrawal_without_a_reason_is_refused(filled, reason):
    with pytest.raises(LingtanError) as refused:
        request_withdrawal(filled.issuer, held(filled)[BLOCKS[0][6]], reason=reason, actor="clerk", at=clock(2))
    assert refused.value.code == "REASON_MISSING"


@pytest.mark.parametrize("view", [credits_overview, retirements_view])
def test_a_state_that_is_none_is_refused(filled, view):
    with pytest.raises(LingtanError) as refused:
        view(filled.issuer, state="everything")
    assert refused.value.code == "STATE_FILTER"


def test_without_retirements_there_are_no_pools(filled):
    assert pools_view(filled.issuer).pools == ()
    assert set(retirements_view(filled.issuer).counts.values()) == {0}


def test_the_history_names_each_command_with_its_link_of_the_chain(filled):
    view = ledger_view(filled.issuer, per_page=2)
    assert len(view.rows) == 2
    assert view.rows[0].seq == view.head_seq
    assert view.rows[0].hash == view.head_hash
    assert {row.actor for row in ledger_view(filled.issuer).rows} == {"manager"}
