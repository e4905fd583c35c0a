"""The register of strategic customers taken out as a file: who may, and that it was."""

from collections.abc import Iterator
from datetime import date

from lazo.differentiate.queries.strategic import RegisterLine, RegisterQuestion, register_lines
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import User


class UnableToExportRegister(PermissionError):
    """Nobody gave this user the right to export."""


def export_register(*, by: User, question: RegisterQuestion, on: date) -> Iterator[RegisterLine]:
    """The lines `by` may see, as they are asked for. Raises UnableToExportRegister."""
    if not may(by, "may_export"):
        raise UnableToExportRegister
    data = {"kind": question.kind, "owner": question.owner, "state": question.state}
    record_event(kind="strategic.exported", by=by, table="differentiate_strategiccustomer", data=data)
    return register_lines(user=by, question=question, on=on)
