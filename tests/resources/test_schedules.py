"""Schedules: which days fall due, and that it does not matter how the days pass."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockbill.gateway.call import Call
from mockbill.gateway.errors import Refusal
from mockbill.resources.schedules import begin, check, due, due_after, ends_in_time
from mockbill.world.store import Row
from tests.conftest import Api

TODAY = date(2026, 3, 2)
SCHEDULES = st.fixed_dictionaries(
    {
        "period": st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
        "frequency": st.integers(1, 3),
        "nextDueDate": st.dates(date(2026, 2, 1), date(2026, 5, 31)).map(str),
        "daysInAdvance": st.integers(0, 20),
    },
    optional={"endDate": st.dates(date(2026, 6, 1), date(2026, 8, 1)).map(str)},
)


def test_a_day_that_a_month_lacks_is_its_last():
    monthly = {"period": "MONTHLY", "frequency": 1}
    start = date(2025, 10, 31)
    assert [due_after(monthly, start, count).isoformat() for count in (1, 2, 4, 5)] == [
        "2025-11-30", "2025-12-31", "2026-02-28", "2026-03-31",
    ]  # fmt: skip
    leap = date(2024, 2, 29)
    assert due_after({"period": "YEARLY", "frequency": 1}, leap, 1) == date(2025, 2, 28)
    assert due_after({"period": "YEARLY", "frequency": 4}, leap, 1) == date(2028, 2, 29)


@given(schedule=SCHEDULES, count=st.integers(1, 50))
def test_due_dates_are_in_order_and_apart(schedule, count):
    start = date.fromisoformat(schedule["nextDueDate"])
    days = [due_after(schedule, start, number) for number in range(count + 1)]
    assert days[0] == start and days == sorted(set(days))
    if schedule["period"] in ("MONTHLY", "YEARLY"):
        assert all(day.day in (start.day, (day + timedelta(days=1)).day == 1 and day.day) for day in days)
    else:
        step = schedule["frequency"] * (7 if schedule["period"] == "WEEKLY" else 1)
        assert {(after - before).days for before, after in zip(days, days[1:], strict=False)} == {step}


@pytest.mark.parametrize(
    ("change", "expected"),
    [({}, TODAY), ({"archived": True}, None), ({"endDate": "2026-03-02"}, TODAY), ({"endDate": "2026-03-01"}, None)],
)
def test_none_is_due_of_what_is_archived_or_over(change, expected):
    schedule = {"nextDueDate": TODAY.isoformat(), **({"endDate": change["endDate"]} if "endDate" in change else {})}
    assert due(Row({"archived": change.get("archived", False), "schedule": schedule})) == expected


def test_a_schedule_without_room_is_refused(call):
    row = Row({"schedule": {"nextDueDate": "9999-01-01", "endDate": "9998-01-01"}})
    for rule, status in ((check, 422), (ends_in_time, 400)):
        with pytest.raises(Refusal) as refusal:
            rule(call, row)
        assert refusal.value.status == status
    begin(row)
    assert row.hidden == {"start": "9999-01-01", "count": 0}


@pytest.fixture
def call(api):
    return Call.by_clock(api.world, api.credentials["organizationId"])


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(schedule=SCHEDULES, stops=st.lists(st.integers(1, 90), max_size=3))
def test_it_does_not_matter_how_the_days_pass(simulation, schedule, stops):
    """The invoices of a template are those that its schedule says, in one leap of the clock and in several."""
    found = []
    for days in ([90], sorted({*stops, 90})):
        world = simulation.worlds.create()
        api = Api(simulation, world).login()
        customer = api.post("/v3/customers", json={"name": "C", "email": "c@kayak.example"}).json["id"]
        lines = [{"amount": 10, "quantity": 1}]
        body = {"customerId": customer, "schedule": schedule, "recurringInvoiceLineItems": lines}
        made = api.post("/v3/recurring-invoices", json=body)
        assert made.status_code == 201, made.text
        start = world.clock.now()
        for day in days:
            world.advance_to(start + day * 86_400_000)
        invoices = world.store.find("invoice")
        template = world.store.get("recurring_invoice", made.json["id"])
        found.append(([row["dueDate"] for row in invoices], template["schedule"]["nextDueDate"]))
        simulation.worlds.remove(next(name for name, other in simulation.worlds.all() if other is world))
    first, last = date.fromisoformat(schedule["nextDueDate"]), TODAY + timedelta(days=90 + schedule["daysInAdvance"])
    expected = [due_after(schedule, first, count) for count in range(200)]
    end = min(last, date.fromisoformat(schedule.get("endDate", "9999-01-01")))
    assert found[0] == found[1]
    assert found[0][0] == [day.isoformat() for day in expected if day <= end]
    assert found[0][1] == next(day.isoformat() for day in expected if day > end)
