"""A Cloud API on this machine: it takes messages as documented, refuses what it would refuse, and calls our webhook, signed."""

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from loopback import Loopback

NUMBER, BUSINESS, TOKEN, SECRET, VERIFY = (
    "106540352242922",
    "102290129340398",
    "EAAJB-prueba",
    "secreto-app",
    "verifica",
)


@dataclass
class WhatsAppServer(Loopback):
    """`sent` are the requests taken; `answers` are the next answers instead (status, body), null hangs up; `templates` what it lists."""

    sent: list[dict[str, Any]] = field(default_factory=list)
    answers: list[tuple[int, dict[str, Any]] | None] = field(default_factory=list)
    templates: list[dict[str, Any]] = field(default_factory=list)

    def handler(self) -> type[BaseHTTPRequestHandler]:
        return _handler(self)

    @property
    def url(self) -> str:
        return f"{self.origin}/v24.0"

    def post(self, path: str, token: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]] | None:
        if self.answers:
            return self.answers.pop(0)
        if token != f"Bearer {TOKEN}":
            return _error(401, 190, "Invalid OAuth access token")
        if path != f"/v24.0/{NUMBER}/messages":
            return _error(404, 100, "Unknown path")
        wrong = _wrong(body)
        if wrong:
            return _error(400, 100, wrong)
        self.sent.append(body)
        name = f"wamid.{len(self.sent):04}"
        who = str(body.get("to") or body.get("recipient"))
        contact = {"input": who, "wa_id": who} if body.get("to") else {"input": who, "user_id": who}
        return 200, {"messaging_product": "whatsapp", "contacts": [contact], "messages": [{"id": name}]}

    def get(self, path: str, query: dict[str, list[str]]) -> tuple[int, dict[str, Any]]:
        if path == f"/v24.0/{NUMBER}":
            return 200, {"verified_name": "Comercial Aurora", "quality_rating": "GREEN", "id": NUMBER}
        if path == f"/v24.0/{BUSINESS}/message_templates":
            start = int(query.get("after", ["0"])[0])
            piece = self.templates[start : start + 1]
            more = start + 1 < len(self.templates)
            paging = {"cursors": {"after": str(start + 1)}, **({"next": "more"} if more else {})}
            return 200, {"data": piece, "paging": paging}
        return _error(404, 100, "Unknown path")


def _wrong(body: dict[str, Any]) -> str:
    if body.get("messaging_product") != "whatsapp" or not (body.get("to") or body.get("recipient")):
        return "(#100) The parameter messaging_product and a recipient are required."
    kind = body.get("type")
    if kind == "text" and body.get("text", {}).get("body"):
        return ""
    if kind == "template" and body["template"].get("name") and body["template"]["language"].get("code"):
        said = [one.get("text") for part in body["template"]["components"] for one in part["parameters"]]
        is_wrong = any(not text or "\n" in text or "    " in text for text in said)
        return "(#132018) Parameter is missing or has line breaks" if is_wrong else ""
    return "(#100) Unknown type"


def _error(status: int, code: int, message: str) -> tuple[int, dict[str, Any]]:
    return status, {"error": {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "x"}}


def signed(body: dict[str, Any], secret: str = SECRET) -> tuple[bytes, str]:
    """A call as Meta makes it: the body, and the value of X-Hub-Signature-256."""
    content = json.dumps(body).encode()
    return content, "sha256=" + hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()


def told(**value: Any) -> dict[str, Any]:
    """What a webhook of the field «messages» carries."""
    metadata = {"display_phone_number": "15550783881", "phone_number_id": NUMBER}
    change = {"field": "messages", "value": {"messaging_product": "whatsapp", "metadata": metadata, **value}}
    return {"object": "whatsapp_business_account", "entry": [{"id": BUSINESS, "changes": [change]}]}


def _handler(server: WhatsAppServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer = server.post(urlsplit(self.path).path, self.headers.get("Authorization", ""), body)
            if answer is None:
                self.close_connection = True
                return
            self._answer(*answer)

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            self._answer(*server.get(parts.path, parse_qs(parts.query)))

        def _answer(self, status: int, body: dict[str, Any]) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_words: Any) -> None:
            """Silent."""

    return Handler
