"""Roles of an organization's users (`0po`). What each may do stands in `gateway/credentials.py`."""

from typing import Any, Literal

from ...gateway.call import Call
from ...gateway.credentials import CUSTOM
from ...gateway.operations import Resource
from ...gateway.plain import plain
from ...gateway.verbs import put, refer
from ...gateway.wire import Time, Wire
from ...world.store import Column, Row

RoleType = Literal[
    "ACCOUNTANT", "ADMINISTRATOR", "APPROVER", "AUDITOR", "CLERK", "CUSTOM", "INTERNAL", "MEMBER", "NO_ACCESS",
    "PARTNER", "PAYER", "PURCHASE_REQUESTER", "REVIEWER", "UNDEFINED",
]  # fmt: skip
SEEDED = ("ADMINISTRATOR", "ACCOUNTANT", "APPROVER", "PAYER", "CLERK", "AUDITOR", "PURCHASE_REQUESTER", "MEMBER")
"""The roles of every organization: the six defaults (D docs/organizations-users) and two that samples show."""


class RoleWrite(Wire):
    type: RoleType
    description: str


class RoleOfUser(RoleWrite):
    id: str


class Role(RoleWrite):
    id: str
    createdTime: Time
    updatedTime: Time


roles = Resource(
    "role", "/connect/v3/roles", "0po", Role, RoleWrite, item="roleId",
    filters={"id": "eq ne in"}, sorts="createdTime", keep=(Column("type"),),
)  # fmt: skip
plain(roles, list="listorganizationuserroles", get="getorganizationuserrole")


def add_roles(call: Call) -> None:
    """Give a new organization its roles."""
    for type in SEEDED:
        put(call, roles, {"type": type, "description": type.replace("_", " ").capitalize()})


def of_type(call: Call, type: str) -> dict[str, Any]:
    """The organization's role of a type, as a user shows it."""
    return shown(call.world.store.find(roles.name, call.org, type=type)[0])


def named(call: Call, id: str) -> dict[str, Any]:
    """The role that a body names, as a user shows it."""
    return shown(refer(call, roles, id))


def acts_as(call: Call, user: Row) -> str:
    """The role that a session of a user acts in: its type, or a custom one with what it allows."""
    role = call.world.store.get(roles.name, user["role"]["id"], user.org)
    allowed: list[str] = role.hidden.get("permissions", []) if role else []
    kind: str = user["role"]["type"]
    return CUSTOM + ",".join(allowed) if allowed else kind


def add_custom_role(call: Call, description: str, permissions: list[str]) -> Row:
    """A role as an administrator makes one in the web app; it allows reading and what is named."""
    fields = {"type": "CUSTOM", "description": description}
    return put(call, roles, fields, {"permissions": ["read", *permissions]})


def shown(role: Row) -> dict[str, Any]:
    return {name: role[name] for name in ("id", "type", "description")}
