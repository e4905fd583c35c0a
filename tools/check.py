"""Every check of the repository, as `./lazo test` runs it.

    tools/check.py                 all steps but those of the night
    tools/check.py style sqlite    only those
    tools/check.py --list          their names
    tools/check.py -- -k jobs      what follows is passed on to pytest

The tests on PostgreSQL are those that use a database, for two engines can differ only in what is asked of them: all that writes, reads,
locks, sorts or searches runs on both. `sqlite_alone` leaves out the few long ones whose every question to the database another test asks
of PostgreSQL too; each says which. Of pages and doors those tests run there that open every one of them, for every kind of user, and those
of lists, search and bulk writing; the others, which ask the same and read what comes more closely, are the step `pages`, which runs only when
it is named (at night). What opens no database, and what a browser draws, is the same on either.

Each step says how it ended; what could not run says so loudly, and with --strict fails. The last line counts the tests. Steps that keep
one core busy run two at a time, and show what they said when they end.
"""

# ruff: noqa: S603, T201 - a command of the repository: it starts our own tools and speaks on standard output
import argparse
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
COVERAGE_GATE = 95
CORES = 2
WORKERS = str(CORES + 1)
"""One more than cores: tests that kill and start processes wait for them."""
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
COUNTED = ("passed", "failed", "error", "skipped", "xfailed", "xpassed")


@dataclass(frozen=True)
class Step:
    """`commands` run one after another and keep `cores` busy; `lacking` says what is missing to run them, if anything."""

    name: str
    title: str
    commands: Sequence[Sequence[str]]
    environment: dict[str, str] = field(default_factory=dict)
    lacking: Callable[[], str] = str
    is_pytest: bool = False
    cores: int = 1
    is_nightly: bool = False


@dataclass(frozen=True)
class Outcome:
    step: Step
    state: str
    seconds: float
    counts: dict[str, int]


def tool(name: str, *arguments: str) -> list[str]:
    return [str(BIN / name), *arguments]


def pytest(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]


def steps(scratch: Path, passed_on: Sequence[str]) -> list[Step]:
    """All steps, the quick ones first; `scratch` holds the coverage data and a workspace nobody needs afterwards."""
    measured = {"COVERAGE_PROCESS_START": str(ROOT / "pyproject.toml"), "COVERAGE_FILE": str(scratch / "coverage")}
    engines = {
        **measured,
        "COVERAGE_PROCESS_START": str(scratch / "engines.toml"),
        "LAZO_TEST_DATABASE": "postgres",
        "LAZO_TEST_MEASURED": " ".join(tests_of_engines()),
    }
    templates = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "src").rglob("templates/**/*.html"))]
    fast = "not browser and not nightly and not spark"
    return [
        Step("style", "ruff: errors and habits", [tool("ruff", "check", ".")]),
        Step("format", "ruff: format", [tool("ruff", "format", "--check", ".")]),
        Step("types", "mypy --strict", [tool("mypy")]),
        Step("floors", "import-linter: stairs go down only", [tool("lint-imports", "--no-cache")]),
        Step("templates", "djangofmt: errors of the pages", [tool("djangofmt", "check", *templates)]),
        Step(
            "messages",
            "every message is translated",
            [[sys.executable, "tools/messages.py", "check"]],
        ),
        Step(
            "migrations",
            "models and migrations agree",
            [[sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"]],
        ),
        Step(
            "sqlite",
            "pytest on SQLite",
            [pytest("-n", WORKERS, "--dist", "worksteal", "-m", fast, *passed_on)],
            environment=measured,
            is_pytest=True,
            cores=CORES,
        ),
        Step(
            "postgres",
            "pytest on PostgreSQL: the tests that use a database",
            [pytest("-n", WORKERS, "--dist", "worksteal", "-m", fast, *passed_on)],
            environment=engines,
            lacking=lacks_postgres,
            is_pytest=True,
            cores=CORES,
        ),
        Step(
            "pages",
            "pytest on PostgreSQL: pages and doors one by one",
            [pytest("-n", WORKERS, "--dist", "worksteal", "-m", fast, "tests/web", "tests/api", *passed_on)],
            environment={"LAZO_TEST_DATABASE": "postgres", "LAZO_TEST_PAGES": "1"},
            lacking=lacks_postgres,
            is_pytest=True,
            cores=CORES,
            is_nightly=True,
        ),
        Step(
            "browser",
            "pytest in Chromium",
            [pytest("-m", "browser and not nightly", "tests/browser", *passed_on)],
            lacking=lacks_chromium,
            is_pytest=True,
        ),
        Step(
            "spark",
            "pytest on a Spark session",
            [pytest("-m", "spark and not nightly", "tests/engines", *passed_on)],
            environment=measured,
            lacking=lacks_spark,
            is_pytest=True,
        ),
        Step(
            "product",
            "a fresh install of the product alone: a small company, its pages",
            [[sys.executable, "tools/product.py", str(scratch / "product")]],
            lacking=lacks_index,
        ),
        Step(
            "coverage",
            f"branch coverage of at least {COVERAGE_GATE} %",
            [tool("coverage", "combine", "--quiet"), tool("coverage", "report", f"--fail-under={COVERAGE_GATE}")],
            environment={"COVERAGE_FILE": measured["COVERAGE_FILE"]},
            lacking=lambda: "" if list(scratch.glob("coverage.*")) else "no test has run under it",
            cores=CORES,  # after all others
        ),
    ]


def of_engines() -> dict[str, Path]:
    """The modules that treat PostgreSQL otherwise, and their files."""
    top = ROOT / "src"
    texts = {path: path.read_text("utf-8") for path in sorted((top / "lazo").rglob("*.py"))}
    told = [path for path, text in texts.items() if "connection.vendor" in text or "postgres" in text.lower()]
    kept = [path for path in told if not {"migrations", "bench"} & set(path.parts)]
    return {".".join(path.relative_to(top).with_suffix("").parts): path for path in kept}


def write_engines(file: Path) -> None:
    """What is measured on PostgreSQL: the files that treat it otherwise. All others SQLite has run, and measuring doubles the time."""
    lines = ["[tool.coverage.run]", "branch = true", "parallel = true", 'concurrency = ["multiprocessing", "thread"]']
    kept = [str(path) for path in of_engines().values()]
    file.write_text("\n".join([*lines, f"include = {json.dumps(kept)}", ""]), "utf-8")


def tests_of_engines() -> list[str]:
    """The test files that are measured on PostgreSQL: those that import one of these modules, or are named for it."""
    known = {module: f"test_{path.stem}.py" for module, path in of_engines().items()}

    def asks(path: Path) -> bool:
        text = path.read_text("utf-8")
        imported = re.findall(r"^from (lazo[\w.]*) import ([^(\n]+|\([^)]*\))", text, re.MULTILINE)
        found = {
            name for top, names in imported for name in (top, *(f"{top}.{one}" for one in re.findall(r"\w+", names)))
        }
        return path.name in known.values() or not found.isdisjoint(known)

    return [str(path.relative_to(ROOT)) for path in sorted((ROOT / "tests").rglob("test_*.py")) if asks(path)]


def lacks_postgres() -> str:
    if os.environ.get("LAZO_TEST_DATABASE_URL") or importlib.util.find_spec("pgserver"):
        return ""
    return "neither the wheel pgserver nor LAZO_TEST_DATABASE_URL"


def lacks_chromium() -> str:
    if any(shutil.which(name) for name in CHROMIUM):
        return ""
    return "no Chromium here (Debian: apt install chromium)"


def lacks_index() -> str:
    """One small package is asked for, once, with the settings of whoever runs this."""
    command = ["download", "--no-deps", "--no-cache-dir", "--retries", "0", "--timeout", "10", "--quiet"]
    with tempfile.TemporaryDirectory() as folder:
        asked = [sys.executable, "-m", "pip", *command, "--dest", folder, "django-htmx"]
        ended = subprocess.run(asked, capture_output=True, check=False)
    return "no package index can be reached" if ended.returncode else ""


def lacks_spark() -> str:
    if not importlib.util.find_spec("pyspark"):
        return "no pyspark here (the extra `spark`)"
    if not shutil.which("java"):
        return "no Java here (Debian: apt install openjdk-17-jre-headless)"
    return ""


def run_all(steps: Sequence[Step], scratch: Path) -> list[Outcome]:
    """Run steps, as many at a time as there are cores for, and tell how each ended, in their order."""
    waiting, running = list(steps), dict[Future[Outcome], Step]()
    ended: dict[str, Outcome] = {}
    with ThreadPoolExecutor(CORES) as pool:
        while waiting or running:
            free = CORES - sum(step.cores for step in running.values())
            fitting = next((step for step in waiting if step.cores <= free), None)
            if fitting is not None:
                waiting.remove(fitting)
                running[pool.submit(run, fitting, scratch)] = fitting
                continue
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                ended[running.pop(done).name] = done.result()
    return [ended[step.name] for step in steps]


def run(step: Step, scratch: Path) -> Outcome:
    """Run one step. Its output is shown as it comes, or at its end when another may run beside it."""
    heading = f"\n── {step.name}: {step.title}"
    started = time.monotonic()
    missing = step.lacking()
    if missing:
        print(f"{heading}\nNOT RUN: {step.name}: {missing}", flush=True)
        return Outcome(step, "NOT RUN", 0.0, {})
    environment = {
        # Hundreds of processes are started: each would compile the product and the tests anew.
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "DJANGO_SETTINGS_MODULE": "lazo.site.settings",
        "LAZO_HOME": str(scratch / "workspace"),
        "COVERAGE_CORE": "ctrace",
        **step.environment,
    }
    is_alone = step.cores == CORES
    if is_alone:
        print(heading, flush=True)
    state, told = "ok", ""
    for command in step.commands:
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as process:
            for line in process.stdout or ():
                told += line
                if is_alone:
                    print(line, end="", flush=True)
        if process.returncode:
            state = "FAILED"
            break
    if not is_alone:
        print(f"{heading}\n{told}", end="", flush=True)
    return Outcome(step, state, time.monotonic() - started, counts_of(told) if step.is_pytest else {})


def counts_of(output: str) -> dict[str, int]:
    """What pytest's last line counts."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", output).strip().splitlines()
    last = next((line for line in reversed(plain) if re.search(r"\d+ \w+.* in [\d.]+s", line)), "")
    return {
        name: int(number) for number, name in re.findall(r"(\d+) (passed|failed|error|skipped|xfailed|xpassed)", last)
    }


def report(outcomes: Sequence[Outcome], seconds: float) -> None:
    """Each step, and what pytest counted in all of them."""
    print("\n── summary")
    for outcome in outcomes:
        print(f"{outcome.state:>8}  {outcome.step.name:<11} {outcome.seconds:6.1f} s  {outcome.step.title}")
    total = {name: sum(outcome.counts.get(name, 0) for outcome in outcomes) for name in COUNTED}
    shown = [f"{total[name]} {name}" for name in COUNTED if total[name] or name in {"passed", "failed"}]
    print(f"{', '.join(shown)} in {seconds:.1f}s")


def main(arguments: Sequence[str]) -> int:
    own, passed_on = list(arguments), []
    if "--" in own:
        cut = own.index("--")
        own, passed_on = own[:cut], own[cut + 1 :]
    parser = argparse.ArgumentParser(description="Every check of the repository.")
    parser.add_argument("names", nargs="*", help="only these steps")
    parser.add_argument("--list", action="store_true", help="show the names of the steps")
    parser.add_argument("--strict", action="store_true", help="what could not run is a failure")
    options = parser.parse_args(own)
    with tempfile.TemporaryDirectory(prefix="lazo-check-") as folder:
        scratch = Path(folder)
        (scratch / "workspace").mkdir()
        write_engines(scratch / "engines.toml")
        known = {step.name: step for step in steps(scratch, passed_on)}
        unknown = [name for name in options.names if name not in known]
        if unknown:
            parser.error(f"unknown step: {', '.join(unknown)}; known: {', '.join(known)}")
        if options.list:
            print("\n".join(f"{step.name:<11} {step.title}" for step in known.values()))
            return 0
        started = time.monotonic()
        chosen = options.names or [name for name, step in known.items() if not step.is_nightly]
        outcomes = run_all([known[name] for name in chosen], scratch)
    report(outcomes, time.monotonic() - started)
    bad = {"FAILED", "NOT RUN"} if options.strict else {"FAILED"}
    return int(any(outcome.state in bad for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
