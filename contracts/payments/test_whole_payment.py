"""Payments of which all is said that may be: each answer about them tells all of it, from the order to the void."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.payings import WAYS, Stage, Way
from billcontracts.whole import Whole


@pytest.fixture
def stage(control: Control, whole: Whole) -> Stage:
    return Stage(whole, control)


def seen(core: Client, id: str) -> dict[str, Any]:
    """A payment by its id; it reads alike in the list, or the watch over the answers fails."""
    assert [row["id"] for row in core.payments.list(filters=f"id:eq:{id}")] == [id]
    return core.payments.get(id)


@contract(
    "PA-WHOLE-001",
    "All that is said of a payment is told by its answer, by its list and by its id, until it is cancelled and after.",
    "S",
    "openapi",
)
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_cancelled(stage: Stage, trusted: Client, way: Way) -> None:
    order = way.order(stage)
    made = trusted.payments.create(order)
    read = seen(trusted, made["id"])
    assert (read["disbursementType"], read["transactionNumber"]) == (way.type, order["transactionNumber"])
    assert read["remittanceEmail"] == "pay@heron.example"
    assert read["billPayments"][0]["vendorCredits"] == order["vendorCredits"]
    cancelled = trusted.payments.cancel(made["id"])
    assert seen(trusted, made["id"])["singleStatus"] == cancelled["singleStatus"] == "CANCELED"


@contract("PA-WHOLE-002", "In bulk as well.", "S", "openapi")
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_in_bulk(stage: Stage, trusted: Client, way: Way) -> None:
    order = way.in_bulk(stage)
    (made,) = trusted.payments.bulk(order)["payments"]
    read = seen(trusted, made["id"])
    assert (read["disbursementType"], read["description"]) == (way.type, order["description"])
    assert read["billPayments"][0]["vendorCredits"] == order["payments"][0]["vendorCredits"]


MEMBERS = {
    "ACH": ("achDisbursement", {"sentDate", "arrivesByDate"}),
    "CHECK": ("checkDisbursement", {"sentDate", "arrivesByDate", "checkNumber"}),
    "RPPS": ("rppsDisbursement", {"sentDate", "arrivesByDate", "traceNumber", "batchNumber"}),
    "INTERNATIONAL": ("internationalDisbursement", {"sentDate", "arrivesByDate", "amount", "disbursementSubType"}),
    "VIRTUAL_CARD": ("vcardDisbursement", {"arrivesByDate", "validUntil", "last4CardNumber"}),
    "WALLET": ("walletDisbursement", {"arrivesByDate"}),
}
"""What a payment that was sent tells of how, by its disbursementType (D reference/getpayment)."""


@contract(
    "PA-WHOLE-003",
    "A payment that was sent tells how, and of its void who asked for it, when and why.",
    "D",
    "reference/getpayment",
)
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_voided(stage: Stage, trusted: Client, way: Way) -> None:
    made = way.sent(stage)
    read = seen(trusted, made["id"])
    name, members = MEMBERS[way.type]
    assert read["disbursementInfo"].keys() == {"isVoidable", name}
    told = set(read["disbursementInfo"][name]) - ({"trackingInformation"} if way.name == "check" else set())
    assert (told, read["disbursementStatus"]) == (members, "IN_PROGRESS")
    voided = trusted.payments.void(made["id"], {"type": "VOID_AND_CREDIT", "reason": "lost in the mail"})
    (asked,) = voided["voidInfo"]
    assert (asked["requestedBy"], asked["reason"]) == (read["createdBy"], "lost in the mail")
    assert seen(trusted, made["id"])["singleStatus"] == voided["singleStatus"] == "VOIDED"


@contract(
    "PA-WHOLE-004",
    "A faster check by UPS is told with where to track it.",
    "D",
    "changelog/2026-03-20",
)
def test_tracked(stage: Stage, trusted: Client) -> None:
    made = WAYS[1].sent(stage)
    assert seen(trusted, made["id"])["disbursementInfo"]["checkDisbursement"]["trackingInformation"]
