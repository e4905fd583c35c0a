"""Asks the API for pages of customers and sends a thousand at once, inside this process. Prints CPU milliseconds of each."""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

WARM, TIMES = 3, 15


def main() -> None:
    """Argument: the secret of a token."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lazo.site.settings")
    django.setup()
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client(headers={"authorization": f"Bearer {sys.argv[1]}"})
    told = {
        "cpu_ms": _median(lambda _: client.get("/api/v1/customers"), TIMES),
        "thousand_ms": _median(lambda _: client.get("/api/v1/customers?limit=1000"), 5),
        "bulk_ms": _median(lambda round_: _send(client, round_), 3),
    }
    sys.stdout.write(json.dumps(told) + "\n")


def _send(client: Any, round_: int) -> Any:
    rows = [
        {
            "external_id": f"{round_}-{number}",
            "given_name": f"Cliente {number}",
            "emails": [f"c{round_}.{number}@correo.example"],
        }
        for number in range(1000)
    ]
    body = json.dumps({"source": "medida", "rows": rows})
    return client.post("/api/v1/customers/bulk", body, content_type="application/json")


def _median(ask: Callable[[int], Any], times: int) -> float:
    spent = []
    for round_ in range(WARM + times):
        cpu = time.process_time()
        response = ask(round_)
        spent.append((time.process_time() - cpu) * 1000)
        if response.status_code != 200:
            raise SystemExit(f"{response.status_code}: {response.content[:200]!r}")
    return statistics.median(spent[WARM:])


if __name__ == "__main__":
    main()
