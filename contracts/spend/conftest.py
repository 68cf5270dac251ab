"""What spending takes: the user of the token, budgets and cards of one's own."""

from typing import Any

import pytest
from billclient import Client
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
