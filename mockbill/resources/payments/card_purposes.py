"""What a payment by card is for: BILL asks when it does not know the vendor's industry (D reference/listcardfundingpurposes).

The purposes are of our own making (I): BILL's list is not published.
"""

from collections.abc import Mapping

from ...gateway.call import Call
from ...gateway.operations import Answer
from ...gateway.verbs import find
from ...gateway.wire import Filled, Wire
from ...world.store import Row
from ..payables.vendors import vendors
from .cards import CARDS, Brand, cards

PURPOSES: Mapping[str, tuple[str, ...]] = {
    "Advertising and marketing": ("Agencies", "Online advertising", "Printing"),
    "Facilities": ("Cleaning", "Maintenance", "Rent", "Utilities"),
    "Goods for resale": ("Finished goods", "Raw materials"),
    "Insurance": ("Health", "Liability", "Property"),
    "Office": ("Equipment", "Furniture", "Supplies"),
    "Professional services": ("Accounting", "Consulting", "Legal", "Staffing"),
    "Software and telecommunications": ("Hosting", "Subscriptions", "Telephone"),
    "Travel and freight": ("Freight", "Lodging", "Transport"),
}
KNOWN = frozenset(PURPOSES) | {name for names in PURPOSES.values() for name in names}


class PurposesQuery(Wire):
    vendorId: Filled
    brand: Brand


class Purpose(Wire):
    category: str
    subCategories: list[str]


class Purposes(Wire):
    lastUsedPurpose: str | None = None
    results: list[Purpose]


def needs_purpose(call: Call, vendor: Row) -> bool:
    """Whether a payment by card must say what it is for: the industry of an organization in BILL's network stands in
    its profile, of others it is a choice (I).
    """
    if vendor["networkStatus"] in ("CONNECTED", "CONNECTED_RPPS"):
        return False
    return bool(call.choose("card.vendor_industry") == "unknown")


@cards.operation("listcardfundingpurposes", "GET", f"{CARDS}/funding-purposes", query=PurposesQuery, answer=Purposes)
def list_purposes(call: Call) -> Answer:
    """What may be said in `cardFundingPurpose`, and what was said last of this vendor; an empty 200 if nothing need be
    said (D).
    """
    vendor = find(call, vendors, call.query["vendorId"])
    if not needs_purpose(call, vendor):
        return None
    told = [row["cardFundingPurpose"] for row in call.world.store.find("payment", call.org, vendorId=vendor["id"])
            if row.get("cardFundingPurpose")]  # fmt: skip
    results = [{"category": name, "subCategories": list(names)} for name, names in PURPOSES.items()]
    return ({"lastUsedPurpose": told[-1]} if told else {}) | {"results": results}
