"""Card accounts (`cat`): the payer's own cards, which bills may be paid with, and which users may. The API only reads
them: they are added, verified and taken away in BILL's web app (D absence), here by `/_mock`. D reference/listpayablecardaccounts.
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any, Literal

from ...gateway import listing
from ...gateway.call import Call
from ...gateway.operations import Answer, Resource
from ...gateway.plain import plain
from ...gateway.verbs import put, rewrite, tell
from ...gateway.wire import Time, Wire
from ...world.clock import instant, iso
from ...world.store import Column, Condition, Row
from .calendar import start_of
from .funding_accounts import AccountStatus

CardType = Literal["CREDIT_CARD", "DEBIT_CARD", "PREPAID_CARD", "UNDEFINED"]
Brand = Literal["visa", "mastercard", "amex", "discover"]
"""Lower case, as in payment options (D); in notifications they are capitalized (D)."""
Standing = Literal["NOMINATED", "VERIFIED", "UNVERIFIED", "UNDEFINED"]


class Expiration(Wire):
    year: str
    month: str


class CardDefaults(Wire):
    payables: bool
    receivables: bool
    funding: bool
    disbursement: bool


class CardAccount(Wire):
    archived: bool
    id: str
    createdTime: Time
    updatedTime: Time
    createdBy: str
    issuingBankName: str | None = None
    nameOnAccount: str
    brand: str
    type: CardType
    status: AccountStatus
    last4: str
    expiration: Expiration
    default: CardDefaults


class CardUser(Wire):
    cardAccountId: str
    userId: str
    archived: bool
    verificationStatus: Standing


class FundingRates(Wire):
    creditCardRate: float
    debitCardRate: float


class Promotion(FundingRates):
    startDate: Time
    endDate: Time


class Rates(Wire):
    defaultCardAccountId: str | None = None
    funding: FundingRates
    activePromotion: Promotion | None = None


class PayableCards(Wire):
    rates: Rates
    cards: list[CardAccount]


class CardsQuery(Wire):
    cardUserStatus: Literal["VERIFIED", "NOMINATED"]


class CardUsersQuery(Wire):
    currentUser: bool | None = None


CARDS = "/connect/v3/funding-accounts/cards"
cards = Resource("card_account", CARDS, "cat", CardAccount, CardAccount, item="cardAccountId", event="card-account")
plain(cards, get="getcardaccount")
card_users = Resource(
    "card_user", f"{CARDS}/users", "", CardUser, CardUser,
    filters={"id": "=hidden.key eq"}, sorts="archived",
    keep=(Column("cardAccountId", index=True), Column("userId")),
)  # fmt: skip


# Who may pay with a card


def standing(call: Call, card: str, user: str) -> str:
    """How far a user has got with a card; UNVERIFIED if never nominated."""
    row = call.world.store.get(card_users.name, f"{card}/{user}", call.org)
    return "UNVERIFIED" if row is None or row["archived"] else str(row["verificationStatus"])


def stand(call: Call, card: str, user: str, status: str) -> Row:
    """Put a user's standing with a card on record; one that is UNVERIFIED is archived, as for bank accounts (I)."""
    fields = {"verificationStatus": status, "archived": status == "UNVERIFIED"}
    row = call.world.store.get(card_users.name, f"{card}/{user}", call.org)
    if row is None:
        return put(call, card_users, {"cardAccountId": card, "userId": user, **fields}, {"key": f"{card}/{user}"})
    row |= fields
    return rewrite(call, card_users, row)


def usable(card: Row) -> bool:
    """Whether anything can be paid with a card."""
    return bool(card["status"] == "VERIFIED" and not card["archived"])


# What a card costs

PROMOTION = "card.promotion"


def promotion(call: Call) -> dict[str, Any] | None:
    """The promotion in force now, if any: start and end are instants of its first and after its last moment."""
    told: dict[str, Any] | None = call.world.store.meta(PROMOTION)
    if told and instant(told["startDate"]) <= call.now() < instant(told["endDate"]):
        return told
    return None


def rates(call: Call) -> dict[str, float]:
    """What a payment costs by card, in percent of its amount, without a promotion (numbers I)."""
    return {"creditCardRate": call.choose("card.credit_rate"), "debitCardRate": call.choose("card.debit_rate")}


def rate_for(call: Call, card: Row) -> float:
    """What a payment with this card costs now, in percent of its amount."""
    in_force = promotion(call) or rates(call)
    rate: float = in_force["debitCardRate" if card["type"] == "DEBIT_CARD" else "creditCardRate"]
    return rate


# A card's life, which BILL's web app and its issuer bring about


def add(call: Call, user: str, fields: dict[str, Any]) -> Row:
    """A user adds a card, and may pay with it as far as it is verified. It expires after the last day of its month.

    Parameters:
        fields: members of `CardAccount` but for id, times and creator.
    """
    row = put(call, cards, {**fields, "createdBy": user})
    for use, wanted in row["default"].items():
        if wanted:
            no_longer_default(call, row, use)
    stand(call, row["id"], user, "VERIFIED" if row["status"] == "VERIFIED" else "NOMINATED")
    tell(call, cards, "created", row)
    await_expiry(call, row)
    return row


def no_longer_default(call: Call, chosen: Row, use: str) -> None:
    """One card at most is the default of a use (I)."""
    for other in call.world.store.find(cards.name, call.org):
        if other["id"] != chosen["id"] and other["default"][use]:
            other["default"][use] = False
            rewrite(call, cards, other)


def await_expiry(call: Call, row: Row) -> None:
    year, month = int(row["expiration"]["year"]), int(row["expiration"]["month"])
    last = date(year, month, monthrange(year, month)[1])
    call.world.unschedule(row["id"])
    due = start_of(last + timedelta(days=1))
    call.world.schedule(max(due, call.now()), "card.expired", subject=row["id"], org=call.org, card=row["id"])


def become(call: Call, row: Row, status: str) -> Row:
    """Another status, of which BILL tells nobody (D: only the expiration is told) unless a choice says so."""
    row["status"] = status
    row = rewrite(call, cards, row)
    if call.world.choices["card.updated_on"] == "any":
        tell(call, cards, "updated", row)
    return row


def renew(call: Call, row: Row, expiration: dict[str, str]) -> Row:
    """The issuer gave the card another expiration, which BILL tells (D); an expired card is good again (I)."""
    changed = row["expiration"] != expiration
    row["expiration"] = expiration
    if row["status"] == "EXPIRED":
        row["status"] = "VERIFIED"
    row = rewrite(call, cards, row)
    await_expiry(call, row)
    if changed or call.world.choices["card.updated_on"] == "any":
        tell(call, cards, "updated", row)
    return row


def archive(call: Call, row: Row) -> Row:
    """The card is taken away for good."""
    call.world.unschedule(row["id"])
    row |= {"archived": True, "default": dict.fromkeys(row["default"], False)}
    row = rewrite(call, cards, row)
    if call.world.choices["card.updated_on"] == "any":
        tell(call, cards, "updated", row)
    return row


def expired(call: Call, card: str) -> None:
    """The card's last month is over."""
    row = call.world.store.get(cards.name, card, call.org)
    if row is not None and not row["archived"]:
        become(call, row, "EXPIRED")


# The operations


@cards.operation("listpayablecardaccounts", "GET", CARDS, query=CardsQuery, answer=PayableCards)
def list_cards(call: Call) -> Answer:
    """The cards with which the caller has this standing, and what paying by card costs; not paged (D)."""
    known = [row for row in call.world.store.find(cards.name, call.org) if not row["archived"]]
    wanted = call.query["cardUserStatus"]
    told: dict[str, Any] = {"funding": rates(call)}
    for row in known:
        if row["default"]["payables"]:
            told["defaultCardAccountId"] = row["id"]
    if in_force := promotion(call):
        told["activePromotion"] = in_force
    mine = [row for row in known if standing(call, row["id"], call.principal.user) == wanted]
    return {"rates": told, "cards": mine}


@card_users.operation(
    "listcardaccountusers", "GET", f"{CARDS}/users", listing=True, query=CardUsersQuery, answer=CardUser
)
def list_users(call: Call) -> Answer:
    """A page of card users; `currentUser=true` shows the caller's own only."""
    own = card_users.table.by_path["userId"]
    mine = [Condition(own, "eq", call.principal.user)] if call.query.get("currentUser") else []
    return listing.page(call, card_users, *mine)


def promote(call: Call, start: str, end: str, credit: float, debit: float) -> dict[str, Any]:
    """BILL lowers its rates for a time; `end` is the first instant without them."""
    told = {"startDate": iso(instant(start)), "endDate": iso(instant(end))}
    known = told | {"creditCardRate": credit, "debitCardRate": debit}
    call.world.store.put_meta(PROMOTION, known)
    return known


JOBS = {"card.expired": expired}
