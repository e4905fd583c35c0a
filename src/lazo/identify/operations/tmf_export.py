"""Parties, roles and relations taken out as a file in the shape of TM Forum's interfaces: one resource a line."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from lazo.identify.queries.tmf import TmfPage, tmf_parties, tmf_roles
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.jobs import JobContext
from lazo.kernel.models import User

SUFFIX = ".jsonl"


class UnableToExportTmf(Exception):
    """`code` is not_allowed, unknown_format or folder_missing."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def export_tmf(*, to: Path, by: User, context: JobContext) -> int:
    """Write what `by` may see to `to`, a .jsonl file that appears whole or not at all; how many resources. One event says so.

    First every Individual and Organization with its relations (TMF632), then every Customer and PartyRole (TMF629, TMF669). Raises
    UnableToExportTmf.
    """
    if to.suffix != SUFFIX:
        raise UnableToExportTmf("unknown_format", suffix=to.suffix)
    if not to.parent.is_dir():
        raise UnableToExportTmf("folder_missing", folder=str(to.parent))
    if not may(by, "may_export"):
        raise UnableToExportTmf("not_allowed")
    part, count = to.with_name(f".{to.name}.part"), 0
    try:
        with part.open("w", encoding="utf-8") as stream:
            for page in _pages(by):
                stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in page.rows)
                count += len(page.rows)
                context.progress(count, step="Exportar")
                context.raise_if_cancelled()
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)
    record_event(kind="rows.exported", by=by, data={"sheet": "tmf", "rows": count, "format": SUFFIX[1:]})
    return count


def _pages(by: User) -> Iterator[TmfPage]:
    readers: tuple[Callable[..., TmfPage], ...] = (tmf_parties, tmf_roles)
    for read in readers:
        after: int | None = 0
        while after is not None:
            page = read(user=by, after=after)
            yield page
            after = page.last
