"""Banking days: weekends and the Federal Reserve's holidays."""

from datetime import date, timedelta

import pytest
from holidays import financial_holidays

from mockbill.resources.payments.calendar import add_business_days, is_business_day


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
