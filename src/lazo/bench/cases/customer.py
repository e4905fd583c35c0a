"""Asks for whole customers of a scored workspace as a browser would, inside this process: the busiest one and a usual one.

Prints CPU milliseconds (median), compressed bytes and queries of each page.
"""

import json
import os
import statistics
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.test import Client

WARM, TIMES = 3, 15


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lazo.site.settings")
    django.setup()
    from django.conf import settings
    from django.test import Client

    from lazo.kernel.models import User

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client(headers={"accept-encoding": "gzip"})
    client.force_login(User.objects.order_by("id")[0])
    sys.stdout.write(json.dumps({name: _asked(client, address) for name, address in _addresses().items()}) + "\n")


def _addresses() -> dict[str, str]:
    from django.urls import reverse

    from lazo.differentiate.models import Score

    people = Score.objects.filter(n_purchases__gt=0)
    busiest = people.order_by("-n_purchases", "customer_id")[0].customer_id
    usual = people.order_by("customer_id")[people.count() // 2].customer_id
    return {
        "busiest": reverse("web:customer", args=[busiest]),
        "usual": reverse("web:customer", args=[usual]),
        "history": reverse("web:history", args=[busiest]),
        "search": f"{reverse('web:history', args=[busiest])}?buscar=nada",
        "estimate": reverse("web:customer_estimate", args=[usual]),
    }


def _asked(client: "Client", address: str) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    spent, size = [], 0
    for _ in range(WARM + TIMES):
        cpu = time.process_time()
        response = client.get(address)
        size = len(response.content)
        spent.append((time.process_time() - cpu) * 1000)
        if response.status_code != 200 or response.headers.get("Content-Encoding") != "gzip":
            raise SystemExit(f"{address}: {response.status_code}")
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return {"cpu_ms": statistics.median(spent[WARM:]), "bytes": size, "queries": len(asked)}


if __name__ == "__main__":
    main()
