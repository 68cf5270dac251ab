"""Vendor credits applied: by bills, by payments made and recorded, and given back."""

import pytest

from tests.resources.payments.conftest import Payer

from .conftest import bill_body
from .test_vendor_credits import PATH, credit_body, make_credit


@pytest.fixture
def payer(api):
    return Payer(api)


@pytest.fixture
def vendor(payer):
    return payer.vendor()


@pytest.fixture
def credit(payer, vendor):
    """A credit of 55.00."""
    return make_credit(payer, vendor)


def use(credit, amount):
    return {"vendorCredits": [{"id": credit["id"], "amount": amount}]}


def state(payer, credit):
    """What is applied of a credit, its status, and its uses."""
    read = payer.read("vendor-credits", credit)
    return read["appliedAmount"], read["status"], read["usage"]


def books(payer, bill):
    """What is due, scheduled, paid and credited on a bill, and its status."""
    row = payer.read("bills", bill)
    assert round((row["dueAmount"] + row["scheduledAmount"] + row["paidAmount"]) * 100) == round(row["amount"] * 100)
    return row["dueAmount"], row["scheduledAmount"], row["paidAmount"], row["creditAmount"], row["paymentStatus"]


def whole(bill, **changes):
    """The body of a PUT that changes nothing else."""
    return {name: bill[name] for name in ("vendorId", "dueDate", "invoice", "billLineItems")} | changes


# By a bill


def test_a_bill_is_made_with_a_credit(payer, vendor, credit):
    bill = payer.bill(vendor, 100, **use(credit, 20))
    assert books(payer, bill) == (80, 0, 20, 20, "PARTIALLY_PAID")
    assert bill["creditAmount"] == 20 and "vendorCredits" not in bill
    assert state(payer, credit) == (20, "PARTIALLY_APPLIED", [{"billId": bill["id"], "amount": 20}])
    assert payer.balance(vendor) == 80


def test_bills_made_in_bulk_share_a_credit(payer, vendor, credit):
    bodies = [bill_body(vendor["id"], **use(credit, amount)) for amount in (30, 25)]
    assert payer.api.post("/v3/bills/bulk", json=bodies).status_code == 201
    assert state(payer, credit)[:2] == (55, "FULLY_APPLIED")
    bodies = [bill_body(vendor["id"]), bill_body(vendor["id"], **use(credit, 0.01))]
    refused = payer.api.post("/v3/bills/bulk", json=bodies)
    assert (refused.status_code, refused.json[0]["code"]) == (422, "BDC_1246")


def test_a_bill_covered_by_credit_is_paid(payer, vendor, credit):
    bill = payer.bill(vendor, 55, **use(credit, 55))
    assert books(payer, bill) == (0, 0, 55, 55, "PAID")
    assert state(payer, credit)[:2] == (55, "FULLY_APPLIED")


def test_a_patch_adds_credits_and_never_unapplies(payer, vendor, credit):
    bill, other = payer.bill(vendor, 100), make_credit(payer, vendor, 10)
    path = f"/v3/bills/{bill['id']}"
    payer.api.patch(path, json=use(credit, 20))
    payer.api.patch(path, json={"vendorCredits": [*use(credit, 5)["vendorCredits"], *use(other, 10)["vendorCredits"]]})
    payer.api.patch(path, json={"vendorCredits": [], "description": "x"})
    assert books(payer, bill) == (65, 0, 35, 35, "PARTIALLY_PAID")
    assert state(payer, credit) == (25, "PARTIALLY_APPLIED", [{"billId": bill["id"], "amount": 25}])
    assert state(payer, other)[:2] == (10, "FULLY_APPLIED")


@pytest.mark.parametrize("changes", [{}, {"vendorCredits": []}])
def test_a_put_without_credits_unapplies_them(payer, vendor, credit, changes):
    bill = payer.bill(vendor, 55, **use(credit, 55))
    answer = payer.api.put(f"/v3/bills/{bill['id']}", json=whole(bill, **changes))
    assert answer.json["creditAmount"] == 0
    assert books(payer, bill) == (55, 0, 0, 0, "UNPAID")
    assert state(payer, credit) == (0, "NOT_APPLIED", [])
    assert payer.balance(vendor) == 55


def test_a_put_with_credits_applies_those_instead(payer, vendor, credit):
    bill, other = payer.bill(vendor, 100, **use(credit, 55)), make_credit(payer, vendor, 10)
    payer.api.put(f"/v3/bills/{bill['id']}", json=whole(bill, **use(other, 4)))
    assert books(payer, bill) == (96, 0, 4, 4, "PARTIALLY_PAID")
    assert (state(payer, credit)[0], state(payer, other)[0]) == (0, 4)
    payer.api.put(f"/v3/bills/{bill['id']}", json=whole(bill, **use(other, 10)))
    assert state(payer, other) == (10, "FULLY_APPLIED", [{"billId": bill["id"], "amount": 10}])


def test_a_put_may_take_the_bill_and_its_credits_to_another_vendor(payer, vendor, credit):
    bill, other = payer.bill(vendor, 100, **use(credit, 20)), payer.vendor(name="Other")
    theirs = make_credit(payer, other, 7)
    answer = payer.api.put(f"/v3/bills/{bill['id']}", json=whole(bill, vendorId=other["id"], **use(theirs, 7)))
    assert answer.status_code == 200
    assert (payer.balance(vendor), payer.balance(other)) == (0, 93)
    assert (state(payer, credit)[0], state(payer, theirs)[0]) == (0, 7)


@pytest.mark.parametrize("amount", [55.01, 0.001, 40.01])
def test_no_more_than_is_left_of_the_credit_and_due_on_the_bill(payer, vendor, credit, amount):
    bill = payer.bill(vendor, 40)
    answer = payer.api.patch(f"/v3/bills/{bill['id']}", json=use(credit, amount))
    assert (answer.status_code, answer.json[0]["code"]) == (422, "BDC_1143")
    assert books(payer, bill)[0] == 40 and state(payer, credit) == (0, "NOT_APPLIED", [])


def test_a_credit_named_twice_counts_together(payer, vendor, credit):
    twice = {"vendorCredits": use(credit, 30)["vendorCredits"] * 2}
    assert payer.api.post("/v3/bills", json=bill_body(vendor["id"], **twice)).status_code == 422
    twice = {"vendorCredits": use(credit, 20)["vendorCredits"] * 2}
    bill = payer.bill(vendor, 100, **twice)
    assert state(payer, credit)[2] == [{"billId": bill["id"], "amount": 40}]


@pytest.mark.parametrize("amount", [0, -1, None])
def test_a_credit_needs_an_amount_above_zero(payer, vendor, credit, amount):
    sent = {"vendorCredits": [{"id": credit["id"], **({} if amount is None else {"amount": amount})}]}
    assert payer.api.post("/v3/bills", json=bill_body(vendor["id"], **sent)).status_code == 400


def test_a_credit_of_another_vendor_is_refused_everywhere(payer, credit):
    bill = payer.bill(payer.vendor(name="Other"), 100)
    assert payer.api.patch(f"/v3/bills/{bill['id']}", json=use(credit, 1)).status_code == 422
    assert payer.order(bill, 50, **use(credit, 1)).status_code == 422
    assert record(payer, bill, 50, credit, 1).status_code == 422
    assert bulk(payer, (bill, 50, credit, 1)).status_code == 422
    assert state(payer, credit)[0] == 0


def test_an_archived_bill_takes_no_credit(payer, vendor, credit):
    bill = payer.bill(vendor)
    payer.api.post(f"/v3/bills/{bill['id']}/archive")
    assert payer.api.patch(f"/v3/bills/{bill['id']}", json=use(credit, 1)).status_code == 422


def test_an_applied_credit_holds_bill_and_credit_together(payer, vendor, credit):
    bill = payer.bill(vendor, 100, **use(credit, 20))
    other = payer.vendor(name="Other")["id"]
    path, line = f"/v3/bills/{bill['id']}", bill["billLineItems"][0]["id"]
    assert payer.api.patch(path, json={"vendorId": other}).status_code == 422
    assert payer.api.patch(path, json={"billLineItems": [{"id": line, "amount": 19.99}]}).status_code == 422
    assert payer.api.post(f"{path}/archive").status_code == 422
    assert payer.api.patch(path, json={"billLineItems": [{"id": line, "amount": 20}]}).status_code == 200
    assert books(payer, bill) == (0, 0, 20, 20, "PAID")
    own = f"{PATH}/{credit['id']}"
    assert payer.api.patch(own, json={"vendorId": other}).status_code == 422
    assert payer.api.put(own, json=credit_body(vendor["id"], 19.99)).status_code == 422
    assert payer.api.post(f"{own}/archive").status_code == 422
    assert payer.api.post(f"{PATH}/bulk/archive?ids={credit['id']}").status_code == 422
    assert payer.api.put(own, json=credit_body(vendor["id"], 20)).json["status"] == "FULLY_APPLIED"


# By a payment


def bulk(payer, *parts):
    payments = [
        {"billId": bill["id"], "amount": amount, **use(credit, credited)} for bill, amount, credit, credited in parts
    ]
    body = {"payments": payments, "fundingAccount": {"type": "BANK_ACCOUNT", "id": payer.bank}}
    return payer.api.post("/v3/payments/bulk", json=body)


def record(payer, bill, amount, credit, credited):
    body = {
        "vendorId": bill["vendorId"], "processDate": "2026-02-20", "toPrintCheck": False,
        "payments": [{"billId": bill["id"], "amount": amount, **use(credit, credited)}],
    }  # fmt: skip
    return payer.api.post("/v3/bills/record-payment", json=body)


def test_a_payment_pays_the_rest_in_money(payer, vendor, credit):
    bill = payer.bill(vendor, 100)
    payment = payer.pays(bill, 80, **use(credit, 20))
    part = payment["billPayments"][0]
    assert payment["amount"] == part["amount"] == 80
    assert part["vendorCredits"] == use(credit, 20)["vendorCredits"]
    assert books(payer, bill) == (0, 80, 20, 20, "SCHEDULED")
    used = [{"billId": bill["id"], "paymentId": payment["id"], "amount": 20}]
    assert state(payer, credit) == (20, "IN_PROCESS", used)
    payer.steer(payment, "process")
    assert books(payer, bill)[4] == "IN_PROCESS" and state(payer, credit)[1] == "IN_PROCESS"
    payer.steer(payment, "clear")
    assert books(payer, bill) == (0, 0, 100, 20, "PAID")
    assert state(payer, credit) == (20, "PARTIALLY_APPLIED", used)


@pytest.mark.parametrize("how", ["cancel", "void", "funding"])
def test_a_payment_that_is_undone_gives_its_credits_back(payer, vendor, credit, how):
    bill = payer.bill(vendor, 100, **use(credit, 10))
    payment = payer.pays(bill, 70, **use(credit, 20))
    if how == "cancel":
        payer.api.post(f"/v3/payments/{payment['id']}/cancel")
    elif how == "void":
        payer.steer(payment, "process")
        payer.steer(payment, "void")
    else:
        payer.steer(payment, "fail", "FUNDING_FAILED_VOIDED")
    assert books(payer, bill) == (90, 0, 10, 10, "PARTIALLY_PAID")
    assert state(payer, credit) == (10, "PARTIALLY_APPLIED", [{"billId": bill["id"], "amount": 10}])
    assert payer.balance(vendor) == 90


def test_a_payment_sent_anew_keeps_its_credits(payer, vendor, credit):
    payment = payer.pays(payer.bill(vendor, 100), 80, **use(credit, 20))
    payer.steer(payment, "return")
    void = {"type": "VOID_AND_REISSUE", "reason": "lost"}
    assert payer.api.post(f"/v3/payments/{payment['id']}/void", json=void).status_code == 200
    assert state(payer, credit)[:2] == (20, "IN_PROCESS")
    payer.steer(payment, "clear")
    assert state(payer, credit)[:2] == (20, "PARTIALLY_APPLIED")


def test_a_credit_waits_for_the_last_payment_that_uses_it(payer, vendor, credit):
    bills = [payer.bill(vendor, 100), payer.bill(vendor, 100)]
    first, second = (payer.pays(bill, 50, **use(credit, 10)) for bill in bills)
    payer.steer(first, "clear")
    assert state(payer, credit)[1] == "IN_PROCESS"
    payer.api.post(f"/v3/payments/{second['id']}/cancel")
    assert state(payer, credit)[:2] == (10, "PARTIALLY_APPLIED")


def test_a_put_leaves_what_payments_applied(payer, vendor, credit):
    bill = payer.bill(vendor, 100, **use(credit, 10))
    payer.pays(bill, 30, **use(credit, 20))
    assert payer.api.put(f"/v3/bills/{bill['id']}", json=whole(bill)).status_code == 200
    assert books(payer, bill) == (50, 30, 20, 20, "SCHEDULED")
    assert state(payer, credit)[0] == 20


def test_a_paid_bill_keeps_its_credits(payer, vendor, credit):
    bill = payer.bill(vendor, 100, **use(credit, 10))
    payer.steer(payer.pays(bill, 90), "clear")
    assert payer.api.put(f"/v3/bills/{bill['id']}", json=whole(bill)).status_code == 422
    assert books(payer, bill) == (0, 0, 100, 10, "PAID")


def test_money_and_credits_do_not_overpay(payer, vendor, credit):
    bill = payer.bill(vendor, 60)
    for answer in (
        payer.order(bill, 50, **use(credit, 10.01)),
        bulk(payer, (bill, 50, credit, 10.01)),
        bulk(payer, (bill, 30, credit, 5), (bill, 20, credit, 5.01)),
        record(payer, bill, 50, credit, 10.01),
    ):
        assert answer.status_code == 422
        assert "BDC_1159" in [entry["code"] for entry in answer.json]
    assert books(payer, bill)[0] == 60 and state(payer, credit)[0] == 0


def test_payments_of_one_call_share_what_is_left(payer, vendor, credit):
    bills = [payer.bill(vendor, 100), payer.bill(vendor, 100)]
    assert bulk(payer, (bills[0], 10, credit, 30), (bills[1], 10, credit, 25.01)).status_code == 422
    answer = bulk(payer, (bills[0], 10, credit, 30), (bills[1], 10, credit, 25))
    assert answer.status_code == 201
    (payment,) = answer.json["payments"]
    uses = [
        {"billId": bill["id"], "paymentId": payment["id"], "amount": amount}
        for bill, amount in zip(bills, (30, 25), strict=True)
    ]
    assert state(payer, credit) == (55, "IN_PROCESS", uses)


def test_a_combined_payment_may_name_a_bill_and_a_credit_twice(payer, credit):
    vendor = payer.vendor(additionalInfo={"combinePayments": True})
    credit = make_credit(payer, vendor)
    bill = payer.bill(vendor, 100)
    answer = bulk(payer, (bill, 10, credit, 5), (bill, 20, credit, 6))
    payment = answer.json["payments"][0]
    assert payment["amount"] == 30 and len(payment["billPayments"]) == 2
    used = [{"billId": bill["id"], "paymentId": payment["id"], "amount": 11}]
    assert state(payer, credit) == (11, "IN_PROCESS", used)
    payer.api.post(f"/v3/payments/{payment['id']}/cancel")
    assert state(payer, credit) == (0, "NOT_APPLIED", [])
    assert books(payer, bill) == (100, 0, 0, 0, "UNPAID")


def test_a_bill_made_for_a_payment_comes_to_money_and_credits(payer, vendor, credit):
    changes = {"vendorId": vendor["id"], "processingOptions": {"createBill": True}}
    payment = payer.order(None, 80, **changes, **use(credit, 20)).json
    bill = payer.read("bills", {"id": payment["billId"]})
    assert (bill["amount"], bill["creditAmount"]) == (100, 20)
    assert books(payer, bill) == (0, 80, 20, 20, "SCHEDULED")


def test_a_recorded_payment_uses_credits_at_once_until_it_is_voided(payer, vendor, credit):
    bill = payer.bill(vendor, 100)
    paid = record(payer, bill, 45, credit, 55).json
    assert paid["amount"] == 45
    assert paid["billPayments"][0]["vendorCredits"] == use(credit, 55)["vendorCredits"]
    assert books(payer, bill) == (0, 0, 100, 55, "PAID")
    used = [{"billId": bill["id"], "paymentId": paid["id"], "amount": 55}]
    assert state(payer, credit) == (55, "FULLY_APPLIED", used)
    payer.api.post(f"/v3/payments/{paid['id']}/void", json={"type": "VOID_ONLY", "reason": "x"})
    assert books(payer, bill) == (100, 0, 0, 0, "UNPAID")
    assert state(payer, credit) == (0, "NOT_APPLIED", [])


def test_an_unknown_credit_is_no_data(payer, vendor):
    unknown = {"id": "vcr01NOSUCHCREDIT000"}
    bill = payer.bill(vendor)
    for answer in (
        payer.api.patch(f"/v3/bills/{bill['id']}", json=use(unknown, 1)),
        payer.order(bill, 1, **use(unknown, 1)),
        record(payer, bill, 1, unknown, 1),
    ):
        assert (answer.status_code, answer.json[0]["code"]) == (422, "BDC_1205")
