"""The value models in the workbench: their fits, what changed between them, and which one holds."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lazo.differentiate.queries.suggested_day import suggested_day
from lazo.kernel.access import may
from lazo.kernel.jobs import enqueue
from lazo.web.context import company_of, formats_for
from lazo.web.markup import drawn
from lazo.web.model_page import pinned_since
from lazo.web.pages.models import SHELL, VALUE_SLUG, analyst
from lazo.web.permission import importer
from lazo.web.queries.score_runs import SCORE, scoring_job
from lazo.web.queries.value_fits import value_line
from lazo.web.today import today
from lazo.web.value_fit_words import fit_changes
from lazo.web.verdict_words import doubt_sentences, proof_chart, proof_sentence, reason_sentences


@require_safe
def value_model(request: HttpRequest) -> HttpResponse:
    """The fit that holds with its back-test, and those before it."""
    user, formats = analyst(request), formats_for(company_of(request))
    line = value_line()
    if line is None:
        raise Http404
    fit = line.holds
    context = SHELL | {
        "line": line,
        "run": fit.run,
        "verdict": fit.verdict,
        "parameters": [(key, value) for key, value in fit.run.parameters.items() if isinstance(value, int | float)],
        "proof": proof_sentence(fit.verdict, formats),
        "proof_svg": drawn(proof_chart(fit.verdict, formats)),
        "reasons": reason_sentences(fit.verdict, formats),
        "doubts": doubt_sentences(fit.verdict),
        "changes": fit_changes(line, formats),
        "pinned": pinned_since(line.pin, formats),
        "job": scoring_job(),
        "may_train": may(user, "may_import"),
        "subject": VALUE_SLUG,
    }
    return render(request, "web/differentiate/value_model.html", context)


@require_POST
def value_training(request: HttpRequest) -> HttpResponse:
    """A score run that fits the models again."""
    user = importer(request)
    line = value_line()
    if line is not None and line.pin is not None:
        messages.error(request, _("Hay una versión fijada: suéltala antes de volver a ajustar."))
        return redirect("web:value_model")
    day = suggested_day(today=today(request))
    enqueue(SCORE, by=user, arguments={"on": day.isoformat(), "refit": True}, key=SCORE)
    return redirect("web:score_runs")
