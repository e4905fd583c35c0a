"""Asks for pages of a scored workspace as a browser would, inside this process. Prints CPU and bytes of each page."""

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

    listed = reverse("web:customers")
    someone = Score.objects.order_by("-value_12m", "customer_id")[0].customer_id
    return {
        "map": reverse("web:cycle"),
        "list": listed,
        "search": f"{listed}?q=cliente+00",
        "customer": reverse("web:customer", args=[someone]),
    }


def _asked(client: "Client", address: str) -> dict[str, Any]:
    spent, clock, size = [], [], 0
    for _ in range(WARM + TIMES):
        cpu, wall = time.process_time(), time.perf_counter()
        response = client.get(address)
        size = len(response.content)
        spent.append((time.process_time() - cpu) * 1000)
        clock.append((time.perf_counter() - wall) * 1000)
        if response.status_code != 200 or response.headers.get("Content-Encoding") != "gzip":
            raise SystemExit(f"{address}: {response.status_code}")
    return {"cpu_ms": statistics.median(spent[WARM:]), "wall_ms": statistics.median(clock[WARM:]), "bytes": size}


if __name__ == "__main__":
    main()
