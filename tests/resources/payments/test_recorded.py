"""Payments recorded as made outside BILL."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .conftest import amounts, spoiled


def body(bill, *more, **changes):
    parts = [{"billId": row["id"], "amount": amount} for row, amount in (bill, *more)]
    return {
        "vendorId": bill[0]["vendorId"],
        "processDate": "2026-02-20",
        "toPrintCheck": False,
        "payments": parts,
    } | changes


def record(payer, *bills, **changes):
    return payer.api.post("/v3/bills/record-payment", json=body(*bills, **changes))


def test_the_bill_is_paid_at_once(payer, statuses):
    bill = payer.bill(None, 100)
    account = payer.account("BANK")
    answer = record(
        payer, (bill, 30), description="Paid by hand", syncReference="10482", allowExport=True,
        classifications={"chartOfAccountId": account},
    )  # fmt: skip
    payment = answer.json
    assert answer.status_code == 200
    expected = {
        "vendorId": bill["vendorId"], "billId": bill["id"], "amount": 30, "processDate": "2026-02-20",
        "description": "Paid by hand", "status": "PAID", "singleStatus": "CLEARED", "disbursementStatus": "DONE",
        "onlinePayment": False, "disbursementType": "OFFLINE", "toPrintCheck": False, "syncReference": "10482",
        "allowExport": True, "classifications": {"chartOfAccountId": account},
    }  # fmt: skip
    assert payment | expected == payment
    assert not payment.keys() & {"fundingAccount", "processingOptions", "voidInfo", "cancelRequestSubmitted"}
    assert payer.bill_now(payment) == (70, 0, 30, "PARTIALLY_PAID")
    assert statuses == ["CLEARED"]
    vendor = payer.read("vendors", {"id": bill["vendorId"]})
    assert (vendor["balance"]["amount"], vendor["paymentInformation"]["lastPaymentDate"]) == (70, "2026-02-20")


def test_it_is_listed_and_read_as_a_payment(payer):
    made = record(payer, (payer.bill(), 100)).json
    read = payer.now(made)
    assert read["voidInfo"] == [] and "toPrintCheck" not in read
    assert [row["id"] for row in payer.api.get("/v3/payments").json["results"]] == [made["id"]]


def test_it_needs_no_trust(api, payer):
    bill = payer.bill()
    api.login()
    assert record(payer, (bill, 1)).status_code == 200


def test_several_bills_of_one_vendor(payer):
    vendor = payer.vendor()
    one, two = payer.bill(vendor, 10), payer.bill(vendor, 20)
    made = record(payer, (one, 10), (two, 15)).json
    assert made["amount"] == 25 and "billId" not in made and len(made["billPayments"]) == 2
    assert [amounts(payer.read("bills", bill))[3] for bill in (one, two)] == ["PAID", "PARTIALLY_PAID"]


def test_it_is_voided_at_once(payer, world):
    world.choices.update({"payment.void": "requested"})
    made = record(payer, (payer.bill(None, 100), 100)).json
    path = f"/v3/payments/{made['id']}"
    payer.api.refused(payer.api.post(f"{path}/cancel"), 422)
    reissue = {"type": "VOID_AND_REISSUE", "reason": "typo"}
    payer.api.refused(payer.api.post(f"{path}/void", json=reissue), 422)
    voided = payer.api.post(f"{path}/void", json={"type": "VOID_ONLY", "reason": "typo"}).json
    assert (voided["status"], voided["singleStatus"]) == ("VOID", "VOIDED")
    assert payer.bill_now(made) == (100, 0, 0, "UNPAID")
    payer.api.refused(payer.api.post(f"{path}/void", json={"type": "VOID_ONLY", "reason": "typo"}), 422)


def test_refusals_change_nothing(payer, world):
    vendor = payer.vendor()
    bill, other, archived = payer.bill(vendor, 100), payer.bill(), payer.bill(vendor, 5)
    payer.api.post(f"/v3/bills/{archived['id']}/archive")
    before = world.fingerprint()
    payer.api.refused(
        record(payer, (bill, 100.01)), 422, "Cannot overpay a bill", f"{bill['id']} : Cannot overpay a bill"
    )
    assert [row["code"] for row in record(payer, (bill, 60), (bill, 60)).json] == ["BDC_1246", "BDC_1159", "BDC_1159"]
    payer.api.refused(record(payer, (bill, 1), (other, 1)), 422)
    payer.api.refused(record(payer, (archived, 1)), 422)
    payer.api.refused(record(payer, (bill, 1), vendorId="00901NOSUCHVEND00001"), 422, code="BDC_1205")
    payer.api.refused(record(payer, ({"id": "00n01X", "vendorId": vendor["id"]}, 1)), 422, code="BDC_1205")
    payer.api.refused(record(payer, (bill, 1), classifications={"chartOfAccountId": "0ca01X"}), 422, code="BDC_1205")
    payer.api.refused(record(payer, (bill, 1), payments=[]), 400, "payments: must not be empty")
    assert world.fingerprint() == before


@pytest.mark.parametrize("field", ["vendorId", "processDate", "toPrintCheck", "payments"])
def test_what_is_missing_is_named(payer, field):
    sent = body((payer.bill(), 1))
    del sent[field]
    answer = payer.api.post("/v3/bills/record-payment", json=sent)
    payer.api.refused(answer, 400, code=None)
    assert answer.json[0]["message"].startswith(f"{field}: must not be ")


@given(st.data())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_body_breaks_it(payer, world, data):
    sent = body((payer.bill(), 5), description="d", syncReference="s", allowExport=True)
    before = world.fingerprint()
    answer = payer.api.post("/v3/bills/record-payment", json=data.draw(spoiled(sent)))
    assert answer.status_code < 500
    if answer.status_code != 200:
        payer.api.refused(answer, answer.status_code)
        assert world.fingerprint() == before
