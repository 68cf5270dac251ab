"""Users of an organization (`006`) and their roles (`0po`)."""

from typing import Annotated, Literal, get_args

from ...gateway.operations import Resource
from ...gateway.validation import Filled, Max, Time, Wire
from ...world.store import Column

RoleType = Literal[
    "ACCOUNTANT", "ADMINISTRATOR", "APPROVER", "AUDITOR", "CLERK", "CUSTOM", "INTERNAL", "MEMBER", "NO_ACCESS",
    "PARTNER", "PAYER", "PURCHASE_REQUESTER", "REVIEWER", "UNDEFINED",
]  # fmt: skip
SEEDED_ROLES = ("ADMINISTRATOR", "ACCOUNTANT", "APPROVER", "PAYER", "CLERK", "AUDITOR", "PURCHASE_REQUESTER", "MEMBER")


class RoleWrite(Wire):
    type: RoleType
    description: str


class Role(RoleWrite):
    id: str
    createdTime: Time
    updatedTime: Time


class RoleOfUser(Wire):
    id: str
    type: RoleType
    description: str


class UserWrite(Wire):
    firstName: Annotated[Filled, Max(100)]
    lastName: Annotated[Filled, Max(100)]
    email: Filled
    roleId: Filled
    acceptTermsOfService: bool | None = None


class User(Wire):
    id: str
    archived: bool
    firstName: str
    lastName: str
    email: str
    role: RoleOfUser
    createdTime: Time
    updatedTime: Time


roles = Resource("role", "/connect/v3/roles", "0po", Role, RoleWrite, item="roleId", keep=(Column("type"),))
users = Resource(
    "user", "/connect/v3/users", "006", User, UserWrite, item="userId",
    keep=(Column("email", index=True), Column("hidden.username", index=True)),
)  # fmt: skip

ROLE_TYPES = get_args(RoleType)
