"""What a payment between two organizations of one world is to the one that is paid: money from a customer (I).

The bill makes no invoice there (D help How bills and invoices work between accounts connected through the network). If
its number is that of an invoice to the payer, the money is for that (D help: a payment of an eInvoice is applied to it).
"""

from ...gateway.call import Call
from ...gateway.wire import cents
from ...world.store import Row
from ..receivables.customers import customers
from ..receivables.invoices import invoices
from ..receivables.receivable_payments import MOVES, enter, receivable_payments, take
from .funding_accounts import receiving_account
from .timelines import Hold

SEEN: dict[Hold, str] = {"scheduled": "SCHEDULED", "in_process": "SCHEDULED", "paid": "PAID"}
"""What a payment does to the payer's bills → the status that the other side sees."""
KINDS = ("ACH", "WALLET", "CHECK", "VIRTUAL_CARD")


def follow(call: Call, payment: Row, hold: Hold) -> None:
    """Bring what the other side sees of a payment to where the payment is now."""
    known = payment.hidden.get("incoming")
    if known is None:
        begin(call, payment, hold)
        return
    by = Call.by_clock(call.world, known["organization"])
    seen = call.world.store.get(receivable_payments.name, known["id"], by.org)
    if seen is None:
        raise AssertionError(f"{known['id']} is gone")
    undone = "CANCELED" if seen["status"] == "SCHEDULED" else "VOID"
    again = seen["status"] == "PAID" and SEEN.get(hold) == "SCHEDULED"  # it came back, and is sent once more
    status = undone if again else SEEN.get(hold, undone)
    if status in MOVES.get(seen["status"], ()):  # not what the other side has voided itself
        enter(by, seen, status)
    if status == undone:
        del payment.hidden["incoming"]
    if again:
        begin(call, payment, hold)


def begin(call: Call, payment: Row, hold: Hold) -> None:
    """A payment comes to be seen, if its vendor is an organization of this world that has the payer as a customer."""
    connection = call.world.store.get("network_connection", payment["vendorId"], call.org)
    twin = connection.hidden.get("twin") if connection else None
    if twin is None or hold not in SEEN or not payment["onlinePayment"]:
        return
    if call.world.choices["network.incoming_payment"] == "unseen":
        return
    by = Call.by_clock(call.world, twin["organization"])
    customer = call.world.store.get(customers.name, twin["record"], by.org)
    if customer is None:
        raise AssertionError(f"{twin['record']} is gone")
    parts, rest = applied(by, payment, customer)
    way, account = payment["disbursementType"], receiving_account(by.world, by.org)
    said = {
        "customerId": customer["id"],
        "paymentDate": payment["processDate"],
        "fundingAccount": {},
        "receivablesAccount": {"id": account["id"], "type": "BANK_ACCOUNT"} if account else {},
        "receivablesType": way if way in KINDS else "OTHER",
        "status": SEEN[hold],
        "onlinePayment": True,
    }
    seen = take(by, parts, said, rest, follows=payment["id"])
    payment.hidden["incoming"] = {"organization": by.org, "id": seen["id"]}


def applied(by: Call, payment: Row, customer: Row) -> tuple[list[tuple[Row, int]], int]:
    """The invoices that a payment is for, each with its cents, and the cents that are for none."""
    parts: list[tuple[Row, int]] = []
    rest = cents(payment["amount"])
    vendor = by.world.store.get("vendor", payment["vendorId"])
    one_currency = vendor is not None and vendor["billCurrency"] == customer["invoiceCurrency"]
    if by.world.choices["network.incoming_payment"] == "unapplied" or not one_currency:
        return parts, rest
    for paid in payment["billPayments"]:
        bill = by.world.store.get("bill", paid["billId"])
        number, amount = bill and bill["invoice"].get("invoiceNumber"), cents(paid["amount"])
        same = {"invoiceNumber": number, "customerId": customer["id"]}
        found = by.world.store.find(invoices.name, by.org, **same) if number else []
        invoice = next((row for row in found if not row["archived"] and cents(row["dueAmount"]) >= amount), None)
        if invoice is not None and all(invoice["id"] != other["id"] for other, _ in parts):
            parts.append((invoice, amount))
            rest -= amount
    return parts, rest
