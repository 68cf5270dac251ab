"""What the people of `small_business` buy with the shop's cards."""

from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ..data import fixture
from ..gateway.call import Call
from ..gateway.verbs import find
from ..resources.spend import booking
from ..resources.spend.card_funds import cards
from ..resources.spend.charges import transactions
from .spend import Swipe, budget_of, told

if TYPE_CHECKING:
    from .small_business import Company

CLEARS_AFTER = 2
"""Days until money leaves for a purchase."""


class Purchases:
    """The cards of the shop by their names, and what is done with them."""

    def __init__(self, shop: "Company") -> None:
        self.shop, self.act = shop, shop.act
        self.picture = fixture("documents", "receipt.png").read_bytes()
        self.known: dict[str, str] = {}

    def issue(self, card: dict[str, Any]) -> None:
        """A card is made for somebody and thawed; one that is `frozen` stays as BILL makes it."""
        users = {user["firstName"]: user["uuid"] for user in self.act("listusers")["results"]}
        budgets = {budget["name"]: budget["uuid"] for budget in self.act("listbudgets")["results"]}
        made = self.act("createbudgetcard", {
            "name": card["name"], "userId": users[card["who"]], "budgetId": budgets[card["budget"]],
            "limit": card["limit"], "recurringLimit": card["limit"],
        })  # fmt: skip
        self.known[card["name"]] = made["uuid"]
        if not card.get("frozen"):
            self.act("unfreezecard", cardId=made["uuid"])

    def buy(self, purchase: dict[str, Any]) -> None:
        """A card is used; what it may buy clears, is coded, and may be given back."""
        said = {name: purchase[name] for name in Swipe.model_fields if name in purchase}
        body = Swipe.model_validate({"cardId": self.known[purchase["card"]], **said}).model_dump(exclude_none=True)
        by = self.by()
        with self.shop.world.transaction():
            card = find(by, cards, body["cardId"])
            made = booking.use(by, card, budget_of(by, card, None), told(by, body))
        if made["transactionType"] == "AUTHORIZATION":
            self.shop.plan(self.shop.day() + CLEARS_AFTER, partial(self.clear, purchase, made["uuid"]))

    def clear(self, purchase: dict[str, Any], uuid: str) -> None:
        by = self.by()
        with self.shop.world.transaction():
            held = find(by, transactions, uuid)
            made = booking.clear(by, held, held.hidden["held"])
        id = made["uuid"]
        if "codes" in purchase:
            self.act("updatetransactioncustomfields", {"customFields": self.codes(purchase["codes"])}, transactionId=id)
        if "receipt" in purchase:
            url = self.act("createreceiptuploadurl")["url"]
            self.act("uploadreceipt", raw=self.picture, uploadId=urlsplit(url).path.rpartition("/")[2])
            self.act("addtransactionreceipt", {"url": url, "filename": purchase["receipt"]}, transactionId=id)
        if "refund" in purchase:
            self.shop.plan(self.shop.day() + CLEARS_AFTER, partial(self.refund, id, purchase["refund"]))

    def refund(self, uuid: str, amount: float) -> None:
        by = self.by()
        with self.shop.world.transaction():
            booking.refund(by, find(by, transactions, uuid), round(amount * 100))

    def codes(self, names: list[str]) -> list[dict[str, Any]]:
        """What values are chosen, by their older ids: BILL drops the newer without a word (O)."""
        chosen = []
        for field in self.act("listcustomfields")["results"]:
            for value in self.act("listcustomfieldvalues", customFieldId=field["uuid"])["results"]:
                if value["value"] in names:
                    chosen.append({"customFieldId": field["id"], "selectedValues": [value["id"]]})
        return chosen

    def by(self) -> Call:
        by = Call.by_clock(self.shop.world, self.act.org)
        by.base_url = self.shop.world.home
        return by


def live(shop: "Company", cards: list[dict[str, Any]], purchases: list[dict[str, Any]]) -> None:
    """Plan the shop's card spend; people, budgets and custom fields are there from day 15 on."""
    spending = Purchases(shop)
    for card in cards:
        shop.plan(15.5, partial(spending.issue, card))
    for purchase in purchases:
        shop.plan(purchase["day"], partial(spending.buy, purchase))
