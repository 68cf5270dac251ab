"""What is open about vendor credits, and payments that were made outside BILL."""

from typing import Any

from ..asking import Asking
from ..factories import unique
from ..probe import Seen, outcome, probe, told, whole
from .payments import account, cancel, payment_of


@probe("P-CRED-1", "May a vendor credit come to nothing?", "reference/createvendorcredit", "credit.total")
def zero_credit(asking: Asking) -> Seen:
    response = credit_of(asking, {"amount": 0})
    return outcome(response, "any", "positive")


@probe("P-CRED-2", "How does an unused credit show its usage?", "reference/getvendorcredit", "credit.unused_usage")
def unused_credit(asking: Asking) -> Seen:
    response = credit_of(asking, {"amount": 5})
    response.raise_for_status()
    row = asking.bill.raw("GET", f"/v3/vendor-credits/{response.json()['id']}").json()
    return Seen("usage: []" if "usage" in row else "no usage", "empty" if "usage" in row else "absent")


def credit_of(asking: Asking, line: dict[str, Any], vendor: Any = None, **fields: Any) -> Any:
    """What a credit of a vendor (a new one, unless given) is answered with; one that is made is archived at the end."""
    body = {
        "vendorId": (vendor or asking.make.vendor())["id"], "referenceNumber": unique("Probe"),
        "creditDate": asking.today().isoformat(), "vendorCreditLineItems": [line], **fields,
    }  # fmt: skip
    response = asking.bill.raw("POST", "/v3/vendor-credits", json=body)
    if response.is_success:
        asking.make.keep(asking.bill.vendor_credits, response.json())
    return response


def bill_with_credit(asking: Asking, *amounts: float, of: float = 100.0) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A bill of some US dollars, and credits of its vendor that are not used yet."""
    vendor, uses = asking.make.vendor(), []
    for amount in amounts:
        response = credit_of(asking, {"amount": amount}, vendor=vendor)
        uses.append({"id": response.raise_for_status().json()["id"], "amount": amount})
    return asking.make.invoice(vendor, of), uses


@probe(
    "P-CRED-3",
    "Does the amount of a payment hold its credits?",
    "docs/ap-vendor-credits",
    "credit.payment_amount",
)
def amount_with_credits(asking: Asking) -> Seen:
    bill, uses = bill_with_credit(asking, 20.0)
    response = payment_of(asking, billId=bill["id"], amount=30.0, vendorCredits=uses)
    response.raise_for_status()
    due = asking.bill.bills.get(bill["id"])["dueAmount"]
    cancel(asking, response)
    values = {50: "money", 70: "with_credits"}
    return Seen(f"$30 with $20 of credit left $100 at ${due}", values.get(due), due in values)


@probe("P-CRED-4", "Does a PATCH add credits, or put others in their place?", "docs/ap-vendor-credits", "credit.patch")
def patched_credits(asking: Asking) -> Seen:
    bill, (one, other) = bill_with_credit(asking, 10.0, 5.0)
    for use in (one, other):
        asking.bill.bills.update(bill["id"], {"vendorCredits": [use]})
    used = asking.bill.bills.get(bill["id"])["creditAmount"]
    asking.bill.bills.replace(bill["id"], same(bill))  # a PUT without credits gives them back
    values = {15: "add", 5: "replace"}
    return Seen(f"$10, then $5: ${used}", values.get(used), used in values)


@probe(
    "P-CRED-5",
    "What does a PUT without credits do to a bill that is paid?",
    "docs/ap-vendor-credits",
    "credit.put_on_paid_bill",
)
def put_on_paid(asking: Asking) -> Seen:
    bill, (use,) = bill_with_credit(asking, 20.0)
    asking.bill.bills.update(bill["id"], {"vendorCredits": [use]})
    paid = recorded(asking, bill, 80.0).raise_for_status().json()
    response = asking.bill.raw("PUT", f"/v3/bills/{bill['id']}", json=same(bill))
    used = asking.bill.bills.get(bill["id"])["creditAmount"]
    void(asking, paid["id"])
    asking.bill.raw("PUT", f"/v3/bills/{bill['id']}", json=same(bill))  # now it can give its credit back
    if response.is_success:
        return Seen(f"{told(response)}, ${used} of credit", "keep" if used else "unapply")
    return Seen(told(response), "refuse", response.status_code < 500)


def same(bill: dict[str, Any]) -> dict[str, Any]:
    """The body of a PUT that leaves a bill as it is."""
    lines = [{"id": line["id"], "amount": line["amount"]} for line in bill["billLineItems"]]
    return {name: bill[name] for name in ("vendorId", "dueDate", "invoice")} | {"billLineItems": lines}


@probe(
    "P-CRED-6",
    "May a credit go to a chart of account and a bank account?",
    "reference/createvendorcredit",
    "credit.apply_to_both",
)
def to_both(asking: Asking) -> Seen:
    where = {"applyToChartOfAccountId": asking.make.account()["id"], "applyToBankAccountId": account(asking)}
    return outcome(credit_of(asking, {"amount": 5}, **where), "allow", "refuse")


# Recorded payments: the bill of one that is not voided cannot be archived


@probe("P-REC-2", "How does a recorded payment look?", "docs/record-ap-payments")
def record(asking: Asking) -> Seen:
    made = recorded(asking, asking.make.invoice(None, 40.0), 40.0).raise_for_status().json()
    shown = asking.bill.raw("GET", f"/v3/payments/{made['id']}").json()
    void(asking, made["id"])
    words = [f"{name} {shown.get(name)}" for name in ("status", "singleStatus", "disbursementType", "onlinePayment")]
    return Seen(f"id {made['id'][:3]}…, {', '.join(words)}")


@probe("P-REC-3", "What is a recorded payment told that overpays its bill?", "docs/record-ap-payments")
def record_too_much(asking: Asking) -> Seen:
    response = recorded(asking, asking.make.invoice(None, 40.0), 40.01)
    if response.is_success:
        void(asking, response.json()["id"])
    return Seen(told(response))


@probe("P-REC-4", "May a bill be archived that a recorded payment paid?", "docs/record-ap-payments")
def archive_paid(asking: Asking) -> Seen:
    bill = asking.make.invoice(None, 40.0)
    made = recorded(asking, bill, 40.0).raise_for_status().json()
    response = asking.bill.raw("POST", f"/v3/bills/{bill['id']}/archive")
    void(asking, made["id"])
    return Seen(told(response))


@probe("P-REC-5", "What are a recorded payment's cancel and its void without a type told?", "reference/voidpayment")
def undo_recorded(asking: Asking) -> Seen:
    path = f"/v3/payments/{recorded(asking, asking.make.invoice(None, 40.0), 40.0).raise_for_status().json()['id']}"
    canceled = asking.bill.raw("POST", f"{path}/cancel")
    voided = asking.bill.raw("POST", f"{path}/void", json={"reason": "Probe"})
    if not voided.is_success:
        asking.bill.raw("POST", f"{path}/void", json=VOID)
    return Seen(f"cancel: {told(canceled)}; void: {whole(voided)}")


VOID = {"type": "VOID_ONLY", "reason": "Probe"}


def recorded(asking: Asking, bill: dict[str, Any], amount: float) -> Any:
    """What a payment of a bill made outside BILL is answered with."""
    body = {
        "vendorId": bill["vendorId"], "processDate": asking.today().isoformat(), "toPrintCheck": False,
        "payments": [{"billId": bill["id"], "amount": amount}],
    }  # fmt: skip
    return asking.bill.raw("POST", "/v3/bills/record-payment", json=body)


def void(asking: Asking, payment: str) -> None:
    asking.bill.raw("POST", f"/v3/payments/{payment}/void", json=VOID)
