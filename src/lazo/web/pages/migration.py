"""How customers migrate from class to class: the matrix of two dates, the chain of many, who is in a cell, the files."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lazo.differentiate.migration.export import UnableToExportMigrants, export_migrants
from lazo.differentiate.migration.matrix import chain, migrants, migration
from lazo.differentiate.migration.scheme import schemes
from lazo.differentiate.models import CustomerCard
from lazo.kernel.access import may, row_rule
from lazo.web.charts.alluvial import Flow, alluvial
from lazo.web.charts.canvas import two_widths
from lazo.web.context import company_of, formats_for
from lazo.web.csv_file import csv_file
from lazo.web.markup import drawn
from lazo.web.migration_page import (
    CHAINED,
    Asked,
    chain_steps,
    figures,
    matrix_csv,
    matrix_table,
    migrants_csv,
    place_words,
    read_migration,
    read_place,
)
from lazo.web.reader import reader

PAGE = 50


@require_safe
def migration_matrix(request: HttpRequest) -> HttpResponse:
    asked = read_migration(request.GET, settings.WORKSPACE)
    if asked.pair is None:
        return render(request, "web/differentiate/migration_empty.html", _common(request, asked))
    found = migration(user=reader(request), scheme=asked.scheme, before=asked.pair[0], after=asked.pair[1])
    context = {
        **_common(request, asked),
        "found": found,
        "table": matrix_table(found, asked),
        "figures": figures(found),
        "kpis": found.kpis(),
        "address": asked.address(),
    }
    return render(request, "web/differentiate/migration_matrix.html", context)


@require_safe
def migration_file(request: HttpRequest) -> HttpResponse:
    """The matrix as a file."""
    asked = read_migration(request.GET, settings.WORKSPACE)
    if asked.pair is None:
        raise Http404
    before, after = asked.pair
    found = migration(user=reader(request), scheme=asked.scheme, before=before, after=after)
    name = f"migracion-{asked.scheme.key}-{before.on}-{after.on}.csv"
    return csv_file(name, matrix_csv(found, formats_for(company_of(request))))


@require_safe
def migration_chain(request: HttpRequest) -> HttpResponse:
    """One matrix after the other, over the last months."""
    asked = read_migration(request.GET, settings.WORKSPACE)
    if asked.pair is None:
        return render(request, "web/differentiate/migration_empty.html", _common(request, asked))
    found = chain(user=reader(request), scheme=asked.scheme, snapshots=asked.months[:CHAINED])
    formats = formats_for(company_of(request))
    dates = [formats.short_month(found[0].before.on), *(formats.short_month(one.after.on) for one in found)]
    names = [place_words(asked.scheme, place, is_origin=False) for place in range(asked.scheme.places)]
    names[-1] = _("Antes o después")
    flows = [Flow([[part.customers for part in row] for row in one.cells]) for one in found]

    def draw(width: float) -> str:
        title = _("Clientes por clase, de mes a mes")
        return alluvial(dates, names, flows, title=title, number=formats.number, width=width)

    context = {
        **_common(request, asked),
        "steps": chain_steps(found, asked.scheme),
        "svg": drawn(two_widths(draw, 860, 360)),
    }
    return render(request, "web/differentiate/migration_chain.html", context)


@require_safe
def migration_customers(request: HttpRequest) -> HttpResponse:
    """Who is in a cell, the largest change of value first."""
    asked, user = read_migration(request.GET, settings.WORKSPACE), reader(request)
    if asked.pair is None:
        raise Http404
    start = request.GET.get("pagina", "")
    begin = (int(start) if start.isdecimal() and len(start) < 9 else 0) * PAGE
    scheme, (before, after) = asked.scheme, asked.pair
    origin, destination = (read_place(scheme, request.GET.get(name, "")) for name in ("de", "a"))
    found = migrants(
        user=user,
        scheme=scheme,
        before=before,
        after=after,
        origin=origin,
        destination=destination,
        start=begin,
        size=PAGE,
    )
    cards = CustomerCard.objects.visible_to(user).in_bulk([row.customer for row in found.rows])
    more = begin + PAGE < found.total
    place = asked.address(de=request.GET.get("de", ""), a=request.GET.get("a", ""))
    context = {
        **_common(request, asked),
        "rows": [(row, cards.get(row.customer), *_ends(asked, row.origin, row.destination)) for row in found.rows],
        "total": found.total,
        "origin": None if origin is None else place_words(scheme, origin, is_origin=True),
        "destination": None if destination is None else place_words(scheme, destination, is_origin=False),
        "next": f"{place}&pagina={begin // PAGE + 1}" if more else "",
        "address": place,
        "matrix": asked.address(),
    }
    return render(request, "web/differentiate/migration_customers.html", context)


@require_safe
def migration_customers_file(request: HttpRequest) -> HttpResponse:
    """The customers of a cell as a file."""
    asked = read_migration(request.GET, settings.WORKSPACE)
    if asked.pair is None:
        raise Http404
    scheme, (before, after) = asked.scheme, asked.pair
    places = [read_place(scheme, request.GET.get(name, "")) for name in ("de", "a")]
    try:
        rows, names = export_migrants(
            by=reader(request), scheme=scheme, before=before, after=after, origin=places[0], destination=places[1]
        )
    except UnableToExportMigrants as error:
        raise PermissionDenied from error
    return csv_file("migracion-clientes.csv", migrants_csv(rows, names, scheme, formats_for(company_of(request))))


def _ends(asked: Asked, origin: int, destination: int) -> tuple[str, str]:
    return place_words(asked.scheme, origin, is_origin=True), place_words(asked.scheme, destination, is_origin=False)


def _common(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    user = reader(request)
    return {
        "section": "segments",
        "scheme": asked.scheme,
        "schemes": schemes(),
        "months": asked.months,
        "pair": asked.pair,
        "sees_everything": row_rule(user).everything,
        "may_export": may(user, "may_export"),
    }
