"""Two organizations of one world in the network: each asks and answers by the API, and both sides stay in step."""

import pytest

from mockbill.resources.payments.tenants import network_id_of
from tests.resources.payments.conftest import Payer
from tests.resources.platform.test_partner import USER, enter, partner

__all__ = ["partner"]

INVITATION = "/v3/network/invitation"
PLACE = {"line1": "1 Quay", "city": "Erie", "zipOrPostalCode": "16501", "country": "US"}


class Side:
    """An organization: its caller, its id in the network, and what it makes there."""

    def __init__(self, api, organization):
        self.api, self.organization, self.id = api, organization, network_id_of(organization)

    def made(self, kind, name="Other"):
        body = {"name": name, "address": PLACE} if kind == "vendor" else {"name": name, "email": "o@other.example"}
        return self.api.post(f"/v3/{kind}s", json=body).json["id"]

    def invites(self, kind, record, other):
        return self.api.post(f"{INVITATION}/{kind}/{record}", json={"networkId": other.id, "networkType": "BILL"})

    def accepts(self, other, type, **which):
        return self.api.post(f"{INVITATION}/accept", json={"networkId": other.id, "type": type, **which})

    def stands(self, kind, record):
        return self.api.get(f"{INVITATION}/{kind}/{record}").json["status"]

    def leaves(self, kind, record):
        return self.api.delete(f"{INVITATION}/{kind}/{record}")


@pytest.fixture
def sides(api, partner):
    """The world's first organization, which pays, and one that a partner made."""
    uma = partner.post("/v3/partner/users", json=USER).json
    return Side(api, api.credentials["organizationId"]), Side(
        enter(api, partner, uma), partner.headers["organizationId"]
    )


def test_each_finds_the_other_and_not_itself(sides):
    us, them = sides
    found = us.api.get("/v3/network?name=kite").json["results"]
    assert found == [{"id": them.id, "name": "Kite & Co", "type": "BILL", "addresses": [PLACE]}]
    assert them.api.get("/v3/network?name=kite").json["results"] == []
    [other] = them.api.get("/v3/network?name=heron").json["results"]
    assert other["id"] == us.id and len(us.id) == 16
    us.api.refused(us.invites("vendor", us.made("vendor"), us), 422, code="BDC_1205")
    known = us.api.get("/_mock/network").json["organizations"]
    assert {us.id, them.id} <= {row["id"] for row in known}


@pytest.mark.parametrize(("kind", "type"), [("vendor", "CUSTOMER"), ("customer", "VENDOR")])
def test_who_is_invited_accepts_by_the_api(sides, kind, type):
    us, them = sides
    record = us.made(kind)
    assert us.invites(kind, record, them).status_code == 200
    assert us.stands(kind, record) == "PENDING"
    them.api.refused(them.accepts(us, "VENDOR" if type == "CUSTOMER" else "CUSTOMER", name="Heron"), 422)
    theirs = them.made(type.lower())
    assert them.accepts(us, type, id=theirs).status_code == 200
    assert (us.stands(kind, record), them.stands(type.lower(), theirs)) == ("CONNECTED", "CONNECTED")
    read = us.api.get(f"/v3/{kind}s/{record}").json
    assert read.get("paymentNetworkId", read.get("companyName")) in (them.id, "Kite & Co")


@pytest.mark.parametrize("who", [0, 1])
def test_either_side_disconnects_both(sides, who):
    us, them = sides
    vendor = us.made("vendor")
    us.invites("vendor", vendor, them)
    customer = them.made("customer")
    them.accepts(us, "CUSTOMER", id=customer)
    records = (("vendor", vendor), ("customer", customer))
    assert sides[who].leaves(*records[who]).status_code == 200
    assert [side.stands(*record) for side, record in zip(sides, records, strict=True)] == ["NOT_CONNECTED"] * 2
    assert us.invites("vendor", vendor, them).status_code == 200


def test_neither_leaves_while_a_payment_is_on_its_way(sides):
    us, them = sides
    vendor, customer = us.made("vendor"), them.made("customer")
    us.invites("vendor", vendor, them)
    them.accepts(us, "CUSTOMER", id=customer)
    payer = Payer(us.api)
    payment = payer.pays(payer.bill({"id": vendor}, 100))
    assert payment["disbursementType"] == "CHECK"  # they have linked no account
    them.api.refused(them.leaves("customer", customer), 422, code="BDC_1143")
    payer.steer(payment, "clear")
    assert them.leaves("customer", customer).status_code == 200
    assert us.stands("vendor", vendor) == "NOT_CONNECTED"


def test_what_is_withdrawn_or_lapsed_cannot_be_accepted(sides):
    us, them = sides
    vendor = us.made("vendor")
    us.invites("vendor", vendor, them)
    us.api.refused(us.invites("vendor", us.made("vendor"), them), 422, code="BDC_1143")
    us.leaves("vendor", vendor)
    them.api.refused(them.accepts(us, "CUSTOMER", name="Heron"), 422, code="BDC_1205")
    us.invites("vendor", vendor, them)
    us.api.advance(days=61)
    world = us.api.world
    assert world.store.find("network_request") == world.store.find("network_connection") == []


def test_invitations_that_cross_become_one_connection(sides):
    us, them = sides
    vendor, customer = us.made("vendor"), them.made("customer")
    us.invites("vendor", vendor, them)
    them.invites("customer", customer, us)
    assert us.accepts(them, "VENDOR", id=vendor).status_code == 200
    assert (us.stands("vendor", vendor), them.stands("customer", customer)) == ("CONNECTED", "CONNECTED")
    assert us.api.world.store.find("network_request") == []
    us.api.advance(days=61)
    us.api.login()
    assert us.stands("vendor", vendor) == "CONNECTED"


def test_who_connects_by_itself_gets_a_new_record(sides, world):
    world.choices.update({"network.auto_connect": True})
    us, them = sides
    vendor = us.made("vendor")
    us.invites("vendor", vendor, them)
    assert us.stands("vendor", vendor) == "CONNECTED"
    [customer] = them.api.get("/v3/customers").json["results"]
    assert customer["companyName"] == customer["name"] == "Blue Heron Print LLC"
    assert them.leaves("customer", customer["id"]).status_code == 200
    assert us.stands("vendor", vendor) == "NOT_CONNECTED"


def test_the_control_api_answers_for_the_other_organization(sides):
    us, them = sides
    vendor = us.made("vendor")
    us.invites("vendor", vendor, them)
    accepted = us.api.post(f"/_mock/network/invitations/{vendor}/accept").json
    assert (accepted["status"], accepted["networkId"]) == ("CONNECTED", them.id)
    [customer] = them.api.get("/v3/customers").json["results"]
    assert us.api.post(f"/_mock/network/invitations/{vendor}/disconnect").status_code == 200
    assert them.stands("customer", customer["id"]) == "NOT_CONNECTED"
    us.invites("vendor", vendor, them)
    assert us.api.post(f"/_mock/network/invitations/{vendor}/decline").status_code == 200
    them.api.refused(them.accepts(us, "CUSTOMER", name="Heron"), 422, code="BDC_1205")
