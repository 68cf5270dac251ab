"""What is open about customers and invoices."""

from typing import Any

from ..factories import unique
from ..probe import Asking, Seen, outcome, probe, told


def sale_of(asking: Asking, customer: dict[str, Any] | None = None, *prices: float, **fields: Any) -> Any:
    """What an invoice is answered with; one that is made is archived at the end."""
    response = asking.bill.raw("POST", "/v3/invoices", json=asking.make.sale_body(customer, *prices, **fields))
    if response.is_success:
        asking.make.keep(asking.bill.invoices, response.json())
    return response


@probe("P-INV-1", "May invoices of two customers share a number?", "observed", "invoice.number_unique_in")
def number_of_another(asking: Asking) -> Seen:
    number = unique("N").replace(" ", "")[:20]
    sale_of(asking, invoiceNumber=number).raise_for_status()
    return outcome(sale_of(asking, invoiceNumber=number), "customer", "organization")


@probe("P-INV-2", "May an invoice come to nothing?", "reference/createinvoice", "invoice.zero_total")
def zero_total(asking: Asking) -> Seen:
    return outcome(sale_of(asking, None, 0.0), "allow", "refuse")


@probe(
    "P-CUST-1",
    "Is an invoice to an archived customer taken?",
    "reference/createinvoice",
    "customer.archived_takes_invoices",
)
def archived_customer(asking: Asking) -> Seen:
    customer = asking.make.customer()
    asking.bill.customers.archive(customer["id"])
    return outcome(sale_of(asking, customer), True, False)


@probe(
    "P-CUST-2", "Is a customer's first contact made with it?", "reference/listcustomercontacts", "contact.from_customer"
)
def first_contact(asking: Asking) -> Seen:
    customer = asking.make.customer(contact={"firstName": "Ida", "lastName": "Probe"})
    found = asking.bill.raw("GET", f"/v3/customers/{customer['id']}/contacts").json()["results"]
    return Seen(f"{len(found)} contacts", bool(found))


@probe("P-MEMO-1", "May two credit memos have one number?", "reference/createcreditmemo", "credit_memo.used_number")
def used_number(asking: Asking) -> Seen:
    memo = asking.make.memo()
    response = asking.bill.raw(
        "POST", "/v3/credit-memos", json=asking.make.memo_body(referenceNumber=memo["referenceNumber"])
    )
    if response.is_success:
        asking.make.keep(asking.bill.credit_memos, response.json())
    return outcome(response, "allow", "refuse")


@probe("P-INV-3", "What is a used number told?", "observed")
def used(asking: Asking) -> Seen:
    customer = asking.make.customer()
    number = unique("N").replace(" ", "")[:20]
    sale_of(asking, customer, invoiceNumber=number).raise_for_status()
    return Seen(told(sale_of(asking, customer, invoiceNumber=number)))
