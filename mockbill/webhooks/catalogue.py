"""The events there are, and which level of credential may subscribe to them (D docs/webhooks, O a live catalogue)."""

from dataclasses import dataclass
from typing import Literal

from ..gateway.call import Call, Principal
from ..gateway.operations import Answer
from ..world.choices import Choices

Level = Literal["organization", "spend"]
VERSION = "1"
CREATED_TO_RESTORED = ("created", "updated", "archived", "restored")


@dataclass(frozen=True)
class EventType:
    """One type: who may hear of it, and the member its object stands under (some have a hyphen, D)."""

    type: str
    key: str
    level: Level = "organization"


def family(key: str, *what: str) -> list[EventType]:
    return [EventType(f"{key}.{happened}", key) for happened in what]


MASS_PAYMENT = EventType("mass-payment.updated", "mass-payment")
EVENTS: dict[str, EventType] = {
    event.type: event
    for event in (
        *family("vendor", *CREATED_TO_RESTORED),
        EventType("autopay.failed", "vendor"),
        *family("bill", *CREATED_TO_RESTORED),
        *family("payment", "updated", "failed"),
        MASS_PAYMENT,
        *family("bank-account", "created", "updated"),
        *family("card-account", "created", "updated"),
        *family("risk-verification", "updated"),
        *family("invoice", *CREATED_TO_RESTORED),
        EventType("spend.transaction.updated", "transaction", "spend"),
        EventType("spend.three-ds-challenge.created", "threeDsChallenge", "spend"),
        EventType("spend.reimbursement.created", "reimbursement", "spend"),
        EventType("spend.reimbursement.updated", "reimbursement", "spend"),
        EventType("spend.reimbursement.deleted", "reimbursement", "spend"),
    )
}
"""customer.*, payment.created and receivable-payment.* do not exist (O)."""


def level_of(principal: Principal) -> Level:
    """An organization and a partner hear of the same things; an S&E token of others (D)."""
    return "spend" if principal.kind == "spend" else "organization"


def owner_of(principal: Principal) -> str:
    """At which level a credential subscribes: one never sees what another made (I)."""
    return "partner" if principal.kind == "partner" else level_of(principal)


def known(level: Level) -> set[str]:
    """The types that a level may subscribe to."""
    return {event.type for event in EVENTS.values() if event.level == level}


def listed(choices: Choices, level: Level) -> list[str]:
    """The types that the catalogue shows to a level; mass-payment.updated works but is on no list (D docs/webhooks)."""
    hidden = set() if choices["webhook.mass_payment_listed"] else {MASS_PAYMENT.type}
    return [type for type in EVENTS if type in known(level) - hidden]


def catalogue(call: Call) -> Answer:
    """The events the caller may subscribe to (D reference/geteventcatalog; the envelope is a choice)."""
    types = listed(call.world.choices, level_of(call.principal))
    if call.choose("webhook.catalogue") == "array":
        return [{"type": type, "versions": [VERSION]} for type in types]
    return {"events": [{"type": type, "version": VERSION} for type in types]}
