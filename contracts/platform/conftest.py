"""Users of every role, for the contracts on who may do what."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from billclient import Client
from billcontracts.control import Control
from billcontracts.factories import user_body
from billcontracts.targets import World


@pytest.fixture(scope="module")
def roles(bill: Client) -> dict[str, str]:
    """Role ids by type."""
    return {role["type"]: role["id"] for role in bill.roles.iterate()}


@pytest.fixture
def signed_in(world: World, control: Control, bill: Client, roles: dict[str, str]) -> Callable[..., Any]:
    """Makes a user of a role who has signed up; answers the user and a signed-in client."""

    def sign_in(role: str) -> tuple[dict[str, Any], Client]:
        made = bill.users.create(user_body(roles[role]))
        keys = control.ask("POST", f"/users/{made['id']}/sign-up", {"password": "kit-password"})
        assert world.session
        session = replace(
            world.session, username=keys["username"], password="kit-password", rememberMeId=None, device=None
        )
        client = world.client(session)
        client.session.login()
        return made, client

    return sign_in
