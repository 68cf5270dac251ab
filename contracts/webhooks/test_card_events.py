"""What is told of card use beside its authorization and its clearing: why it was declined, and of what it is a part."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.furnish_spend import Spending
from billcontracts.receiver import Receiver
from billcontracts.whole import Whole


@pytest.fixture
def spending(whole: Whole, control: Control) -> Spending:
    purpose = control.ask("POST", "/spend/notes", {"name": "Purpose"})["uuid"]
    return Spending(whole, control, purpose)


@contract(
    "WH-CARD-001",
    "A card that declines is told of, with the reason that the transaction tells.",
    "D",
    "docs/spend-expense-transaction-notification-payloads",
)
def test_declined(spend: Client, spending: Spending, control: Control, subscribe: Any, receiver: Receiver) -> None:
    subscribe("spend.transaction.updated")
    row = spending.buy(decline="CVV is invalid.")
    control.drain()
    (came,) = receiver.arrived
    told = came.json["transaction"]
    assert (told["uuid"], told["transactionType"], told["declineReason"]) == (row["uuid"], "DECLINE", "CVV is invalid.")
    assert spend.spend.transactions.get(row["uuid"])["declineReason"] == told["declineReason"]


@contract(
    "WH-CARD-002",
    "The parts of a transaction that is split are told of each with its uuid.",
    "D",
    "docs/spend-expense-transaction-notification-payloads",
)
def test_split(spending: Spending, control: Control, subscribe: Any, receiver: Receiver) -> None:
    subscribe("spend.transaction.updated")
    row, *parts = spending.split()
    control.drain()
    told = {one.json["transaction"]["uuid"]: one.json["transaction"] for one in receiver.arrived}
    assert {told[part["uuid"]]["parentTransactionUuid"] for part in parts} == {row["uuid"]}
    assert "parentTransactionUuid" not in told[row["uuid"]]
