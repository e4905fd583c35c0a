"""How many wrong passwords are left to whoever is signing in, and how long to wait when none is."""

import math
import time
from dataclasses import dataclass

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

APP, ACTION = "allauth.account", "login_failed"


@dataclass(frozen=True)
class Allowance:
    """Attempts left, and the seconds until there is one again (0 while there is)."""

    attempts: int
    seconds: int

    @property
    def minutes(self) -> int:
        return math.ceil(self.seconds / 60)


def allowance(request: HttpRequest, account: str) -> Allowance:
    """What the computer and the `account` are allowed together: the smaller number, the longer wait."""
    now = time.time()
    found = [_of_rate(request, account, rate, now) for rate in ratelimit.get_rates(app=APP, action=ACTION)]
    return Allowance(min(one.attempts for one in found), max(one.seconds for one in found))


def count_failure(request: HttpRequest, account: str) -> None:
    ratelimit.consume(request, app=APP, action=ACTION, key=account)


def _of_rate(request: HttpRequest, account: str, rate: ratelimit.Rate, now: float) -> Allowance:
    key = ratelimit.get_cache_key(request, app=APP, action=ACTION, rate=rate, key=account)
    recent = [one for one in cache.get(key, []) if one > now - rate.duration]
    left = max(rate.amount - len(recent), 0)
    return Allowance(left, 0 if left else math.ceil(recent[rate.amount - 1] + rate.duration - now))
