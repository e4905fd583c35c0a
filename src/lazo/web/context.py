"""What every page needs to draw its shell."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001  (interface: Django calls it with the request)
    return {}
