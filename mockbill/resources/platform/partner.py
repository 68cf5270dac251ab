"""Partners: applications that make organizations and act in them (D docs/bill-partner-operations).

A partner signs in with its appKey. Of one organization it names in a header (users, roles, risk phone) it does what an
administrator would; `login_as_user` opens a session of a user there, used with a developer key as any other.
"""

import secrets
from dataclasses import replace

from ...gateway.call import Call, Principal
from ...gateway.credentials import Sessions
from ...gateway.errors import refuse
from ...gateway.operations import Answer, Operation, declared_operation
from ...gateway.wire import Filled, Text, Wire
from ...world.store import Row, Table
from ...world.world import World
from .attempts import Attempts
from .login import attempt_of, meet_lock
from .mfa import remembered
from .organizations import organizations
from .roles import acts_as
from .users import users

PATH = "/connect/v3/partner"
PARTNER = Table("partner")
"""A partner as the organization it is itself: `id` is what its sessions belong to."""
TABLES = (PARTNER,)


class PartnerLoginBody(Wire):
    appKey: Filled
    username: Filled
    password: Filled


class PartnerLogin(Wire):
    sessionId: str


class LoginAsUserBody(Wire):
    userId: Filled
    organizationId: Filled
    rememberMeId: Text | None = None
    device: Text | None = None


class LoginAsUser(Wire):
    sessionId: str
    trusted: bool


def found_partner(world: World, name: str, username: str, password: str) -> Row:
    """A partner with one login of its own; its keys are credentials apart."""
    id = world.ids.new("008")
    fields = {"id": id, "name": name, "username": username, "userId": world.ids.new("006")}
    return world.store.insert(PARTNER.name, Row(fields, org=id, hidden={"password": password}))


def partner_login(call: Call) -> Answer:
    """Sign a partner in (an unknown appKey is refused as a developer key is, I)."""
    body, store = call.body, call.world.store
    key = store.get("credential", body["appKey"])
    partner = store.get(PARTNER.name, key.org) if key is not None and key["kind"] == "appKey" else None
    if key is None or partner is None:
        raise refuse("BDC_1102")
    attempts, subject = call.world.part(Attempts), attempt_of(partner["id"], body["username"])
    if attempts.locked_out(subject):
        raise refuse("BDC_1110")
    known = body["username"].lower() == partner["username"].lower()
    if not known or not secrets.compare_digest(partner.hidden["password"].encode(), body["password"].encode()):
        attempts.fail(subject)
        raise refuse("BDC_1101", status=call.choose("session.wrong_password_status"))
    attempts.clear(subject)
    principal = Principal("partner", org=partner["id"], user=partner["userId"], key=key["id"])
    return {"sessionId": call.world.part(Sessions).open(principal).id}


def made_by(call: Call, id: str, unknown: str = "BDC_1123") -> Row:
    """An organization of the caller's partner: another's is 403 BDC_1106, one of nowhere 400 BDC_1123 (I).

    Parameters:
        unknown: the code for one of nowhere.
    """
    organization = call.world.store.get(organizations.name, id)
    if organization is None:
        raise refuse(unknown)
    if organization.hidden.get("partner") != call.org:
        raise refuse("BDC_1106")
    return organization


def within(call: Call) -> Call:
    """The call, made in the organization that its `organizationId` header names."""
    id = call.headers.get("organizationid")
    if not id:
        raise refuse("BDC_1108", "organizationId")
    call.principal = replace(call.principal, org=made_by(call, id)["id"])
    return call


def login_as_user(call: Call) -> Answer:
    """A session of a user in an organization that the partner made; the developer key it is first used with binds it (I)."""
    body = call.body
    organization = made_by(call, body["organizationId"])
    meet_lock(organization)
    user = call.world.store.get(users.name, body["userId"], organization["id"])
    if user is None or user["archived"]:
        raise refuse("BDC_1111", body["userId"], body["organizationId"])
    trusted = organization.hidden.get("mfa") == "DISABLED" or remembered(call, user, body)
    principal = Principal(
        "session", org=organization["id"], user=user["id"], role=acts_as(call, user), partner=call.org, trusted=trusted
    )
    return {"sessionId": call.world.part(Sessions).open(principal).id, "trusted": trusted}


OPERATIONS: list[Operation] = [
    declared_operation(
        "partnerlogin", "POST", f"{PATH}/login", partner_login,
        auth="none", body=PartnerLoginBody, answer=PartnerLogin, role="read", scope="never",
    ),
    declared_operation(
        "loginasuser", "POST", f"{PATH}/login-as-user", login_as_user,
        auth="partner", body=LoginAsUserBody, answer=LoginAsUser, role="admin", scope="never",
    ),
]  # fmt: skip
