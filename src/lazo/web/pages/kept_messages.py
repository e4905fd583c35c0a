"""Ajustes: canales. What an account keeps to be taken away: letters to print, the sheet of their addresses, lines of a file."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from lazo.interact.channels.file import store
from lazo.interact.channels.letter.pdf import address_sheet, letters_pdf
from lazo.interact.models import ChannelAccount
from lazo.interact.operations.kept_messages import take_away
from lazo.kernel.models import Company
from lazo.web.permission import administrator


@require_http_methods(["GET"])
def channel_account_letters(request: HttpRequest, account: int, day: str) -> HttpResponse:
    row, rows = _kept(request, account, day, "letter")
    company = Company.objects.values_list("name", flat=True).first() or ""
    sender = {
        "company": company,
        "address": str(row.options.get("return_address") or ""),
        "place": str(row.options.get("place") or ""),
    }
    return _pdf(letters_pdf(rows, sender=sender), f"cartas-{day}")


@require_http_methods(["GET"])
def channel_account_addresses(request: HttpRequest, account: int, day: str) -> HttpResponse:
    _row, rows = _kept(request, account, day, "letter")
    return _pdf(address_sheet(rows), f"direcciones-{day}")


@require_http_methods(["GET"])
def channel_account_file(request: HttpRequest, account: int, day: str) -> HttpResponseBase:
    _row, rows = _kept(request, account, day, "")
    response = StreamingHttpResponse(store.as_csv(iter(rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="mensajes-{day}.csv"'
    return response


def _kept(request: HttpRequest, account: int, day: str, channel: str) -> tuple[ChannelAccount, list[store.Kept]]:
    by, row = administrator(request), get_object_or_404(ChannelAccount, pk=account)
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    if channel and row.channel != channel:
        raise Http404
    rows = take_away(account=row, day=on, by=by)
    if not rows:
        raise Http404
    return row, rows


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
