"""Long work as jobs: batches of certificates, their files, tables of products, studies; killed in the middle and taken up again."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "web"), str(HERE.parent / "jobs")]

from many import prepare  # noqa: E402 -- beside the folder above
from work import until  # noqa: E402
from work_process import AT, desk_of  # noqa: E402

from lingtan.attest import verify_credential  # noqa: E402
from lingtan.errors import ConflictError, InputError, StoreError  # noqa: E402
from lingtan.files import SheetOut, workbook_bytes  # noqa: E402
from lingtan.messages import catalog  # noqa: E402
from lingtan.services.house.workspace import open_workspace  # noqa: E402
from lingtan.services.work.arguments import ExportRequest, ImportRequest, IssueRequest, StudyRequest  # noqa: E402
from lingtan.services.work.asking import ask, cancel, new_job_id  # noqa: E402
from lingtan.services.work.certificates_export import export_folder  # noqa: E402
from lingtan.services.work.showing import job_view, jobs_view  # noqa: E402
from lingtan.services.work.uploads import MOST_UPLOAD_BYTES, keep_table, kept_table  # noqa: E402

COUNT = 34
TABLE = """manufacturer,name,subcategory,weight,lifetime,yearly_tec,use_location
Synthetic,Note 14,Laptop,1.4,4,18,DE
Synthetic,Tower,Desktop,,5,90,
Synthetic,Blob,Toaster,1,1,1,DE
Synthetic,Heavy,Laptop,heavy,4,18,DE
Synthetic,Note 14,Laptop,1.5,4,18,DE
"""


@pytest.fixture(scope="session")
def prepared(made_once):
    """A stage with confirmed cancellations, made once."""
    return made_once("many", lambda folder: prepare(folder, COUNT).stage.issuer.opened.close())


@pytest.fixture
def home(prepared, tmp_path):
    """The issuer's workspace in a copy of the stage."""
    folder = tmp_path / "many"
    shutil.copytree(prepared, folder)
    (issuer,) = folder.glob("*/issuer")
    return issuer


@pytest.fixture
def desk(home):
    opened = desk_of(home)
    opened.jobs.launch()
    yield opened
    opened.jobs.close()
    opened.workspace.opened.close()


def numbers(workspace):
    with workspace.store() as store:
        return tuple(fact.subject for fact in store.facts(kind="cancellation"))


def done(desk, request, **options):
    asked = ask(desk.jobs, request, organisation=desk.organisation, actor="issuer", at=AT, **options)
    return until(lambda: (found := job_view(desk.jobs, asked.job, organisation=desk.organisation)).ended and found, 120)


def certificates(workspace):
    with workspace.store() as store:
        return store.facts(kind="certificate")


def test_a_batch_issues_every_certificate_and_lists_what_it_could_not(desk):
    wanted = numbers(desk.workspace)[:12]
    view = done(desk, IssueRequest(numbers=(*wanted[:5], "LT-2026-999999", *wanted[5:], wanted[0])))
    assert (view.state, view.items, view.percent, view.total) == ("done", wanted, 100, 2)
    assert [(one.item, one.code) for one in view.refused] == [("LT-2026-999999", "CANCELLATION_UNKNOWN")]
    facts = certificates(desk.workspace)
    assert [fact.subject for fact in facts] == list(wanted)
    for fact in facts:
        verify_credential(fact.body, desk.workspace.trust().issuers)
    again = done(desk, IssueRequest(numbers=wanted))
    assert (again.items, len(certificates(desk.workspace))) == (wanted, 12)
    assert jobs_view(desk.jobs, organisation=desk.organisation).total == 2


def test_files_of_certificates_are_packed_with_and_without_what_is_confidential(desk):
    wanted = numbers(desk.workspace)[:2]
    done(desk, IssueRequest(numbers=wanted))
    view = done(desk, ExportRequest(numbers=(*wanted, "LT-2026-000033")))
    assert (view.items, view.archives) == (wanted, ("issuer.zip", "public.zip"))
    assert [(one.item, one.code) for one in view.refused] == [("LT-2026-000033", "CERTIFICATE_NOT_ISSUED")]
    folder = export_folder(desk.workspace, view.job)
    held = {name: set(zipfile.ZipFile(folder / name).namelist()) for name in view.archives}
    assert {f"{wanted[0]}.json", f"{wanted[1]}.zh.pdf", f"{wanted[0]}.public.zip", "status.json"} <= held["public.zip"]
    assert held["issuer.zip"] - held["public.zip"] == {f"{n}.{kind}" for n in wanted for kind in ("serials.json", "full.zip")}
    assert (folder / "issuer.zip").stat().st_mode & 0o077 == 0


def excel(text):
    rows = [[float(cell) if cell.replace(".", "").isdigit() else cell or None for cell in line.split(",")] for line in text.splitlines()]
    return workbook_bytes([SheetOut(title="products", rows=rows)])


@pytest.mark.parametrize(("suffix", "data"), [("csv", TABLE.encode()), ("xlsx", excel(TABLE))])
def test_a_table_of_products_is_imported_row_by_row(desk, suffix, data):
    name = f"my products.{suffix}"
    key = keep_table(desk.workspace, name, data)
    assert keep_table(desk.workspace, name, data) == key
    assert kept_table(desk.workspace, key, name=name).stat().st_mode & 0o077 == 0
    view = done(desk, ImportRequest(file=key, name=name))
    assert (view.state, len(view.items), len(set(view.items))) == ("done", 2, 2)
    assert [(one.place.partition("!")[2][:1], one.code) for one in view.refused] == [
        ("4", "CLASS_NOT_ASSESSABLE"),
        ("5", "ROW_NUMBER"),
        ("6", "ROW_TWICE"),
    ]
    assert all(one.place.startswith(name) and one.code in catalog() for one in view.refused)
    with desk.workspace.store() as store:
        assert len(store.facts(kind="product")) == 2
    with pytest.raises(InputError, match="FILE_MISSING"):
        kept_table(desk.workspace, key, name=name)


def test_a_study_of_many_draws_is_frozen(desk):
    key = keep_table(desk.workspace, "a.csv", "\n".join(TABLE.splitlines()[:2]).encode())
    (product,) = done(desk, ImportRequest(file=key, name="a.csv")).items
    view = done(desk, StudyRequest(product=product, draws=20_000))
    with desk.workspace.store() as store:
        assert store.facts(kind="study", subject=view.items[0])[0].body["draws"] == 20_000
    assert done(desk, StudyRequest(product=product, draws=20_000)).items == view.items


WRONG = [
    (IssueRequest(numbers=()), "WORK_EMPTY"),  # nothing chosen
    (IssueRequest(numbers=("LT-2026-000001",), audience="aliens"), "AUDIENCE_UNKNOWN"),  # nobody we know
    (ImportRequest(file="../../key.pem", name="x.csv"), "FILE_MISSING"),  # a path out of the folder
    (ImportRequest(file="0" * 64 + ".csv", name="x.csv"), "FILE_MISSING"),  # gone meanwhile
    (StudyRequest(product="p-none"), "PRODUCT_UNKNOWN"),  # another organisation's, or nobody's
    (StudyRequest(product="p-none", draws=10_000_000), "DRAWS_MANY"),  # days of work
]


def test_what_cannot_be_done_fails_with_its_code(desk):
    for request, code in WRONG:
        view = done(desk, request)
        assert (view.state, view.error.code) == ("failed", code), request
        assert code in catalog()
    key = keep_table(desk.workspace, "b.csv", b"maker,name\nx,y\n")
    view = done(desk, ImportRequest(file=key, name="b.csv"))
    assert (view.error.code, view.error.place, view.error.params) == ("IMPORT_COLUMNS", "b.csv!1", {"missing": "manufacturer, subcategory"})


def test_uploads_are_small_tables(desk):
    for name, data, code in (
        ("a.exe", b"x", "FILE_TYPE"),
        ("a", b"x", "FILE_TYPE"),
        ("a.csv", bytes(MOST_UPLOAD_BYTES + 1), "FILE_TOO_LARGE"),
    ):
        with pytest.raises(InputError, match=code):
            keep_table(desk.workspace, name, data)


def test_another_organisation_sees_neither_job_nor_cancellation(desk, home):
    wanted = numbers(desk.workspace)[:1]
    mine = done(desk, IssueRequest(numbers=wanted))
    other = open_workspace(home.with_name("certifier")).profile.organisation
    with pytest.raises(StoreError, match="JOB_UNKNOWN"):
        job_view(desk.jobs, mine.job, organisation=other)
    with pytest.raises(StoreError, match="JOB_UNKNOWN"):
        cancel(desk.jobs, mine.job, organisation=other, actor="eve")
    theirs = ask(desk.jobs, IssueRequest(numbers=wanted), organisation=other, actor="eve", at=AT)
    view = until(lambda: (found := job_view(desk.jobs, theirs.job, organisation=other)).ended and found)
    assert (view.items, [one.code for one in view.refused]) == ((), ["CANCELLATION_UNKNOWN"])
    assert [row.job for row in jobs_view(desk.jobs, organisation=other).rows] == [theirs.job]


def test_a_form_sent_twice_is_one_job(desk):
    name, request = new_job_id(AT), IssueRequest(numbers=numbers(desk.workspace)[:1])
    assert done(desk, request, id=name).job == done(desk, request, id=name).job == name
    with pytest.raises(ConflictError, match="ID_CONFLICT"):
        done(desk, IssueRequest(numbers=("LT-1",)), id=name)
    assert jobs_view(desk.jobs, organisation=desk.organisation).total == 1


def killed_rounds(home, kind, kills):
    """Runs the work in processes of their own, each but the last killed when so many steps are done; what the last one said."""
    said = ""
    for after in (*kills, None):
        command = [sys.executable, str(HERE / "work_process.py"), str(home), kind]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            for line in process.stdout:
                said = line.strip()
                if after is not None and said.startswith("done") and int(said.split()[1]) >= after:
                    process.kill()
                    break
    return said


def test_after_kill_9_a_batch_of_certificates_has_each_exactly_once(home):
    assert killed_rounds(home, "issue", (1, 2)) == "ended done"
    workspace = desk_of(home).workspace
    facts = certificates(workspace)
    assert sorted(fact.subject for fact in facts) == sorted(numbers(workspace))
    assert len(facts) == COUNT
    with workspace.store() as store:
        assert store.audit()
        assert store.verify_chain()


def test_after_kill_9_an_import_has_each_product_exactly_once(home):
    rows = "\n".join(f"Synthetic,Note {n},Laptop,1.4,4,18,DE" for n in range(70))
    (home / "table.csv").write_text(f"{TABLE.splitlines()[0]}\n{rows}\n", "utf-8")
    assert killed_rounds(home, "import", (1, 3)) == "ended done"
    with desk_of(home).workspace.store() as store:
        facts = store.facts(kind="product")
        assert len({fact.subject for fact in facts}) == len(facts) == 70
