"""How the print shop of `small_business` keeps its books: labels of every kind, credits of both sides, and what comes
round each month.
"""

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from ..resources.classifications import KINDS
from ..resources.labels import label_name

if TYPE_CHECKING:
    from .sales import Sales
    from .small_business import Company


def label(shop: "Company", labels: dict[str, list[dict[str, Any]]], uses: dict[str, list[str]]) -> None:
    """Make the labels, and let the shop know which stand on what (an account's bills, or `sale`)."""
    known: dict[str, tuple[str, str]] = {}
    for member, rows in labels.items():
        create = next(one.id for one in KINDS[member].operations if one.id.startswith("create"))
        for told in rows:
            account = {"chartOfAccountId": shop.accounts[told["account"]]} if "account" in told else {}
            made = shop.act(create, {name: value for name, value in told.items() if name != "account"} | account)
            known[label_name(made)] = member, made["id"]
    for use, names in uses.items():
        shop.labels[use] = dict(known[name] for name in names)


def keep(shop: "Company", sales: "Sales", told: dict[str, Any]) -> None:
    """Plan what is credited and what is repeated.

    Parameters:
        told: the `books` of `fixtures/worlds/small-business.json`.
    """
    for memo in told["creditMemos"]:
        shop.plan(memo["day"], partial(credit, shop, sales, memo))
    for returned in told["vendorCredits"]:
        shop.plan(returned["day"], partial(send_back, shop, returned))
    for template in told["recurringInvoices"]:
        shop.plan(template["day"], partial(let, shop, sales, template))
    for template in told["recurringBills"]:
        shop.plan(template["day"], partial(subscribe, shop, template))


def credit(shop: "Company", sales: "Sales", told: dict[str, Any]) -> None:
    """A customer is credited, and may use it up in part on its next order."""
    line = {"quantity": 1, "price": told["amount"], "description": told["description"]}
    shop.act("createcreditmemo", {
        "customerId": sales.known[told["customer"]], "referenceNumber": told["number"],
        "creditDate": shop.today().isoformat(), "creditMemoLineItems": [line],
    })  # fmt: skip
    if "drawn" in told:
        shop.plan(shop.day() + 6, partial(draw, shop, sales, told))


def draw(shop: "Company", sales: "Sales", told: dict[str, Any]) -> None:
    order = sales.invoice(told["customer"], told["amount"] * 2, "Reprint at half price")
    shop.act("updateinvoice", {"creditAmount": told["drawn"]}, invoiceId=order["id"])


def send_back(shop: "Company", told: dict[str, Any]) -> None:
    """A vendor credits what was sent back, some of it on the bill that comes next."""
    made = shop.act("createvendorcredit", {
        "vendorId": shop.known[told["vendor"]], "referenceNumber": told["number"],
        "creditDate": shop.today().isoformat(),
        "vendorCreditLineItems": [{"amount": told["amount"], "description": told["description"]}],
    })  # fmt: skip
    bill = shop.enter(told["vendor"], told["amount"] * 3, 30, "Replacement", "Cost of Goods Sold")
    used = {"vendorCredits": [{"id": made["id"], "amount": told["applied"]}]}
    shop.act("updatebill", used, billId=bill["id"])


def monthly(shop: "Company", ahead: int) -> dict[str, Any]:
    due = (shop.today() + timedelta(days=ahead)).isoformat()
    return {"period": "MONTHLY", "frequency": 1, "nextDueDate": due, "daysInAdvance": ahead}


def let(shop: "Company", sales: "Sales", told: dict[str, Any]) -> None:
    """A customer pays each month for the same, and gets the invoice by e-mail."""
    line = {"amount": told["amount"], "quantity": 1, "description": told["description"]}
    shop.act("createrecurringinvoice", {
        "customerId": sales.known[told["customer"]], "description": told["description"], "sendEmail": True,
        "schedule": monthly(shop, 10), "recurringInvoiceLineItems": [line],
    })  # fmt: skip


def subscribe(shop: "Company", told: dict[str, Any]) -> None:
    """A vendor bills each month the same."""
    line = {"amount": told["amount"], "description": told["description"]}
    shop.act("createrecurringbill", {
        "vendorId": shop.known[told["vendor"]], "description": told["description"], "schedule": monthly(shop, 14),
        "recurringBillLineItems": [line],
    })  # fmt: skip
