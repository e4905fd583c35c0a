"""What a command says: results on standard output, progress and remarks on standard error."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from lazo.cli.words import LANGUAGE

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID


class Exit:
    """Exit codes, the same for every command; documented in docs/reference/cli.md."""

    OK = 0
    FAILED = 1
    USAGE = 2
    ATTENTION = 3
    INTERRUPTED = 130


def say(text: str) -> None:
    """A result, for people."""
    from rich.console import Console

    Console(highlight=False, soft_wrap=True).print(text)


def remark(text: str) -> None:
    """Something about the work itself."""
    _errors().print(text)


def figure(value: int | Decimal) -> str:
    """A number as the language of the terminal writes it: 8.638 and 215,4; in English 8,638 and 215.4."""
    whole, _, decimals = f"{value:,f}".partition(".")
    decimals = decimals.rstrip("0")
    group, point = (",", ".") if LANGUAGE == "en" else (".", ",")
    return whole.replace(",", group) + (f"{point}{decimals}" if decimals else "")


def print_json(value: Mapping[str, Any]) -> None:
    """A result, for scripts: one JSON object, keys as documented."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")


def print_table(
    title: str, header: Sequence[str], rows: Iterable[Sequence[object]], *, right: Sequence[int] = ()
) -> None:
    """A table whose columns numbered in `right` are aligned for figures."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title or None, title_justify="left", header_style="bold")
    for place, name in enumerate(header):
        table.add_column(name, justify="right" if place in right else "left")
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    Console(highlight=False).print(table)


class ProgressDisplay:
    """Bars on a terminal, one line per step elsewhere, nothing when `quiet`; it is called as a job's watcher is."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._bars: Progress | None = None
        self._task: TaskID | None = None
        self._step: str | None = None

    def __enter__(self) -> Self:
        if not self._quiet and sys.stderr.isatty():
            self._bars = _bars()
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._close_step()
            self._bars.stop()

    def __call__(self, done: int, total: int | None, step: str | None) -> None:
        if self._quiet:
            return
        if step is not None and step != self._step:
            self._begin(step, total)
        if self._bars is not None and self._task is not None:
            if total is not None:
                self._bars.update(self._task, total=total)
            self._bars.update(self._task, completed=done)

    def _begin(self, step: str, total: int | None) -> None:
        self._step = step
        if self._bars is None:
            remark(f"· {_words(step)}")
            return
        self._close_step()
        self._task = self._bars.add_task(_words(step), total=total)

    def _close_step(self) -> None:
        if self._bars is None or self._task is None:
            return
        task = next(task for task in self._bars.tasks if task.id == self._task)
        self._bars.update(self._task, total=task.total or max(task.completed, 1), completed=task.total or 1)


def _words(step: str) -> str:
    from django.utils import translation

    from lazo.kernel.jobs.step_words import step_words

    with translation.override(LANGUAGE):  # a job works in the product's language, and is watched in the terminal's
        return step_words(step)


def _bars() -> "Progress":
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    return Progress(
        SpinnerColumn(finished_text="✓"),
        TextColumn("{task.description}"),
        BarColumn(bar_width=28),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=_errors(),
    )


def _errors() -> "Console":
    from rich.console import Console

    return Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
