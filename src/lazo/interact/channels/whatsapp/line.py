"""The line to the Graph API: one connection kept open, JSON both ways, a status that says what happened."""

import http.client
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from lazo.interact.channels.contract import Account, UnableToReach

API = "https://graph.facebook.com/v24.0"
SECONDS = 20.0
MOST = 5_000_000


class UnableToHear(Exception):
    """The request went out and no answer came: it may have been done."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: Mapping[str, Any]

    @property
    def error(self) -> Mapping[str, Any]:
        found = self.body.get("error")
        return found if isinstance(found, dict) else {}


class GraphLine:
    """Requests one after another; a connection that the server closed in between is opened again before anything is sent."""

    def __init__(self, account: Account) -> None:
        self._base = urlsplit(str(account.options.get("api_url") or API).rstrip("/"))
        self._token = account.secret.get("access_token", "")
        self._connection: http.client.HTTPConnection | None = None

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def get(self, path: str, **query: str) -> Answer:
        """Raises UnableToReach."""
        try:
            return self._ask("GET", f"{path}?{urlencode(query)}" if query else path, None)
        except UnableToHear as error:
            raise UnableToReach("no_connection") from error

    def post(self, path: str, body: Mapping[str, Any]) -> Answer:
        """Raises UnableToReach when it was not sent, UnableToHear when nobody knows."""
        return self._ask("POST", path, json.dumps(body, ensure_ascii=False).encode())

    def _ask(self, method: str, path: str, body: bytes | None) -> Answer:
        connection = self._opened()
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            connection.request(method, f"{self._base.path}/{path}", body=body, headers=headers)
            response = connection.getresponse()
            content = response.read(MOST)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise UnableToHear(type(error).__name__) from error
        if response.will_close:
            self.close()
        return Answer(response.status, _read(content))

    def _opened(self) -> http.client.HTTPConnection:
        if self._connection is None:
            host, port = self._base.hostname or "", self._base.port
            self._connection = (
                http.client.HTTPSConnection(host, port, timeout=SECONDS, context=ssl.create_default_context())
                if self._base.scheme == "https"
                else http.client.HTTPConnection(host, port, timeout=SECONDS)
            )
        if self._connection.sock is None:
            try:
                self._connection.connect()
            except (OSError, ssl.SSLError) as error:
                self.close()
                raise UnableToReach("no_connection", type(error).__name__) from error
        return self._connection


def _read(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
