"""Another system on this machine that receives webhooks, checks their signature, and may be out of order for a while."""

import json
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from loopback import Loopback

from lazo.api.webhooks.signature import HEADER, is_signed


@dataclass
class Receiver(Loopback):
    """`letters` are those whose signature holds; `redirecting`, it points to another place of its own; the next `failing` ones are answered 500, though they are read."""

    secret: str = ""
    failing: int = 0
    redirecting: bool = False
    letters: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    forged: int = 0

    def handler(self) -> type[BaseHTTPRequestHandler]:
        return _handler(self)

    @property
    def url(self) -> str:
        return f"{self.origin}/lazo?de=aurora"

    @property
    def events(self) -> list[int]:
        """The numbers received, in the order of their coming."""
        return [event["id"] for letter in self.letters for event in letter["events"]]

    def take(self, body: bytes, headers: dict[str, str]) -> int:
        if not is_signed(body, headers.get(HEADER, ""), secret=self.secret, at=int(time.time())):
            self.forged += 1
            return 401
        if self.failing:
            self.failing -= 1
            return 500
        self.letters.append(json.loads(body))
        self.headers.append(headers)
        return 307 if self.redirecting else 204


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(receiver.take(body, dict(self.headers)))
            self.send_header("Content-Length", "0")
            self.send_header("Location", receiver.url)
            self.end_headers()

        def log_message(self, *_words: Any) -> None:
            """Silent."""

    return Handler
