"""The users of the S&E company: six operations. Only an ADMIN makes or changes them (D docs/budgets-and-users)."""

from typing import Any

from ...gateway.call import Call
from ...gateway.errors import refuse
from ...gateway.operations import Answer
from ...gateway.plain import plain
from ...gateway.verbs import find, put, rewrite
from ...gateway.wire import merge
from ...world.store import Row
from .budgets import assign, budgets, close_cards
from .card_funds import of_user
from .charges import rename_user
from .common import ADMIN_ONLY, active, refused
from .memberships import budget_members, enroll, leave, rename
from .people import SpendUser, spend_users


def create(call: Call, fields: dict[str, Any]) -> Row:
    refuse_known_email(call, fields["email"], "")
    hidden = keep_secret(fields, {})
    user = put(call, spend_users, fields, hidden)
    for budget in call.world.store.find(budgets.name, call.org, autoAddUsers=True, retired=False):
        enroll(call, budget, user, {"role": "MEMBER"})
    return user


def change(call: Call, user: Row, fields: dict[str, Any]) -> Row:
    if user["retired"]:
        raise refuse("BDC_1205")
    if "email" in fields:
        refuse_known_email(call, fields["email"], user["uuid"])
    if fields.get("role", "ADMIN") != "ADMIN" and last_admin(call, user):
        raise refused(call, "role: the company must have an ADMIN")
    keep_secret(fields, user.hidden)
    merge(user, fields)
    user = rewrite(call, spend_users, user)
    if fields.keys() & {"firstName", "lastName"}:
        rename(call, user)
        rename_user(call, user)
    return user


def keep_secret(fields: dict[str, Any], hidden: dict[str, Any]) -> dict[str, Any]:
    """The date of birth is never answered, only that there is one (S); an e-mail is the same in any case (I)."""
    if "dateOfBirth" in fields:
        hidden["dateOfBirth"] = fields.pop("dateOfBirth")
        fields["hasDateOfBirth"] = True
    if "email" in fields:
        hidden["email"] = fields["email"].lower()
    return hidden


def refuse_known_email(call: Call, email: str, own: str) -> None:
    """No two active users have one e-mail (I)."""
    known = call.world.store.find(spend_users.name, call.org, hidden__email=email.lower(), retired=False)
    if any(user["uuid"] != own for user in known):
        raise refused(call, "email: is already in use", status=call.choose("spend.duplicate_email_status"))


def last_admin(call: Call, user: Row) -> bool:
    admins = call.world.store.find(spend_users.name, call.org, role="ADMIN", retired=False)
    return [admin["uuid"] for admin in admins] == [user["uuid"]]


spend_users.make, spend_users.change = create, change
plain(spend_users, writes=ADMIN_ONLY, list="listusers", create="createuser", get="getuser", update="updateuser")


@spend_users.operation("getcurrentuser", "GET", f"{spend_users.path}/current", answer=SpendUser)
def current(call: Call) -> Answer:
    """The user that the token acts as (D reference/getcurrentuser)."""
    return find(call, spend_users, call.principal.user)


@spend_users.operation("deleteuser", "DELETE", f"{spend_users.path}/{{userId}}", **ADMIN_ONLY)
def delete(call: Call) -> Answer:
    """Retire a user, their memberships and their cards; nobody deletes themselves or the last ADMIN (I)."""
    user = active(call, spend_users, call.params["userId"])
    if user["uuid"] == call.principal.user or last_admin(call, user):
        raise refused(call, "userId: cannot be the own user or the last ADMIN")
    for member in call.world.store.find(budget_members.name, call.org, userUuid=user["uuid"], retired=False):
        assign(call, find(call, budgets, member.hidden["budget"]), leave(call, member))
    close_cards(call, of_user(call, user))
    user["retired"] = True
    rewrite(call, spend_users, user)
    return None


RESOURCE = spend_users
