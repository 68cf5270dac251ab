"""Money that a user of BILL's web app records: it reads like any other, and may have the number of a check."""

from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make


@contract(
    "AR-RCV-024",
    "A check recorded in the web app has its referenceNumber, no accounts, and is PAID.",
    "O",
    "an integrator's live company (MJ)",
)
def test_check(bill: Client, make: Make, control: Control) -> None:
    customer = make.customer()["id"]
    body = {"customerId": customer, "amount": 25.5, "paymentType": "CHECK", "referenceNumber": "2201"}
    made = control.ask("POST", "/receivable-payments", body)
    row = bill.receivable_payments.get(made["id"])
    assert (row["status"], row["receivablesType"], row["referenceNumber"]) == ("PAID", "CHECK", "2201")
    assert (row["onlinePayment"], row["fundingAccount"], row["receivablesAccount"]["id"]) == (False, {}, "0" * 20)
