"""Users of the organization, and their roles."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make, unique, user_body
from billcontracts.refusals import CLIENT_ERROR, judge, refused
from billcontracts.targets import World

DEFAULT_ROLES = {"ADMINISTRATOR", "ACCOUNTANT", "APPROVER", "PAYER", "CLERK", "AUDITOR"}


@pytest.fixture
def user(bill: Client, roles: dict[str, str], make: Make) -> dict[str, Any]:
    """A user who has not signed up yet."""
    return make.keep(bill.users, bill.users.create(user_body(roles["CLERK"])))


@contract("PL-ROLE-001", "Every organization has the six default roles.", "D", "docs/organizations-users")
def test_roles(roles: dict[str, str]) -> None:
    assert set(roles) >= DEFAULT_ROLES


@contract("PL-ROLE-002", "A role is read by id, and found in the list by id.", "D", "reference/getorganizationuserrole")
def test_role(bill: Client, roles: dict[str, str]) -> None:
    role = bill.roles.get(roles["PAYER"])
    assert role["type"] == "PAYER"
    assert bill.roles.list(filters=f"id:eq:{role['id']}", sort="createdTime").results == [role]


@contract("PL-ROLE-003", "A role that is not there is 404 BDC_1205.", "I", "observed")
def test_no_role(bill: Client) -> None:
    with refused(404, "BDC_1205"):
        bill.roles.get("0po01AAAAAAAAAA00000")


@contract(
    "PL-USER-001",
    "A user is created with 201, active, with the role asked for; no terms, roleId or username come back.",
    "D",
    "reference/createorganizationuser",
)
def test_create(user: dict[str, Any], bill: Client) -> None:
    assert user["archived"] is False and user["role"]["type"] == "CLERK"
    assert user["firstName"] == "Ida" and user["lastName"] == "Kit"
    assert bill.users.get(user["id"]) == user


@contract("PL-USER-002", "Users are filtered by id and archived.", "D", "reference/listorganizationusers")
def test_list(user: dict[str, Any], bill: Client) -> None:
    assert bill.users.list(filters=f"id:eq:{user['id']},archived:eq:false").results == [user]
    assert bill.users.list(filters=f"id:eq:{user['id']},archived:eq:true").results == []


@contract(
    "PL-USER-003",
    "Names and role may be changed; the e-mail stays as it was.",
    "D",
    "reference/updateorganizationuser",
)
def test_update(user: dict[str, Any], bill: Client, roles: dict[str, str]) -> None:
    changed = bill.users.update(user["id"], {"lastName": "Berg", "roleId": roles["AUDITOR"], "email": "x@example.com"})
    assert (changed["lastName"], changed["role"]["type"], changed["email"]) == ("Berg", "AUDITOR", user["email"])


@contract(
    "PL-USER-004",
    "Archive and restore answer the user, and a second time change nothing.",
    "D",
    "reference/archiveorganizationuser",
)
def test_archive(user: dict[str, Any], bill: Client) -> None:
    archived = bill.users.archive(user["id"])
    assert archived["archived"] is True and bill.users.archive(user["id"]) == archived
    restored = bill.users.restore(user["id"])
    assert restored["archived"] is False and bill.users.restore(user["id"]) == restored


@pytest.mark.parametrize("field", ["firstName", "lastName", "email", "roleId", "acceptTermsOfService"])
@contract("PL-USER-005", "A user without a required field is 400.", "D", "reference/createorganizationuser")
def test_required(bill: Client, roles: dict[str, str], field: str) -> None:
    wanted = {name: value for name, value in user_body(roles["CLERK"]).items() if name != field}
    entries = judge(bill.raw("POST", "/v3/users", json=wanted), 400)
    assert field in entries[0]["message"]


@contract("PL-USER-006", "A name of more than 100 characters is 400.", "D", "reference/createorganizationuser")
def test_long_name(bill: Client, roles: dict[str, str]) -> None:
    judge(bill.raw("POST", "/v3/users", json=user_body(roles["CLERK"], firstName="x" * 101)), 400)


@contract("PL-USER-007", "A second user with the same e-mail is refused.", "I", "reference/createorganizationuser")
def test_same_email(bill: Client, roles: dict[str, str], user: dict[str, Any]) -> None:
    with refused(CLIENT_ERROR):
        bill.users.create(user_body(roles["CLERK"], email=user["email"]))


@contract("PL-USER-008", "A user of nowhere is 404 BDC_1205.", "I", "observed")
def test_unknown(bill: Client) -> None:
    for call in (bill.users.get, bill.users.archive, bill.users.restore):
        with refused(404, "BDC_1205"):
            call("00601AAAAAAAAAA00000")


@contract("PL-USER-009", "A role that does not exist is refused.", "I", "reference/createorganizationuser")
def test_unknown_role(bill: Client) -> None:
    with refused(CLIENT_ERROR):
        bill.users.create(user_body("0po01AAAAAAAAAA00000"))


@contract("PL-USER-010", "An archived user cannot sign in: BDC_1111.", "I", "docs/common-api-error-codes")
def test_archived_login(signed_in: Any, bill: Client) -> None:
    made, client = signed_in("CLERK")
    bill.users.archive(made["id"])
    with refused(CLIENT_ERROR, "BDC_1111"):
        client.session.login()


@contract("PL-USER-011", "An archived user's session is over.", "I", "reference/archiveorganizationuser")
def test_archived_session(signed_in: Any, bill: Client, world: World) -> None:
    made, client = signed_in("CLERK")
    client.vendors.list(max=1)
    bill.users.archive(made["id"])
    with refused(CLIENT_ERROR):
        client.vendors.list(max=1)


@contract(
    "PL-USER-012",
    "Organization and users are changed by administrators only: others get 403.",
    "D",
    "reference/createorganizationuser",
)
def test_administrators_only(signed_in: Any, roles: dict[str, str], world: World) -> None:
    made, client = signed_in("ACCOUNTANT")
    for call in (
        lambda: client.users.create(user_body(roles["CLERK"])),
        lambda: client.users.update(made["id"], {"lastName": "X"}),
        lambda: client.users.archive(made["id"]),
        lambda: client.organizations.get(world.session.organizationId),
        lambda: client.organizations.update(world.session.organizationId, {"phone": "1"}),
    ):
        with refused(403):
            call()


@contract("PL-USER-013", "Two users of one organization are signed in at once.", "I", "reference/login")
def test_two_users(signed_in: Any, bill: Client) -> None:
    made, client = signed_in("AUDITOR")
    assert client.session.info()["userId"] == made["id"]
    assert bill.session.info()["userId"] != made["id"]


@contract("PL-ROLE-004", "An auditor reads everything and changes nothing: 403.", "I", "docs/organizations-users")
def test_auditor(signed_in: Any) -> None:
    _, client = signed_in("AUDITOR")
    client.vendors.list(max=1)
    for call in (
        lambda: client.chart_of_accounts.create({"name": unique("Ink")}),
        lambda: client.vendors.archive("00901AAAAAAAAAA00000"),
    ):
        with refused(CLIENT_ERROR):
            call()


@contract("PL-ROLE-005", "A suitable custom role pays.", "D", "docs/common-api-error-codes")
def test_custom_role(signed_in: Any, bill: Client, control: Control, world: World) -> None:
    made, client = signed_in("CLERK")
    role = control.ask("POST", "/roles", {"description": "Pays", "permissions": ["books", "pay"]})
    assert bill.users.update(made["id"], {"roleId": role["id"]})["role"]["type"] == "CUSTOM"
    client.mfa.setup_validate(client.mfa.setup("4085550123")["setupId"], "123456")
    client.mfa.trust("123456")
    with refused(CLIENT_ERROR) as no:
        client.request("POST", "/v3/payments/stp01AAAAAAAAAA00000/cancel")
    assert no.codes == ["BDC_1205"]


@contract("PL-ROLE-006", "A change of role binds the sessions that are open.", "I", "reference/updateorganizationuser")
def test_new_role(signed_in: Any, bill: Client, roles: dict[str, str]) -> None:
    made, client = signed_in("CLERK")
    client.chart_of_accounts.create({"name": unique("Ink")})
    bill.users.update(made["id"], {"roleId": roles["AUDITOR"]})
    with refused(CLIENT_ERROR):
        client.chart_of_accounts.create({"name": unique("Ink")})
