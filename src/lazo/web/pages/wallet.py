"""Ajustes: from what one knows which part of their spending customers spend with the company."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lazo.differentiate.operations.wallet_settings import UnableToSaveWallet, save_wallet
from lazo.differentiate.queries.wallet_settings import FIELDS, WalletFields, wallet_fields, wallet_version
from lazo.kernel.access import row_rule
from lazo.web.company_words import STALE
from lazo.web.permission import administrator
from lazo.web.queries.wallet import wallet_measured, wallet_traits
from lazo.web.reader import reader
from lazo.web.toasts import toast
from lazo.web.wallet_words import WALLET_FAILURES, WALLET_FIELDS

NAMES = dict(zip(FIELDS, ("lugar", "marcas", "gasto", "panel"), strict=True))


@require_http_methods(["GET", "POST"])
def wallet(request: HttpRequest) -> HttpResponse:
    by = administrator(request)
    if request.method == "GET":
        return render(request, "web/differentiate/wallet.html", _context(request, wallet_fields(), {}))
    fields, problem = _said(request), ""
    problems: dict[str, str] = {}
    said = request.POST.get("version", "")
    try:
        undo = save_wallet(fields=fields, version=int(said) if said.isdecimal() and len(said) < 19 else None, by=by)
        toast(request, _("Guardado. En unos minutos se mide con esto."), undo=undo)
        return redirect("web:wallet")
    except UnableToSaveWallet as error:
        problems, problem = error.problems, str(STALE) if error.code else ""
    context = _context(request, fields, problems) | {"problem": problem}
    return render(request, "web/differentiate/wallet.html", context, status=400)


def _said(request: HttpRequest) -> WalletFields:
    told = {field: request.POST.get(name, "").strip()[:60] for field, name in NAMES.items()}
    return WalletFields(**told, look_alikes=bool(request.POST.get("parecidos")))


def _context(request: HttpRequest, fields: WalletFields, problems: dict[str, str]) -> dict[str, Any]:
    kept, traits = wallet_version(), wallet_traits()
    rows = [
        {
            "name": NAMES[field],
            "label": WALLET_FIELDS[field],
            "value": getattr(fields, field),
            "choices": traits[field],
            "error": WALLET_FAILURES.get(problems.get(field, ""), ""),
        }
        for field in FIELDS
    ]
    return {
        "section": "settings",
        "tab": "wallet",
        "rows": rows,
        "look_alikes": fields.look_alikes,
        "saved": kept,
        "version": kept.pk if kept else "",
        "measured": wallet_measured() if row_rule(reader(request)).everything else None,
    }
