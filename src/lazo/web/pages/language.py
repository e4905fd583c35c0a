"""The language of the pages, chosen in the menu of the person or on the page where one signs in."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.views.decorators.http import require_POST

from lazo.kernel.models import User
from lazo.kernel.operations.language import choose_language
from lazo.web.redirect import back

ONE_YEAR = 31536000


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """A person's choice is theirs on every device; whoever has not signed in keeps it in a cookie."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest()
    if isinstance(request.user, User):
        choose_language(user=request.user, language=chosen, by=request.user)
    response = back(request)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, chosen, max_age=ONE_YEAR, samesite="Lax", secure=request.is_secure()
    )
    return response
