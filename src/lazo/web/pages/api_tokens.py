"""Ajustes: keys for programs. The secret of a new one is shown once."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lazo.kernel.operations.api_token import (
    UnableToCreateApiToken,
    UnableToRevokeApiToken,
    create_api_token,
    revoke_api_token,
)
from lazo.web.api_token_form import ApiTokenForm
from lazo.web.confirmation import confirmed
from lazo.web.queries.programs import about, own_token, token_lines
from lazo.web.reader import reader
from lazo.web.toasts import toast
from lazo.web.words_of_programs import TOKEN_FAILURES


@require_safe
def api_tokens(request: HttpRequest) -> HttpResponse:
    context = {**about(reader(request), "tokens"), "tokens": token_lines(reader(request))}
    return render(request, "web/kernel/api_token_list.html", context)


@require_http_methods(["GET", "POST"])
@confirmed
def api_token_new(request: HttpRequest) -> HttpResponse:
    user, form, secret = reader(request), ApiTokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        now, said = timezone.now(), form.cleaned_data
        try:
            made = create_api_token(
                user=user, name=said["name"], scopes=said["scopes"], by=user, at=now, expires_at=form.expires_at(now)
            )
            secret = made.secret
        except UnableToCreateApiToken as error:
            form.add_error(error.field if error.field in form.fields else None, TOKEN_FAILURES[error.code])
    context = {**about(user, "tokens"), "form": form, "secret": secret}
    return render(request, "web/kernel/api_token_new.html", context, status=400 if form.errors else 200)


@require_POST
def api_token_revocation(request: HttpRequest, token: int) -> HttpResponse:
    user = reader(request)
    found = own_token(user, token)
    if found is None:
        raise Http404
    try:
        revoke_api_token(token=found, by=user)
        toast(request, _("Llave revocada: ya no abre nada."))
    except UnableToRevokeApiToken as error:
        toast(request, str(TOKEN_FAILURES[error.code]))
    return redirect("web:api_tokens")
