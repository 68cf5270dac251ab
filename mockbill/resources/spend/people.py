"""The users of the S&E company (`usr_`). They are not the organization's users (`006`): another product, other ids."""

from typing import Literal

from ...gateway.operations import SPEND, Resource
from ...gateway.wire import Date, Filled, Text, Time, Wire
from ...world.store import Column, Row
from ...world.world import World
from .common import PATH

Role = Literal["ADMIN", "AUDITOR", "BOOKKEEPER", "MEMBER"]


class SpendUserWrite(Wire):
    firstName: Filled
    lastName: Filled
    email: Filled
    role: Role
    dateOfBirth: Date | None = None
    phoneNumber: Text | None = None


class SpendUser(Wire):
    id: str
    uuid: str
    firstName: str
    lastName: str
    email: str
    receiptEmail: str | None = None
    phoneNumber: str | None = None
    retired: bool
    useCompanyMailingAddress: bool | None = None
    smsOptIn: bool | None = None
    hasDateOfBirth: bool | None = None
    role: Literal[Role, "FINANCE_ADMIN", "APPROVER", "NO_ACCESS"]
    createdTime: Time


spend_users = Resource(
    "spend_user", f"{PATH}/users", "usr:User", SpendUser, SpendUserWrite, item="userId", dialect=SPEND,
    filters={"retired": "eq"}, keep=(Column("hidden.email", index=True), Column("role")),
)  # fmt: skip


def spender(world: World, org: str, who: str) -> Row | None:
    """The active S&E user with a uuid, or the one who is an organization user too (one by e-mail, I)."""
    user = world.store.get(spend_users.name, who, org)
    known = [user] if user else []
    if maker := world.store.get("user", who, org):
        known = world.store.find(spend_users.name, org, hidden__email=maker["email"].lower())
    return next((user for user in known if not user["retired"]), None)


def full_name(user: Row) -> str:
    return f"{user['firstName']} {user['lastName']}"
