"""The organization a session belongs to."""

from billclient import Client
from billclient.settings import OpenSession
from billcontracts import contract
from billcontracts.factories import unique
from billcontracts.refusals import CLIENT_ERROR, judge, refused
from billcontracts.targets import World
from billcontracts.whole import organization


def home(world: World) -> str:
    assert world.session
    return world.session.organizationId


@contract("PL-ORG-001", "An administrator reads the organization of the session.", "D", "reference/getorganization")
def test_get(bill: Client, world: World) -> None:
    shown = bill.organizations.get(home(world))
    assert shown["id"] == home(world) and shown["archived"] is False


@contract("PL-ORG-002", "A change answers the whole organization, merged.", "D", "reference/updateorganization")
def test_update(bill: Client, world: World) -> None:
    before = bill.organizations.get(home(world))
    after = bill.organizations.update(home(world), {"name": before["name"]})
    assert after["name"] == before["name"] and after["address"] == before["address"]
    assert after["updatedTime"] >= before["updatedTime"]


@contract("PL-ORG-003", "The industries are listed as texts, without pages.", "D", "reference/listindustries")
def test_industries(bill: Client) -> None:
    answer = bill.organizations.industries()
    assert answer.keys() == {"results"} and "Restaurant Caterer or Bar" in answer["results"]


@contract("PL-ORG-004", "An organization that is not the session's is refused.", "I", "observed")
def test_another_organization(bill: Client) -> None:
    with refused(CLIENT_ERROR):
        bill.organizations.get("00801NOSUCHORGANIZ00")


@contract("PL-ORG-005", "A name of more than 100 characters is refused with 400.", "D", "reference/updateorganization")
def test_long_name(bill: Client, world: World) -> None:
    judge(bill.raw("PATCH", f"/v3/organizations/{home(world)}", json={"name": "x" * 101}), 400)


@contract("PL-ORG-006", "mailingAddressSameAsPhysical copies the address.", "D", "docs/partner-organizations")
def test_same_address(bill: Client, world: World, control: object) -> None:
    changed = bill.organizations.update(home(world), {"processingOptions": {"mailingAddressSameAsPhysical": True}})
    assert changed["mailingAddress"] == changed["address"]
    options = {"individualTransferOut": True, "individualTransferIn": True}
    changed = bill.organizations.update(home(world), {"processingOptions": options})
    assert changed["processingOptions"] == options | {"mailingAddressSameAsPhysical": True}


@contract("PL-ORG-007", "Transfers are batched unless asked otherwise: both options are false.", "D", "changelog")
def test_batched(strict, control: object) -> None:
    own = strict()
    options = own.client(own.session).organizations.get(home(own))["processingOptions"]
    assert options["individualTransferOut"] is options["individualTransferIn"] is False


@contract(
    "PL-ORG-008",
    "All that is said of an organization is told, alike to its partner and its administrator, and stays as it is changed; "
    "its administrator reads whose it is.",
    "S",
    "reference/createorganization",
)
def test_whole(world: World, partner: Client) -> None:
    sent = organization()
    made = partner.partner.organizations.create(sent)
    assert made["id"] in [row["id"] for row in partner.partner.organizations.iterate()]
    told = {name: made[name] for name in sent if name not in ("address", "mailingAddress", "taxId")}
    assert told == {name: sent[name] for name in told}
    for place in ("address", "mailingAddress"):
        assert made[place] == {**sent[place], "countryName": "United States"}
    name = unique("kit").replace(" ", "")
    person = {"firstName": "Ida", "email": f"{name}@example.com", "username": name, "acceptTermsOfService": True}
    user = partner.partner.users(made["id"]).create(person)["id"]
    opened = partner.partner.login_as_user({"userId": user, "organizationId": made["id"]})
    assert world.session
    client = world.client(OpenSession(opened["sessionId"], world.session.devKey))
    assert client.organizations.get(made["id"]) == made
    assert made["partnerName"]
    changed = client.organizations.update(made["id"], {"phone": "4195550101"})
    assert client.organizations.get(made["id"]) == changed == {
        **made, "phone": "4195550101", "updatedTime": changed["updatedTime"],
    }  # fmt: skip
