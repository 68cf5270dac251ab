"""Users and roles of an organization, as the partner that made it sees them: the organizationId header says which
(D docs/bill-partner-operations).
"""

from typing import Annotated, Any

from ...gateway import listing
from ...gateway.call import Call
from ...gateway.errors import refuse
from ...gateway.operations import Answer
from ...gateway.verbs import find
from ...gateway.wire import Filled, Max, Text, Wire
from ...world.store import Row
from .partner import PATH, within
from .partner_organizations import OURS
from .risk import PhoneBody, add_phone
from .roles import Role, roles
from .users import User, UserPatch, admit, change, check_email, list_people, turn, users

WITHIN: dict[str, Any] = {**OURS, "headers": ("organizationId",)}
"""What an operation in one organization declares."""
USERS, ROLES = f"{PATH}/users", f"{PATH}/roles"
ITEM = f"{USERS}/{{userId}}"


class PartnerUserWrite(Wire):
    """The username is what the user signs in with; it is never shown (D)."""

    firstName: Annotated[Filled, Max(100)]
    lastName: Annotated[Text, Max(100)] | None = None
    email: Filled
    username: Annotated[Filled, Max(40)]
    acceptTermsOfService: bool
    roleId: Filled | None = None
    externalReferenceId: Text | None = None


class PartnerUserPatch(UserPatch):
    """A partner may change the e-mail too (S)."""

    email: Filled | None = None


def named_user(call: Call) -> Row:
    return find(within(call), users, call.params["userId"])


@users.operation("listpartnerusers", "GET", USERS, listing=True, answer=User, **WITHIN)
def list_users(call: Call) -> Answer:
    """A page of the organization's users."""
    return list_people(within(call))


@users.operation("createpartneruser", "POST", USERS, body=PartnerUserWrite, answer=User, status=201, **WITHIN)
def create(call: Call) -> Answer:
    """Make a user, an administrator unless told (S)."""
    within(call)
    fields = dict(call.body)
    hidden: dict[str, Any] = {"username": unused(call, fields.pop("username")).lower()}
    if reference := fields.pop("externalReferenceId", None):
        hidden["externalReferenceId"] = reference
    return admit(call, fields, hidden)


def unused(call: Call, name: str) -> str:
    """A username stands for one user of all organizations, in either case, and is no e-mail (D; the refusal is I)."""
    rule = call.choose("partner.username")
    unfit = rule == "no_email" and "@" in name or rule == "alphanumeric" and not name.isalnum()
    if unfit or call.world.store.find(users.name, None, hidden__username=name.lower()):
        raise refuse("BDC_1119", "username", name)
    return name


@users.operation("getpartneruser", "GET", ITEM, answer=User, **WITHIN)
def get(call: Call) -> Answer:
    """One of the organization's users."""
    return named_user(call)


@users.operation("updatepartneruser", "PATCH", ITEM, body=PartnerUserPatch, partial=True, answer=User, **WITHIN)
def update(call: Call) -> Answer:
    """Change a user, the e-mail too."""
    row, email = named_user(call), call.body.get("email")
    if email and email.lower() != row.hidden["login"]:
        check_email(call, email)
        row.hidden["login"] = email.lower()
    return change(call, row, call.body)


@users.operation("archivepartneruser", "POST", f"{ITEM}/archive", answer=User, **WITHIN)
def archive(call: Call) -> Answer:
    """Archive a user; a second time changes nothing."""
    return turn(call, named_user(call), True)


@users.operation("restorepartneruser", "POST", f"{ITEM}/restore", answer=User, **WITHIN)
def restore(call: Call) -> Answer:
    """Restore a user."""
    return turn(call, named_user(call), False)


@roles.operation("listpartneruserroles", "GET", ROLES, listing=True, answer=Role, **WITHIN)
def list_roles(call: Call) -> Answer:
    """A page of the organization's roles."""
    return listing.page(within(call), roles)


@roles.operation("getpartneruserrole", "GET", f"{ROLES}/{{roleId}}", answer=Role, **WITHIN)
def get_role(call: Call) -> Answer:
    """One of the organization's roles."""
    return find(within(call), roles, call.params["roleId"])


@users.operation("createphone", "POST", f"{PATH}/risk-verifications/{{userId}}/phone", body=PhoneBody, **WITHIN)
def create_phone(call: Call) -> Answer:
    """Give BILL a user's phone for the verification of the organization."""
    add_phone(call, named_user(call), call.body)
    return None
