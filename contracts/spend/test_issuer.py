"""What BILL as the issuer of a card brings about: fees, disputes and points; and how fees are shared by a split."""

from collections.abc import Callable
from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control


@pytest.fixture
def bought(spend: Client, control: Control, make_card: Any) -> Callable[..., Any]:
    """A purchase that has cleared, in US dollars unless told."""
    card = spend.spend.cards.unfreeze(make_card()["uuid"])

    def buy(amount: float, **fields: Any) -> Any:
        return control.ask(
            "POST", "/spend/transactions", {"cardId": card["uuid"], "amount": amount, "clear": True, **fields}
        )

    return buy


@contract(
    "SE-TRAN-031",
    "What BILL itself charges is of type OTHER, without authorization.",
    "D",
    "docs/transaction-management",
)
def test_other(spend: Client, control: Control, make_card: Any, budget: dict[str, Any]) -> None:
    card = make_card()["uuid"]
    made = control.ask("POST", "/spend/fees", {"cardId": card, "amount": 2.5})
    read = spend.spend.transactions.get(made["uuid"])
    assert (read["transactionType"], read["amount"], read["originalAuthTransactionUuid"]) == ("OTHER", 2.5, None)
    listed = spend.spend.transactions.list(filters=f"cardId:eq:{card},type:eq:OTHER")
    assert [row["uuid"] for row in listed] == [made["uuid"]]


@contract("SE-TRAN-032", "A disputed transaction says how far its dispute is.", "D", "reference/gettransaction")
def test_dispute(spend: Client, control: Control, bought: Any) -> None:
    row = bought(20)
    assert "disputeStatus" not in spend.spend.transactions.get(row["uuid"])
    for status in ("SUBMITTED", "CLOSED_WON"):
        control.ask("POST", f"/spend/transactions/{row['uuid']}/dispute", {"status": status})
        assert spend.spend.transactions.get(row["uuid"])["disputeStatus"] == status


@contract("SE-TRAN-033", "A transaction shows the points awarded for it.", "D", "reference/gettransaction")
def test_points(spend: Client, control: Control, bought: Any) -> None:
    row = bought(20)
    control.ask("POST", f"/spend/transactions/{row['uuid']}/award", {"points": 40})
    assert spend.spend.transactions.get(row["uuid"])["pointsAwarded"] == 40


@contract(
    "SE-TRAN-034",
    "The parts of a split have together the fees and the foreign amount of the whole.",
    "I",
    "docs/transaction-management",
)
def test_split_fees(spend: Client, control: Control, bought: Any) -> None:
    whole = bought(10, currency="EUR", exchangeRate=1.1133)
    amounts = [3.33, 3.33, round(whole["amount"] - 6.66, 2)]
    path = f"/spend/transactions/{whole['uuid']}/split"
    children = control.ask("POST", path, {"parts": [{"amount": amount} for amount in amounts]})["children"]
    read = [spend.spend.transactions.get(child["uuid"]) for child in children]
    for name in ("amount", "transactedAmount", "fees", "foreignExchangeFee"):
        assert round(sum(row[name] for row in read), 2) == whole[name], name
    originals = [int(row["currencyData"]["originalCurrencyAmount"]) for row in read]
    assert sum(originals) == int(whole["currencyData"]["originalCurrencyAmount"]) == 1000
