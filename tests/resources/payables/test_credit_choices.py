"""What BILL does not settle about vendor credits, as a test may choose it."""

import pytest

from .test_credits import books, credit, payer, state, use, vendor, whole
from .test_vendor_credits import PATH, credit_body, make_credit

__all__ = ["credit", "payer", "vendor"]


@pytest.fixture
def choose(world):
    return lambda name, value: world.choices.update({name: value})


def test_the_amount_of_a_payment_may_hold_its_credits(payer, vendor, credit, choose):
    choose("credit.payment_amount", "with_credits")
    bill = payer.bill(vendor, 100)
    payment = payer.pays(bill, 100, **use(credit, 20))
    assert (payment["amount"], payment["billPayments"][0]["amount"]) == (80, 80)
    assert books(payer, bill) == (0, 80, 20, 20, "SCHEDULED")
    other = payer.bill(vendor, 30)
    body = {"vendorId": vendor["id"], "processDate": "2026-02-02", "toPrintCheck": False,
            "payments": [{"billId": other["id"], "amount": 30, **use(credit, 10)}]}  # fmt: skip
    assert payer.api.post("/v3/bills/record-payment", json=body).json["amount"] == 20
    assert books(payer, other) == (0, 0, 30, 10, "PAID")
    made = payer.pays({"id": ""}, 15, billId=None, vendorId=vendor["id"],
                      processingOptions={"createBill": True}, **use(credit, 5))  # fmt: skip
    assert made["amount"] == 10 and payer.read("bills", {"id": made["billId"]})["amount"] == 15


@pytest.mark.parametrize("amount", [20, 19.99])
def test_then_some_money_must_be_left(payer, vendor, credit, choose, amount):
    choose("credit.payment_amount", "with_credits")
    bill = payer.bill(vendor, 100)
    assert payer.order(bill, amount, **use(credit, 20)).status_code == 422
    assert state(payer, credit)[0] == 0


def test_a_patch_may_replace_the_credits(payer, vendor, credit, choose):
    choose("credit.patch", "replace")
    bill, other = payer.bill(vendor, 100, **use(credit, 55)), make_credit(payer, vendor, 10)
    path = f"/v3/bills/{bill['id']}"
    payer.api.patch(path, json={"description": "nothing said of credits"})
    assert books(payer, bill)[3] == 55
    payer.api.patch(path, json=use(other, 4))
    assert books(payer, bill) == (96, 0, 4, 4, "PARTIALLY_PAID") and state(payer, credit)[0] == 0
    payer.api.patch(path, json=use(other, 10))
    assert books(payer, bill)[3] == 10
    payer.api.patch(path, json={"vendorCredits": []})
    assert books(payer, bill) == (100, 0, 0, 0, "UNPAID")
    assert payer.balance(vendor) == 100


@pytest.mark.parametrize("amounts", [(0.0,), (5.0, -5.0), (-5.0,)])
def test_a_credit_may_come_to_nothing_or_less(payer, vendor, choose, amounts):
    assert payer.api.post(PATH, json=credit_body(vendor["id"], *amounts)).status_code == 422
    choose("credit.total", "any")
    made = make_credit(payer, vendor, *amounts)
    assert (made["amount"], made["status"]) == (sum(amounts), "NOT_APPLIED")
    bill = payer.bill(vendor, 100)
    assert payer.api.patch(f"/v3/bills/{bill['id']}", json=use(made, 1)).status_code == 422


@pytest.mark.parametrize(
    ("choice", "status", "credited"), [("refuse", 422, 20), ("keep", 200, 20), ("unapply", 200, 0)]
)
def test_a_put_of_a_paid_bill_may_keep_or_unapply(payer, vendor, credit, choose, choice, status, credited):
    choose("credit.put_on_paid_bill", choice)
    bill = payer.bill(vendor, 100, **use(credit, 20))
    payer.steer(payer.pays(bill, 80), "clear")
    assert books(payer, bill) == (0, 0, 100, 20, "PAID")
    assert payer.api.put(f"/v3/bills/{bill['id']}", json=whole(bill)).status_code == status
    assert books(payer, bill)[0] == 20 - credited and books(payer, bill)[3] == credited
    assert state(payer, credit)[0] == credited and payer.balance(vendor) == 20 - credited


def test_an_unused_credit_may_have_no_usage(payer, vendor, choose):
    choose("credit.unused_usage", "absent")
    made = make_credit(payer, vendor)
    assert "usage" not in payer.read("vendor-credits", made)
    bill = payer.bill(vendor, 100, **use(made, 5))
    assert payer.read("vendor-credits", made)["usage"] == [{"billId": bill["id"], "amount": 5}]
    payer.api.put(f"/v3/bills/{bill['id']}", json=whole(bill))
    assert "usage" not in payer.read("vendor-credits", made)


def test_a_credit_may_go_to_both_accounts(payer, vendor, choose):
    both = {"applyToChartOfAccountId": payer.account(), "applyToBankAccountId": payer.bank}
    assert payer.api.post(PATH, json=credit_body(vendor["id"], **both)).status_code == 422
    choose("credit.apply_to_both", "allow")
    made = make_credit(payer, vendor, **both)
    assert both.items() <= made.items()
    changed = payer.api.patch(f"{PATH}/{made['id']}", json=both)
    assert both.items() <= changed.json.items()
