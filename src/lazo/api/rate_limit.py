"""How many requests a token may make: a bucket that refills, counted by each process that serves.

`lazo serve` serves with one process, so there the limit is exact; several servers each allow as much.
"""

import threading
import time
from dataclasses import dataclass, field

PER_MINUTE = 12_000
MOST_BUCKETS = 10_000


@dataclass(frozen=True)
class Allowance:
    """What is left of `limit` requests, and in how many seconds the bucket is full again; `wait` above 0: refused until then."""

    limit: int
    remaining: int
    reset: int
    wait: int = 0

    def headers(self) -> dict[str, str]:
        told = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset),
        }
        return told | ({"Retry-After": str(self.wait)} if self.wait else {})


@dataclass
class Buckets:
    """A bucket for each key; the clock is given, in seconds that only go on."""

    per_minute: int = PER_MINUTE
    _filled: dict[str, tuple[float, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, key: str, *, now: float | None = None, cost: int = 1) -> Allowance:
        """Take `cost` from the bucket of `key`, unless it does not hold as much."""
        now = time.monotonic() if now is None else now
        rate = self.per_minute / 60
        with self._lock:
            held, since = self._filled.get(key, (float(self.per_minute), now))
            held = min(float(self.per_minute), held + (now - since) * rate)
            is_enough = held >= cost
            held -= cost if is_enough else 0
            if len(self._filled) >= MOST_BUCKETS and key not in self._filled:
                self._filled.clear()
            self._filled[key] = (held, now)
        reset = int((self.per_minute - held) / rate) + 1
        wait = 0 if is_enough else int((cost - held) / rate) + 1
        return Allowance(self.per_minute, int(held), reset, wait)
