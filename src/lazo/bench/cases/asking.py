"""What cases that ask for pages have in common: the first user's browser inside this process, and what a page costs it."""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.test import Client

WARM, TIMES = 3, 15


def tell(addresses: Callable[[], dict[str, str]]) -> None:
    """Print as JSON what each page costs: medians of CPU and wall milliseconds, compressed bytes, queries.

    `addresses` names the pages; it is called once Django is ready.
    """
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lazo.site.settings")
    django.setup()
    from django.conf import settings
    from django.test import Client

    from lazo.kernel.models import User

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client(headers={"accept-encoding": "gzip"})
    client.force_login(User.objects.order_by("id")[0])
    sys.stdout.write(json.dumps({name: _asked(client, address) for name, address in addresses().items()}) + "\n")


def _asked(client: "Client", address: str) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    spent, clock, size = [], [], 0
    for _ in range(WARM + TIMES):
        cpu, wall = time.process_time(), time.perf_counter()
        response = client.get(address)
        size = len(response.content)
        spent.append((time.process_time() - cpu) * 1000)
        clock.append((time.perf_counter() - wall) * 1000)
        if response.status_code != 200 or response.headers.get("Content-Encoding") != "gzip":
            raise SystemExit(f"{address}: {response.status_code}")
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return {
        "cpu_ms": statistics.median(spent[WARM:]),
        "wall_ms": statistics.median(clock[WARM:]),
        "bytes": size,
        "queries": len(asked),
    }
