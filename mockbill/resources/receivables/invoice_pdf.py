"""The PDF of an invoice: the one that was uploaded for it, else one drawn from what it says (the layout is ours)."""

from collections.abc import Iterator
from textwrap import wrap

from ...gateway.call import Call
from ...gateway.wire import NONE, cents, dollars
from ...world.store import Row
from .. import pdf
from ..pdf import Rule, Word, to_the_left
from .lines import amounts
from .totals import paid

LEFT, RIGHT, TOP, BOTTOM = 54.0, 558.0, 730.0, 72.0
COLUMNS = (380.0, 470.0, RIGHT)
"""Where quantities, prices and amounts end."""
WIDTH = 46
"""Letters of a description that one line has room for."""
STEP = 14.0


def pdf_of(call: Call, invoice: Row) -> bytes:
    """The bytes of an invoice's PDF."""
    own = call.world.store.blob(invoice["invoicePdfId"]) if invoice["invoicePdfId"] != NONE else None
    return own if own is not None else drawn(call, invoice)


def drawn(call: Call, invoice: Row) -> bytes:
    """The PDF that BILL makes of an invoice, in the state that the invoice has now."""
    store = call.world.store
    customer = store.get("customer", invoice["customerId"], call.org) or Row({})
    sender = store.get("organization", call.org) or Row({})
    pages: list[list[Word | Rule]] = [list(head(invoice, customer, sender))]
    y = TOP - 190
    for columns in [*table(invoice, customer), None, *totals(invoice, customer)]:
        if y < BOTTOM:
            pages.append([])
            y = TOP
        if columns is None:
            pages[-1].append(Rule(LEFT, y + STEP / 2, RIGHT - LEFT))
        else:
            label, *numbers = columns
            pages[-1].append(Word(LEFT, y, label))
            pages[-1] += [to_the_left(x, y, text) for x, text in zip(COLUMNS, numbers, strict=True) if text]
        y -= STEP
    for number, page in enumerate(pages, 1):
        page.append(Word(LEFT, 40, f"Invoice {invoice['invoiceNumber']}, page {number} of {len(pages)}", 8))
    return pdf.document(pages, title=f"Invoice {invoice['invoiceNumber']}")


def head(invoice: Row, customer: Row, sender: Row) -> Iterator[Word | Rule]:
    yield Word(LEFT, TOP, str(sender.get("name", ""))[:60], 16, "bold")
    yield Word(RIGHT - 72, TOP, "INVOICE", 16, "bold")
    facts = (("Number", "invoiceNumber"), ("Date", "invoiceDate"), ("Due", "dueDate"))
    for place, (label, member) in enumerate(facts):
        yield Word(350, TOP - 30 - place * STEP, label, font="bold")
        yield to_the_left(RIGHT, TOP - 30 - place * STEP, invoice[member][:24])
    yield Word(LEFT, TOP - 80, "Bill to", font="bold")
    for place, text in enumerate(addressed(customer)):
        yield Word(LEFT, TOP - 80 - (place + 1) * STEP, text[:80])
    y = TOP - 170
    yield Word(LEFT, y, "Description", font="bold")
    for x, label in zip(COLUMNS, ("Quantity", "Price", "Amount"), strict=True):
        yield to_the_left(x, y, label)
    yield Rule(LEFT, y - 6, RIGHT - LEFT)


def addressed(customer: Row) -> list[str]:
    """The lines of the customer's address, as many as it has."""
    address = customer.get("billingAddress", {})
    town = " ".join(address[name] for name in ("city", "stateOrProvince", "zipOrPostalCode") if address.get(name))
    names = [customer.get("name"), customer.get("companyName"), address.get("line1"), address.get("line2"), town]
    return [text for text in names if text]


def money(amount: int, currency: str = "") -> str:
    return f"{currency} {dollars(amount):,.2f}".strip()


def unit(price: float) -> str:
    """A price to the cent, or as fine as it is."""
    return f"{price:,.2f}" if round(price, 2) == price else f"{price:,.10g}"


def table(invoice: Row, customer: Row) -> Iterator[tuple[str, str, str, str]]:
    for line, amount in zip(invoice["invoiceLineItems"], amounts(invoice["invoiceLineItems"]), strict=True):
        first, *rest = wrap(line.get("description", ""), WIDTH, max_lines=40) or [""]
        percent = "ratePercent" in line
        quantity = "" if percent else f"{line['quantity']:.10g}"
        price = f"{line['ratePercent']:.10g} %" if percent else unit(line.get("price", 0))
        yield first, quantity, price, money(amount)
        for text in rest:
            yield text, "", "", ""


def totals(invoice: Row, customer: Row) -> Iterator[tuple[str, str, str, str]]:
    currency = customer.get("invoiceCurrency", "USD")
    tax, total = cents(invoice["salesTaxTotal"]), cents(invoice["totalAmount"])
    if tax:
        yield "Subtotal", "", "", money(total - tax)
        yield f"Sales tax {invoice['salesTaxPercentage']:.10g} %", "", "", money(tax)
    yield "Total", "", "", money(total, currency)
    for label, amount in (
        ("Credits", cents(invoice["creditAmount"])),
        ("Paid", paid(invoice)),
        ("Payments on their way", cents(invoice["scheduledAmount"])),
    ):
        if amount:
            yield label, "", "", money(-amount)
    yield "Amount due", "", "", money(cents(invoice["dueAmount"]), currency)
