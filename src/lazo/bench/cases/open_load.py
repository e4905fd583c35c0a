"""Asks a running `lazo serve` for eight kinds of page and answer as people do: so many a second on average, by chance, none waiting for another."""

import http.client
import json
import os
import random
import statistics
import sys
import threading
import time
from typing import Any

from lazo.bench.served import cpu_of

SEED, WARM = 7, 3
TYPING = {"HX-Request": "true", "HX-Target": "resultado"}


def main() -> None:
    """Arguments: port, secret of a token, requests a second, seconds, process number of the server. Prints waits, failures and CPU."""
    port, secret, a_second, seconds, server = sys.argv[1:6]
    kinds = _kinds(secret)
    load = _Load(int(port))
    for _ in range(WARM):
        for address, headers in kinds:
            load.ask(address, headers, time.perf_counter())
    load.waits.clear()
    before, draw, threads = cpu_of(int(server)), random.Random(SEED), []
    due, ends = time.perf_counter(), time.perf_counter() + float(seconds)
    while due < ends:
        time.sleep(max(0.0, due - time.perf_counter()))
        threads.append(threading.Thread(target=load.ask, args=(*draw.choice(kinds), due)))
        threads[-1].start()
        due += draw.expovariate(float(a_second))
    for thread in threads:
        thread.join()
    waits = sorted(load.waits)
    told = {
        "median_ms": statistics.median(waits) * 1000,
        "p95_ms": waits[int(len(waits) * 0.95) - 1] * 1000,
        "failed": load.failed,
        "cpu_ms": (cpu_of(int(server)) - before) * 1000 / len(waits),
    }
    sys.stdout.write(json.dumps(told) + "\n")


class _Load:
    """Each request has a connection of its own; `waits` in seconds since it was due."""

    def __init__(self, port: int) -> None:
        self._port, self._lock = port, threading.Lock()
        self.waits: list[float] = []
        self.failed = 0

    def ask(self, address: str, headers: dict[str, str], due: float) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        connection.request("GET", address, headers={"Accept-Encoding": "gzip", **headers})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        with self._lock:
            self.waits.append(time.perf_counter() - due)
            self.failed += answer.status != 200


def _kinds(secret: str) -> list[tuple[str, dict[str, str]]]:
    """Address and headers of the list whole, filtered, typed into and counted, the search, a customer, the map, and the list by program."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lazo.site.settings")
    django.setup()
    from django.urls import reverse

    from lazo.differentiate.models import Score
    from lazo.kernel.models import User

    someone = Score.objects.filter(n_purchases__gt=0).order_by("customer_id")[100].customer_id
    person = {"Cookie": f"sessionid={session_of(User.objects.order_by('id')[0])}"}
    return [
        (reverse("web:customers"), person),
        (f"{reverse('web:customers')}?area=retener&ciudad=Cali", person),
        (f"{reverse('web:customers')}?q=garate", person | TYPING),
        (f"{reverse('web:customer_facets')}?q=garate", person | TYPING),
        (f"{reverse('web:search')}?q=perez", person),
        (reverse("web:customer", args=[someone]), person),
        (reverse("web:cycle"), person),
        ("/api/v1/customers", {"Authorization": f"Bearer {secret}"}),
    ]


def session_of(user: Any) -> str:
    """The key of a session of that person, as the sign-in leaves it."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    key: str = session.session_key or ""
    return key


if __name__ == "__main__":
    main()
