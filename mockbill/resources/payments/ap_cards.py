"""AP Cards (`apc`, I): a line of credit from BILL that pays vendors by virtual card. The API only lists them
(D reference/listpayableapcards); they are opened by BILL, here by `/_mock`.
"""

from typing import Any, Literal

from ...gateway.call import Call
from ...gateway.operations import Answer, Resource
from ...gateway.verbs import put, rewrite
from ...gateway.wire import Money, Time, Wire, cents, dollars
from ...world.store import Row

ApCardStatus = Literal["ACTIVE", "DRAFT", "INACTIVE"]
"""ACTIVE presumed (I), the others seen (D)."""


class ApCard(Wire):
    id: str
    status: ApCardStatus
    nameOnAccount: str
    createdTime: Time
    updatedTime: Time
    balance: Money
    limit: Money


AP_CARDS = "/connect/v3/funding-accounts/ap-cards"
ap_cards = Resource("ap_card", AP_CARDS, "apc", ApCard, ApCard)


def open_card(call: Call, fields: dict[str, Any]) -> Row:
    """BILL grants the organization an AP Card; amounts in USD."""
    return put(call, ap_cards, fields)


def left(card: Row) -> int:
    """Cents that can still be paid with a card (`limit` − `balance`, I)."""
    return cents(card["limit"]) - cents(card["balance"])


def charge(call: Call, id: str, amount: int) -> None:
    """Some cents more (below zero: less) are owed on a card. A payment counts from its scheduling on (I)."""
    card = call.world.store.get(ap_cards.name, id, call.org)
    if card is None:
        raise AssertionError(f"{id} is gone")
    card["balance"] = dollars(cents(card["balance"]) + amount)
    rewrite(call, ap_cards, card)


@ap_cards.operation("listpayableapcards", "GET", AP_CARDS, answer=list[ApCard])
def list_ap_cards(call: Call) -> Answer:
    """The organization's AP Cards, a bare array (D)."""
    return list(call.world.store.find(ap_cards.name, call.org))
