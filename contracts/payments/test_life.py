"""The life of a payment, from its creation to money at the vendor's, on a clock that can be moved."""

from collections.abc import Iterator
from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make
from billcontracts.refusals import CLIENT_ERROR, refused


def statuses(client: Client, control: Control, id: str, until: str = "CLEARED", days: int = 30) -> Iterator[str]:
    """The single statuses that a payment is seen in, hour by hour."""
    seen = client.payments.get(id)["singleStatus"]
    yield seen
    for _ in range(days * 24):
        control.advance(hours=1)
        now = client.payments.get(id)["singleStatus"]
        if now != seen:
            yield now
        seen = now
        if seen == until:
            return


@contract(
    "PA-LIFE-001",
    "An ACH payment goes from SCHEDULED through funding to CLEARED.",
    "I",
    "docs/single-status-payment-values",
)
def test_ach(trusted: Client, control: Control, pay: Any, make: Make, ach: dict[str, Any]) -> None:
    payment = pay(make.invoice(ach))
    seen = list(statuses(trusted, control, payment["id"]))
    order = ["SCHEDULED", "READY_TO_FUND", "FUNDING_STARTED", "PROCESSED", "SENT", "CLEARED"]
    assert seen == [status for status in order if status in seen]
    assert seen[-1] == "CLEARED"


@contract(
    "PA-LIFE-002", "A cleared payment has paid its bill: paid, nothing due, nothing scheduled.", "D", "docs/ap-bills"
)
def test_bill_is_paid(trusted: Client, control: Control, pay: Any, make: Make, ach: dict[str, Any]) -> None:
    invoice = make.invoice(ach)
    payment = pay(invoice)
    control.advance(days=20)
    read = trusted.bills.get(invoice["id"])
    assert (read["paymentStatus"], read["paidAmount"], read["dueAmount"], read["scheduledAmount"]) == (
        "PAID",
        100.0,
        0,
        0,
    )
    paid = trusted.payments.get(payment["id"])
    assert (paid["status"], paid["disbursementStatus"]) == ("PAID", "DONE")
    assert paid["disbursementInfo"]["achDisbursement"]["sentDate"] >= paid["processDate"]


@contract("PA-LIFE-003", "A part that has cleared leaves the bill partially paid.", "D", "docs/ap-bills")
def test_part(trusted: Client, control: Control, pay: Any, make: Make, ach: dict[str, Any]) -> None:
    invoice = make.invoice(ach)
    pay(invoice, 40.0)
    control.advance(days=20)
    read = trusted.bills.get(invoice["id"])
    assert (read["paymentStatus"], read["paidAmount"], read["dueAmount"]) == ("PARTIALLY_PAID", 40.0, 60.0)


@contract("PA-LIFE-004", "A payment that has begun is not cancelled.", "D", "reference/cancelpayment")
def test_no_cancel(trusted: Client, control: Control, pay: Any, make: Make, ach: dict[str, Any]) -> None:
    payment = pay(make.invoice(ach))
    control.advance(days=20)
    with refused(CLIENT_ERROR):
        trusted.payments.cancel(payment["id"])


@contract(
    "PA-LIFE-005",
    "A payment that is under way can be voided with credit: it is VOIDED, and the bill is due again.",
    "D",
    "reference/voidpayment",
)
def test_void(trusted: Client, control: Control, pay: Any, make: Make) -> None:
    invoice = make.invoice()
    payment = pay(invoice)
    list(statuses(trusted, control, payment["id"], until="SENT"))
    voided = trusted.payments.void(payment["id"], {"type": "VOID_AND_CREDIT", "reason": "lost in the mail"})
    assert [(row["type"], row["reason"]) for row in voided["voidInfo"]] == [("VOID_AND_CREDIT", "lost in the mail")]
    control.advance(days=3)
    read = trusted.payments.get(payment["id"])
    assert (read["status"], read["singleStatus"]) == ("VOID", "VOIDED")
    bill = trusted.bills.get(invoice["id"])
    assert (bill["dueAmount"], bill["paymentStatus"]) == (100.0, "UNPAID")


@contract(
    "PA-LIFE-006",
    "A check has a number and a day by which it arrives; its image exists once the bank has it.",
    "D",
    "reference/getcheckimagedata",
)
def test_check(trusted: Client, control: Control, pay: Any, make: Make) -> None:
    payment = pay(make.invoice())
    seen = list(statuses(trusted, control, payment["id"]))
    assert "DELIVERED" in seen
    disbursement = trusted.payments.get(payment["id"])["disbursementInfo"]["checkDisbursement"]
    assert disbursement["checkNumber"] > 0
    assert disbursement["arrivesByDate"] >= disbursement["sentDate"]
    sides = trusted.payments.check_image(payment["id"])["results"]
    assert len(sides) == 2
    assert all(trusted.download(side["downloadLink"]) for side in sides)


@contract("PA-LIFE-007", "The vendor knows the day of its last payment.", "I", "docs/ap-vendors")
def test_last_payment(trusted: Client, control: Control, pay: Any, make: Make, ach: dict[str, Any]) -> None:
    pay(make.invoice(ach))
    control.advance(days=20)
    assert trusted.vendors.get(ach["id"])["paymentInformation"]["lastPaymentDate"]


@contract("PA-LIFE-008", "The bill is IN_PROCESS while its money moves.", "I", "docs/ap-bills")
def test_in_process(trusted: Client, control: Control, pay: Any, make: Make, ach: dict[str, Any]) -> None:
    invoice = make.invoice(ach)
    payment = pay(invoice)
    list(statuses(trusted, control, payment["id"], until="PROCESSED"))
    assert trusted.bills.get(invoice["id"])["paymentStatus"] == "IN_PROCESS"


@pytest.mark.parametrize("kind", ["VOID_AND_CREDIT", "VOID_ONLY"])
@contract(
    "PA-LIFE-009", "A recorded payment is voided at once, and its bill is due again.", "D", "reference/voidpayment"
)
def test_void_recorded(trusted: Client, control: Control, make: Make, today: Any, kind: str) -> None:
    invoice = make.invoice()
    paid = trusted.bills.record_payment({
        "vendorId": invoice["vendorId"], "processDate": today().isoformat(), "toPrintCheck": False,
        "payments": [{"billId": invoice["id"], "amount": 100.0}],
    })  # fmt: skip
    assert trusted.payments.void(paid["id"], {"type": kind, "reason": "wrong bill"})["status"] == "VOID"
    assert trusted.bills.get(invoice["id"])["dueAmount"] == 100.0
