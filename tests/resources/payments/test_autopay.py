"""Vendors with autopay: their new bills are paid by themselves, or it is told why not."""

import pytest

from mockbill.resources.payments.autopay import pay_by


@pytest.fixture
def autopaid(payer):
    """Makes a vendor with autopay."""

    def make(vendor=None, **plan):
        vendor = vendor or payer.ach()
        body = {
            "autoPay": {"enabled": True, "bankAccountId": payer.bank, "maxAmount": 1000, "daysBeforeDueDate": 5} | plan
        }
        answer = payer.api.patch(f"/v3/vendors/{vendor['id']}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json

    return make


@pytest.fixture
def failures(world, monkeypatch):
    """The errors of each autopay.failed."""
    told = []
    publish = world.publish

    def listen(of, org, event, row, extra):
        if event == "autopay.failed":
            told.append((row["id"], extra))
        publish(of, org, event, row, extra)

    monkeypatch.setattr(world, "publish", listen)
    return told


def paid(payer):
    return payer.api.get("/v3/payments").json["results"]


def codes(failures):
    return [error["code"] for _, extra in failures for error in extra["errors"]]


def test_a_new_bill_is_scheduled_banking_days_before_it_is_due(payer, autopaid, failures, events):
    vendor = autopaid()
    bill = payer.bill(vendor, 250, dueDate="2026-04-15")
    assert paid(payer) == []
    payer.later(minutes=1)
    (payment,) = paid(payer)
    assert (payment["billId"], payment["amount"], payment["processDate"]) == (bill["id"], 250.0, "2026-04-08")
    assert payment["createdBy"] == vendor["autoPay"]["createdBy"]
    assert payment["fundingAccount"] == {"type": "BANK_ACCOUNT", "id": payer.bank}
    assert payer.read("bills", bill)["paymentStatus"] == "SCHEDULED"
    assert [hidden["billingType"] for event, _, hidden in events if event == "payment.updated"] == ["BILL_AUTOPAY"]
    assert failures == []
    payer.later(days=60)
    assert payer.read("bills", bill)["paymentStatus"] == "PAID" and len(paid(payer)) == 1


@pytest.mark.parametrize(
    ("due", "days", "day"),
    [
        ("2026-04-15", 0, "2026-04-15"),
        ("2026-04-12", 0, "2026-04-10"),  # a Sunday: the Friday before
        ("2026-05-26", 1, "2026-05-22"),  # Memorial Day: the Friday before
        ("2026-05-26", 5, "2026-05-18"),  # banking days, not days
        ("2026-03-05", 20, "2026-03-03"),  # gone by: the next banking day
        ("2026-02-01", 0, "2026-03-03"),
    ],
)
def test_the_process_date_is_a_banking_day_to_come(payer, autopaid, due, days, day):
    payer.bill(autopaid(daysBeforeDueDate=days), dueDate=due)
    payer.later(minutes=1)
    assert [row["processDate"] for row in paid(payer)] == [day]


@pytest.mark.parametrize(("due", "day"), [("0001-01-03", 1), ("9999-12-31", 3)])
def test_days_at_the_ends_of_the_calendar(due, day):
    assert pay_by({"dueDate": due}, 20).day == day


@pytest.mark.parametrize("days", [-1, 61])
def test_days_are_none_to_sixty(payer, days):
    body = {"autoPay": {"enabled": True, "daysBeforeDueDate": days}}
    assert payer.api.patch(f"/v3/vendors/{payer.ach()['id']}", json=body).status_code == 400


@pytest.mark.parametrize(("amount", "count"), [(1000, 1), (1000.01, 0)])
def test_above_the_most_none_is_made_and_nobody_told(payer, autopaid, failures, amount, count):
    payer.bill(autopaid(), amount)
    payer.later(minutes=1)
    assert len(paid(payer)) == count and failures == []


def test_without_an_account_the_default_one_pays(payer, autopaid):
    payer.bill(autopaid(bankAccountId=None))
    payer.later(minutes=1)
    assert [row["fundingAccount"]["id"] for row in paid(payer)] == [payer.bank]


def test_bills_from_before_and_bills_after_are_not_paid(payer, autopaid):
    vendor = payer.ach()
    payer.bill(vendor)
    autopaid(vendor)
    payer.bill(vendor)
    autopaid(vendor, enabled=False)  # switched off before the bill was looked at
    payer.bill(vendor)
    payer.later(minutes=1)
    assert paid(payer) == []


# Failures


def test_an_inactive_user(payer, autopaid, failures, world):
    vendor = autopaid()
    bill = payer.bill(vendor)
    with world.transaction():
        user = world.store.get("user", vendor["autoPay"]["createdBy"])
        user["archived"] = True
        world.store.update("user", user)
    payer.api.advance(minutes=1)
    assert codes(failures) == ["1"] and world.store.get("bill", bill["id"])["scheduledAmount"] == 0


def test_an_unauthorized_user(payer, autopaid, failures, world):
    vendor = autopaid()
    payer.bill(vendor)
    with world.transaction():
        user = world.store.get("user", vendor["autoPay"]["createdBy"])
        user["role"] = world.store.find("user", email="eli@mockbill.test")[0]["role"]
        world.store.update("user", user)
    payer.api.advance(minutes=1)
    assert codes(failures) == ["2"]


def test_a_user_who_may_not_use_the_account(payer, autopaid, failures):
    payer.bill(autopaid())
    users = payer.api.get("/v3/funding-accounts/banks/users?currentUser=true").json["results"]
    payer.api.post(f"/v3/funding-accounts/banks/users/{users[0]['id']}/archive")
    payer.later(minutes=1)
    assert codes(failures) == ["2"]


@pytest.mark.parametrize("why", ["blocked", "archived", "never verified"])
def test_an_inactive_account(payer, autopaid, failures, why):
    bank = payer.bank
    if why == "never verified":
        fields = {"nameOnAccount": "V", "routingNumber": "074000010", "accountNumber": "777", "type": "CHECKING",
                  "ownerType": "BUSINESS", "bankName": "B"}  # fmt: skip
        bank = payer.api.post("/v3/funding-accounts/banks", json=fields).json["id"]
    payer.bill(autopaid(bankAccountId=bank))
    if why == "blocked":
        payer.api.post(f"/_mock/bank-accounts/{bank}/block")
    elif why == "archived":
        payer.api.post(f"/v3/funding-accounts/banks/{bank}/archive")
    payer.later(minutes=1)
    assert codes(failures) == ["3"]


def test_an_archived_bill_is_not_ready(payer, autopaid, failures):
    payer.api.post(f"/v3/bills/{payer.bill(autopaid())['id']}/archive")
    payer.later(minutes=1)
    assert codes(failures) == ["4"]


# Approval


@pytest.fixture
def waiting(payer, autopaid):
    """A bill of an autopay vendor, due on March 16 and to be paid by itself on March 13, that waits for its approver."""
    vendor = autopaid(daysBeforeDueDate=1)
    rules = [{"key": "VENDOR_ID", "op": "eq", "values": [vendor["id"]]}]
    policy = {"policyName": "All", "rules": rules, "approvers": [vendor["autoPay"]["createdBy"]]}
    assert payer.api.post("/v3/bill-approvals/policies", json=policy).status_code == 201
    return payer.bill(vendor, dueDate="2026-03-16", billApprovals=True)


def act(payer, bill, action="APPROVE"):
    body = [{"billId": bill["id"], "action": action}]
    assert payer.api.post("/v3/bill-approvals/actions", json=body).status_code == 200


@pytest.mark.parametrize("days", [0, 3, 10])
def test_a_bill_is_paid_once_it_is_approved_in_time(payer, waiting, failures, days):
    payer.later(minutes=1, days=days)
    act(payer, waiting)
    assert paid(payer) == []
    payer.later(minutes=2)
    assert [row["processDate"] for row in paid(payer)] == ["2026-03-13"]
    payer.later(days=20)
    assert len(paid(payer)) == 1 and failures == []


def test_a_bill_approved_too_late_is_never_paid_by_itself(payer, waiting, failures):
    payer.later(days=10)
    assert failures == []
    payer.later(days=1)  # March 13
    assert codes(failures) == ["4"]
    act(payer, waiting)
    payer.later(days=20)
    assert paid(payer) == [] and codes(failures) == ["4"]


def test_a_denied_bill_can_still_be_mended_and_approved_in_time(payer, waiting, failures):
    payer.later(minutes=1)
    act(payer, waiting, "DENY")
    payer.later(days=1)
    assert payer.api.patch(f"/v3/bills/{waiting['id']}", json={"description": "Mended"}).status_code == 200
    act(payer, waiting)
    payer.later(minutes=1)
    assert len(paid(payer)) == 1 and failures == []


def test_a_bill_paid_by_hand_meanwhile_is_not_paid_twice(payer, waiting, failures):
    payer.later(minutes=1)
    act(payer, waiting)
    payer.pays(payer.read("bills", waiting), processDate="2026-03-05")
    payer.later(days=15)
    assert len(paid(payer)) == 1 and codes(failures) == ["5"]


def test_the_wait_can_be_chosen_away(payer, waiting, failures, world):
    world.choices.update({"autopay.unapproved": "fail"})
    payer.later(minutes=1)
    assert codes(failures) == ["4"]


@pytest.mark.parametrize("how", ["online", "recorded", "part"])
def test_a_bill_with_a_payment(payer, autopaid, failures, how):
    bill = payer.bill(autopaid())
    if how == "recorded":
        body = {"vendorId": bill["vendorId"], "processDate": "2026-02-02", "toPrintCheck": False,
                "payments": [{"billId": bill["id"], "amount": 100}]}  # fmt: skip
        assert payer.api.post("/v3/bills/record-payment", json=body).status_code == 200
    else:
        payer.pays(bill, 100 if how == "online" else 10)
    payer.later(minutes=1)
    assert codes(failures) == ["5"] and len(paid(payer)) == 1


def test_an_offline_vendor(payer, autopaid, failures):
    abroad = payer.vendor(address={"line1": "1", "city": "Bern", "zipOrPostalCode": "3000", "country": "CH"})
    assert abroad["paymentInformation"]["payByType"] == "OFFLINE"
    payer.bill(autopaid(abroad))
    payer.later(minutes=1)
    assert codes(failures) == ["6"]


def test_what_is_told_of_a_failure(payer, autopaid, failures):
    vendor = autopaid()
    payer.pays(payer.bill(vendor))
    payer.later(minutes=1)
    ((id, told),) = failures
    assert id == vendor["id"] and told["createdBy"] == vendor["autoPay"]["createdBy"]
    assert told["fundingAccount"] == {"id": payer.bank, "type": "BANK_ACCOUNT"}
    assert told["errors"] == [{"code": "5", "message": "Bill has existing payment."}]
    assert "2026-03-02T17:01:00" <= told["updatedTime"] < "2026-03-02T17:01:01"


# Beside others that pay


def test_a_bill_made_for_its_payment_is_not_paid_again(payer, autopaid, failures):
    vendor = autopaid()
    payer.pays({"id": ""}, 50, billId=None, vendorId=vendor["id"], processingOptions={"createBill": True})
    payer.later(minutes=1)
    assert len(paid(payer)) == 1 and failures == []


def test_a_recurring_bill_that_pays_itself_is_paid_once(payer, autopaid, failures):
    vendor = autopaid()
    template = {
        "vendorId": vendor["id"], "recurringBillLineItems": [{"amount": 89}],
        "schedule": {"period": "MONTHLY", "frequency": 1, "nextDueDate": "2026-03-20", "daysInAdvance": 18},
        "processingOptions": {"autoPayment": True}, "paymentInformation": {"bankAccountId": payer.bank},
    }  # fmt: skip
    assert payer.api.post("/v3/recurringbills", json=template).status_code == 201
    payer.later(minutes=1)
    assert [row["processDate"] for row in paid(payer)] == ["2026-03-20"] and failures == []


def test_a_bill_in_another_currency_is_paid_at_the_rate_in_force(payer, autopaid, failures):
    account = {"accountNumber": "DE44", "nameOnAccount": "V", "paymentCurrency": "EUR"}
    address = {"line1": "1", "city": "Bonn", "zipOrPostalCode": "53111", "country": "DE"}
    vendor = payer.vendor(address=address, billCurrency="EUR", paymentInformation={"bankAccount": account})
    payer.bill(autopaid(vendor), 84, dueDate="2026-04-15")
    payer.later(minutes=1)
    assert failures == []
    (payment,) = paid(payer)
    assert (payment["processDate"], payment["fundingAmount"]) == ("2026-03-03", 100.0)
