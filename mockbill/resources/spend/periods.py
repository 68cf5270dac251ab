"""When the periods of a budget begin and end (D reference/createbudget).

DAILY at midnight, WEEKLY on Monday, MONTHLY on the 1st, QUARTERLY on the 1st of every third month from
`recurMonth`, YEARLY on the 1st of `recurMonth`, all in the budget's time zone. A period's end is the first
day of the next (O).
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from ...world.clock import EPOCH

Interval = Literal["NONE", "DAILY", "WEEKLY", "MONTHLY", "QUARTERLY", "YEARLY"]
Zone = Literal[
    "US/Alaska", "US/Aleutian", "US/Arizona", "US/Central", "US/East-Indiana", "US/Eastern", "US/Hawaii",
    "US/Indiana-Starke", "US/Michigan", "US/Mountain", "US/Pacific", "US/Samoa",
]  # fmt: skip
PLACES: dict[str, str] = {
    # The US/ names are missing where an operating system ships no legacy zones.
    "US/Alaska": "America/Anchorage",
    "US/Aleutian": "America/Adak",
    "US/Arizona": "America/Phoenix",
    "US/Central": "America/Chicago",
    "US/East-Indiana": "America/Indiana/Indianapolis",
    "US/Eastern": "America/New_York",
    "US/Hawaii": "Pacific/Honolulu",
    "US/Indiana-Starke": "America/Indiana/Knox",
    "US/Michigan": "America/Detroit",
    "US/Mountain": "America/Denver",
    "US/Pacific": "America/Los_Angeles",
    "US/Samoa": "Pacific/Pago_Pago",
}
STATES = {
    "US/Eastern": "CT DC DE FL GA IN KY MA MD ME NC NH NJ NY OH PA RI SC VA VT WV",
    "US/Michigan": "MI",
    "US/Central": "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
    "US/Mountain": "CO ID MT NM UT WY",
    "US/Arizona": "AZ",
    "US/Pacific": "CA NV OR WA",
    "US/Alaska": "AK",
    "US/Hawaii": "HI",
}
DEFAULT_ZONE = "US/Pacific"


def zone_of(state: str | None) -> str:
    """The time zone of a company by the state of its address (D; of a state with two, the larger part, I)."""
    return next((zone for zone, states in STATES.items() if state in states.split()), DEFAULT_ZONE)


def today(instant: int, zone: str) -> date:
    """The day of an instant in a time zone."""
    return datetime.fromtimestamp(instant / 1000, UTC).astimezone(ZoneInfo(PLACES[zone])).date()


def start_of(day: date, zone: str) -> int:
    """The instant at which a day begins in a time zone."""
    return (datetime.combine(day, time(), ZoneInfo(PLACES[zone])) - EPOCH) // timedelta(milliseconds=1)


def period(interval: str, recur_month: int, day: date) -> tuple[date, date | None]:
    """The first day of the period that a day is in, and the first day of the next (None: it has no end)."""
    if interval == "NONE":
        return day, None
    if interval == "DAILY":
        return day, day + timedelta(days=1)
    if interval == "WEEKLY":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=7)
    length = {"MONTHLY": 1, "QUARTERLY": 3, "YEARLY": 12}[interval]
    begun = (day.month - recur_month) % length
    return month_start(day, -begun), month_start(day, length - begun)


def month_start(day: date, months: int) -> date:
    """The 1st of the month that many months from a day's."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
