"""Orders as pages see them: a plan that records nothing, the way through the registry, and the entry that a second person checks."""

from __future__ import annotations

import dataclasses
import shutil
from datetime import timedelta

import pytest

from lingtan.errors import LingtanError
from lingtan.services.credits.importing import import_credits
from lingtan.services.credits.overview import credits_overview
from lingtan.services.credits.pools import pools_view
from lingtan.services.credits.retirements import retirements_view
from lingtan.services.credits.uploads import keep_upload
from lingtan.services.demo.assure import verify_study
from lingtan.services.demo.examples import example
from lingtan.services.demo.inputs import write_credits
from lingtan.services.demo.parties import HOLDER, MANUFACTURER, clock, set_stage
from lingtan.services.footprint.device import device_from_file, footprint_of
from lingtan.services.footprint.library import library_with
from lingtan.services.house.workspace import open_workspace
from lingtan.services.orders.entry import check_entry, enter_confirmation, send_back
from lingtan.services.orders.header import OrderHeader
from lingtan.services.orders.line import RegistryWord
from lingtan.services.orders.listing import orders_view
from lingtan.services.orders.moves import instruct_orders, release_order
from lingtan.services.orders.order import order_view
from lingtan.services.orders.pasted import PastedDevices, keep_pasted
from lingtan.services.orders.placing import place_order, plan_upload

HEADER = OrderHeader(number="SYN-1", manufacturer=MANUFACTURER, holder=HOLDER.name, holder_id=HOLDER.identifier)
PAPER = b"SYNTHETIC registry record"


@pytest.fixture(scope="module")
def made(made_once):
    """A stage with credits and one verified study, made once."""

    def fill(folder):
        stage = set_stage(folder, f"sqlite:///{folder / 'lingtan.db'}")
        write_credits(folder / "holdings.csv")
        import_credits(stage.issuer, folder / "holdings.csv", actor="manager", at=clock(0))
        device = footprint_of(device_from_file(example("thinkpad-x13.toml")), library_with(), seed=3, draws=300)
        verify_study(stage, device, name="X13", minute=1)

    return made_once("order-pages", fill)


@pytest.fixture
def issuer(made, tmp_path):
    return _copied(made, tmp_path, "issuer")


def _copied(made, folder, name):
    if not (folder / "house").exists():
        shutil.copytree(made, folder / "house")
    return open_workspace(folder / "house" / "organisations" / name, db=f"sqlite:///{folder / 'house' / 'lingtan.db'}")


def pasted(*serials, **changed):
    said = {"model": "ThinkPad X13", "configuration": CONFIGURATION, "service_years": 4.0, "place_of_use": "CN-BJ"}
    return PastedDevices(serials="\n".join(serials), **{**said, **changed})


CONFIGURATION = device_from_file(example("thinkpad-x13.toml")).attributes.configuration


def placed(issuer, number="SYN-1", count=8, minute=30):
    file = keep_pasted(issuer, pasted(*(f"{number}-{index:04d}" for index in range(count))), at=clock(minute))
    return place_order(issuer, file, dataclasses.replace(HEADER, number=number), actor="manager", at=clock(minute)).number


def word(number, line=1, **changed):
    said = {"reference": f"SYN-RET-{number}-{line}", "url": "https://registry.example/1", "retired_on": clock(40).date()}
    return RegistryWord(**{**said, "reason": "voluntary cancellation", "beneficiary": HOLDER.name, **changed})


def recorded(issuer):
    with issuer.store() as store:
        return store.export()


def test_a_plan_shows_what_is_needed_beside_the_tiers_and_records_nothing(issuer):
    file = keep_pasted(issuer, pasted("SN-0001", "SN-0002", "SN-0003"), at=clock(30))
    before = recorded(issuer)
    plain = plan_upload(issuer, file, HEADER, at=clock(30))
    buffered = plan_upload(issuer, file, dataclasses.replace(HEADER, quantile=0.95), at=clock(30))
    assert recorded(issuer) == before
    (lot,), (more,) = plain.lots, buffered.lots
    assert (plain.devices, lot.devices, lot.buffer_g) == (3, 3, 0)
    assert more.required_g == lot.required_g + more.buffer_g
    assert more.buffer_g > 0
    assert sum(credit.tonnes for credit in lot.credits) == lot.tonnes == lot.exact_t
    assert lot.tiered_t >= lot.exact_t


def test_serials_may_be_parted_by_anything_people_paste(issuer):
    file = keep_pasted(
        issuer, PastedDevices(**{**dataclasses.asdict(pasted()), "serials": "SN-1001, SN-1002；SN-1003\tSN-1004\n\nSN-1005"}), at=clock(1)
    )
    assert plan_upload(issuer, file, HEADER, at=clock(30)).devices == 5


@pytest.mark.parametrize(
    ("serials", "code", "place"),
    [
        (("SN-1", "SN-1"), "TABLE_KEY_TWICE", "pasted.csv!A3"),  # the second row names the first
    ],
)
def test_a_bad_table_is_told_cell_by_cell(issuer, serials, code, place):
    plan = plan_upload(issuer, keep_pasted(issuer, pasted(*serials), at=clock(1)), HEADER, at=clock(30))
    assert [(problem.code, problem.place) for problem in plan.problems] == [(code, place)]
    assert plan.lots == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"rules": "claim-neutral"}, "CREDIT_RULES"),  # a pack, but not of credits
        ({"preference": "newest"}, "CREDIT_PREFERENCE"),
        ({"quantile": 1.5}, "POLICY_QUANTILE"),
        ({"holder_id": " "}, "ENTITY_INCOMPLETE"),
        ({"payer": "Somebody"}, "ENTITY_INCOMPLETE"),  # a payer without an identifier
        ({"number": " "}, "ORDER_UNNAMED"),
    ],
)
def test_a_header_that_says_nothing_is_refused(issuer, change, code):
    file = keep_pasted(issuer, pasted("SN-0001"), at=clock(1))
    with pytest.raises(LingtanError) as refused:
        plan_upload(issuer, file, dataclasses.replace(HEADER, **change), at=clock(30))
    assert refused.value.code == code


def test_without_serials_there_is_nothing_to_order(issuer):
    with pytest.raises(LingtanError) as refused:
        keep_pasted(issuer, pasted("  ,;"), at=clock(1))
    assert refused.value.code == "SERIALS_MISSING"


def test_a_file_that_is_no_table_says_so(issuer):
    with pytest.raises(LingtanError) as refused:
        plan_upload(issuer, keep_upload(issuer, "order.pdf", b"%PDF", at=clock(1)), HEADER, at=clock(30))
    assert refused.value.code == "FILE_TYPE"


def test_an_order_goes_its_way_step_by_step(issuer):
    number = placed(issuer)
    view = order_view(issuer, number, at=clock(31))
    assert (view.state, [step.state for step in view.steps]) == ("reserved", ["done", "done", "now", "next", "next"])
    instruct_orders(issuer, (number,), actor="manager", at=clock(32))
    assert order_view(issuer, number, at=clock(33)).state == "instructed"
    entered = enter_confirmation(issuer, number, 1, word(number), name="a/b/record.txt", document=PAPER, actor="clerk", at=clock(40))
    assert entered.document_name == "record.txt"
    (line,) = order_view(issuer, number, at=clock(41)).lines
    assert (line.state, line.entry.maker, line.checker) == ("instructed", "clerk", "")
    check_entry(issuer, number, 1, actor="checker", at=clock(42))
    view = order_view(issuer, number, at=clock(43))
    assert (view.state, view.lines[0].checker, view.lines[0].entry.reference) == ("confirmed", "checker", word(number).reference)
    assert retirements_view(issuer, state="confirmed").retirements[0].maker == "clerk"
    pools = pools_view(issuer)
    assert pools.remainders[0].remaining_g == pools.pools[0].confirmed_g == 1_000_000 * view.lines[0].tonnes


@pytest.mark.parametrize("checker", ["clerk", "CLERK", "manager"])  # who entered, in any spelling; who instructed
def test_who_entered_or_instructed_may_not_check(issuer, checker):
    number = placed(issuer)
    instruct_orders(issuer, (number,), actor="manager", at=clock(32))
    enter_confirmation(issuer, number, 1, word(number), name="r.txt", document=PAPER, actor="clerk", at=clock(40))
    with pytest.raises(LingtanError) as refused:
        check_entry(issuer, number, 1, actor=checker, at=clock(41))
    assert refused.value.code == "FOUR_EYES"
    assert order_view(issuer, number, at=clock(42)).lines[0].state == "instructed"


def test_an_entry_that_was_sent_back_cannot_be_checked_until_it_is_made_anew(issuer):
    number = placed(issuer)
    instruct_orders(issuer, (number,), actor="manager", at=clock(32))
    enter_confirmation(
        issuer, number, 1, word(number, beneficiary="Somebody Else Ltd"), name="r.txt", document=PAPER, actor="clerk", at=clock(40)
    )
    with pytest.raises(LingtanError) as other:
        check_entry(issuer, number, 1, actor="checker", at=clock(41))
    assert other.value.code == "RETIREMENT_NAMES_OTHER"
    send_back(issuer, number, 1, reason="names another company", actor="checker", at=clock(42))
    with pytest.raises(LingtanError) as nothing:
        check_entry(issuer, number, 1, actor="checker", at=clock(43))
    assert nothing.value.code == "ENTRY_UNKNOWN"
    enter_confirmation(issuer, number, 1, word(number), name="r.txt", document=PAPER, actor="clerk", at=clock(44))
    check_entry(issuer, number, 1, actor="checker", at=clock(45))
    assert order_view(issuer, number, at=clock(46)).state == "confirmed"


@pytest.mark.parametrize(
    ("line", "code"),
    [(0, "LINE_UNKNOWN"), (2, "LINE_UNKNOWN"), (1, "LINE_NOT_WAITING")],  # there is one line, and the registry was not told
)
def test_only_a_line_that_waits_can_be_entered(issuer, line, code):
    number = placed(issuer)
    with pytest.raises(LingtanError) as refused:
        enter_confirmation(issuer, number, line, word(number), name="r.txt", document=PAPER, actor="clerk", at=clock(40))
    assert refused.value.code == code


def test_a_released_order_gives_its_credits_back(issuer):
    held = credits_overview(issuer).held_t
    number = placed(issuer)
    assert credits_overview(issuer).held_t < held
    release_order(issuer, number, reason="the customer withdrew", actor="manager", at=clock(33))
    assert credits_overview(issuer).held_t == held
    view = order_view(issuer, number, at=clock(34))
    assert (view.state, view.steps[1].state) == ("released", "blocked")


def test_a_reservation_that_ends_soon_is_marked_and_one_that_ended_too(issuer):
    number = placed(issuer)
    states = [orders_view(issuer, at=clock(30) + timedelta(days=days)).orders[0].state for days in (1, 24, 31)]
    assert states == ["reserved", "expiring", "lapsed"]
    assert orders_view(issuer, at=clock(31), search=number).total == 1
    assert orders_view(issuer, at=clock(31), search="nothing like it").total == 0


def test_orders_come_newest_first_a_page_at_a_time(issuer):
    numbers = [placed(issuer, f"SYN-{index}", count=2, minute=30 + index) for index in range(3)]
    first, second = orders_view(issuer, at=clock(40), per_page=2), orders_view(issuer, at=clock(40), page=2, per_page=2)
    assert [row.number for row in (*first.orders, *second.orders)] == numbers[::-1]
    assert (first.total, first.orders[0].order) == (3, "SYN-2")
    assert first.orders[0].holder == HOLDER.name


def test_the_same_order_sent_twice_is_one_order(issuer):
    file = keep_pasted(issuer, pasted("SN-0001"), at=clock(30))
    first = place_order(issuer, file, HEADER, actor="manager", at=clock(30))
    assert place_order(issuer, file, HEADER, actor="manager", at=clock(31)) == first
    assert orders_view(issuer, at=clock(32)).total == 1


def test_another_organisation_reaches_none_of_it(issuer, made, tmp_path):
    number, other = placed(issuer), _copied(made, tmp_path, "certifier")
    assert orders_view(other, at=clock(31)).total == 0
    deeds = [
        lambda: order_view(other, number, at=clock(31)),
        lambda: instruct_orders(other, (number,), actor="eve", at=clock(31)),
        lambda: release_order(other, number, reason="mine now", actor="eve", at=clock(31)),
        lambda: enter_confirmation(other, number, 1, word(number), name="r.txt", document=PAPER, actor="eve", at=clock(31)),
        lambda: check_entry(other, number, 1, actor="eve", at=clock(31)),
    ]
    for deed in deeds:
        with pytest.raises(LingtanError) as hidden:
            deed()
        assert hidden.value.code == "CANCELLATION_UNKNOWN"
    assert order_view(issuer, number, at=clock(32)).state == "reserved"


def test_nothing_chosen_is_nothing_instructed(issuer):
    with pytest.raises(LingtanError) as refused:
        instruct_orders(issuer, (), actor="manager", at=clock(31))
    assert refused.value.code == "NOTHING_CHOSEN"
