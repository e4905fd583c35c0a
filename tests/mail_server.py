"""A real SMTP server on this machine (aiosmtpd) that keeps what it was given, and refuses what a test tells it to."""

import asyncio
import re
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

NUMBER = re.compile(rb"^Message-ID: <lazo\.(\d+)\.", re.MULTILINE)


@dataclass
class MailServer:
    """`letters` are (recipient, bytes) in the order of their coming; `refusals` answer a recipient, `slow` waits that long with each."""

    refusals: dict[str, str] = field(default_factory=dict)
    slow: float = 0.0
    hanging_up: int = 0
    letters: list[tuple[str, bytes]] = field(default_factory=list)
    kept: bool = True
    pipelining: bool = False
    numbers: list[int] = field(default_factory=list)

    async def handle_EHLO(
        self, _server: SMTP, session: Any, _envelope: Any, name: str, responses: list[str]
    ) -> list[str]:
        session.host_name = name
        return [*responses[:-1], *(["250-PIPELINING"] if self.pipelining else []), responses[-1]]

    async def handle_RCPT(self, _server: SMTP, _session: Any, envelope: Any, address: str, _options: list[str]) -> str:
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Any, envelope: Any) -> str:
        if self.slow:
            await asyncio.sleep(self.slow)
        found = NUMBER.search(envelope.content)
        if found:
            self.numbers.append(int(found[1]))
        if self.kept:
            self.letters.append((envelope.rcpt_tos[0], envelope.content))
        if self.hanging_up:
            self.hanging_up -= 1
            server.transport.abort()
        return "250 OK"

    def __enter__(self) -> Self:
        self._controller = Controller(self, hostname="127.0.0.1", port=0, ready_timeout=10)
        # The controller tries the port it was told, not the one it was given: it listens by itself.
        self._controller.port = _free_port()
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop()

    @property
    def port(self) -> int:
        return int(self._controller.port)


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
