"""Relations that were found and wait for somebody who knows: the queue, and what is said of one or many."""

from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lazo.identify.models import RelationCandidate
from lazo.identify.operations.relation_decision import MOST, UnableToDecide, decide_candidates
from lazo.identify.queries.relation_candidates import (
    Question,
    counts_by_rule,
    last_search,
    look_alikes,
    waiting_candidates,
)
from lazo.web.candidate_words import evidence, failure, outcome_words
from lazo.web.reader import reader
from lazo.web.redirect import back
from lazo.web.toasts import toast
from lazo.web.today import today

Rule = RelationCandidate.Rule
SURE = Decimal("0.85")


@require_GET
def candidates(request: HttpRequest) -> HttpResponse:
    """The queue, by rule, the surest first."""
    user, on = reader(request), today(request)
    question = _question(request)
    page = waiting_candidates(user=user, question=question, on=on)
    counts = counts_by_rule(user=user, on=on)
    rule = question.rules[0] if question.rules else ""
    context = {
        "section": "companies",
        "lines": [(one, one.words, evidence(one)) for one in page.rows],
        "next": f"{page.after[0]}:{page.after[1]}" if page.after else "",
        "rule": rule,
        "rules": [(key, Rule(key).label, counts[key]) for key in Rule.values if counts.get(key)],
        "total": sum(counts.values()),
        "sure": _sure(request, rule) if rule else 0,
        "searched": last_search(),
    }
    return render(request, "web/identify/candidate_list.html", context)


@require_POST
def candidate_decisions(request: HttpRequest) -> HttpResponse:
    """Say the same of those that are marked, of one by its own button, or of all the sure ones of a rule."""
    user, on = reader(request), today(request)
    outcome, _sign, one = request.POST.get("respuesta", "").partition(":")
    if one == "seguras":
        question = Question(rules=(request.POST.get("regla", ""),), surer=SURE)
        numbers = look_alikes(user=user, question=question, on=on, most=MOST)
    else:
        numbers = _numbers([one] if one else request.POST.getlist("candidata"))
    try:
        done = decide_candidates(candidates=numbers, outcome=outcome, by=user, on=on)
        toast(request, outcome_words(outcome, done.decided), undo=done.undo)
        if done.left:
            messages.warning(request, _("%(n)s quedaron como estaban.") % {"n": done.left})
    except UnableToDecide as error:
        messages.error(request, failure(error.code))
    return back(request, reverse("web:candidates"))


def _question(request: HttpRequest) -> Question:
    rule = request.GET.get("regla", "")
    sure, _sign, number = request.GET.get("desde", "").partition(":")
    after = None
    try:
        after = (Decimal(sure), _numbers([number])[0]) if sure else None
    except (InvalidOperation, IndexError):
        after = None  # nobody can have meant that: the first page
    finite = after if after and after[0].is_finite() and 0 <= after[0] <= 1 else None
    return Question(rules=(rule,) if rule in Rule.values else (), after=finite)


def _sure(request: HttpRequest, rule: str) -> int:
    question = Question(rules=(rule,), surer=SURE)
    return len(look_alikes(user=reader(request), question=question, on=today(request), most=MOST))


def _numbers(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) <= 18]
