"""What goes on around the shop of the small business: vendors who are in the network, and BILL's monthly statements."""

from functools import partial
from typing import TYPE_CHECKING, Any

from ..gateway.call import Call
from ..resources.payments.calendar import today
from ..resources.payments.directory import Listed, enlist, fresh_id
from ..resources.platform.billing import settle, statements
from ..world.clock import DAY

if TYPE_CHECKING:
    from .small_business import Company

SETTLED_AFTER = 12
"""Days until the shop pays a statement."""


def live(shop: "Company", network: list[dict[str, Any]], days: int) -> None:
    """Plan what happens in the shop's past; BILL's statements come on the first of a month."""
    for told in network:
        shop.plan(told["day"], partial(connect, shop, told))
    for day in range(days + 1):
        if today(shop.start + day * DAY).day == 1:
            shop.plan(day + SETTLED_AFTER, partial(pay, shop))


def connect(shop: "Company", told: dict[str, Any]) -> None:
    """A vendor is found in the directory, and invited there."""
    vendor = shop.act("getvendor", vendorId=shop.known[told["vendor"]])
    with shop.world.transaction():
        fields = {"name": vendor["name"], "addresses": [vendor["address"]], **told["organization"]}
        entry = Listed.model_validate(fields).model_dump(exclude_none=True)
        id = enlist(shop.world, fresh_id(shop.world, entry["type"]), entry)["id"]
    information = {"rppsInformation": {"accountNumber": "7001220418"}} if entry["type"] == "RPPS" else {}
    body = {"networkId": id, "networkType": entry["type"], **information}
    shop.act("createvendorinvitation", body, vendorId=vendor["id"])


def pay(shop: "Company") -> None:
    """The shop pays the oldest statement that it owes."""
    call = Call.by_clock(shop.world, shop.act.org)
    with shop.world.transaction():
        owed = (row for row in shop.world.store.find(statements.name, shop.act.org) if row["paymentStatus"] == "UNPAID")
        settle(call, next(owed))
