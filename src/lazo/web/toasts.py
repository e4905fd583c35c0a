"""What a page says in passing: a line at its foot for some seconds, with the button that takes the deed back."""

from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django_htmx.http import trigger_client_event

UNDO = "undo:"

Response = TypeVar("Response", bound=HttpResponse)


def toast(request: HttpRequest, text: str, *, undo: str = "") -> None:
    """Say `text` on the next page; `undo` is a token of kernel.undo."""
    messages.success(request, text, extra_tags=f"{UNDO}{undo}" if undo else "")


def with_toast(response: Response, text: str, *, undo: str = "") -> Response:
    """The answer to a request of htmx that says `text` on the page that stays."""
    return trigger_client_event(response, "toast", {"text": text, "undo": undo})


def undo_token(tags: str) -> str:
    """The token in the tags of a message; blank for a message without undo."""
    return next((tag.removeprefix(UNDO) for tag in tags.split() if tag.startswith(UNDO)), "")
