"""Every page in its reader's language: what the person chose, else what the browser asks for."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from lazo.kernel.models import User


class ReaderLanguage:
    """Middleware, after the one that knows the user. The language by the browser is set before, by Django's own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            chosen = language_of(request.user)
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        return self.get_response(request)


def language_of(user: User) -> str:
    """The person's language; that of the company's house when theirs is not one that the pages have."""
    return user.language if user.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
