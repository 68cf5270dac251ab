"""What spending takes: the user of the token, budgets and cards of one's own, and their use, which a mock's levers bring about."""

from collections.abc import Callable
from typing import Any

import pytest
from billclient import Client
from billcontracts.control import Control
from billcontracts.factories import unique


@pytest.fixture(scope="module")
def me(spend: Client) -> dict[str, Any]:
    """The user of the token."""
    return spend.spend.users.current()


@pytest.fixture(scope="module")
def make_budget(spend: Client, me: dict[str, Any]) -> Any:
    """Makes monthly budgets of 750 US dollars."""

    def make(**fields: Any) -> dict[str, Any]:
        body = {
            "name": unique("Field crew"),
            "owners": [me["uuid"]],
            "recurringInterval": "MONTHLY",
            "limit": 750,
            "recurringLimit": 600,
        }
        return spend.spend.budgets.create({**body, **fields})

    return make


@pytest.fixture
def budget(make_budget: Any) -> dict[str, Any]:
    """A budget of one's own."""
    return make_budget()


@pytest.fixture
def someone(spend: Client) -> dict[str, Any]:
    """Another user, a MEMBER of the company."""
    email = f"{unique('jo').replace(' ', '.')}@kit.example"
    return spend.spend.users.create({"firstName": "Jo", "lastName": "Reyes", "email": email, "role": "MEMBER"})


@pytest.fixture
def card_body(me: dict[str, Any], budget: dict[str, Any]) -> Any:
    """The body of a card on the budget."""

    def body(**fields: Any) -> dict[str, Any]:
        return {
            "name": unique("Hosting"), "userId": me["uuid"], "budgetId": budget["uuid"], "limit": 120, **fields,
        }  # fmt: skip

    return body


@pytest.fixture
def make_card(spend: Client, card_body: Any) -> Any:
    """Makes cards on the budget, unless told another."""
    return lambda **fields: spend.spend.cards.create(card_body(**fields))


@pytest.fixture
def card(spend: Client, make_card: Any) -> dict[str, Any]:
    """An active card of 120 US dollars."""
    return spend.spend.cards.unfreeze(make_card()["uuid"])


@pytest.fixture
def swipe(control: Control, card: dict[str, Any]) -> Callable[..., Any]:
    """Uses the card as a merchant would: `swipe(20)`."""

    def use(amount: float = 20, **fields: Any) -> Any:
        return control.ask("POST", "/spend/transactions", {"cardId": card["uuid"], "amount": amount, **fields})

    return use


@pytest.fixture
def steer(control: Control) -> Callable[..., Any]:
    """What a merchant or the web app does to a transaction: `steer(row, "clear", amount=5)`."""
    return lambda row, action, **fields: control.ask("POST", f"/spend/transactions/{row['uuid']}/{action}", fields)


@pytest.fixture
def spent(spend: Client, budget: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    """What is spent of the budget."""
    return lambda: spend.spend.budgets.get(budget["uuid"])["currentPeriod"]["spent"]


@pytest.fixture
def field(spend: Client, budget: dict[str, Any]) -> Callable[..., Any]:
    """Makes a custom field of the budget, and its values."""

    def make(**fields: Any) -> Any:
        body = {"name": unique("Job site"), "allowCustomValues": False, "global": False, "values": ["North", "South"]}
        made = spend.spend.custom_fields.create({**body, "selectedBudgetIds": [budget["uuid"]], **fields})
        return made, spend.spend.custom_field_values(made["uuid"]).list().results

    return make
