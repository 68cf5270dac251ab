"""What is open about customers' contacts and bank accounts, charges and what is received."""

from typing import Any
from uuid import uuid4

from ..asking import Asking
from ..probe import Seen, entries, outcome, probe, told, whole

ACCOUNT = {
    "nameOnAccount": "Probe", "routingNumber": "074000010", "accountNumber": "1230984321", "type": "CHECKING",
    "ownerType": "BUSINESS",
}  # fmt: skip
NO_BANK = "074000011"
"""Its last digit does not check the others."""


def accounts(asking: Asking) -> str:
    """The bank accounts of a new customer."""
    return f"/v3/customers/{asking.make.customer()['id']}/bank-accounts"


@probe("P-CONT-3", "May contacts of two customers share an e-mail?", "docs/customer-contacts", "contact.unique_in")
def shared_email(asking: Asking) -> Seen:
    contact = {"firstName": "Ida", "lastName": "Probe", "email": f"{uuid4().hex}@example.com"}
    first, second = (f"/v3/customers/{asking.make.customer()['id']}/contacts" for _ in range(2))
    asking.bill.raw("POST", first, json=contact).raise_for_status()
    same, other = (asking.bill.raw("POST", path, json=contact) for path in (first, second))
    seen = outcome(other, "customer", "organization")
    return Seen(f"of one customer: {told(same)}; of another: {told(other)}", seen.value, seen.settles)


@probe(
    "P-CBNK-2",
    "When is a customer's bank account verified?",
    "reference/createcustomerbankaccount",
    "customer_bank.verification_days",
)
def new_account(asking: Asking) -> Seen:
    response = asking.bill.raw("POST", accounts(asking), json=ACCOUNT).raise_for_status()
    return Seen(whole(response), 0, response.json().get("status") == "VERIFIED")


@probe(
    "P-CBNK-3", "May a customer have two bank accounts?", "reference/createcustomerbankaccount", "customer_bank.second"
)
def second_account(asking: Asking) -> Seen:
    path = accounts(asking)
    asking.bill.raw("POST", path, json=ACCOUNT).raise_for_status()
    return outcome(asking.bill.raw("POST", path, json={**ACCOUNT, "accountNumber": "1230984322"}), "allow", "refuse")


@probe(
    "P-CBNK-4",
    "Does a customer's bank account need MFA?",
    "reference/createcustomerbankaccount",
    "customer_bank.needs_trust",
)
def account_untrusted(asking: Asking) -> Seen:
    return outcome(asking.untrusted.raw("POST", accounts(asking), json=ACCOUNT), False, True)


@probe(
    "P-CBNK-5",
    "Is a customer's routing number checked?",
    "reference/createcustomerbankaccount",
    "customer_bank.checks_routing_number",
)
def wrong_routing(asking: Asking) -> Seen:
    response = asking.bill.raw("POST", accounts(asking), json={**ACCOUNT, "routingNumber": NO_BANK})
    return outcome(response, False, True)


@probe("P-CHG-4", "Does a charge need MFA?", "docs/ar-charge-customer", "charge.needs_trust")
def charge_untrusted(asking: Asking) -> Seen:
    customer = asking.make.customer()
    body = {
        "customerId": customer["id"], "fundingAccount": {"type": "BANK_ACCOUNT", "id": "0ba01AAAAAAAAAAAAAAA"},
        "invoicePayments": [{"invoiceId": asking.make.sale(customer)["id"], "amount": 1}],
    }  # fmt: skip
    response = asking.untrusted.raw("POST", "/v3/receivable-payments", json=body)  # the customer gave no leave
    refused = any(entry.get("code") == "BDC_1361" for entry in entries(response))
    return Seen(told(response), refused, refused or response.status_code in (404, 422))


def received(asking: Asking, customer: str, invoice: str, amount: float, of: float) -> Any:
    """What a payment of a customer is answered with, of which a part is for an invoice. BILL takes none back."""
    body = {
        "customerId": customer, "paymentDate": asking.today().isoformat(), "paymentType": "CASH", "amount": of,
        "invoices": [{"id": invoice, "amount": amount}],
    }  # fmt: skip
    return asking.bill.raw("POST", "/v3/invoices/record-payment", json=body)


@probe("P-RCV-1", "What is a payment told that is more than its invoice?", "docs/recording-an-ar-payment")
def overdrawn(asking: Asking) -> Seen:
    customer = asking.make.customer()["id"]
    invoice = asking.make.sale({"id": customer}, 10.0)["id"]
    return Seen(whole(received(asking, customer, invoice, 11.0, 11.0)))


@probe(
    "P-RCV-2",
    "Does money that is for no invoice lower a customer's balance?",
    "docs/recording-an-ar-payment",
    "customer.balance_nets_unapplied",
)
def unapplied(asking: Asking) -> Seen:
    customer = asking.make.customer()["id"]
    paid, open = (asking.make.sale({"id": customer}, 10.0)["id"] for _ in range(2))
    received(asking, customer, paid, 4.0, 7.0).raise_for_status()
    asking.shared["part paid"] = paid
    balance = asking.bill.customers.get(customer)["balance"]["amount"]
    values = {16: False, 13: True}
    return Seen(f"of $20, $4 paid and $3 over: ${balance}", values.get(balance), bool(open) and balance in values)


@probe(
    "P-RCV-3",
    "May an invoice come to less than was paid, and be archived?",
    "docs/ar-invoices",
    "invoice.archived_with_payments",
)
def below_paid(asking: Asking) -> Seen:
    if "part paid" not in asking.shared:
        unapplied.ask(asking)
    path = f"/v3/invoices/{asking.shared['part paid']}"
    line = asking.bill.raw("GET", path).json()["invoiceLineItems"][0]["id"]
    less = asking.bill.raw("PATCH", path, json={"invoiceLineItems": [{"id": line, "quantity": 1, "price": 1.0}]})
    archived = outcome(asking.bill.raw("POST", f"{path}/archive"), "allow", "refuse")
    return Seen(f"{told(less)}; archived: {archived.told}", archived.value, archived.settles)
