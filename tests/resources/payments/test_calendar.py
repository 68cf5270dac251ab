"""Banking days: weekends and the Federal Reserve's holidays."""

from datetime import date, timedelta

import pytest
from holidays import financial_holidays
from hypothesis import given
from hypothesis import strategies as st

from mockbill.resources.payments.calendar import add_business_days, is_business_day, paying_day, start_of


def test_a_holiday_on_a_saturday_is_not_kept_and_one_on_a_sunday_is_kept_on_monday():
    assert is_business_day(date(2026, 7, 3))  # the fourth is a Saturday
    assert not is_business_day(date(2027, 7, 5))  # the fourth is a Sunday


def test_banking_days_are_counted_over_weekends_and_holidays():
    assert add_business_days(date(2026, 1, 16), 1) == date(2026, 1, 20)  # Friday, Martin Luther King Day after it


@pytest.mark.parametrize("year", [2010, 2021, 2022, 2026, 2027, 2028, 2033, 2040])
def test_the_holidays_are_those_that_an_independent_list_has(year):
    listed = financial_holidays("XFED", years=year)
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(365)]
    assert [day for day in days if day.weekday() < 5 and not is_business_day(day)] == sorted(
        day for day in listed if day.weekday() < 5 and day in days
    )


@given(st.dates(date(2025, 1, 1), date(2030, 1, 1)), st.integers(-400, 400))
def test_what_pays_itself_is_paid_on_the_last_banking_day_by_then_but_not_before_tomorrow(now, days):
    wanted = now + timedelta(days=days)
    day = paying_day(start_of(now), wanted)
    assert is_business_day(day) and day > now
    if day > wanted:
        assert day == add_business_days(now, 1)
    else:
        assert not any(is_business_day(day + timedelta(days=n)) for n in range(1, (wanted - day).days + 1))


@pytest.mark.parametrize("wanted", [date.min, date.max])
def test_the_ends_of_the_calendar(wanted):
    assert paying_day(start_of(date(2026, 3, 2)), wanted) >= date(2026, 3, 3)
