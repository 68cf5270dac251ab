"""Who may come in: what a person does with BILL's sign-up link, and what BILL's staff switches on and off."""

from typing import Literal

from pydantic import ConfigDict

from ..gateway.call import Call
from ..gateway.errors import ControlRefusal
from ..gateway.operations import Answer
from ..gateway.wire import Filled, Wire
from ..resources.platform.attempts import Attempts
from ..resources.platform.login import attempt_of
from ..resources.platform.organizations import organizations
from ..resources.platform.users import users
from ..world.store import Row
from .declare import Control


class SignUpBody(Wire):
    model_config = ConfigDict(extra="forbid")
    password: Filled | None = None


class OrganizationBody(Wire):
    model_config = ConfigDict(extra="forbid")
    locked: bool | None = None
    apiAccess: bool | None = None
    mfa: Literal["REQUIRED", "DISABLED", "PHONE_VERIFICATION"] | None = None


class KeyBody(Wire):
    model_config = ConfigDict(extra="forbid")
    active: bool | None = None
    termsAccepted: bool | None = None
    mfaBypass: bool | None = None


def known(call: Call, kind: str) -> Row:
    """The row that the path names, of whichever organization."""
    row = call.world.store.get(kind, call.params["id"])
    if row is None:
        raise ControlRefusal(f"there is no {kind} {call.params['id']!r}", 404)
    return row


def forgive(call: Call, user: Row) -> None:
    """Forget the failed logins of a user."""
    for name in (user["email"], user.hidden.get("username")):
        if name:
            call.world.part(Attempts).clear(attempt_of(user.org, name))


def declare(control: Control) -> None:
    @control("POST", "/users/{id}/sign-up", body=SignUpBody, body_optional=True)
    def accept_invitation(call: Call) -> Answer:
        """A user follows the link to sign up, or to reset the password, and sets one: from now on the user can sign in."""
        with call.world.transaction():
            user = known(call, users.name)
            password = call.body.get("password") or call.world.store.meta("credentials")["password"]
            user.hidden["password"] = password
            call.world.store.update(users.name, user)
            forgive(call, user)
            return {"username": user["email"], "password": password, "organizationId": user.org}

    @control("POST", "/users/{id}/unlock", status=204)
    def unlock(call: Call) -> Answer:
        """Forget the failed logins of a user, as BILL's support does."""
        forgive(call, known(call, users.name))
        return None

    @control("PATCH", "/organizations/{id}", body=OrganizationBody, partial=True)
    def switch_organization(call: Call) -> Answer:
        """Lock an organization or let it in again, give or take its API access, say how it uses MFA."""
        with call.world.transaction():
            organization = known(call, organizations.name)
            change = {name: value for name, value in call.body.items() if value is not None}
            if "mfa" in change:
                change["mfa"] = "" if change["mfa"] == "REQUIRED" else change["mfa"]
            organization.hidden |= change
            call.world.store.update(organizations.name, organization)
            hidden = organization.hidden
            return {
                "id": organization["id"],
                "locked": hidden.get("locked", False),
                "apiAccess": hidden.get("apiAccess", True),
                "mfa": hidden.get("mfa") or "REQUIRED",
            }

    @control("PATCH", "/keys/{id}", body=KeyBody, partial=True)
    def switch_key(call: Call) -> Answer:
        """Say of a developer key whether it is active, its terms are accepted, and it passes over MFA."""
        with call.world.transaction():
            key = known(call, "credential")
            if key["kind"] != "devKey":
                raise ControlRefusal("only a developer key can be switched")
            key |= {name: value for name, value in call.body.items() if value is not None}
            call.world.store.update("credential", key)
            defaults = {"active": True, "termsAccepted": True, "mfaBypass": False}
            return {name: key.get(name, default) for name, default in defaults.items()}
