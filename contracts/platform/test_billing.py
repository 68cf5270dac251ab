"""What the organization pays BILL, and whether BILL is there."""

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.refusals import CLIENT_ERROR, refused


@pytest.fixture(scope="module")
def own(bill: Client) -> str:
    """The organization of the session."""
    found: str = bill.session.info()["organizationId"]
    return found


@contract("PL-HEALTH-001", "The health check needs no credential.", "D", "reference/gethealthcheck")
def test_health(stranger: Client) -> None:
    assert stranger.health().keys() == {"appId", "appEnv", "appVersion", "bdcRegion"}


@contract("PL-PLAN-001", "The organization has a price plan with its terms.", "D", "reference/getpriceplan")
def test_price_plan(bill: Client, own: str) -> None:
    plan = bill.organizations.price_plan(own)
    assert plan["id"]
    assert plan["monthlyPrice"] >= 0
    assert {"type", "name", "tier", "quantity", "price"} >= {name for term in plan["planTerms"] for name in term}


@contract("PL-PLAN-002", "The plan of another organization is not shown.", "I", "reference/getpriceplan")
def test_other_plan(bill: Client) -> None:
    with refused(CLIENT_ERROR):
        bill.organizations.price_plan("00801NOSUCHORGAN0000")
