"""`dev.py`: what a newcomer meets when something is not as it should be."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


def run(*arguments: str, before: str = "") -> subprocess.CompletedProcess[str]:
    """Run dev.py, after changing what it sees of the machine."""
    start = f"sys.argv = ['dev.py', *{list(arguments)!r}]\nrunpy.run_path({str(ROOT / 'dev.py')!r}, run_name='__main__')"
    code = f"import sys, runpy\n{before}\n{start}"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)


@pytest.fixture
def dev() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_without_a_command_it_lists_them() -> None:
    done = run()
    assert done.returncode == 0
    for command in ("setup", "demo", "test", "lint", "docs", "bench", "pin"):
        assert f"dev.py {command}" in done.stdout


def test_an_unknown_command_is_answered_with_those_there_are() -> None:
    done = run("tset")
    assert done.returncode == 1
    assert "no command 'tset'" in done.stderr
    assert "test" in done.stderr.partition("there are")[2]


def test_an_old_python_is_told_which_one_to_use() -> None:
    done = run("demo", before="sys.version_info = (3, 9, 2, 'final', 0)")
    assert done.returncode == 1
    assert "Python >= 3.11 is needed and this is 3.9.2" in done.stderr
    assert "需要 Python >= 3.11" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_python_without_venv_is_told_the_apt_line() -> None:
    before = (
        "import subprocess\nsys.modules['ensurepip'] = None\nimport shutil\nshutil.which = lambda name: None\nimport os\n"
        "os.path.exists = lambda path: False\nsubprocess.check_output = subprocess.run"
    )
    done = run("setup", before=before + "\nsubprocess.check_output = lambda *a, **k: (_ for _ in ()).throw(OSError())")
    assert done.returncode == 1
    wanted = f"sudo apt-get install -y python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    assert done.stderr.count(wanted) == 2  # in both languages
    assert "Traceback" not in done.stderr


def test_the_stamp_changes_with_whatever_decides_the_installation(dev: ModuleType, tmp_path: Path) -> None:
    for name in dev.INPUTS:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    dev.ROOT = str(tmp_path)
    seen = {dev.digest()}
    for name in dev.INPUTS:
        with (tmp_path / name).open("a") as handle:
            handle.write("\n# changed\n")
        seen.add(dev.digest())
    assert len(seen) == 1 + len(dev.INPUTS)


def test_a_benchmark_that_is_not_there_is_answered_with_a_sentence(dev: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        dev.bench(["none-such"])
    assert "no benchmark 'none-such'" in capsys.readouterr().err
