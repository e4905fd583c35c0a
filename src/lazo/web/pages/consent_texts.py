"""What people read before they answer, purpose by purpose: today's words, those before, and new ones."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lazo.identify.operations.consent_text import UnableToWriteText, write_text
from lazo.identify.queries.consent_text import text_versions
from lazo.web.permission import administrator
from lazo.web.rights_form import TextForm
from lazo.web.rights_words import REQUEST_FAILURES
from lazo.web.toasts import toast


@require_http_methods(["GET", "POST"])
def consent_texts(request: HttpRequest) -> HttpResponse:
    user = administrator(request)
    form = TextForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            write_text(**form.cleaned_data, by=user)
            toast(request, _("Guardado: desde ahora se muestra este texto."))
            return redirect("web:consent_texts")
        except UnableToWriteText as error:
            form.add_error("body", REQUEST_FAILURES.get(error.code, REQUEST_FAILURES["bad_characters"]))
    context = {"section": "data", "tab": "rights", "form": form, "versions": text_versions()}
    return render(request, "web/identify/consent_text_list.html", context, status=400 if form.errors else 200)
