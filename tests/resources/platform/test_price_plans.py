"""Price plans: what an organization has, and what a plan keeps it from."""

import pytest

from mockbill.gateway.call import Call
from mockbill.resources.platform.price_plans import PLANS, set_plan
from tests.resources.payments.conftest import Payer, payer

__all__ = ["Payer", "payer"]


def path(api):
    return f"/v3/organizations/{api.credentials['organizationId']}/price-plan"


def put_on(world, kind):
    org = world.store.meta("credentials")["organizationId"]
    with world.transaction():
        set_plan(Call.by_clock(world, org), world.store.get("organization", org), kind)


def test_an_organization_has_a_plan(api):
    assert api.get(path(api)).json == {
        "id": "ppl01PRICEPLANS00002", "name": "Essentials", "monthlyPrice": 45, "allowTrial": True, "priceVariesPerUser": True,
        "planTerms": [
            {"type": "TRANSACTION", "name": "suaProcessedCount", "tier": 1, "quantity": 25, "price": 0},
            {"type": "TRANSACTION", "name": "suaProcessedCount", "tier": 2, "quantity": 0, "price": 0.59},
        ],
    }  # fmt: skip


@pytest.mark.parametrize("kind", PLANS)
def test_another_plan_is_shown_and_nothing_else_changes(api, world, kind):
    organization = api.get(path(api).removesuffix("/price-plan")).json
    put_on(world, kind)
    plan = api.get(path(api)).json
    assert plan["name"] == PLANS[kind].name and plan["id"].endswith(kind[-1]) and len(plan["id"]) == 20
    discounts = [term["price"] for term in plan["planTerms"] if term["name"] == "discount"]
    assert discounts == [PLANS[kind].discount] * bool(PLANS[kind].discount)
    assert api.get(path(api).removesuffix("/price-plan")).json == organization


def test_administrators_see_the_plan_of_their_own_organization(api):
    auditor = api.as_user("fay@mockbill.test")
    auditor.refused(auditor.get(path(api)), 403)
    api.refused(api.get("/v3/organizations/00801NOSUCHORGAN0000/price-plan"), 404, code="BDC_1205")


def test_a_plan_without_epayments_blames_the_vendor(payer, world):
    vendor = payer.vendor()
    body = {"networkId": "4417700345678901", "networkType": "BILL"}
    assert payer.api.post(f"/v3/network/invitation/vendor/{vendor['id']}", json=body).status_code == 200
    put_on(world, "PricePlan1")
    told = "This vendor is unable to receive ePayments."
    bill = payer.bill(vendor, 100)
    payer.api.refused(payer.order(bill), 422, told, f"{bill['id']} : {told}")
    assert payer.order(payer.bill(payer.ach(), 100)).status_code == 201
    put_on(world, "PricePlan3")
    assert payer.order(bill).json["disbursementType"] == "WALLET"
