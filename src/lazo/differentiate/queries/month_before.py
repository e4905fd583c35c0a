"""A month before a day: with what the map and the demo compare."""

from datetime import date, timedelta


def month_before(day: date) -> date:
    """The same day of the month before; the end of a month goes to the end of the month before."""
    last = day.replace(day=1) - timedelta(days=1)
    is_end = (day + timedelta(days=1)).day == 1
    return last if is_end else last.replace(day=min(day.day, last.day))
