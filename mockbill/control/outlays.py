"""What the people of `small_business` pay out of their own pockets, and what it is booked under."""

from functools import partial
from typing import Any
from urllib.parse import urlsplit

from ..data import fixture
from .sales import Shop


class Outlays:
    """The claims of a shop's people. A claim is filed on its day, and decided two days later, if at all."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.act = shop, shop.act
        self.picture = fixture("documents", "receipt.png").read_bytes()
        self.values: dict[str, tuple[str, str]] = {}

    def open(self, fields: list[dict[str, Any]]) -> None:
        """The custom fields that spending is coded with, and their values."""
        for told in fields:
            field = self.act("createcustomfield", {"allowCustomValues": False, "global": True, **told})
            path = {"customFieldId": field["uuid"]}
            for value in self.act("listcustomfieldvalues", **path)["results"]:
                self.values[value["value"]] = field["uuid"], value["uuid"]

    def file(self, told: dict[str, Any]) -> None:
        """Somebody claims what was paid, with a picture of the receipt."""
        users = {user["firstName"]: user["uuid"] for user in self.act("listusers")["results"]}
        budgets = {budget["name"]: budget["uuid"] for budget in self.act("listbudgets")["results"]}
        url = self.act("createimageuploadurl")["url"]
        self.act("uploadreceipt", raw=self.picture, uploadId=urlsplit(url).path.rpartition("/")[2])
        codes = [self.values[value] for value in told.get("codes", ())]
        claim = self.act("createreimbursement", {
            **{name: told[name] for name in ("amount", "note", "merchantName")},
            "userId": users[told["who"]],
            "budgetId": budgets[told["budget"]],
            "occurredDate": self.shop.today().isoformat(),
            "receipts": [{"url": url, "filename": f"{told['merchantName'].lower().replace(' ', '-')}.png"}],
            "customFields": [{"customFieldId": field, "selectedValues": [value]} for field, value in codes],
        })  # fmt: skip
        if told.get("action"):
            action = {"action": told["action"], **({"note": told["why"]} if "why" in told else {})}
            decide = partial(self.act, "approveordenyreimbursement", action, reimbursementId=claim["uuid"])
            self.shop.plan(self.shop.day() + 2, decide)
        if told.get("dropped"):
            drop = partial(self.act, "deletereimbursement", reimbursementId=claim["uuid"])
            self.shop.plan(self.shop.day() + 1, drop)


def live(shop: Shop, fields: list[dict[str, Any]], claims: list[dict[str, Any]]) -> None:
    """Plan what is paid out of pocket; people and budgets are there from day 15 on."""
    outlays = Outlays(shop)
    shop.plan(15, partial(outlays.open, fields))
    for claim in claims:
        shop.plan(claim["day"], partial(outlays.file, claim))
