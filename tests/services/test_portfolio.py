"""Many devices by their attributes: one row in, one row out, whatever a row holds."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from clerk import REPO, inside, lingtan

HEAD = [
    "manufacturer",
    "name",
    "category",
    "subcategory",
    "gwp_total",
    "gwp_use_ratio",
    "yearly_tec",
    "lifetime",
    "use_location",
    "report_date",
    "sources",
    "weight",
    "assembly_location",
    "screen_size",
    "hard_drive",
    "memory",
    "number_cpu",
    "height",
]
RESULT = [
    "status",
    "reason",
    "mean_kg",
    "p5_kg",
    "p50_kg",
    "p95_kg",
    "share_manufacturing",
    "share_transport",
    "share_use",
    "share_eol",
]  # the Contract of issue 2, in its order
MORE = [
    "sd_kg",
    "p2_5_kg",
    "p97_5_kg",
    "cv",
    "standard_error_kg",
    "share_estimated",
    "voc_g",
    "digest",
]  # after them, so that nothing of the Contract moved
DECLARATIONS = REPO.parent / "shared" / "data" / "declarations" / "maker_declarations.csv"


def row(**cells: str) -> list[str]:
    return [cells.get(name, "") for name in HEAD]


ROWS = [
    row(manufacturer="A", name="Book", subcategory="Laptop", lifetime="4", use_location="CN", screen_size="14", weight="1.4", memory="16"),
    row(manufacturer="A", name="Bare", subcategory="Monitor"),  # nothing but the class: every optional cell empty
    row(manufacturer="A", name="Rack", subcategory="Server", memory="64", number_cpu="2", hard_drive="x2 1TB 3.5in HDD", use_location="DE"),
    row(manufacturer="A", name="Printer", subcategory="Printer", weight="9"),  # a class that is not modelled
    row(manufacturer="A", name="No class"),  # no class at all
    row(manufacturer="A", name="Words", subcategory="Laptop", weight="heavy"),  # a word for a number
    row(manufacturer="A", name="Minus", subcategory="Laptop", weight="-2"),  # a negative mass
    row(manufacturer="A", name="Far", subcategory="Laptop", use_location="Atlantis"),  # an unknown place
    row(manufacturer="A", name="Long", subcategory="Laptop", lifetime="400"),  # months for years
    row(manufacturer="A", name="Inf", subcategory="Laptop", yearly_tec="inf"),  # no quantity
    row(manufacturer="甲", name="笔记本", subcategory="笔记本电脑", lifetime="4", use_location="中国", memory="16"),  # Chinese throughout
    row(manufacturer="A", name='Quote, "comma"', subcategory="Tablet", weight="0.5"),
]
STATUS = ["ok", "ok", "ok", "not_assessable", "not_assessable", "error", "error", "error", "error", "error", "ok", "ok"]


def _write(path: Path, rows: list[list[str]], encoding: str = "utf-8", head: list[str] = HEAD) -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows([head, *rows])
    return path


def _read(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        return list(reader.fieldnames or []), list(reader)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, int], list[str], list[dict[str, str]]]:
    folder = tmp_path_factory.mktemp("portfolio")
    source, target = _write(folder / "in.csv", ROWS), folder / "out.csv"
    answer = lingtan("portfolio", source, target, "--draws", 300, "--json")
    assert answer.code == 0, answer.stderr
    assert answer.json["file"] == str(target)
    return answer.json["rows"], *_read(target)


def test_the_result_columns_are_those_of_the_contract(result: tuple[dict[str, int], list[str], list[dict[str, str]]]) -> None:
    assert result[1] == [*HEAD, *RESULT, *MORE]


def test_every_row_comes_out_in_its_place_with_its_own_cells(result: tuple[dict[str, int], list[str], list[dict[str, str]]]) -> None:
    assert [[found[name] for name in HEAD] for found in result[2]] == ROWS


def test_broken_rows_and_unknown_classes_do_not_stop_the_run(result: tuple[dict[str, int], list[str], list[dict[str, str]]]) -> None:
    counts, _, rows = result
    assert [found["status"] for found in rows] == STATUS
    assert counts == dict(Counter(STATUS))
    for number, found in enumerate(rows, start=2):
        if found["status"] == "ok":
            continue
        assert found["reason"]
        assert all(found[name] == "" for name in (*RESULT[2:], *MORE[:-1]))
        assert found["digest"].startswith("sha256:")  # also of what was refused
        if found["status"] == "error":
            assert f"in.csv:{number}" in found["reason"] or "--class" not in found["reason"], found["reason"]


def test_figures_are_in_order_and_shares_sum_to_one(result: tuple[dict[str, int], list[str], list[dict[str, str]]]) -> None:
    for found in result[2]:
        if found["status"] != "ok":
            continue
        p5, p50, p95, mean = (float(found[name]) for name in ("p5_kg", "p50_kg", "p95_kg", "mean_kg"))
        assert 0 < p5 < p50 < p95
        assert p5 < mean < p95
        shares = [float(found[name]) for name in RESULT[-4:]]
        assert sum(shares) == pytest.approx(1, abs=4e-6)
        assert max(abs(share) for share in shares) <= 1


def test_a_row_gives_what_the_footprint_command_gives(
    result: tuple[dict[str, int], list[str], list[dict[str, str]]], tmp_path: Path
) -> None:
    device = tmp_path / "book.toml"
    device.write_text(
        '[attributes]\ndevice_class = "laptop"\nmanufacturer = "A"\nmodel = "Book"\nplace_of_use = "CN"\nservice_years = 4.0\n'
        "screen_size_in = 14.0\nmass_kg = 1.4\nmemory_gb = 16.0\n",
        "utf-8",
    )
    alone = inside("footprint", device, "--draws", 300, "--json").json
    found = result[2][0]
    assert float(found["mean_kg"]) == pytest.approx(alone["mean_kg"], abs=1e-6)
    assert float(found["p95_kg"]) == pytest.approx(alone["p95_kg"], abs=1e-6)
    manufacturing = (alone["stages"]["materials"] + alone["stages"]["assembly"]) / alone["mean_kg"]
    assert float(found["share_manufacturing"]) == pytest.approx(manufacturing, abs=1e-6)


def test_a_row_does_not_depend_on_its_neighbours(result: tuple[dict[str, int], list[str], list[dict[str, str]]], tmp_path: Path) -> None:
    source, target = _write(tmp_path / "in.csv", list(reversed(ROWS[:3]))), tmp_path / "out.csv"
    assert inside("portfolio", source, target, "--draws", 300).code == 0
    assert list(reversed(_read(target)[1])) == result[2][:3]


@pytest.mark.parametrize(
    ("encoding", "code", "cell"),
    [
        ("gb18030", "CSV_NOT_UTF8", "in.csv!A2"),  # what a Chinese Excel saves as CSV
        ("utf-16", "CSV_NOT_UTF8", "in.csv!A1"),  # "Unicode text"
    ],
)
def test_another_encoding_is_refused_with_its_cell(tmp_path: Path, encoding: str, code: str, cell: str) -> None:
    source, target = _write(tmp_path / "in.csv", [ROWS[10]], encoding), tmp_path / "out.csv"
    answer = inside("portfolio", source, target, "--json")
    assert (answer.code, answer.refusal["code"], answer.refusal["place"]) == (2, code, cell)
    assert not target.exists()


def test_a_column_given_twice_and_an_empty_file_are_refused(tmp_path: Path) -> None:
    twice = _write(tmp_path / "twice.csv", [], head=[*HEAD, "weight"])
    assert inside("portfolio", twice, tmp_path / "out.csv", "--json").refusal["code"] == "COLUMN_TWICE"
    (tmp_path / "empty.csv").write_bytes(b"")
    assert inside("portfolio", tmp_path / "empty.csv", tmp_path / "out.csv", "--json").refusal["code"] == "TABLE_EMPTY"
    assert not (tmp_path / "out.csv").exists()


def test_the_target_is_left_alone_when_it_cannot_be_written(tmp_path: Path) -> None:
    source, target = _write(tmp_path / "in.csv", ROWS[:1]), tmp_path / "folder"
    target.mkdir()
    answer = inside("portfolio", source, target, "--draws", 200, "--json")
    assert (answer.code, answer.refusal["code"]) == (2, "FILE_NOT_WRITABLE")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "in.csv"]


@pytest.mark.skipif(not DECLARATIONS.exists(), reason="the development data is not here")
def test_the_whole_development_list_is_assessed_or_said_to_be_not(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    answer = lingtan("portfolio", DECLARATIONS, target, "--draws", 200, "--json", timeout=400)
    assert answer.code == 0
    head, rows = _read(target)
    wanted_head, wanted = _read(DECLARATIONS)
    assert head == [*wanted_head, *RESULT, *MORE]
    assert len(rows) == len(wanted) == sum(answer.json["rows"].values())
    assert dict(Counter(found["status"] for found in rows)) == answer.json["rows"]
    modelled = {"laptop", "desktop", "workstation", "monitor", "server", "tablet", "smartphone", "thin client", "all-in-one"}
    for found in rows:
        assert found["status"] in ("ok", "not_assessable"), f"{found['name']}: {found['reason']}"
        if found["status"] == "not_assessable":
            assert found["subcategory"].strip().casefold() not in modelled
            assert found["reason"]
        else:
            assert float(found["mean_kg"]) > 0
    assert answer.json["rows"]["ok"] > 0.9 * len(rows)
