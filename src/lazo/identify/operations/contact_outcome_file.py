"""A whole file of outcomes brought into the register: bounces of a mailer, calls of a dialer."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import transaction

from lazo.identify.imports.outcome_table import OutcomeLine, Usual, read_outcomes
from lazo.identify.models import ContactOutcome
from lazo.identify.operations.contact_outcome import MOST, report_contact_outcomes
from lazo.identify.operations.contact_report import REFUSED, ContactReport
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.jobs import JobContext
from lazo.kernel.models import Company, User

NAMED = 1_000
SHORT = 16


class UnableToImportOutcomes(Exception):
    """`code` is not_allowed, no_channel or unknown_outcome; what is wrong with the file as a whole its reader says."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class RefusedLine:
    """A row of the file that is not kept, and why."""

    row: int
    code: str


@dataclass
class OutcomesImported:
    """Rows by what became of them: kept, known (told before), unneeded (a delivery that proves nothing new) or refused; those refused, the first thousand."""

    counts: Counter[str] = field(default_factory=Counter)
    refused: list[RefusedLine] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return sum(self.counts.values())


def import_outcomes(
    *, file: Path, channel: str, by: User, at: datetime, context: JobContext, outcome: str = "", dry_run: bool = False
) -> OutcomesImported:
    """Keep what a file says of e-mails and telephones, whoever has them, as `channel` tells it; a thousand rows in each transaction.

    `outcome` (of ContactOutcome) is that of rows that say none, `at` (an aware instant, now) their moment. A row without a number of its own
    is known by the file and its place, so the same file again, or after it was killed, keeps nothing twice. With `dry_run` nothing is
    written. One event, `contact.outcomes_imported`. Raises UnableToImportOutcomes, UnableToReadOutcomes, UnableToRead.
    """
    if not may(by, "may_import"):
        raise UnableToImportOutcomes("not_allowed")
    if not channel.strip() or len(channel) > 20:
        raise UnableToImportOutcomes("no_channel")
    if outcome and outcome not in ContactOutcome.Outcome.values:
        raise UnableToImportOutcomes("unknown_outcome")
    company = Company.objects.get(pk=1)
    told = _Telling(channel.strip(), company.country, _fingerprint(file), OutcomesImported())
    usual = Usual(outcome, at, company.time_zone)
    if dry_run:
        with transaction.atomic():
            _bring(file, told, usual, context)
            transaction.set_rollback(True)
        return told.done
    _bring(file, told, usual, context)
    data = {"channel": told.channel, "file": told.file, "rows": told.done.rows, **told.done.counts}
    record_event(kind="contact.outcomes_imported", by=by, table="identify_contactoutcome", data=data)
    return told.done


@dataclass
class _Telling:
    """`file` is the beginning of its SHA-256, the name by which its rows are known again."""

    channel: str
    country: str
    file: str
    done: OutcomesImported

    def tell(self, lines: Sequence[OutcomeLine]) -> None:
        """Keep up to a thousand rows."""
        good = [line for line in lines if not line.code]
        answers = report_contact_outcomes(reports=[self._report(line) for line in good], by=None)
        for line in lines:
            if line.code:
                self._refuse(line.row, line.code)
        for line, answer in zip(good, answers, strict=True):
            if answer.status == REFUSED:
                self._refuse(line.row, answer.code)
            else:
                self.done.counts[answer.status] += 1

    def _report(self, line: OutcomeLine) -> ContactReport:
        assert line.at is not None, line.row
        return ContactReport(
            kind=line.kind,
            text=line.text,
            outcome=line.outcome,
            channel=self.channel,
            happened_at=line.at,
            reference=line.reference or f"{self.file}:{line.row}",
            evidence=line.evidence,
            country=self.country,
        )

    def _refuse(self, row: int, code: str) -> None:
        self.done.counts[REFUSED] += 1
        if len(self.done.refused) < NAMED:
            self.done.refused.append(RefusedLine(row, code))


def _bring(file: Path, told: _Telling, usual: Usual, context: JobContext) -> None:
    for lines in read_outcomes(file, usual=usual):
        for start in range(0, len(lines), MOST):
            told.tell(lines[start : start + MOST])
            context.progress(told.done.rows, step="read")
            context.raise_if_cancelled()


def _fingerprint(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:SHORT]
