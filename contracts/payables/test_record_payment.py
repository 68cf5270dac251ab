"""Payments made outside BILL, recorded on bills of one vendor."""

from typing import Any

from billclient import Client
from billcontracts import contract
from billcontracts.factories import Make, unique
from billcontracts.refusals import CLIENT_ERROR, judge, refused


def record(bill: Client, today: Any, invoice: dict[str, Any], amount: float, **fields: Any) -> dict[str, Any]:
    return bill.bills.record_payment({
        "vendorId": invoice["vendorId"], "processDate": today().isoformat(), "toPrintCheck": False,
        "payments": [{"billId": invoice["id"], "amount": amount}], **fields,
    })  # fmt: skip


@contract(
    "AP-REC-001",
    "A recorded payment is offline, needs no MFA, and pays the bill at once.",
    "D",
    "docs/record-ap-payments",
)
def test_record(untrusted: Client, make: Make, today: Any) -> None:
    invoice = make.invoice(None, 40.0)
    paid = record(untrusted, today, invoice, 40.0, description="By hand", syncReference="10482", allowExport=True)
    assert paid["onlinePayment"] is False
    assert paid["amount"] == 40.0
    assert paid["syncReference"] == "10482"
    read = untrusted.bills.get(invoice["id"])
    assert (read["paymentStatus"], read["paidAmount"], read["dueAmount"]) == ("PAID", 40.0, 0)


@contract("AP-REC-002", "Less than the amount due leaves the bill partially paid.", "D", "docs/record-ap-payments")
def test_part(bill: Client, make: Make, today: Any) -> None:
    invoice = make.invoice(None, 40.0)
    record(bill, today, invoice, 15.5)
    read = bill.bills.get(invoice["id"])
    assert (read["paymentStatus"], read["paidAmount"], read["dueAmount"]) == ("PARTIALLY_PAID", 15.5, 24.5)


@contract(
    "AP-REC-003", "More than the amount due is BDC_1159, and nothing is recorded.", "D", "docs/common-api-error-codes"
)
def test_overpay(bill: Client, make: Make, today: Any) -> None:
    invoice = make.invoice(None, 40.0)
    with refused(422, "BDC_1159"):
        record(bill, today, invoice, 40.01)
    assert bill.bills.get(invoice["id"])["paidAmount"] == 0


@contract("AP-REC-004", "toPrintCheck must be told.", "O", "observed")
def test_to_print_check(bill: Client, make: Make, today: Any) -> None:
    invoice = make.invoice()
    body = {
        "vendorId": invoice["vendorId"],
        "processDate": today().isoformat(),
        "payments": [{"billId": invoice["id"], "amount": 1}],
    }
    entries = judge(bill.raw("POST", "/v3/bills/record-payment", json=body), 400)
    assert entries[0]["message"].startswith("toPrintCheck")


@contract("AP-REC-005", "A bill of another vendor is refused.", "I", "docs/record-ap-payments")
def test_other_vendor(bill: Client, make: Make, today: Any) -> None:
    invoice = make.invoice()
    with refused(CLIENT_ERROR):
        record(bill, today, invoice, 1.0, vendorId=make.vendor()["id"])


@contract("AP-REC-006", "An unknown bill is BDC_1205.", "I", "docs/record-ap-payments")
def test_unknown_bill(bill: Client, make: Make, today: Any) -> None:
    with refused(CLIENT_ERROR, "BDC_1205"):
        record(bill, today, {"id": "00n01NOSUCHBILLAB000", "vendorId": make.vendor()["id"]}, 1.0)


@contract("AP-REC-007", "A recorded payment is in the list of payments.", "I", "docs/record-ap-payments")
def test_listed(bill: Client, make: Make, today: Any) -> None:
    paid = record(bill, today, make.invoice(), 10.0)
    found = bill.payments.list(filters=f'id:in:"{paid["id"]}"').results
    assert [(row["id"], row["onlinePayment"]) for row in found] == [(paid["id"], False)]


@contract("AP-REC-008", "A bill that is paid is not archived.", "I", "help.bill.com")
def test_paid_bill_stays(bill: Client, make: Make, today: Any) -> None:
    invoice = make.invoice()
    record(bill, today, invoice, 10.0)
    with refused(CLIENT_ERROR):
        bill.bills.archive(invoice["id"])


@contract(
    "AP-REC-013",
    "All that is said of a recorded payment is told, and what it has in common with any payment reads so by its id.",
    "S",
    "reference/recordpayment",
)
def test_whole(bill: Client, make: Make, today: Any) -> None:
    vendor = make.vendor(paymentInformation={"email": "pay@heron.example"})
    invoice, credit = make.invoice(vendor), bill.vendor_credits.create({
        "vendorId": vendor["id"], "referenceNumber": unique("CR"), "creditDate": today().isoformat(),
        "vendorCreditLineItems": [{"amount": 12.5}],
    })  # fmt: skip
    said = {
        "description": "By hand", "syncReference": "10482", "allowExport": True, "toPrintCheck": True,
        "classifications": {"chartOfAccountId": make.account()["id"]},
    }  # fmt: skip
    part = {"billId": invoice["id"], "amount": 60.75, "vendorCredits": [{"id": credit["id"], "amount": 5.25}]}
    paid = record(bill, today, invoice, 60.75, **said, payments=[part])
    assert {name: paid[name] for name in said} == said
    assert (paid["billId"], paid["remittanceEmail"]) == (invoice["id"], "pay@heron.example")
    (read,) = bill.payments.list(filters=f"id:eq:{paid['id']}")
    assert read == bill.payments.get(paid["id"])
    assert paid == {name: read[name] for name in paid if name in read} | {
        name: said[name] for name in said if name not in read
    }
    assert read["billPayments"][0] == {"id": read["billPayments"][0]["id"], **part}
    assert (read["disbursementType"], read["singleStatus"], read["status"]) == ("OFFLINE", "CLEARED", "PAID")
