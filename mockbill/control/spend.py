"""Card spend: what the card network or a merchant brings about, and how the web app splits it. The API has no call for it (D)."""

from typing import Annotated, Any, Literal

from annotated_types import Gt
from pydantic import AfterValidator, ConfigDict

from ..gateway.call import Call
from ..gateway.errors import ControlRefusal
from ..gateway.operations import Answer
from ..gateway.verbs import find, look_up
from ..gateway.wire import Filled, Min, Positive, Wire, cents, dollars
from ..resources.exchange_rates import rate_of
from ..resources.spend.booking import clear, refund, reverse, split, use
from ..resources.spend.budgets import budgets
from ..resources.spend.card_funds import cards
from ..resources.spend.cards import issue
from ..resources.spend.challenges import challenge
from ..resources.spend.charges import Place, transactions
from ..resources.spend.people import spend_users
from ..world.store import Row
from .declare import Control

EXPONENTS = dict.fromkeys(("CLP", "ISK", "JPY", "KRW", "UGX", "VND", "XAF", "XOF", "XPF"), 0)
EXPONENTS |= dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3)
"""How many digits of a currency stand behind its point, where that is not two (ISO 4217)."""
SYMBOLS = {
    "AUD": "A$",
    "CAD": "C$",
    "CNY": "¥",
    "EUR": "€",
    "GBP": "£",
    "INR": "₹",
    "JPY": "¥",
    "KRW": "₩",
    "MXN": "MX$",
}


def _currency(code: str) -> str:
    if not (len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()):
        raise ValueError("must be a code of three capital letters")
    return code


class Swipe(Wire):
    model_config = ConfigDict(extra="forbid")
    cardId: Filled
    amount: Positive
    currency: Annotated[str, AfterValidator(_currency)] = "USD"
    exchangeRate: Annotated[float, Gt(0)] | None = None
    merchantName: Filled = "Larch Hardware"
    rawMerchantName: Filled | None = None
    merchantCategoryCode: Filled = "5251"
    merchantLocation: Place | None = None
    network: Literal["VISA", "MASTERCARD"] = "VISA"
    cardPresent: bool = False
    reviewRequired: bool = False
    budgetId: Filled | None = None
    decline: Filled | None = None
    challenge: bool = False
    clear: bool = False


class Amount(Wire):
    model_config = ConfigDict(extra="forbid")
    amount: Positive | None = None


class Clearing(Amount):
    more: bool = False


class Part(Wire):
    model_config = ConfigDict(extra="forbid")
    amount: Positive
    budgetId: Filled | None = None


class Split(Wire):
    model_config = ConfigDict(extra="forbid")
    parts: Annotated[list[Part], Min(2)]


class NewCard(Wire):
    model_config = ConfigDict(extra="forbid")
    userId: Filled
    type: Literal["PHYSICAL", "VIRTUAL_MEMBER"]
    budgetId: Filled | None = None
    status: Literal["ACTIVATED", "NOT_ACTIVATED", "FROZEN"] = "ACTIVATED"


def anywhere(call: Call, kind: str, key: str) -> tuple[Call, Row]:
    """The row with one of these ids, of whichever company, and a call by the clock on its behalf."""
    row = call.world.store.get(kind, key) or next(iter(call.world.store.find(kind, id=key)), None)
    if row is None:
        raise ControlRefusal(f"there is no {kind.replace('_', ' ')} {key!r}", 404)
    by = Call.by_clock(call.world, row.org)
    by.base_url = call.base_url
    return by, row


def budget_of(by: Call, card: Row, key: str | None) -> Row:
    """What a card spends from: its own budget, or for a physical one that which is named (the default one, unless)."""
    own = card.get("budgetUuid")
    if own and key:
        raise ControlRefusal("budgetId is for physical cards: this card has a budget")
    if own:
        return find(by, budgets, own)
    found = look_up(by, budgets, key) if key else by.world.store.find(budgets.name, by.org)[0]
    if found is None:
        raise ControlRefusal(f"there is no budget {key!r}", 404)
    return found


def told(by: Call, body: dict[str, Any]) -> dict[str, Any]:
    """What merchant and network know of a purchase, with amounts in USD; a foreign one costs a fee."""
    names = ("merchantName", "merchantCategoryCode", "merchantLocation", "network", "cardPresent", "reviewRequired")
    found = {name: body[name] for name in names if name in body}
    found["rawMerchantName"] = body.get("rawMerchantName", body["merchantName"].upper())
    if body["currency"] == "USD":
        return found | {"amount": body["amount"], "transactedAmount": body["amount"], "fees": 0.0}
    rate = body.get("exchangeRate") or round(1 / (rate_of(body["currency"]) or 1.0), 6)
    exponent = EXPONENTS.get(body["currency"], 2)
    bought = round(body["amount"] * rate * 100)
    fee = round(bought * by.choose("spend.foreign_exchange_fee_percent") / 100)
    if bought < 1:
        raise ControlRefusal("amount is less than a cent")
    data = {
        "exchangeRate": rate,
        "exponent": exponent,
        "originalCurrencyAmount": str(round(body["amount"] * 10**exponent)),
        "originalCurrencyCode": body["currency"],
        "symbol": SYMBOLS.get(body["currency"], body["currency"]),
    }
    amounts = {"amount": bought + fee, "transactedAmount": bought, "fees": fee, "foreignExchangeFee": fee}
    return found | {name: dollars(part) for name, part in amounts.items()} | {"currencyData": data}


def declare(control: Control) -> None:
    @control("POST", "/spend/cards", body=NewCard)
    def make_card(call: Call) -> Answer:
        """A physical card or a virtual one of a member, as the web app makes them."""
        with call.world.transaction():
            by, user = anywhere(call, spend_users.name, call.body["userId"])
            physical, key = call.body["type"] == "PHYSICAL", call.body.get("budgetId")
            budget = look_up(by, budgets, key) if key else None
            if physical == bool(key) or key and budget is None:
                raise ControlRefusal("budgetId is a budget's id for VIRTUAL_MEMBER, and absent for PHYSICAL")
            fields = {"status": call.body["status"], "type": call.body["type"]}
            return issue(by, user, budget, call.body["type"], {**fields, "shareBudgetFunds": False, "recurring": False})

    @control("POST", "/spend/transactions", body=Swipe)
    def swipe(call: Call) -> Answer:
        """A card is used: the AUTHORIZATION or DECLINE that follows (the CLEAR, or the 3DS challenge, if told to)."""
        with call.world.transaction():
            by, card = anywhere(call, cards.name, call.body["cardId"])
            budget, known = budget_of(by, card, call.body.get("budgetId")), told(by, call.body)
            if call.body["challenge"]:
                if call.body["cardPresent"]:
                    raise ControlRefusal("a challenge is for purchases without the card")
                return challenge(by, card, budget, known)
            text = call.body.get("decline")
            made = use(by, card, budget, known, ("NETWORK", text) if text else None)
            if call.body["clear"] and made["transactionType"] == "AUTHORIZATION":
                return clear(by, made, made.hidden["held"])
            return made

    @control("POST", "/spend/transactions/{id}/clear", body=Clearing, body_optional=True)
    def settle(call: Call) -> Answer:
        """Money leaves for an authorization: all that is held, or `amount`; with `more`, the rest stays held."""
        with call.world.transaction():
            by, row = anywhere(call, transactions.name, call.params["id"])
            held = still_held(row)
            if call.body["more"] and by.choose("spend.settle") == "in_place":
                raise ControlRefusal("an authorization that turns CLEAR in place has no more to come")
            return clear(by, row, cents(call.body["amount"]) if "amount" in call.body else held, call.body["more"])

    @control("POST", "/spend/transactions/{id}/reverse", body=Amount, body_optional=True)
    def cancel(call: Call) -> Answer:
        """A merchant cancels an authorization, or `amount` of it, before it clears."""
        with call.world.transaction():
            by, row = anywhere(call, transactions.name, call.params["id"])
            return reverse(by, row, at_most(call, still_held(row), "held"))

    @control("POST", "/spend/transactions/{id}/refund", body=Amount, body_optional=True)
    def give_back(call: Call) -> Answer:
        """A merchant gives back what has cleared, or `amount` of it."""
        with call.world.transaction():
            by, row = anywhere(call, transactions.name, call.params["id"])
            left = cents(row["amount"]) - row.hidden.get("refunded", 0) if row["transactionType"] == "CLEAR" else 0
            if left <= 0:
                raise ControlRefusal(f"nothing of this {row['transactionType']} can be refunded")
            return refund(by, row, at_most(call, left, "left"))

    @control("POST", "/spend/transactions/{id}/split", body=Split)
    def divide(call: Call) -> Answer:
        """The web app splits what has cleared into parts, each charged to its own budget or to the same."""
        with call.world.transaction():
            by, row = anywhere(call, transactions.name, call.params["id"])
            if row["transactionType"] != "CLEAR" or row["isCredit"] or row["isParent"] or "parentTransactionId" in row:
                raise ControlRefusal("only a CLEAR that is whole can be split")
            parts = [(cents(part["amount"]), part.get("budgetId", row["budgetUuid"])) for part in call.body["parts"]]
            if sum(amount for amount, _ in parts) != cents(row["amount"]):
                raise ControlRefusal(f"the parts do not make {row['amount']:.2f}")
            return {"children": split(by, row, [(amount, find(by, budgets, key)) for amount, key in parts])}


def still_held(row: Row) -> int:
    held: int = row.hidden.get("held", 0)
    if not held:
        raise ControlRefusal(f"this {row['transactionType']} holds nothing")
    return held


def at_most(call: Call, most: int, what: str) -> int:
    """The amount that is asked for, in cents: all, unless told."""
    amount = cents(call.body["amount"]) if "amount" in call.body else most
    if amount > most:
        raise ControlRefusal(f"amount is more than the {dollars(most):.2f} {what}")
    return amount
