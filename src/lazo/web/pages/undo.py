"""Taking back what one just did: the button of a toast."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from lazo.kernel.undo import UnableToUndo, Undone
from lazo.kernel.undo import undo as take_back
from lazo.web.reader import reader
from lazo.web.redirect import back

FAILURES = {
    "unknown": gettext_lazy("Esto ya no se puede deshacer."),
    "already_undone": gettext_lazy("Ya lo habías deshecho."),
    "not_allowed": gettext_lazy("No se deshizo: ya no tienes permiso para cambiarlo."),
    "changed_since": gettext_lazy("No se deshizo: alguien lo cambió después."),
}


@require_POST
def undo(request: HttpRequest, token: str) -> HttpResponse:
    """Goes back to the page it came from; a script gets no page, reloads its own, and finds the same words there."""
    status = 204
    try:
        messages.success(request, _sentence(take_back(token=token, by=reader(request))))
    except UnableToUndo as error:
        messages.error(request, FAILURES.get(error.code, FAILURES["unknown"]))
        status = 409
    return HttpResponse(status=status) if request.headers.get("HX-Request") else back(request)


def _sentence(done: Undone) -> str:
    """What was restored, and what stays because somebody changed it since."""
    if done.job is not None:
        return _("Se está deshaciendo. Puedes seguir mientras tanto.")
    if not done.kept:
        return _("Deshecho.")
    return ngettext(
        "Deshecho. Queda %(n)s como está: alguien lo cambió después.",
        "Deshecho. Quedan %(n)s como están: alguien los cambió después.",
        done.kept,
    ) % {"n": done.kept}
