"""OAuth 2.0 client credentials (D docs/oauth-client-credentials, reference/createaccesstoken).

The answer's fields and the errors are those of RFC 6749; BILL's own are not published (I).
"""

import secrets
from typing import Literal

from ...gateway.call import Call, Principal
from ...gateway.credentials import Sessions
from ...gateway.errors import OAuthRefusal
from ...gateway.operations import Answer, Operation, declared_operation
from ...gateway.wire import Text, Wire
from ...world.clock import SECOND
from .roles import acts_as

Scope = Literal["full_access", "accounting_data_access"]


class TokenBody(Wire):
    grant_type: Text | None = None
    client_id: Text | None = None
    client_secret: Text | None = None


class Token(Wire):
    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    scope: Scope


def create_access_token(call: Call) -> Answer:
    """A short-lived token for a developer app; form fields only, no HTTP Basic (I)."""
    body = call.body
    if not body.get("grant_type"):
        raise OAuthRefusal(400, "invalid_request", "grant_type is required")
    if body["grant_type"] != "client_credentials":
        raise OAuthRefusal(400, "unsupported_grant_type", "only client_credentials is supported")
    app = call.world.store.get("credential", body["client_id"]) if body.get("client_id") else None
    known = app is not None and app["kind"] == "clientId"
    secret = str(app.hidden.get("secret", "")) if app is not None else ""
    if app is None or not known or not secrets.compare_digest(secret.encode(), body.get("client_secret", "").encode()):
        raise OAuthRefusal(401, "invalid_client", "client authentication failed")
    user = call.world.store.get("user", app["user"], app.org)
    if user is None or user["archived"]:
        raise OAuthRefusal(401, "invalid_client", "client authentication failed")
    seconds = app.get("expiresIn") or call.choose("oauth.expires_in")
    full = app["scope"] == "full_access"
    token = call.world.part(Sessions).open(
        Principal(
            "bearer", org=app.org, user=user["id"], key=app["id"], role=acts_as(call, user),
            scope="full" if full else "accounting", trusted=full, expires=call.now() + seconds * SECOND,
        )
    )  # fmt: skip
    return {"access_token": token.id, "token_type": "Bearer", "expires_in": seconds, "scope": app["scope"]}


OPERATIONS: list[Operation] = [
    declared_operation(
        "createaccesstoken", "POST", "/authx/token", create_access_token,
        auth="none", form=True, body=TokenBody, body_optional=True, answer=Token, role="read", evidence="I",
    )
]  # fmt: skip
