"""When budget periods begin and end."""

from datetime import date

import pytest

from mockbill.resources.spend.periods import PLACES, period, start_of, today, zone_of
from mockbill.world.clock import instant, iso


@pytest.mark.parametrize(
    ("interval", "month", "day", "start", "end"),
    [
        ("NONE", 1, "2026-03-04", "2026-03-04", None),
        ("DAILY", 1, "2026-02-28", "2026-02-28", "2026-03-01"),
        ("WEEKLY", 1, "2026-03-04", "2026-03-02", "2026-03-09"),
        ("WEEKLY", 1, "2026-03-02", "2026-03-02", "2026-03-09"),
        ("WEEKLY", 1, "2026-03-01", "2026-02-23", "2026-03-02"),
        ("MONTHLY", 5, "2026-12-31", "2026-12-01", "2027-01-01"),
        ("QUARTERLY", 1, "2026-03-31", "2026-01-01", "2026-04-01"),
        ("QUARTERLY", 2, "2026-01-15", "2025-11-01", "2026-02-01"),
        ("QUARTERLY", 12, "2026-12-01", "2026-12-01", "2027-03-01"),
        ("YEARLY", 7, "2026-06-30", "2025-07-01", "2026-07-01"),
        ("YEARLY", 7, "2026-07-01", "2026-07-01", "2027-07-01"),
    ],
)
def test_periods(interval, month, day, start, end):
    found = period(interval, month, date.fromisoformat(day))
    assert found == (date.fromisoformat(start), date.fromisoformat(end) if end else None)


def test_a_day_begins_at_midnight_of_its_zone_also_when_the_clocks_change():
    assert iso(start_of(date(2026, 3, 8), "US/Mountain")) == "2026-03-08T07:00:00.000+00:00"
    assert iso(start_of(date(2026, 3, 9), "US/Mountain")) == "2026-03-09T06:00:00.000+00:00"
    assert iso(start_of(date(2026, 3, 9), "US/Arizona")) == "2026-03-09T07:00:00.000+00:00"
    assert today(instant("2026-03-09T05:59:59+00:00"), "US/Mountain") == date(2026, 3, 8)


def test_each_zone_is_known_and_states_have_theirs():
    assert all(today(0, zone) in (date(1969, 12, 31), date(1970, 1, 1)) for zone in PLACES)
    assert [zone_of(state) for state in ("OH", "UT", "HI", "ZZ", None)] == [
        "US/Eastern", "US/Mountain", "US/Hawaii", "US/Pacific", "US/Pacific",
    ]  # fmt: skip
