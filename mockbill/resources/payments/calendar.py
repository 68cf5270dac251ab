"""US banking days: the Federal Reserve's holidays and weekends, on US Pacific time (zone D, holiday list I)."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from ...world.clock import EPOCH

PACIFIC = ZoneInfo("America/Los_Angeles")


@cache
def _holidays(year: int) -> frozenset[date]:
    """The days the Federal Reserve Banks are closed. One on a Sunday is kept on Monday, one on a Saturday is not."""
    fixed = [(1, 1), (7, 4), (11, 11), (12, 25), *([(6, 19)] if year >= 2022 else [])]
    floating = [nth(year, 1, 3), nth(year, 2, 3), nth(year, 5, -1), nth(year, 9, 1), nth(year, 10, 2)]
    days = [*(date(year, month, day) for month, day in fixed), *floating, nth(year, 11, 4, weekday=3)]
    return frozenset(day + timedelta(days=day.weekday() == 6) for day in days)


def nth(year: int, month: int, count: int, weekday: int = 0) -> date:
    """The so-manieth Monday (or other weekday) of a month, -1 for the last."""
    first = date(year, month, 1) if count > 0 else date(year, month + 1, 1) - timedelta(days=7)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * max(count - 1, 0))


def is_business_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _holidays(day.year)


def add_business_days(day: date, count: int) -> date:
    """The banking day that many banking days after a day."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_business_day(day)
    return day


def today(instant: int) -> date:
    """The processing day of an instant."""
    return datetime.fromtimestamp(instant / 1000, UTC).astimezone(PACIFIC).date()


def start_of(day: date) -> int:
    """The instant at which a processing day begins."""
    return (datetime.combine(day, time(), PACIFIC) - EPOCH) // timedelta(milliseconds=1)


def business_days_later(instant: int, count: int) -> int:
    """The start of the processing day that many banking days after an instant."""
    return start_of(add_business_days(today(instant), count))
