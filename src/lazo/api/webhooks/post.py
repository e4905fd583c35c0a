"""Sending one letter: to an address checked after its name is resolved, and to that very address, without following anywhere."""

import http.client
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from lazo.kernel.private_address import is_public

SECONDS = 5.0
READ = 1024

Post = Callable[[str, bytes, Mapping[str, str]], int]
"""(address, body, headers) -> HTTP status. Raises UnableToPost."""


class UnableToPost(Exception):
    """No answer came; `code` is private_address, unknown_host, no_connection, no_answer or bad_certificate."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Letterbox:
    """Sends by HTTP; addresses of private networks are refused unless `allow_private`."""

    allow_private: bool = False
    seconds: float = SECONDS

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """The status of the answer; a redirection is an answer like any other. Raises UnableToPost."""
        parts = urlsplit(url)
        host, is_secure = parts.hostname or "", parts.scheme == "https"
        port = parts.port or (443 if is_secure else 80)
        connection = _Connection(host, port, self._resolved(host, port), is_secure=is_secure, seconds=self.seconds)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            connection.request("POST", target, body=body, headers=dict(headers))
            answer = connection.getresponse()
            answer.read(READ)
        except ssl.SSLError as error:
            raise UnableToPost("bad_certificate") from error
        except (ConnectionError, socket.gaierror) as error:
            raise UnableToPost("no_connection") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise UnableToPost("no_answer") from error
        finally:
            connection.close()
        return answer.status

    def _resolved(self, host: str, port: int) -> str:
        """One number of the host; if any of its numbers is private, none. Raises UnableToPost."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise UnableToPost("unknown_host") from error
        numbers = [str(item[4][0]) for item in found]
        if not self.allow_private and not all(is_public(number) for number in numbers):
            raise UnableToPost("private_address")
        return numbers[0]


class _Connection(http.client.HTTPConnection):
    """Speaks to `number`, whatever the name resolves to by now; the certificate has to be of the name."""

    def __init__(self, host: str, port: int, number: str, *, is_secure: bool, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self._number, self._is_secure = number, is_secure

    def connect(self) -> None:
        plain = socket.create_connection((self._number, self.port), self.timeout)
        self.sock = (
            ssl.create_default_context().wrap_socket(plain, server_hostname=self.host) if self._is_secure else plain
        )
