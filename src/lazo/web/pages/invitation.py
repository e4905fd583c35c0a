"""The link that an invited person opens: they choose a password and are in."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lazo.kernel.operations.invitation import UnableToAcceptInvitation, accept_invitation, invited_user
from lazo.kernel.operations.user import UnableToSetPassword
from lazo.web.entrance import enter
from lazo.web.password_form import NewPasswordForm


@login_not_required
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, number: int, token: str) -> HttpResponse:
    try:
        user = invited_user(number=number, token=token)
    except UnableToAcceptInvitation:
        return render(request, "web/kernel/invitation_spent.html", status=410)
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            accepted = accept_invitation(number=number, token=token, password=form.cleaned_data["new"])
            return enter(request, accepted, "/")
        except UnableToSetPassword as error:
            form.add_error("new", error.reasons)
    status = 400 if request.method == "POST" else 200
    return render(request, "web/kernel/invitation.html", {"form": form, "invited": user}, status=status)
