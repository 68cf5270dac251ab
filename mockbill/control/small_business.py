"""A print shop in Ohio, lived in for 90 days: what `fixtures/worlds/small-business.json` tells, played forward.

Every object is made by the API's own operations, on the day it came about; the clock does the rest.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import count
from typing import Any

import orjson

from ..data import fixture
from ..resources.payments.calendar import add_business_days, today
from ..world.clock import DAY, HOUR
from . import books, outlays, purchases, sales, surroundings
from .actor import Actor
from .sales import DAYS

MORNING = 9 * HOUR
ROUTING = "123456780"
FAILING = (("Lakeshore Couriers", 13.91), ("Detroit Roller & Blanket", 13.92), ("Wolverine Freight", 13.94))
"""Amounts that BILL's sandbox would not let through: the debit fails, the credit comes back, it is held."""
VENDOR = ("name", "address", "email", "phone", "accountType", "additionalInfo")

Deed = Callable[[], Any]


class Company:
    """The shop while its past is played. `plan` puts a deed on a day; `play` does them in order."""

    def __init__(self, act: Actor) -> None:
        self.act = act
        self.world = act.world
        self.start = self.world.clock.now()
        self.dice = self.world.ids.dice()
        self.known: dict[str, str] = {}
        self.accounts: dict[str, str] = {}
        self.bank: str = act("listbankaccounts")["results"][0]["id"]
        self.scan = fixture("documents", "invoice.pdf").read_bytes()
        self.numbers = 1000
        self.labels: dict[str, dict[str, str]] = {}
        self.deeds: list[tuple[int, int, Deed]] = []
        self.order = count()

    def plan(self, day: float, deed: Deed) -> None:
        due = self.start + round(day * DAY) + MORNING
        heappush(self.deeds, (due, next(self.order), deed))

    def play(self) -> None:
        """Do what is planned, each in its time; a deed may plan others for later."""
        while self.deeds:
            due, _, deed = heappop(self.deeds)
            if due > self.start + DAYS * DAY:
                continue
            if due > self.world.clock.now():
                self.world.advance_to(due)
            deed()

    def today(self) -> date:
        return today(self.world.clock.now())

    # Deeds

    def open_accounts(self, accounts: list[list[str]], closed: dict[str, str]) -> None:
        for row in self.act("listclassificationchartofaccounts", query={"max": "100"})["results"]:
            self.accounts[row["name"]] = row["id"]
        for name, type, number in accounts:
            made = self.act(
                "createclassificationchartofaccounts", {"name": name, "account": {"type": type, "number": number}}
            )
            self.accounts[name] = made["id"]
        old = self.act(
            "createclassificationchartofaccounts",
            {"name": closed["name"], "account": {"type": closed["type"], "number": closed["number"]}},
        )
        self.plan(20, partial(self.act, "archiveclassificationchartofaccounts", id=old["id"]))

    def meet(self, told: dict[str, Any]) -> None:
        """A vendor is entered, and its bills begin to come."""
        fields: dict[str, Any] = {name: told[name] for name in VENDOR if name in told}
        fields["paymentInformation"] = {"email": told["email"]}
        self.known[told["name"]] = self.act("createvendor", fields)["id"]
        if told["bank"]:
            self.plan(1, partial(self.give_bank, told["name"]))
        for habit in told["bills"]:
            for day in range(habit["first"], DAYS, habit["every"]):
                self.plan(day + 0.1, partial(self.receive, told["name"], habit))
        if "archived" in told:
            self.plan(told["archived"], partial(self.act, "archivevendor", vendorId=self.known[told["name"]]))

    def give_bank(self, name: str) -> None:
        account = {
            "nameOnAccount": name,
            "accountNumber": str(self.dice.randrange(10**8, 10**9)),
            "routingNumber": ROUTING,
            "type": "CHECKING",
            "ownerType": "BUSINESS",
        }
        self.act("createvendorbankaccount", account, vendorId=self.known[name])

    def receive(self, name: str, habit: dict[str, Any]) -> None:
        """A bill comes in; how it will be paid is the vendor's habit."""
        amount = round(self.dice.randrange(habit["low"] * 100, habit["high"] * 100 + 1, 5) / 100, 2)
        bill = self.enter(name, amount, habit["terms"], habit["description"], habit["account"])
        when = self.day() + max(1, habit["terms"] - habit["ahead"] - 4)
        if habit["pays"] == "recorded":
            self.plan(self.day() + habit["terms"] - 1, partial(self.record, bill))
        elif habit["pays"] == "half":
            self.plan(when, partial(self.pay, bill, round(amount / 2, 2)))
        elif habit["pays"] == "online":
            self.plan(when, partial(self.pay, bill, amount))

    def enter(self, name: str, amount: float, terms: int, description: str, account: str) -> dict[str, Any]:
        self.numbers += 1
        day = self.today()
        made: dict[str, Any] = self.act(
            "createbill",
            {
                "vendorId": self.known[name],
                "dueDate": (day + timedelta(days=terms)).isoformat(),
                "invoice": {"invoiceNumber": f"INV-{self.numbers}", "invoiceDate": day.isoformat()},
                "billLineItems": [
                    {
                        "amount": amount,
                        "description": description,
                        "classifications": {"chartOfAccountId": self.accounts[account], **self.labels.get(account, {})},
                    }
                ],
            },
        )
        if self.numbers % 4 == 1:
            self.act("createbilldocument", raw=self.scan, query={"name": f"INV-{self.numbers}.pdf"}, billId=made["id"])
        return made

    def day(self) -> float:
        return (self.world.clock.now() - self.start - MORNING) / DAY

    def pay(self, bill: dict[str, Any], amount: float, ahead: int = 3) -> dict[str, Any]:
        """Schedule a payment some banking days from now."""
        made: dict[str, Any] = self.act(
            "createpayment",
            {
                "billId": bill["id"],
                "amount": amount,
                "processDate": add_business_days(self.today(), ahead).isoformat(),
                "fundingAccount": {"type": "BANK_ACCOUNT", "id": self.bank},
                "processingOptions": {"requestPayFaster": False},
            },
        )
        return made

    def record(self, bill: dict[str, Any]) -> None:
        self.act(
            "recordpayment",
            {
                "vendorId": bill["vendorId"],
                "processDate": self.today().isoformat(),
                "toPrintCheck": False,
                "payments": [{"billId": bill["id"], "amount": bill["amount"]}],
                "description": "Check by mail",
            },
        )

    def change_mind(self) -> None:
        """A payment is cancelled before it begins."""
        bill = self.enter("Glass City Software", 96.0, 30, "Fonts", "Office Supplies")
        payment = self.pay(bill, 96.0, 5)
        self.plan(self.day() + 1, partial(self.act, "cancelpayment", paymentId=payment["id"]))

    def take_back(self) -> None:
        """A payment is voided while its check is under way."""
        bill = self.enter("Perrysburg Bindery", 410.0, 20, "Binding, wrong count", "Cost of Goods Sold")
        payment = self.pay(bill, 410.0, 1)
        void = {"type": "VOID_AND_CREDIT", "reason": "Billed for 500, delivered 350"}
        self.plan(self.day() + 6, partial(self.act, "voidpayment", void, paymentId=payment["id"]))

    def fail(self, name: str, amount: float) -> None:
        self.pay(self.enter(name, amount, 20, "Small delivery", "Freight"), amount, 1)

    def drop(self) -> None:
        """A bill entered twice is archived."""
        bill = self.enter("Great Lakes Ink Company", 388.0, 30, "Process inks (entered twice)", "Cost of Goods Sold")
        self.act("archivebill", billId=bill["id"])

    def spend(self, people: list[list[str]], budgets: list[dict[str, Any]]) -> None:
        """The Spend & Expense side: people and their budgets."""
        members = [
            self.act(
                "createuser",
                {
                    "firstName": first,
                    "lastName": last,
                    "email": f"{first.lower()}.{last.lower()}@mockbill.test",
                    "role": role,
                },
            )["uuid"]
            for first, last, role in people
        ]
        owner = self.act("getcurrentuser")["uuid"]
        for budget in budgets:
            self.act("createbudget", {**budget, "owners": [owner], "members": members})


def live(act: Actor) -> None:
    """Play the shop's 90 days from where the clock stands."""
    told = orjson.loads(fixture("worlds", "small-business.json").read_bytes())
    shop = Company(act)
    shop.open_accounts(told["accounts"], told["archivedAccount"])
    books.label(shop, told["labels"], told["uses"])
    for vendor in told["vendors"]:
        shop.meet(vendor)
    books.keep(shop, sales.live(shop, told["sales"]), told["books"])
    surroundings.live(shop, told["network"], DAYS)
    shop.plan(14, partial(shop.spend, told["people"], told["budgets"]))
    outlays.live(shop, told["customFields"], told["claims"])
    purchases.live(shop, told["cards"], told["purchases"])
    shop.plan(45, shop.drop)
    shop.plan(52, shop.change_mind)
    shop.plan(60, shop.take_back)
    for place, (name, amount) in enumerate(FAILING):
        shop.plan(66 + 4 * place, partial(shop.fail, name, amount))
    shop.play()
