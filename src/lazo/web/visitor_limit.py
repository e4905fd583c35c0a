"""How often somebody without an account may knock: counted by address, for all processes that serve."""

from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

PAGES, MISSES = "page", "miss"


@dataclass(frozen=True)
class Limit:
    """At most `times` in `seconds`."""

    times: int
    seconds: int


LIMITS = {PAGES: Limit(60, 60), MISSES: Limit(20, 600)}
"""Pages opened, and links tried that do not exist: nobody finds one of another by trying."""


def visitor_address(request: HttpRequest) -> str:
    """The address of whoever asks, behind as many proxies as the installation has."""
    return str(get_adapter(request).get_client_ip(request))


def may_knock(request: HttpRequest) -> bool:
    """Count a page, and say whether this and the misses so far are still few enough."""
    return _count(request, PAGES) <= LIMITS[PAGES].times and _counted(request, MISSES) < LIMITS[MISSES].times


def count_miss(request: HttpRequest) -> None:
    _count(request, MISSES)


def _count(request: HttpRequest, what: str) -> int:
    key = _key(request, what)
    cache.add(key, 0, LIMITS[what].seconds)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ended between the two
        return 1


def _counted(request: HttpRequest, what: str) -> int:
    return int(cache.get(_key(request, what), 0))


def _key(request: HttpRequest, what: str) -> str:
    return f"lazo.knock.{what}.{visitor_address(request)}"
