"""Programs that act for the usual people: a client with a key, and a customer of Ana's for others to look for in vain."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from lazo.identify.models import Party
from lazo.identify.operations.party import add_person
from lazo.kernel.models import User
from lazo.kernel.operations.api_token import create_api_token
from lazo.kernel.scopes import SCOPES

DAY = date(2026, 3, 2)
JSON = "application/json"


class Program:
    """Asks as a program of `user` whose key is for `scopes` (all when none is named)."""

    def __init__(self, user: User, scopes: Sequence[str] = tuple(SCOPES)) -> None:
        made = create_api_token(user=user, name="prueba", scopes=scopes, by=user, at=timezone.now())
        self.token, self.secret = made.token, made.secret
        self.client = Client(headers={"authorization": f"Bearer {made.secret}"})

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        data = b"" if body is None else json.dumps(body)
        response: HttpResponse = self.client.generic(method, f"/api/v1{path}", data, content_type=JSON, headers=told)
        return response

    def get(self, path: str, status: int = 200) -> Any:
        return self.answer("GET", path, status=status)

    def post(self, path: str, body: Any = None, status: int = 201, **headers: str) -> Any:
        return self.answer("POST", path, {} if body is None else body, status=status, **headers)

    def answer(self, method: str, path: str, body: Any = None, *, status: int = 200, **headers: str) -> Any:
        response = self.ask(method, path, body, **headers)
        assert response.status_code == status, response.content[:2000]
        kind = "application/problem+json" if status >= 400 else JSON
        assert status == 204 or response["Content-Type"] == kind
        return json.loads(response.content) if response.content else None

    def problem(
        self, method: str, path: str, body: Any = None, *, status: int, **headers: str
    ) -> tuple[str, list[tuple[str, str]]]:
        """The code, and (field, code) of each error."""
        said = self.answer(method, path, body, status=status, **headers)
        assert said["status"] == status
        assert all(error["message"] for error in said["errors"])
        assert said["detail"]
        return said["code"], [(error["field"], error["code"]) for error in said["errors"]]


def person(owner: User, name: str = "Sofía Gárate", **details: Any) -> Party:
    given, _, surnames = name.partition(" ")
    return add_person(given_name=given, surnames=surnames, by=owner, on=DAY, **details)
