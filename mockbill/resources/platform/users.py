"""Users of an organization (`006`): one person's membership, with one role (D docs/organizations-users)."""

from typing import Annotated, Any

from ...gateway import listing
from ...gateway.call import Call
from ...gateway.credentials import Sessions
from ...gateway.errors import invalid, refuse
from ...gateway.operations import Answer, Encoded, Resource
from ...gateway.plain import plain
from ...gateway.verbs import find, put, rewrite, set_archived
from ...gateway.wire import Filled, Max, Time, Wire, merge
from ...world.store import Column, Condition, Row
from .. import emails
from . import roles as known_roles
from .roles import RoleOfUser

SPAN = "gt gte lt lte"


class UserWrite(Wire):
    firstName: Annotated[Filled, Max(100)]
    lastName: Annotated[Filled, Max(100)]
    email: Filled
    roleId: Filled | None = None
    acceptTermsOfService: bool


class UserPatch(Wire):
    """The e-mail is not changed here (D)."""

    firstName: Annotated[Filled, Max(100)] | None = None
    lastName: Annotated[Filled, Max(100)] | None = None
    roleId: Filled | None = None


class User(Wire):
    id: str
    archived: bool
    firstName: str
    lastName: str | None = None
    email: str
    role: RoleOfUser
    createdTime: Time
    updatedTime: Time


def create(call: Call, fields: dict[str, Any]) -> Row:
    """Invite a user; who signs up with the link that BILL mails gets a password."""
    if not fields.get("roleId") and call.choose("user.role_required"):
        raise invalid("roleId: must not be blank", code=call.choose("validation.code"))
    return welcome(call, admit(call, fields))


def welcome(call: Call, user: Row) -> Row:
    """Mail a new user the sign-up link (D)."""
    subject, text = "You are invited to BILL", f"{user['firstName']}, sign up to work with your team."
    emails.send(call, "user.sign-up", [user["email"]], subject, text, about=user["id"])
    return user


def admit(call: Call, fields: dict[str, Any], hidden: dict[str, Any] | None = None) -> Row:
    """Store a new user: the role is that of `roleId`, else the administrator's (D)."""
    if not fields.pop("acceptTermsOfService") and call.choose("user.terms") == "must_be_true":
        raise invalid("acceptTermsOfService: must be true", code=call.choose("validation.code"))
    id = fields.pop("roleId", None)
    role = known_roles.named(call, id) if id else known_roles.of_type(call, "ADMINISTRATOR")
    check_email(call, fields["email"])
    return put(call, users, {**fields, "role": role}, {**(hidden or {}), "login": fields["email"].lower()})


def check_email(call: Call, email: str) -> None:
    """An e-mail stands for one user of an organization (422 BDC_1119, I)."""
    if call.world.store.find(users.name, call.org, hidden__login=email.lower()):
        raise refuse("BDC_1119", "email", email[:80])


def change(call: Call, row: Row, fields: dict[str, Any]) -> Row:
    """Change a user; a new role binds the sessions that are open."""
    if fields.get("roleId"):
        role = known_roles.named(call, fields["roleId"])
        if role["id"] != row["role"]["id"]:
            not_oneself(call, row)
        row["role"] = role
        bind(call, row)
    merge(row, {name: value for name, value in fields.items() if name != "roleId"})
    return rewrite(call, users, row)


def bind(call: Call, user: Row) -> None:
    """Have the open sessions of a user act in the role the user has now."""
    sessions = call.world.part(Sessions)
    for session in sessions.of_user(user["id"]):
        session.role = known_roles.acts_as(call, user)
        sessions.save(session)


def not_oneself(call: Call, user: Row) -> None:
    """Nobody takes their own rights: an organization keeps an administrator (I)."""
    if call.principal.user == user["id"] and call.choose("user.changes_self") == "refuse":
        raise call.business("userId", "You cannot change your own access.")


def turn(call: Call, row: Row, archived: bool) -> Row:
    """Archive or restore; an archived user's sessions and tokens are over."""
    if archived:
        not_oneself(call, row)
        if call.choose("user.archive_ends_sessions"):
            sessions = call.world.part(Sessions)
            for session in sessions.of_user(row["id"]):
                sessions.close(session.id)
    return set_archived(call, users, row, archived)


users = Resource(
    "user", "/connect/v3/users", "006", User, UserWrite, patch=UserPatch, item="userId",
    filters={"id": "eq ne in", "archived": "eq ne", "createdTime": SPAN, "updatedTime": SPAN},
    sorts="createdTime updatedTime", make=create, change=change,
    keep=(
        Column("email", index=True), Column("hidden.login", index=True), Column("hidden.username", index=True),
        Column("hidden.system", "flag"),
    ),
)  # fmt: skip
WRITES: dict[str, Any] = {"role": "admin", "scope": "full"}
plain(
    users, get="getorganizationuser", create="createorganizationuser",
    update="updateorganizationuser", writes=WRITES,
)  # fmt: skip


def list_people(call: Call) -> Encoded:
    """A page of users; the system's own (a sync token's) are none."""
    return listing.page(call, users, Condition(users.table.by_path["hidden.system"], "eq", 0))


@users.operation("listorganizationusers", "GET", "/connect/v3/users", listing=True, answer=User)
def list_users(call: Call) -> Answer:
    """A page of the organization's users."""
    return list_people(call)


@users.operation("archiveorganizationuser", "POST", "/connect/v3/users/{userId}/archive", answer=User, **WRITES)
def archive(call: Call) -> Answer:
    """Archive a user, who can sign in no more; a second time changes nothing."""
    return turn(call, find(call, users, call.params["userId"]), True)


@users.operation("restoreorganizationuser", "POST", "/connect/v3/users/{userId}/restore", answer=User, **WRITES)
def restore(call: Call) -> Answer:
    """Restore a user, who can sign in again; sessions that ended stay so."""
    return turn(call, find(call, users, call.params["userId"]), False)


def full_name(user: Row | None) -> str:
    """First and last name; a partner's user may have no last one."""
    return " ".join(user[name] for name in ("firstName", "lastName") if name in user) if user else ""


def on_behalf(call: Call, user: str) -> Call:
    """A call that the clock makes for a user of the organization, in the role that they have by then."""
    by = Call.by_clock(call.world, call.org, user)
    row = call.world.store.get(users.name, user, call.org)
    if row is not None:
        by.principal.role = known_roles.acts_as(call, row)
    return by
