"""Card money as a whole: what is spent of a budget is what its transactions say."""

from typing import Any

from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.properties import properties
from hypothesis import given
from hypothesis import strategies as st

STEPS = st.lists(
    st.tuples(st.integers(1, 9_000), st.sampled_from(["hold", "clear", "reverse", "refund"])), min_size=1, max_size=6
)


def cents(amount: float) -> int:
    return round(amount * 100)


@contract(
    "SE-MONEY-001",
    "Whatever is charged, cleared, reversed and refunded, a budget's pending and cleared are what its transactions come to.",
    "I",
    "docs/transaction-management",
)
@properties
@given(steps=STEPS)
def test_conserved(spend: Client, control: Control, make_budget: Any, me: dict[str, Any], steps: Any) -> None:
    budget = make_budget()
    body = {"name": "Fuel", "userId": me["uuid"], "budgetId": budget["uuid"], "limit": 750}
    card = spend.spend.cards.unfreeze(spend.spend.cards.create(body)["uuid"])

    def steer(row: Any, action: str) -> Any:
        return control.ask("POST", f"/spend/transactions/{row['uuid']}/{action}", {})

    for amount, action in steps:
        row = control.ask("POST", "/spend/transactions", {"cardId": card["uuid"], "amount": amount / 100})
        if action in ("clear", "refund"):
            row = steer(row, "clear")
        if action in ("reverse", "refund"):
            steer(row, action)
    rows = list(spend.spend.transactions.iterate(filters=f"budgetId:eq:{budget['uuid']},type:ne:DECLINE"))
    cleared = sum(cents(row["amount"]) for row in rows if row["transactionType"] == "CLEAR")
    held = [row for row in rows if row["transactionType"] == "AUTHORIZATION" and "matchedClearTransactionId" not in row]
    pending = sum(cents(row["amount"]) for row in held)
    spent = spend.spend.budgets.get(budget["uuid"])["currentPeriod"]["spent"]
    assert [cents(spent[part]) for part in ("cleared", "pending", "total")] == [cleared, pending, cleared + pending]
    assert cents(spend.spend.cards.get(card["uuid"])["currentPeriod"]["spent"]) == cleared + pending
