"""What an application reads to see its cash: bills and payments by status and by span of days, at every moment of a quarter."""

from datetime import date, timedelta

import pytest

from mockbill.resources.payments.calendar import add_business_days, today

BILLS, PAYMENTS = "/v3/bills", "/v3/payments"
STEP_HOURS = 11
"""Not a divisor of the day, so that a quarter shows every hour of it."""
DAYS = 95


@pytest.fixture
def company(payer, world):
    """Forty bills over a quarter; of every five one is left alone, one paid in part, three paid whole, on many days."""
    vendors = [payer.ach(), payer.vendor()]
    for number in range(40):
        due = date(2026, 3, 15) + timedelta(days=number * 2)
        bill = payer.bill(vendors[number % 2], 100 + number, dueDate=due.isoformat())
        if number % 5:
            amount = bill["amount"] if number % 5 > 1 else 10
            day = add_business_days(today(world.clock.now()) + timedelta(days=number * 2), 1)
            payer.pays(bill, amount, processDate=day.isoformat())
    return payer


def rows(api, path, **query):
    """Every row of a list, over its pages."""
    found, page = [], None
    while True:
        answer = api.get(path, query_string={"max": 25} | ({"page": page} if page else query))
        assert answer.status_code == 200, answer.text
        found += answer.json["results"]
        page = answer.json.get("nextPage")
        if not page:
            return found


def lived(payment, now):
    """Coarse status and effect of a payment that nothing disturbs, by the calendar alone."""
    process = date.fromisoformat(payment["processDate"])
    check = payment["disbursementType"] == "CHECK"
    cleared = add_business_days(process, 8 if check else 2)
    if now < process:
        return "SCHEDULED", "scheduled"
    if now > cleared:
        return "PAID", "paid"
    return ("PAID", "in_process") if process < now < cleared else (None, None)  # in the midst of a day of change


QUESTIONS = [
    ("dueDate", "paymentStatus", BILLS, status)
    for status in ("UNPAID", "SCHEDULED", "IN_PROCESS", "PARTIALLY_PAID", "PAID")
] + [("processDate", "status", PAYMENTS, status) for status in ("SCHEDULED", "PAID")]


def test_what_is_unpaid_scheduled_and_paid_at_every_moment(company, world):
    api, seen = company.api, set()
    end = world.clock.now() + DAYS * 86_400_000
    while world.clock.now() < end:
        api.advance(hours=STEP_HOURS)
        api.login()
        now = today(world.clock.now())
        payments = {row["id"]: row for row in world.store.find("payment")}
        bills = {row["id"]: row for row in world.store.find("bill")}
        paid = {row["billId"]: row for row in payments.values()}
        for payment in payments.values():
            status, effect = lived(payment, now)
            assert status in (None, payment["status"])
            bill = bills[payment["billId"]]
            if effect == "paid":
                assert (bill["paidAmount"], bill["scheduledAmount"]) == (payment["amount"], 0)
            elif effect:
                assert (bill["paidAmount"], bill["scheduledAmount"]) == (0, payment["amount"])
                assert bill["paymentStatus"] == {"scheduled": "SCHEDULED", "in_process": "IN_PROCESS"}[effect]
        assert all(bill["paymentStatus"] == "UNPAID" for id, bill in bills.items() if id not in paid)
        span = [(now + timedelta(days=days)).isoformat() for days in (0, 21)]
        for column, name, path, status in QUESTIONS:
            known = bills if path == BILLS else payments
            filters = f"{name}:eq:{status},{column}:gte:{span[0]},{column}:lt:{span[1]}"
            wanted = [id for id, row in known.items() if row[name] == status and span[0] <= row[column] < span[1]]
            assert [row["id"] for row in rows(api, path, filters=filters)] == wanted
            seen |= {(path, status)} if wanted else set()
        leaving = rows(api, PAYMENTS, filters="status:eq:SCHEDULED", sort="processDate:asc")
        wanted = sorted(
            (row for row in payments.values() if row["status"] == "SCHEDULED"), key=lambda r: r["processDate"]
        )
        assert [row["processDate"] for row in leaving] == [row["processDate"] for row in wanted]
        assert sum(row["amount"] for row in leaving) == sum(row["amount"] for row in wanted)
    assert seen == {(path, status) for _, _, path, status in QUESTIONS}
    found = {status: len(rows(api, BILLS, filters=f"paymentStatus:eq:{status}")) for status in ("PAID", "UNPAID")}
    assert found == {"PAID": 24, "UNPAID": 8}
    vendors = {row["id"]: row["balance"]["amount"] for row in world.store.find("vendor")}
    assert vendors == {id: sum(row["dueAmount"] for row in bills.values() if row["vendorId"] == id) for id in vendors}
