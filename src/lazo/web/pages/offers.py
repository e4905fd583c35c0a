"""What can be offered: the list with what each brings, a new one, one of them and what is done with it."""

from operator import itemgetter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lazo.customize.models import Offer
from lazo.customize.operations.offer import (
    create_offer,
    edit_offer,
    may_change_offers,
    offer_edit_undo,
    remove_offer,
    restore_offer_version,
)
from lazo.customize.operations.offer_details import UnableToSaveOffer
from lazo.customize.queries.next_action import current_action_run
from lazo.customize.queries.offer import OfferLine, control_share, found_offer, live_offers, offer_lines, versions_of
from lazo.customize.queries.offer_people import left_alone, lost_of
from lazo.differentiate.models import Segment
from lazo.web.action_words import VERDICTS, evidence_of, rules_in_words
from lazo.web.context import company_of, formats_for
from lazo.web.formats import Formats
from lazo.web.offer_form import OfferForm, initial_of, new_offer
from lazo.web.reader import reader
from lazo.web.toasts import toast
from lazo.web.today import today


@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    user, formats = reader(request), formats_for(company_of(request))
    lines, run = offer_lines(user=user), current_action_run()
    rules = rules_in_words([line.offer for line in lines])
    rows = [_shown(line, rules, formats) for line in lines]
    context = {
        "section": "offers",
        "rows": rows,
        "run": run,
        "actions": sum(line.proposed for line in lines),
        "left_alone": left_alone(run, user=user),
        "may_change": may_change_offers(user),
        "today": today(request),
    }
    return render(request, "web/customize/offer_list.html", context)


@require_http_methods(["GET", "POST"])
def offer_new(request: HttpRequest) -> HttpResponse:
    user, on, formats = reader(request), today(request), formats_for(company_of(request))
    if not may_change_offers(user):
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = OfferForm(data, initial=new_offer(on), formats=formats, segments=_segments())
    if form.is_bound and form.is_valid():
        try:
            made = create_offer(details=form.details(), by=user, on=on)
            toast(request, _("Oferta guardada. Se compara con las demás en la próxima decisión."))
            return redirect("web:offer", key=made.key)
        except UnableToSaveOffer as error:
            form.refuse_in(error.code, error.field)
    context = {"section": "offers", "form": form, "is_new": True}
    return render(request, "web/customize/offer_new.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest, key: str) -> HttpResponse:
    user, formats, held = reader(request), formats_for(company_of(request)), _offer(key)
    may = may_change_offers(user)
    data = request.POST if request.method == "POST" else None
    keeps = bool(held.definition) and "segment" not in held.definition
    form = OfferForm(data, initial=initial_of(held, formats), formats=formats, segments=_segments(), keeps_rules=keeps)
    if form.is_bound and form.is_valid():
        try:
            made = edit_offer(
                offer=held, by=user, version=form.cleaned_data["version"] or 0, changes=_changes(held, form)
            )
            toast(
                request,
                _("Guardado."),
                undo=offer_edit_undo(offer=made, by=user) if made.version != held.version else "",
            )
            return redirect("web:offer", key=key)
        except UnableToSaveOffer as error:
            form.refuse_in(error.code, error.field)
    line = offer_lines(live_offers().filter(pk=held.pk), user=user)[0]
    lost = lost_of([held], user=user).get(held.pk, {})
    context = {
        "section": "offers",
        "row": _shown(line, rules_in_words([held]), formats),
        "offer": held,
        "form": form,
        "may_change": may,
        "lost": sorted(
            ((count, why, VERDICTS[why]) for why, count in lost.items()), key=itemgetter(0, 1), reverse=True
        ),
    }
    context |= {"versions": versions_of(held), "control": control_share(held) / 10_000, "today": today(request)}
    return render(request, "web/customize/offer_detail.html", context, status=400 if form.is_bound else 200)


@require_POST
def offer_removal(request: HttpRequest, key: str) -> HttpResponse:
    held = _offer(key)
    try:
        token = remove_offer(offer=held, by=reader(request))
    except UnableToSaveOffer as error:
        raise Http404 from error
    toast(request, _("Oferta «%(name)s» eliminada: ya no se propone a nadie.") % {"name": _(held.name)}, undo=token)
    return redirect("web:offers")


@require_POST
def offer_version(request: HttpRequest, key: str) -> HttpResponse:
    """A former version becomes the newest."""
    held, number = _offer(key), request.POST.get("number", "")
    try:
        wanted = int(number) if number.isascii() and number.isdecimal() and len(number) < 9 else 0
        made = restore_offer_version(offer=held, by=reader(request), number=wanted, version=held.version)
    except UnableToSaveOffer as error:
        raise Http404 from error
    toast(
        request,
        _("Volvió la versión %(number)s.") % {"number": wanted},
        undo=offer_edit_undo(offer=made, by=reader(request)),
    )
    return redirect("web:offer", key=key)


def _changes(held: Offer, form: OfferForm) -> dict[str, Any]:
    changes = form.changes()
    return {name: value for name, value in changes.items() if name != "definition" or not held.maker}


def _offer(key: str) -> Offer:
    found = found_offer(key)
    if found is None:
        raise Http404
    return found


def _segments() -> list[Segment]:
    return list(Segment.objects.live().order_by("name", "pk"))


def _shown(line: OfferLine, rules: dict[int, str], formats: Formats) -> dict[str, Any]:
    """An offer with its words: what is believed where it is surest, what people said."""
    surest = max(line.beliefs, key=lambda one: one.treated + one.control, default=None)
    return {
        "line": line,
        "offer": line.offer,
        "name": _(line.offer.name),
        "what": _(line.offer.what) if line.offer.what else "",
        "evidence": evidence_of(surest, formats) if surest is not None else "",
        "rules": rules.get(line.offer.pk, ""),
        "answers": [
            {"count": line.said.get(said, 0), "said": said, "short": short, "long": long}
            for said, short, long in (
                ("done", _("hechas"), _("hechas")),
                ("accepted", _("sí"), _("aceptaron")),
                ("declined", _("no"), _("no quisieron")),
                ("ignored", _("nada"), _("no respondieron")),
            )
        ],
    }
