"""Índices de precios: their levels by month, and by which one values of different months are compared."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lazo.differentiate.queries.score_run import current_run
from lazo.kernel.operations.price_index import UnableToSetPrices, use_price_index
from lazo.web.permission import rate_setter
from lazo.web.price_form import PriceForm, saved_levels
from lazo.web.queries.prices import price_indexes


@require_http_methods(["GET", "POST"])
def price_index_list(request: HttpRequest) -> HttpResponse:
    """The levels of each index, the one in use, and the form that adds one level or many."""
    user = rate_setter(request)
    form = PriceForm.of(request.POST) if request.method == "POST" else PriceForm()
    done = form.save(by=user) if request.method == "POST" else None
    if done is not None and not form.problems:
        messages.success(request, saved_levels(done))
        return redirect("web:price_indexes")
    run = current_run()
    context = {
        "section": "data",
        "tab": "prices",
        "form": form,
        "indexes": price_indexes(),
        "of_run": run.counts.get("prices") if run else None,
        "saved": saved_levels(done) if done is not None else "",
    }
    return render(
        request, "web/identify/price_index_list.html", context, status=400 if request.method == "POST" else 200
    )


@require_POST
def price_index_choice(request: HttpRequest) -> HttpResponse:
    """Compare by another index, or by none, from the next run on."""
    user = rate_setter(request)
    try:
        use_price_index(index=request.POST.get("indice", ""), by=user)
    except UnableToSetPrices:
        messages.error(request, _("Ese índice no tiene niveles todavía. Agrégalos primero."))
    else:
        messages.success(request, _("Listo. Los valores se recalculan en el próximo cálculo."))
    return redirect("web:price_indexes")
