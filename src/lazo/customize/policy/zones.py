"""Where a customer's clock is: by their country and city, and where that leaves several zones, all of them at once."""

import tomllib
from collections.abc import Mapping
from functools import cache
from zoneinfo import ZoneInfo

from lazo.customize.policy.pack import FOLDER, ZONES
from lazo.identify.folding import fold

Clocks = tuple[ZoneInfo, ...]
"""The first says which day it is; hours have to suit all of them."""


@cache
def zones_of(country: str, city: str, home: str) -> Clocks:
    """The zones of somebody of `country` (ISO alpha-2) and `city`; of a country we do not know, the company's own zone `home`."""
    several = _several().get(country)
    if several is not None:
        return (several[1][found],) if (found := fold(city)) in several[1] else several[0]
    return (ZoneInfo(_one().get(country, home)),)


def has_several(country: str) -> bool:
    """Whether the city matters."""
    return country in _several()


@cache
def _told() -> Mapping[str, Mapping[str, object]]:
    return {
        name: part
        for name, part in tomllib.loads((FOLDER / f"{ZONES}.toml").read_text()).items()
        if name != "checked_on"
    }


@cache
def _one() -> Mapping[str, str]:
    return {country: str(zone) for country, zone in _told()["one"].items()}


@cache
def _several() -> Mapping[str, tuple[Clocks, Mapping[str, ZoneInfo]]]:
    found = {}
    for country, zones in _told().items():
        if country != "one":
            cities = {city: ZoneInfo(zone) for zone, names in zones.items() for city in _names(names)}
            found[country] = (tuple(ZoneInfo(zone) for zone in zones), cities)
    return found


def _names(told: object) -> list[str]:
    assert isinstance(told, list)
    return [str(name) for name in told]
