"""Everything held of a person, to hand over: a page to read or print, and the same as JSON and CSV, in one packed file."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.utils.html import escape
from django.utils.text import slugify
from django.utils.translation import gettext as _

from lazo.identify.models import DataRequest
from lazo.identify.operations.data_request import UnableToHandleRequest, held_request, note_delivery
from lazo.identify.queries.parties import family_of
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.jobs import JobContext, enqueue
from lazo.kernel.models import Company, Event, User
from lazo.kernel.personal_data import Holding, gatherings, holdings
from lazo.kernel.workspace import Workspace

JOB = "identify.subject_export"
FOLDER = "rights"
KEPT = timedelta(days=30)
SIGNS = ("=", "+", "-", "@", "\t", "\r")
STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%;font-size:.875rem}th,td{border-bottom:1px solid;padding:.35rem .5rem;text-align:start;"
    "vertical-align:top;overflow-wrap:anywhere}h2{margin-block-start:2rem}@media print{body{margin:0;max-width:none}}"
)


class UnableToExportSubject(Exception):
    """`code` is what UnableToHandleRequest says, or not_ready when there is no file."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Section:
    """Rows of one kind: `columns` are (key, words), `rows` have a value for each key."""

    key: str
    label: str
    columns: tuple[tuple[str, str], ...]
    rows: Sequence[dict[str, Any]]


@transaction.atomic
def ask_for_export(*, request: DataRequest, by: User, on: date) -> int:
    """Enqueue the job that gathers everything held of whoever asks, their identity confirmed; its number. Raises UnableToExportSubject."""
    try:
        held = held_request(request, by)
    except UnableToHandleRequest as error:
        raise UnableToExportSubject(error.code) from error
    arguments = {"request": held.pk, "by": by.pk, "on": on.isoformat()}
    return enqueue(JOB, by=by, arguments=arguments, key=f"subject-export:{held.pk}").pk


def gather(context: JobContext, *, workspace: Workspace, request: int, by: int, on: date) -> dict[str, Any]:
    """Write the packed file of a request; killed, it is written anew. Writes one event, `party.exported`."""
    found = DataRequest.objects.select_related("party").get(pk=request)
    forget_old_exports(workspace, at=on)
    place = export_path(workspace, found)
    place.parent.mkdir(parents=True, exist_ok=True)
    sections = list(sections_of(family_of(found.party), context))
    draft = place.with_suffix(".part")
    _write(draft, sections, found, on)
    rows = sum(len(section.rows) for section in sections)
    user = User.objects.filter(pk=by).first()
    with transaction.atomic():
        draft.replace(place)
        note_delivery(found, by=user, on=on)
        told = {"request": found.pk, "rows": rows}
        record_event(kind="party.exported", by=user, table="identify_party", row=found.party_id, data=told)
    return {"rows": rows, "file": place.name}


def export_file(*, request: DataRequest, by: User) -> Path:
    """The packed file, for whoever may hand it over. Raises UnableToExportSubject."""
    if not may(by, "may_erase") or not DataRequest.objects.visible_to(by).filter(pk=request.pk).exists():
        raise UnableToExportSubject("not_allowed")
    place = export_path(settings.WORKSPACE, request)
    if not place.exists():
        raise UnableToExportSubject("not_ready")
    return place


def export_path(workspace: Workspace, request: DataRequest) -> Path:
    """Below the number of the customer, so that an erasure finds what was made for them."""
    return workspace.files / FOLDER / str(request.party_id) / f"datos-{request.pk}.zip"


def forget_old_exports(workspace: Workspace, *, at: date) -> int:
    """Delete the files that were made more than thirty days before `at`; how many."""
    count = 0
    for path in (workspace.files / FOLDER).glob("*/*"):
        if datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).date() < at - KEPT:
            path.unlink(missing_ok=True)
            count += 1
    return count


def sections_of(family: Sequence[int], context: JobContext) -> Iterator[Section]:
    """What every package holds, in the order in which people look for it, and what was done with it."""
    told = sorted((one for one in holdings() if one.told), key=lambda one: (-one.rank, one.model))
    files = list(gatherings())
    steps = len(told) + len(files) + 1
    for number, holding in enumerate(told):
        context.progress(number, steps, "reunir datos")
        context.raise_if_cancelled()
        rows = holding.about(family).order_by("pk").values(*holding.told)
        yield _section(holding, list(rows))
    for number, (name, gathering) in enumerate(files):
        context.progress(len(told) + number, steps, "reunir datos")
        context.raise_if_cancelled()
        columns = tuple((key, str(label)) for key, label in gathering.told.items())
        found = [dict(row) for row in gathering.rows(settings.WORKSPACE, family)]
        yield Section(slugify(name), str(gathering.label), columns, found)
    yield _events(family)


def _section(holding: Holding, rows: list[dict[str, Any]]) -> Section:
    model = apps.get_model(holding.model)
    words = {key: _choices(model, key) for key in holding.told}
    told = [{key: words[key].get(value, value) if words[key] else value for key, value in row.items()} for row in rows]
    columns = tuple((key, str(label)) for key, label in holding.told.items())
    return Section(slugify(holding.model.partition(".")[2]), str(holding.label), columns, told)


def _choices(model: type[models.Model], key: str) -> dict[Any, str]:
    if "__" in key:
        return {}
    field = model._meta.get_field(key) if key in {one.name for one in model._meta.fields} else None  # noqa: SLF001 - documented API of Django despite its name
    return {value: str(label) for value, label in getattr(field, "flatchoices", [])}


def _events(family: Sequence[int]) -> Section:
    """What was done with the customer's record, with what it was before and after."""
    columns = (("at", _("Cuándo")), ("kind", _("Qué")), ("before", _("Antes")), ("after", _("Después")))
    rows = Event.objects.filter(table="identify_party", row__in=family).select_related("detail").order_by("pk")
    told = [
        {
            "at": event.at,
            "kind": event.kind,
            "before": getattr(getattr(event, "detail", None), "before", None),
            "after": getattr(getattr(event, "detail", None), "after", None),
        }
        for event in rows
    ]
    return Section("event", _("Lo que se hizo con sus datos"), columns, told)


def _write(place: Path, sections: Sequence[Section], request: DataRequest, on: date) -> None:
    with zipfile.ZipFile(place, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("leer.html", _page(sections, request, on))
        archive.writestr("datos.json", _json(sections, request, on))
        for section in sections:
            if section.rows:
                archive.writestr(f"csv/{section.key}.csv", _csv(section))


def _json(sections: Sequence[Section], request: DataRequest, on: date) -> str:
    told = {
        "request": request.pk,
        "on": on.isoformat(),
        "law": request.law,
        "sections": {section.key: [dict(row) for row in section.rows] for section in sections},
    }
    return json.dumps(told, ensure_ascii=False, indent=1, default=str)


def _csv(section: Section) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([label for _key, label in section.columns])
    writer.writerows([_harmless(_text(row.get(key))) for key, _label in section.columns] for row in section.rows)
    return "\ufeff" + buffer.getvalue()


def _page(sections: Sequence[Section], request: DataRequest, on: date) -> str:
    company = Company.objects.filter(pk=1).first()
    title = _("Datos que guarda %(company)s") % {"company": company.name if company else "Lazo"}
    lead = _("Reunidos el %(day)s para la solicitud %(number)s.") % {"day": on.isoformat(), "number": request.pk}
    law = f"<p>{escape(request.law)}</p>" if request.law else ""
    body = "".join(_part(section) for section in sections)
    return (
        f'<!doctype html><html lang="es"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{STYLE}</style><h1>{escape(title)}</h1><p>{escape(lead)}</p>{law}{body}</html>"
    )


def _part(section: Section) -> str:
    head = f"<h2>{escape(section.label)}</h2>"
    if not section.rows:
        return f"{head}<p>{escape(_('No hay.'))}</p>"
    labels = "".join(f'<th scope="col">{escape(label)}</th>' for _key, label in section.columns)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(_text(row.get(key)))}</td>" for key, _label in section.columns) + "</tr>"
        for row in section.rows
    )
    return f"{head}<table><thead><tr>{labels}</tr></thead><tbody>{rows}</tbody></table>"


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _harmless(text: str) -> str:
    """Text as a spreadsheet cannot run it."""
    return f"'{text}" if text.startswith(SIGNS) else text
