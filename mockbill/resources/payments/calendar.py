"""US banking days: the Federal Reserve's holidays and weekends, on US Pacific time (zone D, holiday list I)."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from ...world.clock import EPOCH

PACIFIC = ZoneInfo("America/Los_Angeles")


@cache
def _holidays(year: int) -> frozenset[date]:
    from holidays import financial_holidays  # takes 0.1 s, which a start need not wait for

    return frozenset(financial_holidays("XFED", years=year))


def is_business_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _holidays(day.year)


def add_business_days(day: date, count: int) -> date:
    """The banking day that many banking days after a day."""
    while count > 0:
        day += timedelta(days=1)
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
