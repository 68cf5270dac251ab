"""Payments taken back: cancelled before they begin, voided after."""

from typing import Any

from billclient import Client
from billcontracts import contract
from billcontracts.factories import Make
from billcontracts.refusals import CLIENT_ERROR, judge, refused


@contract(
    "PA-PAY-015",
    "A cancelled payment is CANCELLED in status and CANCELED in singleStatus, and the bill is due again.",
    "D",
    "reference/cancelpayment",
)
def test_cancel(trusted: Client, pay: Any, make: Make) -> None:
    invoice = make.invoice()
    cancelled = trusted.payments.cancel(pay(invoice)["id"])
    assert cancelled["cancelRequestSubmitted"] is True
    read = trusted.payments.get(cancelled["id"])
    assert (read["status"], read["singleStatus"]) == ("CANCELLED", "CANCELED")
    bill = trusted.bills.get(invoice["id"])
    assert (bill["paymentStatus"], bill["dueAmount"], bill["scheduledAmount"]) == ("UNPAID", 100.0, 0)


@contract("PA-PAY-016", "A payment is cancelled once.", "I", "reference/cancelpayment")
def test_cancel_twice(trusted: Client, pay: Any, make: Make) -> None:
    id = pay(make.invoice())["id"]
    trusted.payments.cancel(id)
    with refused(CLIENT_ERROR):
        trusted.payments.cancel(id)


@contract("PA-PAY-017", "A payment that is only scheduled is not voided.", "I", "reference/voidpayment")
def test_void_scheduled(trusted: Client, pay: Any, make: Make) -> None:
    with refused(CLIENT_ERROR):
        trusted.payments.void(pay(make.invoice())["id"], {"type": "VOID_ONLY", "reason": "changed our mind"})


@contract("PA-PAY-018", "A void needs type and reason.", "S", "reference/voidpayment")
def test_void_needs(trusted: Client, pay: Any, make: Make) -> None:
    id = pay(make.invoice())["id"]
    judge(trusted.raw("POST", f"/v3/payments/{id}/void", json={}), 400)
    judge(trusted.raw("POST", f"/v3/payments/{id}/void", json={"type": "SHRED", "reason": "x"}), 400)
