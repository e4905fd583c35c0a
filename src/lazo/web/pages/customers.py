"""The list of customers: its address is what it shows."""

from time import perf_counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import push_url, replace_url

from lazo.kernel.models.user import Density
from lazo.kernel.operations.preferences import set_preferences
from lazo.web.context import company_of, formats_for
from lazo.web.customer_address import ListAddress, is_tidy, list_href, read_address
from lazo.web.customer_reading import (
    facets_material,
    list_material,
    more_rows,
    own_filters,
    shell_context,
    typed_material,
)
from lazo.web.reader import reader
from lazo.web.redirect import back

MORE, RESULT = "filas", "resultado"
"""What htmx asks for by its target: the rows behind the last one, and the rows that fit what is being typed."""


@require_safe
def customers(request: HttpRequest) -> HttpResponse:
    """The page; for htmx the part that a filter changes, or the next rows alone."""
    begun = perf_counter()
    address = read_address(request.GET, formats_for(company_of(request)))
    target = request.headers.get("HX-Target")
    if target == MORE:
        return render(request, "web/identify/_customer_rows.html", more_rows(request, address))
    if target == RESULT:
        return _typed(request, address, begun)
    if not is_tidy(request.GET) and target is None:
        return redirect(list_href(address.question, address.view))
    context = list_material(request, address)
    if target is not None:
        context["milliseconds"] = _since(begun)
        response = render(request, "web/identify/_customer_list.html", context)
        return push_url(response, list_href(address.question, address.view))
    context |= shell_context(request, address)
    context["milliseconds"] = _since(begun)
    return render(request, "web/identify/customer_list.html", context)


@require_safe
def facets(request: HttpRequest) -> HttpResponse:
    """The filters again with their counts: asked for behind the rows, when whoever types has stopped."""
    address = read_address(request.GET, formats_for(company_of(request)))
    return render(request, "web/identify/_customer_facets_answer.html", facets_material(request, address))


@require_safe
def own_fields(request: HttpRequest) -> HttpResponse:
    """The filters by the company's own fields, asked for when they are opened."""
    address = read_address(request.GET, formats_for(company_of(request)))
    context = {"own": own_filters(request, address, shown=True)}
    return render(request, "web/identify/_customer_own_facets.html", context)


def _typed(request: HttpRequest, address: ListAddress, begun: float) -> HttpResponse:
    """The rows alone, for every letter: their address takes the place of the last one's, so that going back leaves the search."""
    context = typed_material(request, address)
    context["milliseconds"] = _since(begun)
    response = render(request, "web/identify/_customer_typed.html", context)
    return replace_url(response, list_href(address.question, address.view))


@require_POST
def density(request: HttpRequest) -> HttpResponse:
    """More rows on the screen, or fewer: for whoever asks, on every list."""
    user = reader(request)
    other = Density.COMFORTABLE if user.density == Density.COMPACT else Density.COMPACT
    set_preferences(user=user, name=user.name, shortcuts=user.shortcuts, density=other, by=user)
    return back(request, "/clientes")


def _since(begun: float) -> int:
    return max(1, round((perf_counter() - begun) * 1000))
