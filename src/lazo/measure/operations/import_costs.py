"""A file of costs brought into the ledger: the good rows, each once; the others named with what to do."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from lazo.customize.models import MoneyEntry
from lazo.kernel.events import record_event
from lazo.kernel.models import Company, User
from lazo.kernel.undo import offer_undo
from lazo.measure.imports.cost_table import CostLine, read_costs
from lazo.measure.operations.cost import UNDO, Cost, UnableToEnterCost, book_cost

NAMED = 1_000
SHORT = 16


@dataclass(frozen=True)
class RefusedCost:
    """A row that was left out, and why."""

    row: int
    code: str


@dataclass
class CostsImported:
    """Rows booked, rows that were there already, and those left out: how many, the first thousand. `undo` takes the booked ones back."""

    booked: int = 0
    known: int = 0
    left_out: int = 0
    refused: list[RefusedCost] = field(default_factory=list)
    undo: str = ""


@transaction.atomic
def import_costs(*, file: Path, file_name: str, by: User) -> CostsImported:
    """Book every good row, all in one transaction; the same row again (by its own number, else by file and place) is not booked twice.

    One event, `money.imported`. Raises UnableToEnterCost (not_allowed), UnableToReadCostTable, UnableToRead.
    """
    done = CostsImported()
    entries: list[int] = []
    told = _fingerprint(file)
    for line in read_costs(file, currency=Company.objects.get(pk=1).currency):
        key = f"costs:{line.key}" if line.key else f"costs:{told}:{line.row}"
        code = line.code or ("too_long" if len(key) > 160 else "")
        if not code and MoneyEntry.objects.filter(key=key).exists():
            done.known += 1
            continue
        code = code or _booked(line, key, file_name, by, entries)
        if code:
            done.left_out += 1
            done.refused += [RefusedCost(line.row, code)] if len(done.refused) < NAMED else []
    done.booked = len(entries)
    if entries:
        done.undo = offer_undo(by=by, label=file_name, kind=UNDO, data={"entries": entries})
        data = {"booked": done.booked, "known": done.known, "left_out": done.left_out}
        record_event(kind="money.imported", by=by, table="customize_moneyentry", data=data)
    return done


def _booked(line: CostLine, key: str, file_name: str, by: User, entries: list[int]) -> str:
    """Book a row; blank, or what is wrong with it."""
    assert line.on is not None
    evidence = {"file": file_name[-120:], "row": line.row}
    cost = Cost(line.on, line.area, line.category, line.amount, line.currency, line.note, key=key, evidence=evidence)
    try:
        entries.append(book_cost(cost=cost, by=by).pk)
    except UnableToEnterCost as error:
        if error.code == "not_allowed":
            raise
        return error.code
    return ""


def _fingerprint(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:SHORT]
