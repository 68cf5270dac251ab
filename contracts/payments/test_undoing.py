"""Payments taken back: cancelled before they begin, voided after."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
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


@contract("PA-PAY-051", "An unknown payment is neither cancelled nor voided: 404 BDC_1205.", "O", "observed")
def test_unknown(trusted: Client) -> None:
    with refused(404, "BDC_1205"):
        trusted.payments.cancel("stp01NOSUCHPAYMEN000")
    with refused(404, "BDC_1205"):
        trusted.payments.void("stp01NOSUCHPAYMEN000", {"type": "VOID_ONLY", "reason": "x"})


@contract("PA-PAY-052", "A reason takes 4000 characters; a longer one is 400 BDC_1143.", "S", "reference/voidpayment")
def test_reason(trusted: Client, control: Control, pay: Any, make: Make) -> None:
    payment = pay(make.invoice())
    control.ask("POST", f"/payments/{payment['id']}/process")
    with refused(400, "BDC_1143"):
        trusted.payments.void(payment["id"], {"type": "VOID_AND_CREDIT", "reason": "x" * 4001})
    assert trusted.payments.void(payment["id"], {"type": "VOID_AND_CREDIT", "reason": "x" * 4000})["voidInfo"]


@contract(
    "PA-PAY-053",
    "A void with reissue sends a new check under the same payment; the bill stays as it is.",
    "D",
    "reference/voidpayment",
)
def test_reissue(trusted: Client, control: Control, pay: Any, make: Make) -> None:
    invoice = make.invoice()
    payment = pay(invoice)
    control.ask("POST", f"/payments/{payment['id']}/process")
    control.advance(days=4)
    first = trusted.payments.get(payment["id"])["disbursementInfo"]["checkDisbursement"]["checkNumber"]
    again = trusted.payments.void(payment["id"], {"type": "VOID_AND_REISSUE", "reason": "lost"})
    assert again["id"] == payment["id"]
    assert again["disbursementInfo"]["checkDisbursement"]["checkNumber"] != first
    assert trusted.bills.get(invoice["id"])["scheduledAmount"] == 100.0


@contract(
    "PA-PAY-054",
    "A void is a request: TO_BE_PROCESSED and VOID_PENDING, then ACCEPTED and VOIDED, or REJECTED and as before.",
    "D",
    "help.bill.com",
)
@pytest.mark.parametrize(("outcome", "ends"), [("ACCEPTED", "VOIDED"), ("REJECTED", "PROCESSED")])
def test_requested(trusted: Client, control: Control, pay: Any, make: Make, outcome: str, ends: str) -> None:
    control.choose(payment__void="requested")
    try:
        payment = pay(make.invoice())
        control.ask("POST", f"/payments/{payment['id']}/process")
        asked = trusted.payments.void(payment["id"], {"type": "VOID_AND_CREDIT", "reason": "twice"})
        assert (asked["singleStatus"], asked["voidInfo"][0]["status"]) == ("VOID_PENDING", "TO_BE_PROCESSED")
        with refused(CLIENT_ERROR):
            trusted.payments.void(payment["id"], {"type": "VOID_AND_CREDIT", "reason": "again"})
        control.ask("POST", f"/payments/{payment['id']}/void", {"status": outcome})
        read = trusted.payments.get(payment["id"])
        assert (read["singleStatus"], read["voidInfo"][0]["status"]) == (ends, outcome)
    finally:
        control.choose(payment__void="at_once")


@contract(
    "PA-PAY-055",
    "A cancel may be under way for a while: CANCELLATION_IN_PROGRESS, then CANCELED.",
    "D",
    "docs/single-status-payment-values",
)
def test_cancel_in_progress(trusted: Client, control: Control, pay: Any, make: Make) -> None:
    control.choose(payment__cancel="requested")
    try:
        asked = trusted.payments.cancel(pay(make.invoice())["id"])
        assert (asked["singleStatus"], asked["cancelRequestSubmitted"]) == ("CANCELLATION_IN_PROGRESS", True)
        control.advance(hours=20)
        trusted.session.login()
        assert trusted.payments.get(asked["id"])["singleStatus"] == "CANCELED"
    finally:
        control.choose(payment__cancel="at_once")


@contract("PA-PAY-056", "A payment that is over is not voided.", "D", "reference/voidpayment")
@pytest.mark.parametrize("actions", [["clear"], ["process", "void"], ["escheat"]])
def test_void_too_late(trusted: Client, control: Control, pay: Any, make: Make, actions: list[str]) -> None:
    payment = pay(make.invoice())
    for action in actions:
        control.ask("POST", f"/payments/{payment['id']}/{action}", {} if action == "void" else None)
    with refused(CLIENT_ERROR):
        trusted.payments.void(payment["id"], {"type": "VOID_AND_CREDIT", "reason": "late"})
