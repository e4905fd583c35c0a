"""A server that speaks Postmark's documented protocol for one message (https://postmarkapp.com/developer/api/email-api), as far as Lazo asks it."""

import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from loopback import Loopback

TOKEN = "server-token"
INACTIVE = "baja@clientes.example"


@dataclass
class PostmarkServer(Loopback):
    """`taken` are the messages it took; with a `status` it answers that instead; terse, it does not name who is inactive."""

    status: int = 0
    is_terse: bool = False
    taken: list[dict[str, Any]] = field(default_factory=list)

    def handler(self) -> type[BaseHTTPRequestHandler]:
        return _handler(self)

    @property
    def url(self) -> str:
        return f"{self.origin}/"

    def answer(self, path: str, token: str, told: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if token != TOKEN:
            return 401, {"ErrorCode": 10, "Message": "Bad or missing API token."}
        if self.status:
            return self.status, {"ErrorCode": 100, "Message": "Maintenance"}
        assert path.rstrip("/") == "/email"
        if INACTIVE in told["To"]:
            text = "You tried to send to recipient(s) that have been marked as inactive."
            why = "Inactive recipients are ones that have generated a hard bounce, a spam complaint, or a manual suppression."
            found = "" if self.is_terse else f" Found inactive addresses: {INACTIVE}. {why}"
            return 422, {"ErrorCode": 406, "Message": f"{text}{found}"}
        self.taken.append(told)
        number = f"0a129aee-e1cd-480d-b08d-4f48548ff{len(self.taken):03}"
        return 200, {
            "To": told["To"], "SubmittedAt": "2026-11-30T15:00:00Z", "MessageID": number, "ErrorCode": 0, "Message": "OK",
        }  # fmt: skip


def _handler(server: PostmarkServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, answer = server.answer(self.path, self.headers["X-Postmark-Server-Token"], told)
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: Any) -> None:
            """Silent."""

    return Handler
