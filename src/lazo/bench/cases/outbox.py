"""The outbox measured: `outbox fill MESSAGES`, `outbox serve PORT FILE` (a mail server), `outbox send`, `outbox count`, each a process of its own."""

import asyncio
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

PURPOSE, PREFIX = "service", "bench"
BODY = """<mjml><mj-body><mj-section><mj-column><mj-image src="https://example.org/a.png" alt="Café"></mj-image>
<mj-text font-size="18px">Hola, {{ nombre | "cliente" }}</mj-text><mj-text>Esta semana tenemos café nuevo en {{ ciudad | "tu ciudad" }}.</mj-text>
<mj-button href="https://example.org/cafe">Ver el café</mj-button><mj-text font-size="11px"><a href="{{ baja }}">No quiero más correos</a></mj-text>
</mj-column></mj-section></mj-body></mjml>"""


def fill(count: int, port: int) -> dict[str, float]:
    """Customers with an address, and a message to each; seconds for the messages alone."""
    from django.db import connection, transaction

    from lazo.interact.models import ChannelAccount, Template, TemplateText, TemplateVersion

    options = {"host": "127.0.0.1", "port": port, "security": "none", "address": "hola@aurora.example"}
    account = ChannelAccount.objects.create(
        channel="email",
        provider="smtp",
        name="Correo",
        options={**options, "public_url": "https://crm.example.org"},
        price=250,
        currency="COP",
    )
    made = Template.objects.create(channel="email", name="Novedades", purpose=PURPOSE)
    version = TemplateVersion.objects.create(template=made, number=1)
    TemplateText.objects.create(
        version=version, language="es", subject='Café nuevo, {{ nombre | "cliente" }}', body=BODY
    )
    _customers(count)
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(MESSAGES, [PREFIX, account.pk, version.pk, count])
    return {"seconds": time.perf_counter() - began}


MESSAGES = """
INSERT INTO interact_message (key, lane, state, party, channel, purpose, account_id, version_id, contact_point, due_at, experiment)
SELECT %s || ':' || c.party_id, 1, 'QUEUED', c.party_id, 'email', 'service', %s, %s, c.id, CURRENT_TIMESTAMP, 1
FROM identify_contactpoint c ORDER BY c.party_id LIMIT %s
"""


PARTIES = """
INSERT INTO identify_party (kind, name, folded_name, given_name, surnames, legal_name, trade_name, country, city, address, version)
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < %s)
SELECT 'PERSON', 'Clara Rojas ' || n, 'clara rojas ' || n, 'Clara', 'Rojas', '', '', 'CO', 'Bogotá', '', 1 FROM numbers
"""
POINTS = """
INSERT INTO identify_contactpoint (party_id, kind, value, key, is_likely)
SELECT p.id, 'EMAIL', 'c' || p.id || '@clientes.example', 'c' || p.id || '@clientes.example', {yes} FROM identify_party p ORDER BY p.id
"""


def _customers(count: int) -> None:
    from django.db import connection, transaction

    yes = "1" if connection.vendor == "sqlite" else "true"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(PARTIES, [count])
        cursor.execute(POINTS.format(yes=yes))


def serve(port: int, file: Path) -> None:
    """A mail server that keeps the number of each message it took, one a line."""
    import re

    from aiosmtpd.smtp import SMTP

    number = re.compile(rb"^Message-ID: <lazo\.(\d+)\.", re.MULTILINE)
    kept = file.open("ab", buffering=0)

    class Sink:
        async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (reason: the name that aiosmtpd calls)
            found = number.search(envelope.content)
            kept.write((found[1] if found else b"?") + b"\n")
            return "250 OK"

    async def run() -> None:
        loop = asyncio.get_running_loop()
        sink = Sink()
        server = await loop.create_server(lambda: SMTP(sink, hostname="127.0.0.1"), "127.0.0.1", port)
        async with server:
            await server.serve_forever()

    asyncio.run(run())


def send() -> dict[str, float]:
    """Send everything; CPU and wall seconds of that alone, by part of the work where asked."""
    from django.utils import timezone

    from lazo.interact.sending.sender import Sender
    from lazo.kernel.jobs import NullContext

    before, began = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    counted = Sender(now=timezone.now, context=NullContext()).run(seconds=3_600)
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {**counted, "cpu": cpu, "wall": time.perf_counter() - began}


def count() -> dict[str, int]:
    """Messages by how they ended, and what they cost altogether."""
    from django.db.models import Sum

    from lazo.interact.models import Message, MessageCost

    states = ("SENT", "DOUBTFUL", "FAILED", "QUEUED")
    told = {state.lower(): Message.objects.filter(state=state).count() for state in states}
    return {**told, "millis": MessageCost.objects.aggregate(n=Sum("millis"))["n"] or 0}


def main() -> None:
    what, *rest = sys.argv[1:]
    if what == "serve":
        serve(int(rest[0]), Path(rest[1]))
        return
    import django

    django.setup()
    told: dict[str, float] | dict[str, int] = (
        fill(int(rest[0]), int(rest[1])) if what == "fill" else count() if what == "count" else send()
    )
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
