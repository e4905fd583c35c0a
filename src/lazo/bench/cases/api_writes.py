"""Creates customers by the API of a running `lazo serve` with some clients at once. Prints writes per second, waits, failures and CPU."""

import http.client
import json
import statistics
import sys
import threading
import time
from typing import Any

from lazo.bench.served import cpu_of


def main() -> None:
    """Arguments: port, secret of a token, clients, writes in all, process number of the server."""
    port, secret, clients, writes, server = sys.argv[1:6]
    asked = _Load(int(port), secret, int(writes))
    before = cpu_of(int(server))
    started = time.perf_counter()
    threads = [threading.Thread(target=asked.run, args=(number,)) for number in range(int(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall = time.perf_counter() - started
    waits = sorted(asked.waits)
    told = {
        "per_second": len(waits) / wall,
        "median_ms": statistics.median(waits) * 1000,
        "p95_ms": waits[int(len(waits) * 0.95) - 1] * 1000,
        "failed": asked.failed,
        "cpu_ms": (cpu_of(int(server)) - before) * 1000 / len(waits),
    }
    sys.stdout.write(json.dumps(told) + "\n")


class _Load:
    """Each client keeps one connection and asks again as soon as it was answered."""

    def __init__(self, port: int, secret: str, writes: int) -> None:
        self._port, self._secret, self._left = port, secret, writes
        self._lock = threading.Lock()
        self.waits: list[float] = []
        self.failed = 0

    def run(self, client: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        headers = {"Authorization": f"Bearer {self._secret}", "Content-Type": "application/json"}
        while (number := self._next()) is not None:
            body = json.dumps(_customer(client, number))
            started = time.perf_counter()
            connection.request("POST", "/api/v1/customers", body, headers)
            answer = connection.getresponse()
            answer.read()
            wait = time.perf_counter() - started
            with self._lock:
                self.waits.append(wait)
                self.failed += answer.status != 201
        connection.close()

    def _next(self) -> int | None:
        with self._lock:
            if not self._left:
                return None
            self._left -= 1
            return self._left


def _customer(client: int, number: int) -> dict[str, Any]:
    return {
        "given_name": f"Cliente {number}",
        "surnames": f"Gárate {client}",
        "country": "CO",
        "city": "Medellín",
        "emails": [f"cliente{client}.{number}@correo.example"],
        "phones": [f"310 {number // 10000 % 1000:03d} {number % 10000:04d}"],
    }


if __name__ == "__main__":
    main()
