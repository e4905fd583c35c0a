"""Reads what a request for the list of customers needs, and shapes it for the template."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from lazo.differentiate.models import SavedView
from lazo.differentiate.queries.customer_columns import OWN, CustomerColumn, customer_columns
from lazo.differentiate.queries.customer_facets import facet_counts
from lazo.differentiate.queries.customer_list import customer_list
from lazo.differentiate.queries.customer_question import TRAIT, ListQuestion
from lazo.differentiate.queries.field_facets import field_facets
from lazo.differentiate.queries.field_steps import COUNTED, RANGED
from lazo.differentiate.queries.saved_view import first_views
from lazo.identify.queries.custom_fields import definitions
from lazo.kernel.models import User
from lazo.web.charts.mini_ring import ring_symbols
from lazo.web.context import company_of, formats_for, permissions_of
from lazo.web.customer_address import ListAddress, with_params
from lazo.web.customer_cells import Writing
from lazo.web.customer_field_facets import field_views, spoken_of
from lazo.web.customer_list_page import (
    ListMaterial,
    OwnFilters,
    filters_context,
    list_context,
    result_context,
    rows_context,
)
from lazo.web.customer_tabs import Tab, tabs
from lazo.web.customer_tag import tag_views
from lazo.web.markup import drawn
from lazo.web.navigation import address as address_of_route
from lazo.web.queries.customers import active_people, counted, owner_names, team_names, teams_of
from lazo.web.queries.presence import has_customers
from lazo.web.reader import reader
from lazo.web.today import today

MOST_VIEWS = 20
TYPED_ROWS = 25
"""A screenful for every letter: whoever reads on gets the rest as from any page."""
SHOW_FIELDS = "campos"
"""The parameter that shows the filters by own fields where no script brings them."""


def more_rows(request: HttpRequest, address: ListAddress) -> dict[str, Any]:
    """The rows behind a cursor."""
    page = customer_list(user=reader(request), question=address.question)
    return {**rows_context(address, page, _spoken_columns(address.question), _writing(request)), "is_appended": True}


def list_material(request: HttpRequest, address: ListAddress) -> dict[str, Any]:
    """Rows, filters with their counts, chips and actions."""
    user, permissions = reader(request), permissions_of(request)
    facets = facet_counts(user=user, question=address.question)
    material = _material(request, address, total=facets.total)
    return {
        **list_context(material, facets, own_filters(request, address)),
        "section": "customers",
        "ring_symbols": drawn(ring_symbols()),
        "assignees": active_people(),
        "teams": team_names(),
        "tags": tag_views(user=user, formats=material.writing.formats),
        "may_export": "may_export" in permissions,
        "nobody_at_all": not material.page.rows and address.question.is_broad and not has_customers(),
    }


def typed_material(request: HttpRequest, address: ListAddress) -> dict[str, Any]:
    """The rows alone and how many they are, and where the filters with their counts are to be had."""
    material = _material(request, address, total=None)
    return {
        **result_context(material),
        "facets_href": with_params(reverse("web:customer_facets"), address.question.without("after"), address.view),
    }


def facets_material(request: HttpRequest, address: ListAddress) -> dict[str, Any]:
    """The filters with their counts."""
    found = facet_counts(user=reader(request), question=address.question)
    own = own_filters(request, address)
    return filters_context(address, found, owner_names(), formats_for(company_of(request)), own)


def own_filters(request: HttpRequest, address: ListAddress, *, shown: bool = False) -> OwnFilters:
    """The filters by the company's own fields; counted only where something is asked of one, or they are to be shown."""
    question = address.question
    fields = [field for field in definitions() if field.type in COUNTED | RANGED]
    spoken = spoken_of(question, fields)
    if fields and (shown or spoken or SHOW_FIELDS in request.GET):
        facets = field_facets(user=reader(request), question=question)
        views = field_views(facets, question, formats_for(company_of(request)))
        return OwnFilters(views=views, spoken=spoken)
    if not fields:
        return OwnFilters()
    href = with_params(reverse("web:customer_fields"), question.without("after"), address.view)
    page = address.href()
    return OwnFilters(href=href, page=f"{page}{'&' if '?' in page else '?'}{SHOW_FIELDS}=1")


def _material(request: HttpRequest, address: ListAddress, *, total: int | None) -> ListMaterial:
    """What the rows need, and all columns where their number is known; they are counted only where neither the caller nor the list knows it."""
    user, question = reader(request), address.question
    size = question.size if total is not None else min(question.size, TYPED_ROWS)
    page = customer_list(user=user, question=replace(question, size=size))
    known = page.total if total is None else total
    return ListMaterial(
        address=address,
        page=page,
        total=counted(user=user, questions=[question])[0] if known is None else known,
        columns=_spoken_columns(question) if total is None else customer_columns(),
        owners=owner_names() if total is not None or question.owners else {},
        writing=_writing(request),
    )


def shell_context(request: HttpRequest, address: ListAddress) -> dict[str, Any]:
    """What stands over the list and does not change with a filter: the tabs, and where a new customer comes from."""
    found = tabs(address, user=reader(request), today=today(request), saved=_views(reader(request)))
    return {
        "tabs": found,
        "all_params": [(name, value) for name, values in address.question.as_params().items() for value in values],
        **_view_forms(request, address, found),
        "counts_href": with_params(reverse("web:view_counts"), address.question, address.view),
        "new_href": address_of_route("web:party_new") if "may_add" in permissions_of(request) else "",
        "import_href": address_of_route("web:import_new") if "may_import" in permissions_of(request) else "",
    }


def _view_forms(request: HttpRequest, address: ListAddress, found: tuple[Tab, ...]) -> dict[str, Any]:
    """Where a view is saved, and, of one that is open and that one may change, where it is changed and thrown away."""
    user, administers = reader(request), "may_administer" in permissions_of(request)
    shown = next((tab.row for tab in found if tab.is_current), None)
    own = shown if shown and (administers if shown.shipped else shown.owner_id == user.pk) else None
    actions: dict[str, Any] = {
        "own_view": own,
        "my_teams": teams_of(user),
        "may_administer": administers,
        "save_action": with_params(reverse("web:views"), address.question, address.view),
        "restore_action": with_params(reverse("web:view_restoration"), address.question),
    }
    if own is not None:
        for name, route in (("change_action", "web:view"), ("removal_action", "web:view_removal")):
            actions[name] = with_params(reverse(route, args=[own.pk]), address.question, address.view)
    return actions


def counted_tabs(request: HttpRequest, address: ListAddress) -> tuple[Tab, ...]:
    """All views, each with how many fit it."""
    user = reader(request)
    found = tabs(address, user=user, today=today(request), saved=_views(user))
    numbers = counted(user=user, questions=[tab.question for tab in found])
    return tuple(tab.counted(n) for tab, n in zip(found, numbers, strict=True))


def _views(user: User) -> tuple[SavedView, ...]:
    """As many as there is room for."""
    return first_views(user, MOST_VIEWS)


def _spoken_columns(question: ListQuestion) -> tuple[CustomerColumn, ...]:
    """Those that rows and chips of the question may speak of: of traits only where one is asked for, for then they are a query."""
    asked = question.traits or any(column.startswith(TRAIT) for column in question.columns)
    return customer_columns() if asked else OWN


def _writing(request: HttpRequest) -> Writing:
    return Writing(formats_for(company_of(request)), today(request))
