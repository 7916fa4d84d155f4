"""Brightway datapackages: ours are read by bw2calc with the same score, theirs by us; what comes back has the same bits."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace

import bw_processing
import numpy as np
import pytest
from fsspec.implementations.zip import ZipFileSystem
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lingtan.errors import InputError
from lingtan.files.exchange import ExchangeKind, Fallback, files_of, read_system, system_of_files, write_container
from lingtan.files.exchange.brightway import datapackage_of, ids_of, system_of_packages
from lingtan.files.exchange.datapackage import read_datapackage, write_datapackage
from lingtan.lca import certified_scores
from lingtan.lca.exchange import LAW, LawKind, differences, drawn_scores, graph_of, named_from_graph, scores_at_value, system_of
from lingtan.lca.scale.background import nominal_scores

FAST = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
INDICES, LAWS = bw_processing.INDICES_DTYPE, bw_processing.UNCERTAINTY_DTYPE


@given(seed=st.integers(0, 10_000), n=st.integers(2, 30))
@FAST
def test_a_graph_comes_back_from_a_datapackage_with_the_same_bits(build_graph, parameters, seed, n):
    graph = build_graph(seed, n)
    system = named_from_graph(graph, parameters)
    back = system_of_files(files_of(system, ExchangeKind.BRIGHTWAY, name="x"), ExchangeKind.BRIGHTWAY, place="x")
    assert graph_of(back) == graph
    assert dict(back.parameters) == dict(system.parameters)
    assert differences(system, back, spread_tolerance=2e-7) == ()


@pytest.mark.parametrize("name", ["x.zip", "folder"])
def test_bw2calc_scores_what_we_write_as_we_do(build_graph, parameters, brightway_score, tmp_path, name):
    graph = build_graph(3)
    system = named_from_graph(graph, parameters)
    write_datapackage(tmp_path / name, datapackage_of(system, name="x"))
    certified, sparse = certified_scores(graph), scores_at_value(system)
    ids, _ = ids_of(system)
    for position in (0, 7, 19, 39):
        oracle = brightway_score([tmp_path / name], int(ids[position]))
        assert certified.climate(f"p{position}") == pytest.approx(oracle, rel=1e-9)
        assert sparse[position] == pytest.approx(oracle, rel=1e-9)


def test_the_same_system_gives_the_same_bytes(build_graph, parameters):
    def written():
        return files_of(named_from_graph(build_graph(1), parameters), ExchangeKind.BRIGHTWAY, name="x")

    assert written() == written()


def package(path, *, kinds=(2, 3, 4, 5), **options):
    """A datapackage made by bw_processing itself: product ids are not activity ids, inputs come first, two groups."""
    fs = ZipFileSystem(path, mode="w")
    dp = bw_processing.create_datapackage(fs=fs, name="db", **options)
    indices = np.array([(102, 1), (101, 1), (102, 2), (103, 2), (103, 3), (101, 3)], dtype=INDICES)
    laws = np.zeros(6, dtype=LAWS)
    for field in ("scale", "shape", "minimum", "maximum"):
        laws[field] = np.nan
    data = np.array([2.0, 1.0, 1.0, 0.5, 4.0, 0.125])
    laws["loc"] = data
    laws[0] = (kinds[0], np.log(2.0), 0.1, np.nan, np.nan, np.nan, False)
    laws[3] = (kinds[1], 0.5, 0.02, np.nan, np.nan, np.nan, False)
    laws[5] = (kinds[2], np.nan, np.nan, np.nan, 0.1, 0.15, False)
    flip = np.array([True, False, False, True, False, True])
    dp.add_persistent_vector(
        matrix="technosphere_matrix", name="t", indices_array=indices, data_array=data, flip_array=flip, distributions_array=laws
    )
    flows = np.array([(900, 1), (901, 2), (900, 3), (901, 3)], dtype=INDICES)
    laws = np.resize(laws[1:2], 4)
    laws["loc"] = [1.0, 2.0, 0.5, 0.25]
    laws[2] = (kinds[3], 0.5, np.nan, np.nan, 0.3, 0.8, False)
    dp.add_persistent_vector(
        matrix="biosphere_matrix", name="b", indices_array=flows, data_array=np.array([1.0, 2.0, 0.5, 0.25]), distributions_array=laws
    )
    names = [{"id": 101, "name": "steel", "location": "CN", "unit": "kilogram"}, {"id": 102, "name": "coke", "location": "CN"}]
    dp.add_json_metadata(
        data=names,
        valid_for="t",
        name="names",
    )
    dp.finalize_serialization()
    return path


def method(path, factors=((900, 1.0), (901, 29.8))):
    fs = ZipFileSystem(path, mode="w")
    dp = bw_processing.create_datapackage(fs=fs, name="gwp")
    indices = np.array([(flow, 0) for flow, _ in factors], dtype=INDICES)
    arrays = {"indices_array": indices, "data_array": np.array([factor for _, factor in factors])}
    dp.add_persistent_vector(matrix="characterization_matrix", name="c", identifier=["IPCC", "GWP100"], **arrays)
    dp.finalize_serialization()
    return path


def test_a_foreign_database_and_method_are_scored_as_bw2calc_does(tmp_path, brightway_score):
    paths = [package(tmp_path / "db.zip"), method(tmp_path / "m.zip")]
    kind, system = read_system(paths)
    assert (kind, [m.name for m in system.methods]) == (ExchangeKind.BRIGHTWAY, ["IPCC | GWP100"])
    assert [(a.key, a.name, a.place, a.unit) for a in system.activities][:2] == [
        ("101", "steel", "CN", "kilogram"),
        ("102", "coke", "CN", ""),
    ]
    scores, nominal = scores_at_value(system), nominal_scores(system_of(system))
    graph = certified_scores(graph_of(system))
    for position, product in enumerate((101, 102, 103)):
        oracle = brightway_score(paths, product)
        assert scores[position] == pytest.approx(oracle, rel=1e-12)
        assert nominal[position] == pytest.approx(oracle, rel=1e-12)
        assert graph.climate(str(product)) == pytest.approx(oracle, rel=1e-12)


def test_draws_of_a_foreign_database_agree_with_bw2calc_within_three_standard_errors(tmp_path, brightway_score):
    paths = [package(tmp_path / "db.zip"), method(tmp_path / "m.zip")]
    _, system = read_system(paths)
    theirs = np.array(brightway_score(paths, 101, draws=500))
    ours = drawn_scores(system, ["101"], seed=5, draws=20_000)["101"]
    error = np.hypot(theirs.std() / np.sqrt(theirs.size), ours.std() / np.sqrt(ours.size))
    assert abs(theirs.mean() - ours.mean()) < 3 * error
    assert ours.std() == pytest.approx(theirs.std(), rel=3 / np.sqrt(2 * theirs.size) + 0.02)


def test_a_foreign_package_is_written_again_entry_for_entry(tmp_path, brightway_score):
    paths = [package(tmp_path / "db.zip"), method(tmp_path / "m.zip")]
    _, system = read_system(paths)
    write_container(tmp_path / "again.zip", files_of(system, ExchangeKind.BRIGHTWAY, name="again"))
    _, back = read_system([tmp_path / "again.zip"])
    assert differences(system, back) == ()
    assert brightway_score([tmp_path / "again.zip"], 101) == pytest.approx(brightway_score(paths, 101), rel=1e-12)
    drawn = [np.mean(brightway_score(files, 101, draws=40)) for files in ([tmp_path / "again.zip"], paths)]
    assert drawn[0] == pytest.approx(drawn[1], rel=1e-6)


@pytest.mark.parametrize("options", [{}, {"sum_intra_duplicates": False}, {"sum_inter_duplicates": True}])
def test_entries_of_one_place_add_up_or_replace_as_the_package_says(tmp_path, brightway_score, options):
    fs = ZipFileSystem(tmp_path / "db.zip", mode="w")
    dp = bw_processing.create_datapackage(fs=fs, name="db", **options)
    for name, inputs in (("first", (0.25, 0.5, 0.125)), ("second", (0.2,))):
        indices = np.array([(1, 2)] * len(inputs) + ([(1, 1), (2, 2)] if name == "first" else []), dtype=INDICES)
        data = np.array([*inputs, *([1.0, 1.0] if name == "first" else [])])
        flip = np.arange(len(data)) < len(inputs)
        rescale = np.where(flip, 3.0, 1.0)
        dp.add_persistent_vector(
            matrix="technosphere_matrix", name=name, indices_array=indices, data_array=data, flip_array=flip, rescale_array=rescale
        )
    dp.add_persistent_vector(
        matrix="biosphere_matrix", name="b", indices_array=np.array([(9, 1)], dtype=INDICES), data_array=np.array([7.0])
    )
    dp.finalize_serialization()
    paths = [tmp_path / "db.zip", method(tmp_path / "m.zip", factors=((9, 1.0),))]
    assert scores_at_value(read_system(paths)[1])[1] == pytest.approx(brightway_score(paths, 2), rel=1e-12)


@pytest.mark.parametrize("kind", [LawKind.WEIBULL, LawKind.GAMMA, LawKind.BETA, LawKind.BERNOULLI, LawKind.STUDENTS_T, 13])
def test_a_distribution_we_do_not_draw_is_refused_by_name_or_kept_certain_with_leave(tmp_path, brightway_score, kind):
    paths = [package(tmp_path / "db.zip", kinds=(kind, 3, 4, 5)), method(tmp_path / "m.zip")]
    with pytest.raises(InputError) as refused:
        read_system(paths)
    assert (refused.value.code, refused.value.place) == ("EXCHANGE_LAW", "technosphere_matrix[0]")
    assert str(int(kind)) in refused.value.params["kinds"]
    _, system = read_system(paths, fallbacks=[Fallback.CERTAIN])
    assert [note.code for note in system.notes] == ["EXCHANGE_MADE_CERTAIN"]
    assert scores_at_value(system)[0] == pytest.approx(brightway_score(paths, 101), rel=1e-12)


def test_a_bounded_lognormal_is_refused_since_we_would_not_cut_it(tmp_path):
    system = named_from_graph_with_law(LawKind.LOGNORMAL, 0.0, 0.1, minimum=0.5)
    files = files_of(system, ExchangeKind.BRIGHTWAY, name="x")
    with pytest.raises(InputError, match="EXCHANGE_LAW"):
        system_of_files(files, ExchangeKind.BRIGHTWAY, place="x")


def named_from_graph_with_law(kind, loc, scale, *, minimum=np.nan):
    from lingtan.lca import Activity, ProcessGraph
    from lingtan.quantities import Indicator, Unit

    graph = ProcessGraph(activities={"a": Activity(key="a", unit=Unit.KG, place="CN", flows={Indicator.FOSSIL: 1.0})})
    system = named_from_graph(graph)
    laws = np.array([(kind, loc, scale, np.nan, minimum, np.nan, False)], dtype=LAW)
    return replace(system, biosphere=replace(system.biosphere, laws=laws))


def broken(path, edit):
    """The package with its metadata or one array changed."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    edit(files)
    write_container(path, files)
    return path


def edit_metadata(change):
    def edit(files):
        metadata = json.loads(files["datapackage.json"])
        change(metadata)
        files["datapackage.json"] = json.dumps(metadata).encode()

    return edit


def short_array(files):
    out = io.BytesIO()
    np.save(out, np.ones(2))
    files["t.data.npy"] = out.getvalue()


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (lambda files: files.pop("datapackage.json"), "EXCHANGE_KIND_UNKNOWN"),
        (lambda files: files.update({"datapackage.json": b"{"}), "JSON_BROKEN"),
        (lambda files: files.update({"datapackage.json": b"[]"}), "EXCHANGE_NOT_DATAPACKAGE"),
        (lambda files: files.pop("t.data.npy"), "EXCHANGE_ARRAY"),
        (lambda files: files.update({"t.data.npy": b"\x93NUMPY"}), "EXCHANGE_ARRAY"),
        (short_array, "EXCHANGE_ARRAY"),
        (edit_metadata(lambda m: m["resources"][0].update(category="array")), "EXCHANGE_RESOURCE"),  # presamples
        (edit_metadata(lambda m: m["resources"][0].update(profile="interface")), "EXCHANGE_RESOURCE"),  # a program
        (edit_metadata(lambda m: m["resources"][0].update(path="t.parquet")), "EXCHANGE_RESOURCE"),
        (edit_metadata(lambda m: m.update(resources=[7])), "FILE_CORRUPT"),
        (edit_metadata(lambda m: m["resources"][0].pop("group")), "FILE_CORRUPT"),
        (edit_metadata(lambda m: m.update(resources=[r for r in m["resources"] if r.get("group") != "t"])), "EXCHANGE_EMPTY"),
    ],
)
def test_a_broken_datapackage_is_refused_naming_what_is_wrong(tmp_path, edit, code):
    path = broken(package(tmp_path / "db.zip"), edit)
    with pytest.raises(InputError) as refused:
        read_system([path])
    assert refused.value.code == code


def test_pickled_arrays_are_never_opened(tmp_path):
    def edit(files):
        out = io.BytesIO()
        np.save(out, np.array([print], dtype=object), allow_pickle=True)
        files["t.data.npy"] = out.getvalue()

    with pytest.raises(InputError, match="EXCHANGE_ARRAY"):
        read_system([broken(package(tmp_path / "db.zip"), edit)])


def test_systems_that_are_not_square_or_whose_products_are_not_told_are_refused(tmp_path):
    path = package(tmp_path / "db.zip")
    read = read_datapackage(path)
    t = read.groups[0]
    more = replace(t, row=np.where(t.row == 103, 104, t.row) * 1, column=t.column)
    lost = replace(t, row=np.array([102, 101, 105, 103, 104, 101]))
    with pytest.raises(InputError, match="EXCHANGE_NOT_SQUARE"):
        system_of_packages([replace(read, groups=(lost, read.groups[1]))])
    all_in = replace(more, flip=np.ones(len(t), dtype=bool))
    with pytest.raises(InputError, match="EXCHANGE_PRODUCT"):
        system_of_packages([replace(read, groups=(all_in, read.groups[1]))])


def test_regional_factors_and_a_missing_method_are_refused(tmp_path):
    db = package(tmp_path / "db.zip")
    m = read_datapackage(method(tmp_path / "m.zip"))
    regional = replace(m, groups=(replace(m.groups[0], column=np.array([0, 7])),))
    with pytest.raises(InputError, match="EXCHANGE_REGIONAL"):
        system_of_packages([read_datapackage(db), regional])
    with pytest.raises(InputError, match="EXCHANGE_NO_METHOD"):
        scores_at_value(read_system([db])[1])


def test_parameters_that_make_no_known_distribution_are_refused_or_certain_with_leave(build_graph, parameters):
    graph = build_graph(2, 6)
    first = next(a for a in graph.activities.values() if a.exchanges)
    mixed = replace(first, exchanges=(replace(first.exchanges[0], multipliers=("share", "tec")), *first.exchanges[1:]))
    system = named_from_graph(replace(graph, activities={**graph.activities, first.key: mixed}), parameters)
    with pytest.raises(InputError) as refused:
        datapackage_of(system, name="x")
    assert (refused.value.code, refused.value.params["parameters"]) == ("EXCHANGE_LAW_MIXED", "share, tec")
    package = datapackage_of(system, name="x", fallbacks=[Fallback.CERTAIN])
    assert graph_of(system_of_packages([package])) == replace(graph, activities={**graph.activities, first.key: mixed})


def test_uncertain_factors_travel_and_are_drawn_only_at_value_with_leave(tmp_path, brightway_score):
    _, system = read_system([package(tmp_path / "db.zip"), method(tmp_path / "m.zip")])
    laws = system.factors.laws.copy()
    laws[1] = (LawKind.NORMAL, 29.8, 3.0, np.nan, np.nan, np.nan, False)
    doubtful = replace(system, factors=replace(system.factors, laws=laws))
    write_container(tmp_path / "x.zip", files_of(doubtful, ExchangeKind.BRIGHTWAY, name="x"))
    _, back = read_system([tmp_path / "x.zip"])
    assert differences(doubtful, back, spread_tolerance=2e-7) == ()
    assert np.std(brightway_score([tmp_path / "x.zip"], 101, draws=30)) > 0
    with pytest.raises(InputError, match="EXCHANGE_LAW"):
        drawn_scores(back, ["101"], seed=1, draws=32)
    drawn = drawn_scores(back, ["101"], seed=1, draws=32, allow_certain=True)["101"]
    assert drawn.tolist() == drawn_scores(system, ["101"], seed=1, draws=32)["101"].tolist()
