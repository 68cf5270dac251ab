"""Banking days: weekends and the Federal Reserve's holidays."""

from datetime import date

from mockbill.resources.payments.calendar import add_business_days, is_business_day


def test_a_holiday_on_a_saturday_is_not_kept_and_one_on_a_sunday_is_kept_on_monday():
    assert is_business_day(date(2026, 7, 3))  # the fourth is a Saturday
    assert not is_business_day(date(2027, 7, 5))  # the fourth is a Sunday


def test_banking_days_are_counted_over_weekends_and_holidays():
    assert add_business_days(date(2026, 1, 16), 1) == date(2026, 1, 20)  # Friday, Martin Luther King Day after it
