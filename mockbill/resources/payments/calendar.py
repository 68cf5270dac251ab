"""US banking days: the Federal Reserve's holidays and weekends, on US Pacific time (zone D, holiday list I)."""

from calendar import monthcalendar
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from ...world.clock import EPOCH

PACIFIC = ZoneInfo("America/Los_Angeles")


FIXED = ((1, 1, 1), (6, 19, 2022), (7, 4, 1), (11, 11, 1), (12, 25, 1))
"""Holidays on a day of a month, and the year of the first: New Year, Juneteenth, Independence, Veterans, Christmas."""
MOVING = ((1, 3, 0, 1986), (2, 3, 0, 1), (5, -1, 0, 1), (9, 1, 0, 1), (10, 2, 0, 1), (11, 4, 3, 1))
"""Holidays on the n-th weekday of a month (-1 the last): King, Washington, Memorial, Labor, Columbus, Thanksgiving."""


@cache
def _holidays(year: int) -> frozenset[date]:
    """The Federal Reserve's holidays; one on a Sunday is kept on Monday, one on a Saturday is not made up for."""
    days = [date(year, month, day) for month, day, since in FIXED if year >= since]
    days += [nth(year, month, count, weekday) for month, count, weekday, since in MOVING if year >= since]
    return frozenset(day + timedelta(days=1) if day.weekday() == 6 else day for day in days)


def nth(year: int, month: int, count: int, weekday: int) -> date:
    """The n-th of a weekday in a month; -1 is the last."""
    days = [week[weekday] for week in monthcalendar(year, month) if week[weekday]]
    return date(year, month, days[count - 1 if count > 0 else count])


def is_business_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _holidays(day.year)


def add_business_days(day: date, count: int) -> date:
    """The banking day that many banking days after a day."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_business_day(day)
    return day


def business_days_before(day: date, count: int) -> date:
    """The banking day that many banking days before a day; of none, the day itself."""
    while count > 0 and day > date.min:
        day -= timedelta(days=1)
        count -= is_business_day(day)
    return day


def paying_day(instant: int, wanted: date) -> date:
    """The banking day on which BILL pays by itself what is to be paid by a day: that day or the one before it, and not
    before the next (I).
    """
    soonest = add_business_days(today(instant), 1)
    while wanted > soonest and not is_business_day(wanted):
        wanted -= timedelta(days=1)
    return max(soonest, wanted)


def today(instant: int) -> date:
    """The processing day of an instant."""
    return datetime.fromtimestamp(instant / 1000, UTC).astimezone(PACIFIC).date()


def start_of(day: date) -> int:
    """The instant at which a processing day begins."""
    return (datetime.combine(day, time(), PACIFIC) - EPOCH) // timedelta(milliseconds=1)


def business_days_later(instant: int, count: int) -> int:
    """The start of the processing day that many banking days after an instant."""
    return start_of(add_business_days(today(instant), count))
