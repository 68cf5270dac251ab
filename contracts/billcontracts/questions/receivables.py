"""What is open about customers, invoices and credit memos."""

from datetime import timedelta
from typing import Any

from ..asking import Asking
from ..factories import unique
from ..probe import Seen, outcome, probe, told, whole


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


@probe("P-INV-6", "What is a restored invoice told whose number is taken by now?", "reference/restoreinvoice")
def taken_meanwhile(asking: Asking) -> Seen:
    customer, sale = asking.make.customer(), asking.make.sale()
    asking.bill.invoices.archive(sale["id"])
    second = sale_of(asking, customer, invoiceNumber=sale["invoiceNumber"])
    restored = asking.bill.raw("POST", f"/v3/invoices/{sale['id']}/restore")
    return Seen(f"{told(second)}; {told(restored)}")


@probe("P-INV-7", "Is a patched line merged, or replaced?", "docs/ar-invoices", "invoice.patched_line")
def patched_line(asking: Asking) -> Seen:
    lines = [{"quantity": 2, "price": 20.0, "description": "Probe"}]
    invoice = asking.bill.invoices.get(asking.make.sale(invoiceLineItems=lines)["id"])
    line = {"id": invoice["invoiceLineItems"][0]["id"], "quantity": 3, "price": 20.0}
    patch = {"invoiceLineItems": [line]}
    asking.bill.raw("PATCH", f"/v3/invoices/{invoice['id']}", json=patch).raise_for_status()
    (now,) = asking.bill.invoices.get(invoice["id"])["invoiceLineItems"]
    return Seen(f"description {now.get('description')}", "merged" if now.get("description") else "replaced")


@probe("P-INV-8", "What does a PUT do to what it leaves out?", "reference/replaceinvoice", "invoice.put_omitted")
def left_out(asking: Asking) -> Seen:
    customer, due = asking.make.customer(), (asking.today() + timedelta(41)).isoformat()
    label = asking.make.label("departments")["id"]
    invoice = asking.make.sale(customer, dueDate=due, classifications={"departmentId": label})
    body = {"customer": {"id": customer["id"]}, "invoiceLineItems": [{"quantity": 1, "price": 5.0}]}
    asking.bill.raw("PUT", f"/v3/invoices/{invoice['id']}", json=body).raise_for_status()
    kept = asking.bill.invoices.get(invoice["id"]).get("classifications", {}).get("departmentId") == label
    return Seen("kept" if kept else "cleared", "kept" if kept else "cleared")


@probe("P-INV-9", "May an archived invoice be changed?", "reference/updateinvoice", "invoice.archived_takes_edits")
def edit_archived(asking: Asking) -> Seen:
    id = asking.make.sale()["id"]
    asking.bill.invoices.archive(id)
    due = (asking.today() + timedelta(41)).isoformat()
    return outcome(asking.bill.raw("PATCH", f"/v3/invoices/{id}", json={"dueDate": due}), True, False)


@probe("P-INV-10", "Has an archived invoice a payment link?", "reference/getpaymentlink", "invoice.archived_is_sent")
def link_to_archived(asking: Asking) -> Seen:
    customer = asking.make.customer()
    id = asking.make.sale(customer)["id"]
    asking.bill.invoices.archive(id)
    body = {"customerId": customer["id"], "email": "ap@kayak.example"}
    return outcome(asking.bill.raw("POST", f"/v3/invoices/{id}/payment-link", json=body), True, False)


@probe("P-INV-11", "What does a PATCH do with a line that has no id?", "docs/ar-invoices")
def line_without_id(asking: Asking) -> Seen:
    id = asking.make.sale(None, 5.0, 6.0)["id"]
    lines = [{"quantity": 1, "price": 7.0}]
    response = asking.bill.raw("PATCH", f"/v3/invoices/{id}", json={"invoiceLineItems": lines})
    now = [line["price"] for line in asking.bill.invoices.get(id)["invoiceLineItems"]]
    return Seen(f"{told(response)}, and of the lines 5 and 6 came {now}")


@probe("P-INV-12", "Which number has an invoice that is sent without one?", "reference/createinvoice")
def unnumbered(asking: Asking) -> Seen:
    body = {name: value for name, value in asking.make.sale_body().items() if name != "invoiceNumber"}
    response = asking.bill.raw("POST", "/v3/invoices", json=body)
    if response.is_error:
        return Seen(told(response))
    return Seen(str(asking.make.keep(asking.bill.invoices, response.json()).get("invoiceNumber")))


@probe("P-MEMO-4", "Of which memo is credit drawn first?", "docs/ar-credit-memos", "credit_memo.drawn_first")
def drawn(asking: Asking) -> Seen:
    customer, today = asking.make.customer(), asking.today()
    old, new = (
        asking.make.memo(customer, 10.0, creditDate=(today - timedelta(days)).isoformat())["id"] for days in (9, 1)
    )
    invoice = asking.make.sale(customer)["id"]
    asking.bill.invoices.update(invoice, {"creditAmount": 4})
    left = {id: asking.bill.credit_memos.get(id) for id in (old, new)}
    asking.bill.invoices.update(invoice, {"creditAmount": 0})
    drawn = [name for name, id in (("oldest", old), ("newest", new)) if left[id]["appliedAmount"] == 4]
    return Seen(" and ".join(drawn) or "neither", drawn[0] if drawn else None, len(drawn) == 1)


@probe("P-MEMO-5", "Is a bulk of credit memos all or nothing?", "reference/bulkcreatecreditmemo")
def memos_at_once(asking: Asking) -> Seen:
    good, bad = asking.make.memo_body(), asking.make.memo_body({"id": "0cu01AAAAAAAAAAAAAAA"})
    response = asking.bill.raw("POST", "/v3/credit-memos/bulk", json=[good, bad])
    ask = {"filters": f'customerId:eq:"{good["customerId"]}"'}
    made = asking.bill.raw("GET", "/v3/credit-memos", params=ask).json()["results"]
    for row in made:
        asking.make.keep(asking.bill.credit_memos, row)
    return Seen(f"{whole(response)}; of the good ones {len(made)} was made")
