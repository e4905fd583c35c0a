"""One date as somebody wrote it: taken apart into year, month, day, time and zone."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from lazo.identify.imports.values.folding import fold

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "enero ene janeiro jan january",
            "febrero feb fevereiro fev february",
            "marzo mar marco march",
            "abril abr april apr",
            "mayo may maio mai",
            "junio jun junho june",
            "julio jul julho july",
            "agosto ago august aug",
            "septiembre setiembre sep set sept setembro september",
            "octubre oct outubro out october",
            "noviembre nov novembro november",
            "diciembre dic dezembro dez december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_TIME = (
    r"(?:[ T,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"(?:\s?(?P<half>[ap])\.?\s?m\.?)?)?(?:\s?(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}))?"
)
_PART = r"[-/. ]"
ISO = re.compile(rf"(?P<y>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}}){_TIME}", re.IGNORECASE)
FIGURES = re.compile(rf"(?P<a>\d{{1,2}}){_PART}(?P<b>\d{{1,2}}){_PART}(?P<y>\d{{4}}|\d{{2}}){_TIME}", re.IGNORECASE)
COMPACT = re.compile(rf"(?P<y>\d{{4}})(?P<m>\d{{2}})(?P<d>\d{{2}}){_TIME}", re.IGNORECASE)
DAY_NAME = re.compile(
    rf"(?:[a-z]+,? )?(?P<d>\d{{1,2}})[º°o]?{_PART}(?:de )?(?P<name>[a-z]+)\.?[-/., ]+(?:del? )?(?P<y>\d{{4}}|\d{{2}}){_TIME}",
    re.IGNORECASE,
)
NAME_DAY = re.compile(
    rf"(?:[a-z]+, )?(?P<name>[a-z]+)\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?(?: del?)? (?P<y>\d{{4}}){_TIME}",
    re.IGNORECASE,
)
SERIAL = re.compile(r"(?P<days>\d{5})(?:[.,](?P<part>\d+))?")
SERIAL_ORIGIN = dt.date(1899, 12, 30)
SERIALS = range(10_000, 80_000)
YEARS = range(1850, 2200)
# Two figures of a year: 69 and before are of this century, as spreadsheets and POSIX have it.
PIVOT = 69


@dataclass(frozen=True, slots=True)
class Written:
    """A date taken apart; `first` and `second` keep the two figures of which the convention decides the meaning."""

    year: int
    first: int
    second: int
    fixed: bool
    short_year: bool = False
    time: dt.time | None = None
    zone: dt.tzinfo | None = None
    shape: str = "figures"


def take_apart(text: str) -> Written | None:
    """Recognise a date; null when it isn't one. When `fixed`, first is the month and second the day."""
    for pattern, shape in ((ISO, "iso"), (FIGURES, "figures"), (COMPACT, "compact")):
        found = pattern.fullmatch(text)
        if found and not (shape == "compact" and int(found["y"]) not in YEARS):
            return _from_figures(found, shape)
    serial = SERIAL.fullmatch(text)
    if serial:
        return _from_serial(serial)
    plain = fold(text)
    for pattern in (DAY_NAME, NAME_DAY):
        found = pattern.fullmatch(plain)
        if found and found["name"] in MONTHS:
            return _written(found, MONTHS[found["name"]], int(found["d"]), fixed=True, shape="name")
    return None


def _from_figures(found: re.Match[str], shape: str) -> Written | None:
    if shape == "figures":
        return _written(found, int(found["a"]), int(found["b"]), fixed=False, shape=shape)
    return _written(found, int(found["m"]), int(found["d"]), fixed=True, shape=shape)


def _written(found: re.Match[str], first: int, second: int, *, fixed: bool, shape: str) -> Written | None:
    year = int(found["y"])
    short = len(found["y"]) == 2
    if short:
        year += 2000 if year <= PIVOT else 1900
    try:
        time, zone = _time_of(found), _zone_of(found["zone"])
    except ValueError:
        return None
    return Written(year, first, second, fixed, short, time, zone, shape)


def _time_of(found: re.Match[str]) -> dt.time | None:
    if found["hour"] is None:
        return None
    hour, half = int(found["hour"]), (found["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    micro = int((found["fraction"] or "0")[:6].ljust(6, "0"))
    return dt.time(hour, int(found["minute"]), int(found["second"] or 0), micro)


def _zone_of(zone: str | None) -> dt.tzinfo | None:
    if zone is None:
        return None
    if zone[0] not in "+-":
        return dt.UTC
    ahead = dt.timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return dt.timezone(ahead if zone[0] == "+" else -ahead)


def _from_serial(found: re.Match[str]) -> Written | None:
    days = int(found["days"])
    if days not in SERIALS:
        return None
    day = SERIAL_ORIGIN + dt.timedelta(days=days)
    seconds = round(float(f"0.{found['part']}") * 86_400) if found["part"] else None
    time = _clock(min(seconds, 86_399)) if seconds is not None else None
    return Written(day.year, day.month, day.day, fixed=True, time=time, shape="serial")


def _clock(seconds: int) -> dt.time:
    return dt.time(seconds // 3600, seconds // 60 % 60, seconds % 60)
