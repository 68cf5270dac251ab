"""Cards that bills are paid with, as a user adds them in BILL's web app and their issuer changes them; and BILL's AP Cards.
The API only reads them.
"""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from ..gateway.call import Call
from ..gateway.errors import ControlRefusal
from ..gateway.operations import Answer
from ..gateway.verbs import rewrite, tell
from ..gateway.wire import Filled, Money, Positive, Text, Time, Wire, merge
from ..resources.payables.vendor_shapes import AlternatePayByType, VirtualCardStatus
from ..resources.payables.vendors import derive, vendors
from ..resources.payments.ap_cards import ApCardStatus, ap_cards, open_card
from ..resources.payments.cards import Brand, CardType, add, archive, become, promote, renew, stand
from ..world.store import Row
from .declare import Control
from .payments import owned

Year = Annotated[str, Field(pattern="^2[01][0-9]{2}$")]
Month = Annotated[str, Field(pattern="^(0[1-9]|1[0-2])$")]


class Strict(Wire):
    model_config = ConfigDict(extra="forbid")


class Expires(Strict):
    year: Year = "2029"
    month: Month = "05"


class Default(Strict):
    payables: bool = False
    receivables: bool = False
    funding: bool = False
    disbursement: bool = False


class CardBody(Strict):
    userId: Text | None = None
    issuingBankName: Text = "Harbor Trust"
    nameOnAccount: Filled = "Ada Marsh"
    brand: Brand = "visa"
    type: CardType = "CREDIT_CARD"
    status: Literal["NOT_VERIFIED", "PENDING", "VERIFIED"] = "VERIFIED"
    last4: Annotated[str, Field(pattern="^[0-9]{4}$")] = "0042"
    expiration: Expires = Field(default_factory=Expires)
    default: Default = Field(default_factory=Default)


class UserBody(Strict):
    userId: Filled
    verificationStatus: Literal["NOMINATED", "VERIFIED", "UNVERIFIED"] = "VERIFIED"


class PromotionBody(Strict):
    startDate: Time
    endDate: Time
    creditCardRate: Annotated[float, Field(ge=0, le=100)]
    debitCardRate: Annotated[float, Field(ge=0, le=100)]


class EnrolmentBody(Strict):
    status: VirtualCardStatus = "ENROLLED"
    remitEmail: Text | None = None
    alternatePayByType: AlternatePayByType | None = None


class ApCardBody(Strict):
    status: ApCardStatus = "ACTIVE"
    nameOnAccount: Filled = "Ada Marsh"
    balance: Money = 0.0
    limit: Positive = 10_000.0


class ApCardPatch(Strict):
    status: ApCardStatus | None = None
    balance: Money | None = None
    limit: Positive | None = None


def holder(call: Call, id: str | None) -> tuple[Call, str]:
    """A call on behalf of a user of the world (its administrator, unless named), and that user's id."""
    store = call.world.store
    name = call.world.store.meta("credentials")["username"]
    known = [row] if id and (row := store.get("user", id)) else [] if id else store.find("user", email=name)
    if not known:
        raise ControlRefusal(f"there is no user {id!r}", 404)
    return Call.by_clock(call.world, known[0].org, known[0]["id"]), known[0]["id"]


def declare(control: Control) -> None:
    @control("POST", "/cards", body=CardBody, body_optional=True)
    def add_card(call: Call) -> Answer:
        """A user adds a card to pay bills with; VERIFIED unless told."""
        with call.world.transaction():
            by, user = holder(call, call.body.pop("userId", None))
            return add(by, user, call.body)

    @control("POST", "/cards/promotion", body=PromotionBody)
    def lower_rates(call: Call) -> Answer:
        """BILL's rates for cards, for a time."""
        with call.world.transaction():
            told = call.body
            return promote(call, told["startDate"], told["endDate"], told["creditCardRate"], told["debitCardRate"])

    @control("POST", "/cards/{id}/verify")
    def verify(call: Call) -> Answer:
        """A card is verified, and whoever added it may pay with it."""
        with call.world.transaction():
            by, card = standing_card(call, "NOT_VERIFIED", "PENDING", "BLOCKED")
            stand(by, card["id"], card["createdBy"], "VERIFIED")
            return become(by, card, "VERIFIED")

    @control("POST", "/cards/{id}/expire")
    def expire(call: Call) -> Answer:
        """A card expires before its time."""
        with call.world.transaction():
            by, card = standing_card(call, "VERIFIED", "PENDING", "NOT_VERIFIED")
            call.world.unschedule(card["id"])
            return become(by, card, "EXPIRED")

    @control("POST", "/cards/{id}/block")
    def block(call: Call) -> Answer:
        """BILL blocks a card: nothing can be paid with it."""
        with call.world.transaction():
            return become(*standing_card(call, "VERIFIED", "PENDING", "NOT_VERIFIED"), "BLOCKED")

    @control("POST", "/cards/{id}/renew", body=Expires)
    def new_expiration(call: Call) -> Answer:
        """The issuer gives a card another expiration; an expired one is good again."""
        with call.world.transaction():
            return renew(*standing_card(call), call.body)

    @control("POST", "/cards/{id}/archive")
    def take_away(call: Call) -> Answer:
        """A user takes a card away."""
        with call.world.transaction():
            return archive(*standing_card(call))

    @control("POST", "/cards/{id}/users", body=UserBody)
    def admit(call: Call) -> Answer:
        """A user is nominated for a card, verified for it (the default), or loses it."""
        with call.world.transaction():
            by, card = standing_card(call)
            user = call.world.store.get("user", call.body["userId"], card.org)
            if user is None:
                raise ControlRefusal(f"there is no user {call.body['userId']!r}", 404)
            return stand(by, card["id"], user["id"], call.body["verificationStatus"])

    @control("POST", "/ap-cards", body=ApCardBody, body_optional=True)
    def add_ap_card(call: Call) -> Answer:
        """BILL opens an AP Card."""
        with call.world.transaction():
            return open_card(holder(call, None)[0], call.body)

    @control("POST", "/ap-cards/{id}", body=ApCardPatch, partial=True)
    def change_ap_card(call: Call) -> Answer:
        """Status, limit or balance of an AP Card become others."""
        with call.world.transaction():
            by, card = owned(call, ap_cards.name)
            changed: Any = merge(card, call.body)
            return rewrite(by, ap_cards, changed)

    @control("POST", "/vendors/{id}/virtual-card", body=EnrolmentBody, body_optional=True)
    def enrol(call: Call) -> Answer:
        """A vendor takes virtual cards from now on, or (another status) does not."""
        with call.world.transaction():
            by, vendor = owned(call, vendors.name)
            day = {"ENROLLED": "enrollDate", "DECLINED": "declineDate"}.get(call.body["status"])
            vendor["paymentInformation"]["virtualCard"] = call.body | ({day: by.iso()} if day else {})
            derive(vendor)
            vendor = rewrite(by, vendors, vendor)
            tell(by, vendors, "updated", vendor)
            return vendor


def standing_card(call: Call, *among: str) -> tuple[Call, Row]:
    """The card that the path names, which was not taken away, in one of these statuses."""
    by, card = owned(call, "card_account")
    if card["archived"] or among and card["status"] not in among:
        state = "archived" if card["archived"] else card["status"]
        raise ControlRefusal(f"the card is {state}" + (f", not {' or '.join(among)}" if among else ""))
    return by, card
