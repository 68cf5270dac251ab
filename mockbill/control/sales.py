"""What the print shop of `small_business` sells: its customers, its invoices, and how they are paid."""

from datetime import timedelta
from functools import partial
from typing import Any, Protocol

from ..world.world import World
from .actor import Actor

DAYS = 90
CUSTOMER = ("name", "email", "companyName", "contact", "phone", "accountType", "billingAddress")
ACCOUNT = {"routingNumber": "074000010", "type": "CHECKING", "ownerType": "BUSINESS"}
FAILING, RETURNED = 13.91, 13.92
"""Charges that the sandbox lets fail, or clear and come back."""


class Shop(Protocol):
    """The company whose past is played."""

    act: Actor
    world: World
    labels: dict[str, dict[str, str]]

    def plan(self, day: float, deed: Any) -> None: ...
    def day(self) -> float: ...
    def today(self) -> Any: ...


class Sales:
    """The sales side of a shop. A customer has habits: what it orders, how often, and how it pays."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.act = shop, shop.act
        self.dice = shop.world.ids.dice()
        self.known: dict[str, str] = {}
        self.accounts: dict[str, str] = {}
        self.terms: dict[int, str] = {}
        self.numbers = 3100

    def open(self, organization: str, terms: list[list[Any]], tax: dict[str, Any]) -> None:
        """The terms that the shop grants, and the sales tax that it owes."""
        for name, days in terms:
            made = self.act("createpaymentterm", {"name": name, "daysDue": days}, organizationId=organization)
            self.terms[days] = made["id"]
        self.tax = self.act("createclassificationitem", {"type": "SALES_TAX", **tax})["id"]

    def meet(self, told: dict[str, Any]) -> None:
        """A customer is entered, and its orders begin to come."""
        fields = {name: told[name] for name in CUSTOMER if name in told}
        name, id = told["name"], self.act("createcustomer", {**fields, "paymentTermId": self.terms[told["term"]]})["id"]
        self.known[name] = id
        if told.get("charged"):
            account = {**ACCOUNT, "nameOnAccount": name, "accountNumber": str(self.dice.randrange(10**8, 10**9))}
            self.accounts[name] = self.act("createcustomerbankaccount", account, customerId=id)["id"]
            self.act("authorizetochargecustomer", {"authorizedToCharge": True}, customerId=id)
        for order in told["orders"]:
            for day in range(order["first"], DAYS, order["every"]):
                self.shop.plan(day + 0.2, partial(self.deliver, told, order))
        if "archived" in told:
            self.shop.plan(told["archived"], partial(self.act, "archivecustomer", customerId=id))

    def deliver(self, told: dict[str, Any], order: dict[str, Any]) -> None:
        """An order goes out with its invoice, which is paid as the customer pays."""
        price = round(self.dice.randrange(order["low"] * 100, order["high"] * 100 + 1, 25) / 100, 2)
        invoice = self.invoice(told["name"], price, order["description"], taxed=order.get("taxed", False))
        when, due = self.shop.day() + told["term"], invoice["totalAmount"]
        if order["pays"] == "charged":
            self.shop.plan(when - 2, partial(self.charge, invoice, due))
        elif order["pays"] == "half":
            self.shop.plan(when, partial(self.record, invoice, round(due / 2, 2)))
        elif order["pays"] == "check":
            self.shop.plan(when + 3, partial(self.record, invoice, due))

    def invoice(self, name: str, price: float, description: str, *, taxed: bool = False) -> dict[str, Any]:
        self.numbers += 1
        line = {"quantity": 1, "price": price, "description": description, "taxable": taxed}
        if "sale" in self.shop.labels:
            line["classifications"] = self.shop.labels["sale"]
        made: dict[str, Any] = self.act(
            "createinvoice",
            {
                "customer": {"id": self.known[name]},
                "invoiceNumber": f"S-{self.numbers}",
                "invoiceDate": self.shop.today().isoformat(),
                "invoiceLineItems": [line],
                **({"salesTaxItemId": self.tax} if taxed else {}),
            },
        )
        return made

    def charge(self, invoice: dict[str, Any], amount: float) -> dict[str, Any]:
        """Pull the money from the customer's account."""
        name = next(name for name, id in self.known.items() if id == invoice["customerId"])
        made: dict[str, Any] = self.act(
            "chargecustomer",
            {
                "customerId": invoice["customerId"],
                "fundingAccount": {"type": "BANK_ACCOUNT", "id": self.accounts[name]},
                "invoicePayments": [{"invoiceId": invoice["id"], "amount": amount}],
                "description": f"Invoice {invoice['invoiceNumber']}",
            },
        )
        return made

    def record(self, invoice: dict[str, Any], amount: float) -> None:
        """A check came by mail."""
        self.act(
            "recordinvoice",
            {
                "paymentDate": (self.shop.today() - timedelta(days=1)).isoformat(),
                "paymentType": "CHECK",
                "amount": amount,
                "customerId": invoice["customerId"],
                "invoices": [{"id": invoice["id"], "amount": amount}],
            },
        )

    def mishaps(self, name: str) -> None:
        """What does not go as it should: an invoice entered twice, a charge that fails, one that comes back."""
        self.shop.plan(40, partial(self.drop, name))
        for day, amount in ((66, FAILING), (62, RETURNED)):
            self.shop.plan(day, partial(self.sell, name, amount))
        self.shop.plan(DAYS - 1, partial(self.sell, name, 184.0))

    def sell(self, name: str, amount: float) -> None:
        self.charge(self.invoice(name, amount, "Reprint, small run"), amount)

    def drop(self, name: str) -> None:
        id = self.invoice(name, 240.0, "Labels (entered twice)")["id"]
        self.act("archiveinvoice", invoiceId=id)


def live(shop: Shop, told: dict[str, Any]) -> Sales:
    """Plan the sales of the shop's past; answers who sells.

    Parameters:
        told: the `sales` of `fixtures/worlds/small-business.json`.
    """
    sales = Sales(shop)
    sales.open(shop.act.org, told["terms"], told["tax"])
    for customer in told["customers"]:
        sales.meet(customer)
    sales.mishaps(told["mishaps"])
    return sales
