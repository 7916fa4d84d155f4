#!/usr/bin/env python3
"""One door to the project: set up, show, test, document. Standard library only.

    python3 dev.py setup            make .venv with lingtan and lingtan-verify (done by every other command when needed)
    python3 dev.py demo [ARGS]      from two notebooks to signed statements; the arguments go to `lingtan demo`
    python3 dev.py test [ARGS]      lint, types, floors and all tests; with arguments, pytest alone with these
    python3 dev.py lint [--fix]     ruff, ruff format, mypy --strict, import-linter
    python3 dev.py docs [--check]   write the pages of commands, error codes and names again, or say which are stale
    python3 dev.py bench [NAME ..]  list the benchmarks, or run one
    python3 dev.py pin              resolve every dependency anew, in a venv of its own, into constraints.txt

Uses uv when it is on the PATH, otherwise venv and pip. Only `setup` and `pin` need the network. Kept readable for Python 3.6, so that an
old one gets as far as the message that it is too old.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
SCRIPTS = "Scripts" if os.name == "nt" else "bin"
STAMP = os.path.join(VENV, "lingtan-setup.sha256")
PINS = "constraints.txt"
#: What decides what is installed: when one of these changes, the next command sets up again.
INPUTS = ("dev.py", "pyproject.toml", PINS, os.path.join("packages", "lingtan-verify", "pyproject.toml"))
#: What builds our two wheels; installed first, so that no isolated build needs the network later.
BUILDERS = ["hatchling", "editables"]
VERIFIER = os.path.join("packages", "lingtan-verify")
EXTRAS = "cluster,factory,mqtt,postgres,scale,bench,test,lint"
OURS = {"lingtan", "lingtan-verify"}
#: Linux keeps this folder in memory; the whole suite leaves less than one gigabyte of files.
MEMORY = "/dev/shm"
MEMORY_BYTES = 4 * 1024**3


def fail(english, chinese):
    """Stop with a sentence in both languages; never a traceback for what the user can mend."""
    sys.stderr.write("dev.py: " + english + "\n        " + chinese + "\n")
    raise SystemExit(1)


def say(text):
    """Progress goes to stderr; stdout is the result."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def check_python():
    """Refuse a Python that cannot run Lingtan, and name one on this machine that can."""
    if sys.version_info >= OLDEST:
        return
    found = [name for name in ("python3.14", "python3.13", "python3.12", "python3.11") if shutil.which(name)]
    have = ".".join(str(part) for part in sys.version_info[:3])
    if found:
        fail(
            "Python >= 3.11 is needed and this is {}. Run: {} dev.py {}".format(have, found[0], " ".join(sys.argv[1:])),
            "需要 Python >= 3.11，当前为 {}。请运行：{} dev.py {}".format(have, found[0], " ".join(sys.argv[1:])),
        )
    fail(
        f"Python >= 3.11 is needed and this is {have}. On Debian or Ubuntu: sudo apt-get install python3.11 python3.11-venv",
        f"需要 Python >= 3.11，当前为 {have}。Debian/Ubuntu：sudo apt-get install python3.11 python3.11-venv",
    )


def tool(name):
    """Path of a program in the venv."""
    return os.path.join(VENV, SCRIPTS, name + (".exe" if os.name == "nt" else ""))


def digest():
    """SHA-256 of what decides the installation: the files above, the Python, and where the tree stands (the install is editable)."""
    state = hashlib.sha256("{}|{}".format(ROOT, ".".join(str(part) for part in sys.version_info[:2])).encode("utf-8"))
    for name in INPUTS:
        state.update(b"\0" + name.encode("utf-8") + b"\0")
        with open(os.path.join(ROOT, name), "rb") as handle:
            state.update(handle.read())
    return state.hexdigest()


def is_set_up():
    """Whether the stamp holds the digest of today and the two programs are there."""
    try:
        with open(STAMP, encoding="ascii") as handle:
            stamped = handle.read().strip()
    except OSError:
        return False
    return stamped == digest() and os.path.exists(tool("lingtan")) and os.path.exists(tool("lingtan-verify"))


def call(command, **options):
    """Run in the project's root; the child's output is the user's. Returns the exit code."""
    return subprocess.call(command, cwd=ROOT, **options)


def must(command):
    """Run a step of the set-up, or stop with its command line. The tools' chatter goes to stderr."""
    code = call(command, stdout=sys.stderr)
    if code != 0:
        fail(
            "this step of the set-up failed (exit {}): {}".format(code, " ".join(command)),
            "安装步骤失败（退出码 {}），命令见上一行。首次安装需要网络。".format(code),
        )


def make_venv(where, uv):
    """An empty virtual environment of the running Python."""
    if uv:
        must([uv, "venv", "--quiet", "--clear", "--python", sys.executable, where])
        return
    try:
        import ensurepip  # noqa: F401  # Debian ships Python without it
        import venv  # noqa: F401
    except ImportError:
        package = "python{}.{}-venv".format(*sys.version_info[:2])
        fail(
            f"this Python has no venv. Run: sudo apt-get install -y {package}   (or install uv)",
            f"此 Python 缺少 venv。请运行：sudo apt-get install -y {package}   （或安装 uv）",
        )
    must([sys.executable, "-m", "venv", "--clear", where])


def installer(where, uv):
    """The command that installs into an environment, to which requirements are added."""
    python = os.path.join(where, SCRIPTS, "python")
    if uv:
        return [uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", python]
    return [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]


def install(where, uv, pinned):
    """Builders, then both packages editable with every extra that demo and tests need, in one resolution."""
    pins = ["--constraint", os.path.join(ROOT, PINS)] if pinned else []
    must(installer(where, uv) + pins + BUILDERS)
    must(
        installer(where, uv)
        + pins
        + ["--no-build-isolation", "--editable", os.path.join(ROOT, VERIFIER), "--editable", f"{ROOT}[{EXTRAS}]"]
    )


def has_same_python():
    """Whether .venv runs, and runs the major.minor version that runs this file."""
    ask = [tool("python"), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    try:
        shown = subprocess.check_output(ask, stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        return False
    return shown.decode().strip() == "{}.{}".format(*sys.version_info[:2])


def setup():
    """Make .venv unless the stamp says that it stands."""
    if is_set_up():
        return
    uv = shutil.which("uv")
    say("dev.py: setting up .venv with {} (once; needs the network) / 正在安装（仅首次，需要网络）".format("uv" if uv else "pip"))
    if os.path.exists(STAMP):
        os.remove(STAMP)  # a set-up that is cut short is done again
    if not has_same_python() or not (uv or os.path.exists(tool("pip"))):
        make_venv(VENV, uv)
    install(VENV, uv, pinned=True)
    compile_loops()
    with open(STAMP, "w", encoding="ascii") as handle:
        handle.write(digest() + "\n")


def compile_loops():
    """The planner's loops as machine code in the user's cache folder, where a later checkout finds them: half a minute at most."""
    if call([tool("lingtan"), "compile"], stdout=sys.stderr) != 0:
        say("dev.py: not compiled beforehand; the first plan will do it / 未能预编译，首次排产时进行")


def demo(arguments):
    """`lingtan demo`, the one demo of the project; without --out it writes to ./demo-out."""
    where = [] if any(word == "--out" or word.startswith("--out=") for word in arguments) else ["--out", os.path.join(ROOT, "demo-out")]
    return call([tool("lingtan"), "demo", *where, *arguments])


def lint(arguments):
    """Every static check, all of them even when one fails. `--fix` lets ruff mend what it can."""
    fix = "--fix" in arguments
    steps = [
        ["ruff", "check", "."] + (["--fix"] if fix else []),
        ["ruff", "format", "."] + ([] if fix else ["--check"]),
        ["mypy"],
        ["lint-imports"],
    ]
    failed = []
    for step in steps:
        say("dev.py: " + " ".join(step))
        if call([tool(step[0]), *step[1:]]) != 0:
            failed.append(step[0] + " " + " ".join(step[1:2]))
    if failed:
        say("dev.py: failed: " + ", ".join(failed))
    return 1 if failed else 0


def need_programs():
    """What tests drive and only the system has: a browser, fonts for Chinese, Node.js, an MQTT broker. Installs them, or says how."""
    chromium = os.environ.get("LINGTAN_TEST_CHROMIUM") or shutil.which("chromium")
    wanted = ([] if chromium else ["chromium", "fonts-noto-cjk"]) + ([] if shutil.which("npm") else ["nodejs", "npm"])
    wanted += [] if shutil.which("mosquitto") or os.path.exists("/usr/sbin/mosquitto") else ["mosquitto"]
    if not wanted:
        return
    line = ["apt-get", "install", "-y", "--no-install-recommends", *wanted]
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        say("dev.py: " + " ".join(line))
        quiet = {"stdout": sys.stderr, "env": dict(os.environ, DEBIAN_FRONTEND="noninteractive")}
        if call(["apt-get", "update", "-qq"], **quiet) == 0 and call(line, **quiet) == 0:
            return
    say("dev.py: the tests need {}. Run: sudo {}".format(", ".join(wanted), " ".join(line)))
    say("        测试需要 {}。请运行：sudo {}".format("、".join(wanted), " ".join(line)))


def in_memory(command):
    """Run with temporary files in memory where there is room: thousands of little databases wait for no disk.

    A process that is killed loses there what it loses on a disk.
    """
    try:
        state = os.statvfs(MEMORY)
        room = state.f_bavail * state.f_frsize if os.access(MEMORY, os.W_OK) else 0
    except (AttributeError, OSError):
        room = 0
    if room < MEMORY_BYTES:
        return call(command)
    folder = tempfile.mkdtemp(prefix="lingtan-test-", dir=MEMORY)
    try:
        os.chmod(folder, 0o711)  # PostgreSQL does not run as root, and its folder is in here
        return call(command, env=dict(os.environ, TMPDIR=folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test(arguments):
    """Lint, then pytest on two workers; with arguments, pytest alone."""
    need_programs()
    if arguments:
        return call([tool("python"), "-m", "pytest", *arguments])
    linted = lint([])
    compile_loops()  # once, and not in each of pytest's workers
    # The slowest are named, so that what takes the minutes is known when the limit of CI comes near.
    shown = ["--durations=25", "--durations-min=5"]
    tested = in_memory([tool("python"), "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", *shown])
    return linted or tested


def docs(arguments):
    """The generated pages of docs/, written or (with --check) compared."""
    return call([tool("python"), os.path.join("tools", "docs.py"), *arguments])


def bench(arguments):
    """List the benchmarks, or run one with its arguments."""
    folder = os.path.join(ROOT, "benchmarks")
    names = sorted(name[:-3] for name in os.listdir(folder) if name.endswith(".py"))
    if not arguments:
        print("\n".join(names))
        return 0
    if arguments[0] not in names:
        fail(
            "no benchmark {!r}; there are: {}".format(arguments[0], ", ".join(names) or "none"),
            "没有基准 {!r}；现有：{}".format(arguments[0], ", ".join(names) or "无"),
        )
    return call([tool("python"), os.path.join("benchmarks", arguments[0] + ".py"), *arguments[1:]])


LIST_INSTALLED = """
import importlib.metadata as m, re
rows = {re.sub(r'[-_.]+', '-', d.metadata['Name']).lower(): d.version for d in m.distributions()}
print('\\n'.join(f'{name}=={version}' for name, version in sorted(rows.items())))
"""


def pin(_arguments):
    """Resolve without constraints in a throw-away venv and write name==version lines: no address, no hash, no marker."""
    uv = shutil.which("uv")
    with tempfile.TemporaryDirectory() as folder:
        where = os.path.join(folder, "venv")
        make_venv(where, uv)
        install(where, uv, pinned=False)
        listed = subprocess.check_output([os.path.join(where, SCRIPTS, "python"), "-c", LIST_INSTALLED]).decode("utf-8").split()
    kept = [line for line in listed if line.split("==")[0] not in OURS | {"pip", "setuptools", "wheel"}]
    with open(os.path.join(ROOT, PINS), "w", encoding="ascii") as handle:
        handle.write("# Written by `python3 dev.py pin`: what demo and tests were last seen to pass with.\n")
        handle.write("\n".join(kept) + "\n")
    say(f"dev.py: {PINS} holds {len(kept)} pins; run `python3 dev.py test` before you commit it")
    return 0


def main(arguments):
    """Do one command; returns its exit code."""
    check_python()
    commands = {"demo": demo, "test": test, "lint": lint, "docs": docs, "bench": bench}
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(__doc__)
        return 0
    name, rest = arguments[0], arguments[1:]
    if name == "pin":
        return pin(rest)
    if name != "setup" and name not in commands:
        known = ", ".join(["setup", *sorted(commands), "pin"])
        fail(f"no command {name!r}; there are: {known}", f"没有命令 {name!r}；现有：{known}")
    setup()
    return 0 if name == "setup" else commands[name](rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
