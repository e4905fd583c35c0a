"""What was known of the same customer on the day of each row: its earlier rows, and how those had ended by then."""

from __future__ import annotations

import numpy as np

from lazo.analytics.propensity.columns import ColumnKind, ReadColumn
from lazo.analytics.propensity.labels import ReadLabels
from lazo.analytics.tuples import Floats, Ints

EARLIER, SHARE, LAST, SINCE = "past.earlier", "past.share", "past.last", "past.since"
PAST = (EARLIER, SHARE, LAST, SINCE)


def past_columns(customer: Ints, day: Floats, known_on: Floats | None, labels: ReadLabels) -> list[ReadColumn]:
    """Of each row's customer before its `day` (days since 1970): earlier rows, share of yes among those whose end was known, the last
    such end (1 yes), days since the row before.

    `known_on` is the day on which each row's end became known; without it an end counts as known the day after its row. What became
    known on the day itself does not count. NaN where there is nothing yet. Rows without a day know nothing.
    """
    rows = len(customer)
    dated = np.where(np.isnan(day), np.inf, day)
    news = np.where(np.isnan(dated if known_on is None else known_on), np.inf, dated if known_on is None else known_on)
    news = np.where(labels.known, np.maximum(news, dated), np.inf)
    who = np.concatenate((customer, customer))
    at = np.concatenate((dated, news))
    is_news = np.concatenate((np.zeros(rows, dtype=np.bool_), np.ones(rows, dtype=np.bool_)))
    order = np.lexsort((is_news, at, who))  # on the same day the question comes before the news
    yes = np.concatenate((np.zeros(rows), labels.yes.astype(np.float64)))[order]
    told = is_news[order] & np.isfinite(at[order])
    start = _starts(who[order])
    count = _since_start(told.astype(np.float64), start)
    total = _since_start(np.where(told, yes, 0.0), start)
    position = np.where(told, np.arange(2 * rows), -1)
    newest = np.maximum.accumulate(np.maximum(position, start - 1))
    last = np.where(newest >= start, yes[np.maximum(newest, 0)], np.nan)
    asks = ~is_news[order]
    back = order[asks]
    share, final = np.full(rows, np.nan), np.full(rows, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        share[back] = np.where(count[asks] > 0, total[asks] / count[asks], np.nan)
    final[back] = last[asks]
    earlier, since = _before(customer, dated)
    undated = ~np.isfinite(dated)
    for values in (share, final, earlier, since):
        values[undated] = np.nan
    found = (earlier, share, final, since)
    return [ReadColumn(name, ColumnKind.NUMBER, values) for name, values in zip(PAST, found, strict=True)]


def _before(customer: Ints, day: Floats) -> tuple[Floats, Floats]:
    """Rows of the customer on earlier days, and the days since the last of them."""
    order = np.lexsort((day, customer))
    who, at = customer[order], day[order]
    start = _starts(who)
    place = np.arange(len(who))
    is_first = np.concatenate(([True], (who[1:] != who[:-1]) | (at[1:] != at[:-1]))) if len(who) else place == 0
    first_of_day = np.maximum.accumulate(np.where(is_first, place, 0))
    count = (first_of_day - start).astype(np.float64)
    with np.errstate(invalid="ignore"):
        gap = np.where(count > 0, at - at[np.maximum(first_of_day - 1, 0)], np.nan)
    earlier, since = np.empty(len(who)), np.empty(len(who))
    earlier[order], since[order] = count, gap
    return earlier, since


def _starts(who: Ints) -> Ints:
    """The position at which the run of each element begins."""
    place = np.arange(len(who))
    is_start = np.concatenate(([True], who[1:] != who[:-1])) if len(who) else np.zeros(0, dtype=np.bool_)
    return np.asarray(np.maximum.accumulate(np.where(is_start, place, 0)))


def _since_start(values: Floats, start: Ints) -> Floats:
    total = np.concatenate(([0.0], np.cumsum(values)))
    return np.asarray(total[1:] - total[start])
