"""Logins that are not a user's own password: sync tokens and Accountant Console tokens (D docs/token-based-sign-in,
docs/bill-accountant-console-operations). Both are made in BILL's web app.
"""

from typing import Any

from ...gateway.call import Call
from ...gateway.verbs import in_order, put
from ...world.store import Row
from .roles import of_type
from .users import users

SYSTEM = "syu"
"""The prefix of the internal user that acts for a sync token (O)."""


def add_sync_token(call: Call, name: str) -> Row:
    """A token of the call's organization: its name signs in with its value. What it does is an internal user's."""
    ids, now = call.world.ids, call.iso()
    role = {"id": ids.new("0po"), "type": "INTERNAL", "description": "Internal"}
    fields: dict[str, Any] = {
        "id": ids.new(SYSTEM), "archived": False, "firstName": "Sync", "lastName": name, "email": name, "role": role,
        "createdTime": now, "updatedTime": now,
    }  # fmt: skip
    hidden = {"username": name.lower(), "password": ids.token(), "system": True, "scope": "sync"}
    return call.world.store.insert(users.name, Row(in_order(users, fields), org=call.org, hidden=hidden))


def add_console_user(call: Call, console: dict[str, str], email: str, token: str) -> Row:
    """A Console user's seat in the call's organization, with all that an administrator may do (I).

    Parameters:
        console: id and name of the Console organization.
    """
    fields = {"firstName": "Console", "lastName": "User", "email": email, "role": of_type(call, "ADMINISTRATOR")}
    return put(call, users, fields, {"login": email.lower(), "consoleApiToken": token, "console": console})
