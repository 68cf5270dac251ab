"""OAuth client credentials: one token for AP, AR and S&E; none for webhooks."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.refusals import CLIENT_ERROR, judge
from billcontracts.targets import NEEDS_APP, World

BASIC = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def form(world: World) -> dict[str, str]:
    if world.oauth is None:
        pytest.skip(NEEDS_APP)
    return {
        "grant_type": "client_credentials",
        "client_id": world.oauth.clientId,
        "client_secret": world.oauth.clientSecret,
    }


def ask(world: World, form: dict[str, str]) -> Any:
    return world.http.post(world.gateway.token, data=form)


@contract("PL-AUTH-001", "Client id and secret as form fields give a Bearer token.", "D", "reference/createaccesstoken")
def test_token(world: World, form: dict[str, str]) -> None:
    answer = ask(world, form)
    assert answer.status_code == 200
    assert answer.json()["token_type"].lower() == "bearer"
    assert {"scope", "expires_in"} <= answer.json().keys()


@contract("PL-AUTH-002", "The token alone opens AP, AR and S&E.", "D", "docs/oauth-client-credentials")
def test_bearer(world: World, form: dict[str, str]) -> None:
    client = world.client(world.oauth)
    assert client.vendors.list(max=1).results is not None
    assert client.spend.users.current()["uuid"]


@contract("PL-AUTH-003", "A wrong secret or an unknown client gets no token.", "I", "reference/createaccesstoken")
@pytest.mark.parametrize("wrong", [{"client_secret": "no"}, {"client_id": "no"}, {"grant_type": "password"}])
def test_no_token(world: World, form: dict[str, str], wrong: dict[str, str]) -> None:
    answer = ask(world, {**form, **wrong})
    assert 400 <= answer.status_code < 500
    assert "access_token" not in answer.text


@contract("PL-AUTH-004", "An unknown Bearer token is 401.", "I", "docs/oauth-client-credentials")
def test_bad_bearer(stranger: Client) -> None:
    judge(stranger.raw("GET", "/v3/vendors", headers={"Authorization": "Bearer nonsense"}), 401)


@contract("PL-AUTH-005", "A Bearer token is not taken by the webhook service.", "D", "docs/oauth-client-credentials")
def test_no_bearer_for_webhooks(world: World, form: dict[str, str], stranger: Client) -> None:
    bearer = {"Authorization": f"Bearer {ask(world, form).json()['access_token']}"}
    judge(stranger.raw("GET", "/v3/subscriptions", service="events", headers=bearer), CLIENT_ERROR)


@contract("PL-AUTH-006", "A token ends when its expires_in is over.", "D", "docs/oauth-client-credentials")
def test_expiry(strict: Any, control: Control) -> None:
    own = strict()
    answer = own.http.post(own.gateway.token, data={
        "grant_type": "client_credentials", "client_id": own.oauth.clientId, "client_secret": own.oauth.clientSecret,
    }).json()  # fmt: skip
    bearer = {"Authorization": f"Bearer {answer['access_token']}"}
    stranger = own.client()
    assert stranger.raw("GET", "/v3/vendors", headers=bearer).status_code == 200
    own.control.advance(seconds=answer["expires_in"] + 1)
    judge(stranger.raw("GET", "/v3/vendors", headers=bearer), 401)


@contract(
    "PL-AUTH-007",
    "A token with accounting scope reads and keeps books, but moves no money.",
    "D",
    "docs/oauth-api-scope-capabilities",
)
def test_accounting_scope(strict: Any, make: Any) -> None:
    own = strict()
    app = own.control.ask("POST", "/apps", {"scope": "accounting_data_access"})
    client = own.client(type(own.oauth)(app["clientId"], app["clientSecret"]))
    vendor = client.vendors.create(make.vendor_body())
    assert client.vendors.get(vendor["id"])["id"] == vendor["id"]
    account = {"accountNumber": "111222333", "routingNumber": "074000010"}
    judge(client.raw("POST", f"/v3/vendors/{vendor['id']}/bank-account", json=account), 403)
