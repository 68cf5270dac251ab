"""Partners: their organizations, and what they do in them."""

from typing import Any
from uuid import uuid4

import pytest
from billclient import Client, Partner
from billclient.settings import OpenSession
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import ADDRESS, unique
from billcontracts.refusals import CLIENT_ERROR, judge, refused
from billcontracts.targets import World

NOBODY, NOWHERE = "00601AAAAAAAAAA00000", "00801AAAAAAAAAA00000"


def person(**fields: Any) -> dict[str, Any]:
    name = f"kit{uuid4().hex[:12]}"
    return {
        "firstName": "Ida",
        "email": f"{name}@example.com",
        "username": name,
        "acceptTermsOfService": True,
        **fields,
    }


@pytest.fixture(scope="module")
def home(partner: Client) -> dict[str, Any]:
    """An organization that the partner made."""
    return partner.partner.organizations.create({"name": unique("Kite"), "address": dict(ADDRESS)})


@pytest.fixture
def user(partner: Client, home: dict[str, Any]) -> dict[str, Any]:
    return partner.partner.users(home["id"]).create(person(lastName="Kit"))


def entered(world: World, partner: Client, organization: str, user: str) -> Client:
    """A client with a session of login-as-user."""
    opened = partner.partner.login_as_user({"userId": user, "organizationId": organization})
    assert world.session
    return world.client(OpenSession(opened["sessionId"], world.session.devKey))


@contract("PL-PART-001", "A partner's login answers a session id and no more.", "D", "reference/partnerlogin")
def test_login(partner: Client) -> None:
    assert partner.partner.login().keys() == {"sessionId"}


@contract("PL-PART-002", "A partner's wrong password says BDC_1101.", "D", "docs/common-api-error-codes")
def test_wrong_password(world: World, partner: Client) -> None:
    assert world.partner
    wrong = Partner(world.partner.appKey, world.partner.username, "wrong")
    with refused(CLIENT_ERROR, "BDC_1101", "User name and/or password do not match our records."):
        world.client(wrong).partner.login()


@contract("PL-PART-003", "A partner's login with an unknown appKey is refused.", "I", "docs/bill-partner-operations")
def test_wrong_key(world: World, partner: Client) -> None:
    assert world.partner
    with refused(CLIENT_ERROR):
        world.client(Partner("no-such-key", world.partner.username, world.partner.password)).partner.login()


@contract(
    "PL-PART-004",
    "A partner makes an organization with 201, active, with an id of its own.",
    "D",
    "reference/createorganization",
)
def test_create(partner: Client) -> None:
    made = partner.partner.organizations.create(
        {
            "name": unique("Kite"), "address": dict(ADDRESS), "phone": "4195550100", "taxId": "12-3456789",
            "taxIdType": "EIN", "companyOwner": {"name": "Ida", "dateOfBirth": "1980-02-03"},
            "industry": "Restaurant Caterer or Bar", "businessCategory": "LLC", "accountType": "BUSINESS",
            "processingOptions": {"mailingAddressSameAsPhysical": "true"},
        }
    )  # fmt: skip
    assert made["archived"] is False and made["mailingAddress"] == made["address"]
    assert made["companyOwner"] == {"name": "Ida", "dateOfBirth": "1980-02-03"}


@pytest.mark.parametrize("field", ["name", "address"])
@contract("PL-PART-005", "An organization needs name and address: else 400.", "D", "reference/createorganization")
def test_required(partner: Client, field: str) -> None:
    body = {name: value for name, value in {"name": "K", "address": dict(ADDRESS)}.items() if name != field}
    entries = judge(partner.raw("POST", "/v3/partner/organizations", json=body), 400)
    assert field in entries[0]["message"]


@contract(
    "PL-PART-006",
    "A partner's organizations are listed, and no other.",
    "D",
    "changelog/2024-09-03",
)
def test_list(partner: Client, home: dict[str, Any], world: World) -> None:
    ids = [row["id"] for row in partner.partner.organizations.iterate()]
    assert home["id"] in ids and world.session and world.session.organizationId not in ids


@contract("PL-PART-007", "The roles of an organization are listed and read.", "D", "reference/listpartneruserroles")
def test_roles(partner: Client, home: dict[str, Any]) -> None:
    roles = partner.partner.roles(home["id"])
    listed = roles.list().results
    assert {"ADMINISTRATOR", "PAYER", "CLERK"} <= {role["type"] for role in listed}
    assert roles.get(listed[0]["id"]) == listed[0]


@contract(
    "PL-PART-008",
    "A user is made with 201, an administrator unless told; the username does not come back.",
    "D",
    "reference/createpartneruser",
)
def test_create_user(partner: Client, home: dict[str, Any], user: dict[str, Any]) -> None:
    users = partner.partner.users(home["id"])
    assert user["role"]["type"] == "ADMINISTRATOR" and "username" not in user
    assert users.get(user["id"]) == user
    assert users.list(filters=f"id:eq:{user['id']}").results == [user]


@contract("PL-PART-009", "A partner may change names, role and e-mail.", "S", "reference/updatepartneruser")
def test_update_user(partner: Client, home: dict[str, Any], user: dict[str, Any]) -> None:
    email = f"{uuid4().hex[:10]}@example.com"
    changed = partner.partner.users(home["id"]).update(user["id"], {"lastName": "Berg", "email": email})
    assert (changed["lastName"], changed["email"], changed["firstName"]) == ("Berg", email, "Ida")


@contract("PL-PART-010", "Archive and restore answer the user; twice is once.", "D", "reference/archivepartneruser")
def test_archive_user(partner: Client, home: dict[str, Any], user: dict[str, Any]) -> None:
    users = partner.partner.users(home["id"])
    archived = users.archive(user["id"])
    assert archived["archived"] is True and users.archive(user["id"]) == archived
    restored = users.restore(user["id"])
    assert restored["archived"] is False and users.restore(user["id"]) == restored


@pytest.mark.parametrize("field", ["firstName", "email", "username", "acceptTermsOfService"])
@contract("PL-PART-011", "A partner's user without a required field is 400.", "D", "reference/createpartneruser")
def test_required_of_user(partner: Client, home: dict[str, Any], field: str) -> None:
    body = {name: value for name, value in person().items() if name != field}
    headers = {"organizationId": home["id"]}
    entries = judge(partner.raw("POST", "/v3/partner/users", json=body, headers=headers), 400)
    assert field in entries[0]["message"]


@contract("PL-PART-012", "A username has at most 40 characters.", "D", "reference/createpartneruser")
def test_long_username(partner: Client, home: dict[str, Any]) -> None:
    with refused(400):
        partner.partner.users(home["id"]).create(person(username="x" * 41))


@contract("PL-PART-013", "A username is unique, whatever its case.", "D", "reference/createpartneruser")
def test_same_username(partner: Client, home: dict[str, Any]) -> None:
    body = person()
    partner.partner.users(home["id"]).create(body)
    with refused(CLIENT_ERROR):
        partner.partner.users(home["id"]).create(person(username=body["username"].upper()))


@contract(
    "PL-PART-014",
    "login-as-user opens a session that works with a developer key, in that organization as that user.",
    "D",
    "reference/loginasuser",
)
def test_login_as_user(world: World, partner: Client, home: dict[str, Any], user: dict[str, Any]) -> None:
    opened = partner.partner.login_as_user({"userId": user["id"], "organizationId": home["id"]})
    assert opened.keys() == {"sessionId", "trusted"} and opened["trusted"] is False
    client = entered(world, partner, home["id"], user["id"])
    info = client.session.info()
    assert (info["organizationId"], info["userId"]) == (home["id"], user["id"])
    assert client.organizations.get(home["id"])["name"] == home["name"]
    client.vendors.list(max=1)


@contract("PL-PART-015", "login-as-user of an archived or unknown user is refused.", "I", "reference/loginasuser")
def test_login_as_nobody(partner: Client, home: dict[str, Any], user: dict[str, Any]) -> None:
    partner.partner.users(home["id"]).archive(user["id"])
    for id in (user["id"], NOBODY):
        with refused(CLIENT_ERROR):
            partner.partner.login_as_user({"userId": id, "organizationId": home["id"]})


@contract(
    "PL-PART-016", "An organization that the partner did not make is closed to it.", "I", "docs/bill-partner-operations"
)
def test_foreign_organization(partner: Client, world: World) -> None:
    assert world.session
    for organization in (world.session.organizationId, NOWHERE):
        for ask in (
            lambda id: partner.partner.users(id).list(),
            lambda id: partner.partner.roles(id).list(),
            lambda id: partner.partner.users(id).create(person()),
            lambda id: partner.partner.login_as_user({"userId": NOBODY, "organizationId": id}),
        ):
            with refused(CLIENT_ERROR):
                ask(organization)


@contract("PL-PART-017", "Users and roles need the organizationId header.", "D", "docs/bill-partner-operations")
def test_header(partner: Client) -> None:
    for path in ("users", "roles", f"users/{NOBODY}"):
        judge(partner.raw("GET", f"/v3/partner/{path}"), CLIENT_ERROR)


@contract("PL-PART-018", "What is not there is 404 BDC_1205.", "I", "observed")
def test_unknown(partner: Client, home: dict[str, Any]) -> None:
    for ask in (partner.partner.users(home["id"]).get, partner.partner.users(home["id"]).archive):
        with refused(404, "BDC_1205"):
            ask(NOBODY)
    with refused(404, "BDC_1205"):
        partner.partner.roles(home["id"]).get("0po01AAAAAAAAAA00000")


@contract(
    "PL-PART-019",
    "Partner and organization sessions do not open each other's doors.",
    "I",
    "docs/bill-partner-operations",
)
def test_two_kinds_of_session(partner: Client, bill: Client, world: World) -> None:
    assert world.partner and world.session
    opened = partner.partner.login()["sessionId"]
    judge(bill.raw("GET", "/v3/vendors", headers={"sessionId": opened}, auth=None), CLIENT_ERROR)
    own = bill.session.login()["sessionId"]
    headers = {"sessionId": own, "appKey": world.partner.appKey}
    judge(bill.raw("GET", "/v3/partner/organizations", headers=headers, auth=None), CLIENT_ERROR)
    headers = {"sessionId": opened}
    judge(bill.raw("GET", "/v3/partner/organizations", headers=headers, auth=None), CLIENT_ERROR)


@contract("PL-PART-020", "OAuth tokens are not for partners.", "D", "docs/oauth-client-credentials")
def test_no_oauth(world: World, partner: Client) -> None:
    assert world.oauth
    form = {"client_id": world.oauth.clientId, "client_secret": world.oauth.clientSecret}
    answer = world.http.post(world.gateway.token, data={**form, "grant_type": "client_credentials"})
    bearer = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    judge(world.client().raw("GET", "/v3/partner/organizations", headers=bearer, auth=None), CLIENT_ERROR)


@contract("PL-PART-021", "A partner's subscription hears of every organization it made.", "D", "changelog/2024-07-22")
def test_events(
    world: World, partner: Client, home: dict[str, Any], user: dict[str, Any], receiver, control: Control
) -> None:
    wanted = {
        "name": unique("partner"), "status": {"enabled": True}, "notificationUrl": receiver.url,
        "events": [{"type": "vendor.created", "version": "1"}],
    }  # fmt: skip
    partner.webhooks.subscribe(wanted)
    vendor = entered(world, partner, home["id"], user["id"]).vendors.create({"name": "Lake", "address": dict(ADDRESS)})
    control.drain()
    assert [(one.json["vendor"]["id"], one.json["metadata"]["organizationId"]) for one in receiver.arrived] == [
        (vendor["id"], home["id"])
    ]


@pytest.mark.parametrize("plan", [f"PricePlan{number}" for number in range(1, 6)])
@contract(
    "PL-PART-022", "A partner changes the price plan of its organization.", "D", "reference/updateorgpartnerpriceplan"
)
def test_price_plan(partner: Client, home: dict[str, Any], plan: str) -> None:
    assert partner.partner.organizations.set_price_plan(home["id"], {"pricePlanType": plan}) == {"status": "SUCCESS"}


@contract(
    "PL-PART-023",
    "The administrator of the organization reads the plan that the partner chose.",
    "D",
    "reference/getpriceplan",
)
def test_read_price_plan(world: World, partner: Client, home: dict[str, Any], user: dict[str, Any]) -> None:
    client = entered(world, partner, home["id"], user["id"])
    partner.partner.organizations.set_price_plan(home["id"], {"pricePlanType": "PricePlan1"})
    first = client.organizations.price_plan(home["id"])
    partner.partner.organizations.set_price_plan(home["id"], {"pricePlanType": "PricePlan5"})
    assert client.organizations.price_plan(home["id"])["id"] != first["id"]


@contract(
    "PL-PART-024",
    "A plan that there is not is 400; an organization of others is refused.",
    "I",
    "docs/partner-organizations",
)
def test_no_price_plan(partner: Client, home: dict[str, Any], world: World) -> None:
    with refused(400):
        partner.partner.organizations.set_price_plan(home["id"], {"pricePlanType": "PricePlan6"})
    assert world.session
    for id in (world.session.organizationId, NOWHERE):
        with refused(CLIENT_ERROR):
            partner.partner.organizations.set_price_plan(id, {"pricePlanType": "PricePlan1"})


@contract(
    "PL-PART-025",
    "A partner gives the phone of a user for the risk check, with an empty answer; then the check can begin.",
    "D",
    "reference/createphone",
)
def test_risk_phone(world: World, partner: Client, home: dict[str, Any], user: dict[str, Any]) -> None:
    client = entered(world, partner, home["id"], user["id"])
    assert client.risk.phone() == {"hasPhone": False}
    risk = partner.partner.risk(home["id"])
    assert risk.add_phone(user["id"], {"phoneNumber": "4155550142", "phoneType": "MOBILE"}) is None
    assert client.risk.phone() == {"hasPhone": True}
    assert client.risk.initiate()["decision"] == "IN_PROGRESS"


@pytest.mark.parametrize("field", ["phoneNumber", "phoneType"])
@contract("PL-PART-026", "A risk phone needs number and type: else 400.", "D", "reference/createphone")
def test_risk_phone_required(partner: Client, home: dict[str, Any], user: dict[str, Any], field: str) -> None:
    body = {"phoneNumber": "4155550142", "phoneType": "MOBILE"}
    del body[field]
    headers = {"organizationId": home["id"]}
    path = f"/v3/partner/risk-verifications/{user['id']}/phone"
    entries = judge(partner.raw("POST", path, json=body, headers=headers), 400)
    assert field in entries[0]["message"]


@contract("PL-PART-027", "A phone of nobody is 404 BDC_1205.", "I", "reference/createphone")
def test_risk_phone_of_nobody(partner: Client, home: dict[str, Any]) -> None:
    with refused(404, "BDC_1205"):
        partner.partner.risk(home["id"]).add_phone(NOBODY, {"phoneNumber": "1", "phoneType": "MOBILE"})
