"""Recurring bills: when the clock makes a bill, what stands in it, and who pays it."""

from datetime import timedelta

import pytest

TODAY = "2026-03-02"
PATH = "/v3/recurringbills"


class Templates:
    """Makes templates of one vendor, and sees what becomes of them."""

    def __init__(self, api, payables):
        self.api, self.payables, self.world = api, payables, api.world
        self.vendor = payables.vendor()

    def body(self, schedule=None, **changes):
        usual = {"period": "MONTHLY", "frequency": 1, "nextDueDate": "2026-03-20", "daysInAdvance": 7}
        return {
            "vendorId": self.vendor["id"],
            "schedule": usual | (schedule or {}),
            "recurringBillLineItems": [{"amount": 89, "description": "Cooler"}],
        } | changes

    def make(self, schedule=None, **changes):
        answer = self.api.post(PATH, json=self.body(schedule, **changes))
        assert answer.status_code == 201, answer.text
        return answer.json

    def read(self, row):
        return self.payables.read("recurringbills", row)

    def dues(self):
        """The due dates of the vendor's bills, oldest first."""
        rows = self.api.get(f"/v3/bills?max=100&filters=vendorId:eq:{self.vendor['id']}").json["results"]
        return [row["dueDate"] for row in rows]

    def go(self, **by):
        """Let time pass, and sign in anew."""

        step = timedelta(**by) // timedelta(milliseconds=1)
        self.world.advance_to(self.world.clock.now() + step)
        self.api.login()

    def bank(self):
        return self.api.get("/v3/funding-accounts/banks").json["results"][0]["id"]

    def paying(self):
        return {"processingOptions": {"autoPayment": True}, "paymentInformation": {"bankAccountId": self.bank()}}


@pytest.fixture
def templates(api, payables):
    return Templates(api, payables)


def test_a_template_answers_what_was_sent_and_has_made_nothing_yet(templates):
    made = templates.make(description="Water")
    assert made["id"].startswith("btp") and made["recurringBillLineItems"][0]["id"].startswith("bti")
    assert list(made) == [
        "archived", "id", "recurringBillLineItems", "schedule", "vendorId", "description", "processingOptions",
        "createdTime", "updatedTime",
    ]  # fmt: skip
    assert made["schedule"] == templates.body()["schedule"] and made["processingOptions"] == {"autoPayment": False}
    assert templates.read(made) == made and templates.dues() == []


def test_the_bill_appears_days_in_advance_and_the_due_date_moves_on(templates):
    made = templates.make()
    templates.go(days=10)  # March 12
    assert templates.dues() == []
    templates.go(days=1)
    assert templates.dues() == ["2026-03-20"]
    assert templates.read(made)["schedule"]["nextDueDate"] == "2026-04-20"
    templates.go(days=31)
    assert templates.dues() == ["2026-03-20", "2026-04-20"]


def test_a_made_bill_has_the_lines_and_its_due_date_as_number(templates):
    account = templates.payables.account()
    line = {"amount": 12.5, "description": "Ink", "classifications": {"chartOfAccountId": account}}
    templates.make({"nextDueDate": TODAY}, recurringBillLineItems=[line, {"amount": 7}], description="Monthly")
    (bill,) = templates.api.get("/v3/bills").json["results"]
    assert bill["invoice"] == {"invoiceNumber": TODAY, "invoiceDate": TODAY}
    assert (bill["amount"], bill["dueAmount"], bill["description"]) == (19.5, 19.5, "Monthly")
    first = bill["billLineItems"][0]
    assert first["id"].startswith("bli") and line.items() <= first.items()
    assert templates.payables.balance(templates.vendor) == 19.5


def test_a_made_bill_is_dated_the_vendors_payment_term_before_it_is_due(templates):
    path = f"/v3/organizations/{templates.api.credentials['organizationId']}/payment-terms"
    term = templates.api.post(path, json={"name": "Net 45", "daysDue": 45}).json["id"]
    change = {"additionalInfo": {"paymentTermId": term}}
    assert templates.api.patch(f"/v3/vendors/{templates.vendor['id']}", json=change).status_code == 200
    templates.make({"nextDueDate": "2026-03-05"})
    (bill,) = templates.api.get("/v3/bills").json["results"]
    assert (bill["dueDate"], bill["invoice"]["invoiceDate"]) == ("2026-03-05", "2026-01-19")


def test_missed_bills_are_made_at_once(templates, events):
    made = templates.make({"period": "WEEKLY", "nextDueDate": "2026-02-10", "daysInAdvance": 0})
    assert templates.dues() == ["2026-02-10", "2026-02-17", "2026-02-24"]
    assert made["schedule"]["nextDueDate"] == "2026-03-03"
    assert [event for event, _, _ in events] == ["bill.created"] * 3


def test_more_than_can_be_made_at_once_is_refused_and_nothing_is_made(templates):
    answer = templates.api.post(PATH, json=templates.body({"period": "DAILY", "nextDueDate": "2020-01-01"}))
    templates.api.refused(answer, 422)
    assert templates.dues() == [] and templates.api.get(PATH).json["results"] == []


@pytest.mark.parametrize(
    ("period", "frequency", "start", "then"),
    [
        ("DAILY", 3, "2026-03-01", "2026-03-04"),
        ("WEEKLY", 2, "2026-02-20", "2026-03-06"),
        ("MONTHLY", 1, "2026-02-28", "2026-03-28"),
        ("MONTHLY", 3, "2025-12-31", "2026-03-31"),
        ("YEARLY", 1, "2026-01-15", "2027-01-15"),
    ],
)
def test_the_due_date_moves_by_frequency_times_period(templates, period, frequency, start, then):
    schedule = {"period": period, "frequency": frequency, "nextDueDate": start, "daysInAdvance": 0}
    assert templates.make(schedule)["schedule"]["nextDueDate"] == then


def test_the_last_of_a_month_stays_the_last(templates):
    templates.make({"nextDueDate": "2026-01-31", "daysInAdvance": 0})
    templates.go(days=61)  # May 2
    assert templates.dues() == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]


def test_nothing_is_made_after_the_end(templates):
    made = templates.make(
        {"period": "WEEKLY", "nextDueDate": "2026-03-09", "endDate": "2026-03-16", "daysInAdvance": 0}
    )
    templates.go(days=40)
    assert templates.dues() == ["2026-03-09", "2026-03-16"]
    assert templates.read(made)["schedule"]["nextDueDate"] == "2026-03-23"


def test_an_archived_template_makes_no_bills_and_a_restored_one_makes_up_for_them(templates):
    made = templates.make({"period": "WEEKLY", "nextDueDate": "2026-03-09", "daysInAdvance": 0})
    path = f"{PATH}/{made['id']}"
    first, second = (templates.api.post(f"{path}/archive") for _ in range(2))
    assert first.json["archived"] is True and second.json == first.json
    templates.go(days=10)
    assert templates.dues() == []
    first, second = (templates.api.post(f"{path}/restore") for _ in range(2))
    assert first.json["archived"] is False and second.json == first.json
    assert templates.dues() == ["2026-03-09"]
    templates.go(days=5)
    assert templates.dues() == ["2026-03-09", "2026-03-16"]


def test_an_edit_counts_for_the_bills_to_come(templates):
    made = templates.make({"nextDueDate": TODAY})
    line = {"id": made["recurringBillLineItems"][0]["id"], "amount": 100, "quantity": 2}
    change = {"recurringBillLineItems": [line], "schedule": {"period": "DAILY", "nextDueDate": "2026-03-08"}}
    patched = templates.api.patch(f"{PATH}/{made['id']}", json=change).json
    assert patched["recurringBillLineItems"] == [{"amount": 100, "id": line["id"]}]
    assert patched["schedule"]["frequency"] == 1
    bills = templates.api.get("/v3/bills").json["results"]
    assert sorted(bill["amount"] for bill in bills)[0] == 89 and {bill["amount"] for bill in bills[1:]} == {100}


def test_a_put_adds_and_removes_lines_and_clears_what_is_left_out(templates):
    made = templates.make(description="Water", recurringBillLineItems=[{"amount": 1}, {"amount": 2}])
    kept = made["recurringBillLineItems"][1]["id"]
    body = templates.body(recurringBillLineItems=[{"id": kept, "amount": 3}, {"amount": 4}])
    put = templates.api.put(f"{PATH}/{made['id']}", json=body).json
    assert [line["amount"] for line in put["recurringBillLineItems"]] == [3, 4]
    assert put["recurringBillLineItems"][0]["id"] == kept and "description" not in put
    assert put["recurringBillLineItems"][1]["id"] not in [line["id"] for line in made["recurringBillLineItems"]]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"vendorId": "00901AAAAAAAAAA00000"}, 422, "BDC_1205"),
        ({"schedule": None}, 400, None),
        ({"schedule": {"period": "NONE", "frequency": 1, "nextDueDate": TODAY}}, 400, None),
        ({"schedule": {"period": "DAILY", "frequency": 0, "nextDueDate": TODAY}}, 400, None),
        ({"schedule": {"period": "DAILY", "frequency": 1, "nextDueDate": "0001-01-01"}}, 422, "BDC_1143"),
        ({"schedule": {"period": "DAILY", "frequency": 1, "nextDueDate": "9999-12-31"}}, 422, "BDC_1143"),
        ({"recurringBillLineItems": []}, 400, None),
        ({"recurringBillLineItems": [{"description": "free"}]}, 400, None),
        ({"recurringBillLineItems": [{"amount": -1}]}, 422, "BDC_1143"),
        ({"processingOptions": {"autoPayment": True}}, 400, None),
        ({"paymentInformation": {"bankAccountId": "bac01AAAAAAAAAA00000"}}, 422, "BDC_1205"),
    ],
)
def test_a_template_that_cannot_work_is_refused(templates, change, status, code):
    templates.api.refused(templates.api.post(PATH, json=templates.body() | change), status, code=code)
    assert templates.api.get(PATH).json["results"] == []


def test_unknown_ids_are_refused(templates):
    made = templates.make()
    for method, path in (("GET", ""), ("PATCH", ""), ("POST", "/archive"), ("POST", "/restore")):
        answer = templates.api.call(
            method, f"{PATH}/btp01AAAAAAAAAA00000{path}", **({"json": {}} if path == "" else {})
        )
        templates.api.refused(answer, 404, code="BDC_1205")
    lines = {"recurringBillLineItems": [{"id": "bti01AAAAAAAAAA00000", "amount": 1}]}
    templates.api.refused(templates.api.patch(f"{PATH}/{made['id']}", json=lines), 422, code="BDC_1205")


def test_an_archived_vendor_gets_no_more_bills(templates):
    templates.make()
    templates.api.post(f"/v3/vendors/{templates.vendor['id']}/archive")
    templates.go(days=60)
    assert templates.dues() == []


def test_approvers_of_the_bill_before_carry_over(templates):
    templates.make({"period": "WEEKLY", "nextDueDate": TODAY, "daysInAdvance": 0})
    (first,) = templates.api.get("/v3/bills").json["results"]
    ada = templates.world.store.find("user", email=templates.api.credentials["username"])[0]["id"]
    rules = [{"key": "VENDOR_ID", "op": "eq", "values": [templates.vendor["id"]]}]
    policy = {"policyName": "All", "rules": rules, "approvers": [ada]}
    templates.api.post("/v3/bill-approvals/policies", json=policy)
    templates.api.patch(f"/v3/bills/{first['id']}", json={"billApprovals": True})
    templates.go(days=7)
    second = templates.api.get("/v3/bills?billApprovals=true").json["results"][1]
    assert second["approvalStatus"] == "ASSIGNED"
    assert [(one["userId"], one["status"]) for one in second["approvers"]] == [(ada, "WAITING")]


# Automatic payment


def test_automatic_payment_needs_trust_when_it_is_switched_on(templates):
    body = templates.body(**templates.paying())
    templates.api.refused(templates.api.post(PATH, json=body), 403, "Untrusted session.", code="BDC_1361")
    made = templates.make()
    path = f"{PATH}/{made['id']}"
    templates.api.refused(templates.api.patch(path, json=templates.paying()), 403, code="BDC_1361")
    assert templates.payables.read("vendors", templates.vendor)["recurringPayments"] is False
    templates.api.trust()
    assert templates.api.patch(path, json=templates.paying()).json["processingOptions"] == {"autoPayment": True}
    templates.api.login()
    assert templates.api.patch(path, json={"description": "Still on"}).status_code == 200


def test_a_bill_is_paid_by_itself_on_its_due_date(templates, events):
    templates.api.trust()
    templates.make({"nextDueDate": "2026-03-20", "daysInAdvance": 10}, **templates.paying())
    templates.go(days=9)
    (payment,) = templates.api.get("/v3/payments").json["results"]
    (bill,) = templates.api.get("/v3/bills").json["results"]
    assert (payment["billId"], payment["amount"], payment["processDate"]) == (bill["id"], 89, "2026-03-20")
    assert bill["paymentStatus"] == "SCHEDULED"
    (hidden,) = {hidden["billingType"] for event, _, hidden in events if event == "payment.updated"}
    assert hidden == "RECURRING_PAYMENT"
    templates.go(days=9)
    assert templates.api.get(f"/v3/payments/{payment['id']}").json["status"] == "PAID"


def test_a_payment_that_cannot_be_made_is_told_and_the_bill_stays(templates, events):
    templates.api.trust()
    templates.make(**templates.paying())
    world = templates.world
    with world.transaction():
        account = world.store.get("bank_account", templates.bank())
        account["status"] = "BLOCKED"
        world.store.update("bank_account", account)
    templates.go(days=12)
    assert templates.dues() == ["2026-03-20"]
    assert templates.api.get("/v3/payments").json["results"] == []
    assert [event for event, _, _ in events][-1] == "payment.failed"


def test_a_template_that_pays_switches_the_vendors_autopay_off_once(templates):
    templates.api.trust()
    path, on = (
        f"/v3/vendors/{templates.vendor['id']}",
        {"autoPay": {"enabled": True, "bankAccountId": templates.bank()}},
    )
    assert templates.api.patch(path, json=on).json["autoPay"]["enabled"] is True
    templates.make()
    assert templates.payables.read("vendors", templates.vendor)["autoPay"]["enabled"] is True
    templates.make(**templates.paying())
    assert templates.payables.read("vendors", templates.vendor)["autoPay"]["enabled"] is False
    templates.api.patch(path, json=on)
    templates.go(days=30)
    assert templates.payables.read("vendors", templates.vendor)["autoPay"]["enabled"] is True


def test_a_bill_that_is_paid_by_itself_takes_no_approvers_over(templates):
    templates.api.trust()
    made = templates.make({"period": "WEEKLY", "nextDueDate": TODAY, "daysInAdvance": 0})
    (first,) = templates.api.get("/v3/bills").json["results"]
    ada = templates.world.store.find("user", email=templates.api.credentials["username"])[0]["id"]
    rules = [{"key": "VENDOR_ID", "op": "eq", "values": [templates.vendor["id"]]}]
    templates.api.post("/v3/bill-approvals/policies", json={"policyName": "All", "rules": rules, "approvers": [ada]})
    templates.api.patch(f"/v3/bills/{first['id']}", json={"billApprovals": True})
    assert templates.api.patch(f"{PATH}/{made['id']}", json=templates.paying()).status_code == 200
    templates.go(days=7)
    second = templates.api.get("/v3/bills").json["results"][1]
    assert (second["approvalStatus"], second["paymentStatus"]) == ("UNASSIGNED", "SCHEDULED")


def test_the_vendor_shows_whether_a_template_pays_it(templates):
    templates.api.trust()
    made = templates.make(**templates.paying())

    def paying(vendor):
        return templates.payables.read("vendors", vendor)["recurringPayments"]

    assert paying(templates.vendor) is True
    templates.api.post(f"{PATH}/{made['id']}/archive")
    assert paying(templates.vendor) is False
    templates.api.post(f"{PATH}/{made['id']}/restore")
    assert paying(templates.vendor) is True
    other = templates.payables.vendor(name="Other")
    templates.api.patch(f"{PATH}/{made['id']}", json={"vendorId": other["id"]})
    assert (paying(templates.vendor), paying(other)) == (False, True)


def test_templates_are_listed_by_vendor_and_state(templates):
    made = [templates.make(), templates.make()]
    templates.api.post(f"{PATH}/{made[0]['id']}/archive")
    for filters, expected in (("archived:eq:false", made[1:]), (f"vendorId:eq:{templates.vendor['id']}", made)):
        found = templates.api.get(f"{PATH}?filters={filters}&sort=archived:desc").json["results"]
        assert [row["id"] for row in found] == [row["id"] for row in expected]
