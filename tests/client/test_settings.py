"""Gateways and credentials from one setting or from the environment."""

import pytest
from billclient import PRODUCTION, SANDBOX, ApiToken, Gateway, OAuth, Partner, Session, from_env


@pytest.mark.parametrize(
    "given",
    [
        "gateway.stage.bill.com",
        "https://gateway.stage.bill.com/",
        "https://gateway.stage.bill.com/connect",
        "https://gateway.stage.bill.com/connect-events/",
        "https://gateway.stage.bill.com/authx/token",
    ],
)
def test_one_host_gives_the_three_urls(given: str) -> None:
    assert Gateway.at(given) == SANDBOX
    assert SANDBOX.connect == "https://gateway.stage.bill.com/connect"
    assert SANDBOX.events == "https://gateway.stage.bill.com/connect-events"
    assert SANDBOX.token == "https://gateway.stage.bill.com/authx/token"


def test_a_loopback_host_without_scheme_is_http() -> None:
    assert Gateway.at("127.0.0.1:8585").connect == "http://127.0.0.1:8585/connect"
    assert Gateway.at("localhost:1").token == "http://localhost:1/authx/token"


@pytest.mark.parametrize("given", ["", "https://", "/connect"])
def test_what_names_no_host_is_refused(given: str) -> None:
    with pytest.raises(ValueError, match="not a gateway"):
        Gateway.at(given)


def test_an_empty_environment_is_the_sandbox_without_credentials() -> None:
    assert from_env({}) == (SANDBOX, ())
    assert from_env({"BILL_GATEWAY": "production"})[0] == PRODUCTION


def test_each_credential_is_read_when_it_is_whole() -> None:
    _, found = from_env(
        {
            "BILL_USERNAME": "ida",
            "BILL_PASSWORD": "pw",
            "BILL_ORGANIZATION_ID": "008",
            "BILL_DEV_KEY": "dk",
            "BILL_REMEMBER_ME_ID": "rm",
            "BILL_DEVICE": "dev",
            "BILL_CLIENT_ID": "ci",
            "BILL_CLIENT_SECRET": "cs",
            "BILL_API_TOKEN": "at",
            "BILL_APP_KEY": "ak",
            "BILL_PARTNER_USERNAME": "pu",
            "BILL_PARTNER_PASSWORD": "pp",
        }
    )
    assert found == (
        Session("ida", "pw", "008", "dk", "rm", "dev"),
        OAuth("ci", "cs"),
        ApiToken("at"),
        Partner("ak", "pu", "pp"),
    )
    assert from_env({"BILL_USERNAME": "ida", "BILL_CLIENT_ID": "ci"})[1] == ()


def test_single_urls_replace_the_derived_ones() -> None:
    gateway, _ = from_env({"BILL_GATEWAY": "bill.test", "BILL_EVENTS_URL": "https://hooks.test/e"})
    assert (gateway.connect, gateway.events) == ("https://bill.test/connect", "https://hooks.test/e")


def test_secrets_are_not_shown() -> None:
    shown = repr(
        [
            Session("ida", "pw-1", "008", "dk-1", "rm-1"),
            OAuth("c", "cs-1"),
            ApiToken("at-1"),
            Partner("ak-1", "u", "pp-1"),
        ]
    )
    assert not [secret for secret in ("pw-1", "dk-1", "rm-1", "cs-1", "at-1", "ak-1", "pp-1") if secret in shown]
