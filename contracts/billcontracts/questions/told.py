"""What is told of sign-in, refusals, lists, MFA, OAuth and webhooks: a row for each question of one call."""

from typing import Any

from ..probe import Probe
from .rows import FORM, NOBODY, NOWHERE, WRONG, row

ERRORS = "docs/common-api-error-codes"
LOGIN: dict[str, Any] = {
    "username": "{username}", "password": "{password}", "organizationId": "{organization}", "devKey": "{devKey}",
}  # fmt: skip
SESSION = {"sessionId": "{session}", "devKey": "{devKey}"}
JSON = {"Content-Type": "application/json"}
KEY = {"X-Idempotent-Key": "{uuid}"}
GRANT = "grant_type=client_credentials"
SUBSCRIPTION: dict[str, Any] = {
    "name": "{a name}", "status": {"enabled": False}, "notificationUrl": f"{NOWHERE}/{{uuid}}",
    "events": [{"type": "vendor.created", "version": "1"}],
}  # fmt: skip
SUBSCRIPTIONS = "/connect-events/v3/subscriptions"


def without(body: dict[str, Any], name: str) -> dict[str, Any]:
    return {known: value for known, value in body.items() if known != name}


def vendors(id: str, question: str, source: str, **params: Any) -> Probe:
    """A list of vendors asked for in some way."""
    return row(id, question, source, "GET /v3/vendors", params=params)


SIGNING_IN = [
    row(
        "P-SES-2", "What is a wrong developer key told?", "reference/login", "POST /v3/login",
        {**LOGIN, "devKey": WRONG}, who="stranger",
    ),
    row(
        "P-SES-4", "What is a wrong organization told?", "reference/login", "POST /v3/login",
        {**LOGIN, "organizationId": "00801AAAAAAAAAAAAAAA"}, who="stranger",
    ),
    row("P-SES-5", "What is a login with nothing in it told?", "reference/login", "POST /v3/login", {}, who="stranger"),
    row(
        "P-SES-6", "What is a login without its organization told?", "reference/login", "POST /v3/login",
        without(LOGIN, "organizationId"), who="stranger",
    ),
    row(
        "P-SES-7", "What becomes of a login with a rememberMeId that there is not?", "reference/login",
        "POST /v3/login", {**LOGIN, "rememberMeId": WRONG, "device": "probe"}, who="stranger",
    ),
    row("P-SES-8", "What is a call with no headers told?", "docs/faq", "GET /v3/vendors", who="stranger"),
    row(
        "P-SES-9", "What is a call with the developer key alone told?", "docs/faq", "GET /v3/vendors",
        headers={"devKey": "{devKey}"}, who="stranger",
    ),
    row(
        "P-SES-10", "What is a call with the session alone told?", "docs/faq", "GET /v3/vendors",
        headers={"sessionId": "{session}"}, who="stranger",
    ),
    row(
        "P-SES-11", "What is a session told that there is not?", ERRORS, "GET /v3/vendors",
        headers={**SESSION, "sessionId": WRONG}, who="stranger",
    ),
    row(
        "P-SES-12", "What is a session with another developer key told?", "docs/bill-keys-tokens", "GET /v3/vendors",
        headers={**SESSION, "devKey": WRONG}, who="stranger",
    ),
    row(
        "P-SES-13", "What has an organization that one may sign in to?", "reference/listallorganizations",
        "GET /v3/login/organizations",
    ),
    row(
        "P-MFA-1", "What is a setup with primary false told?", "changelog/2026-04-03", "POST /v3/mfa/setup",
        {"type": "TEXT", "phone": "", "primary": False},
    ),
    row(
        "P-MFA-2", "What is a code told whose challenge there is not?", "reference/validatechallenge",
        "POST /v3/mfa/challenge/validate", {"challengeId": WRONG, "token": "000000"}, who="untrusted",
    ),
    row(
        "P-MFA-3", "What is a step-up with a wrong rememberMeId told?", "reference/stepupsession",
        "POST /v3/mfa/step-up", {"rememberMeId": WRONG, "device": "probe"}, who="untrusted",
    ),
]  # fmt: skip

REFUSALS = [
    row("P-ERR-1", "What is a path told that there is not?", "docs/faq", "GET /v3/pallets"),
    row("P-ERR-2", "What is a method told that a path does not take?", "docs/faq", "PUT /v3/vendors", {}),
    row("P-ERR-3", "What is a body told that is no JSON?", ERRORS, "POST /v3/vendors", content="{bad", headers=JSON),
    row("P-ERR-4", "What is an id told that names nothing?", ERRORS, f"GET /v3/vendors/{NOBODY}"),
    row("P-ERR-6", "What is a path in capitals told?", "docs/faq", "GET /v3/Vendors"),
    row(
        "P-ERR-7", "What is a body of plain text told?", ERRORS, "POST /v3/vendors", content="name",
        headers={"Content-Type": "text/plain"},
    ),
    row("P-ERR-8", "What is a body told that is an array?", ERRORS, "POST /v3/vendors", [{}]),
    row("P-ERR-9", "What is a body told that is empty?", ERRORS, "POST /v3/vendors", content="", headers=JSON),
    row("P-VAL-3", "Which entries and categories has a vendor with nothing in it?", ERRORS, "POST /v3/vendors", {}),
    row(
        "P-VAL-4", "What is a value of the wrong type told?", ERRORS, "POST /v3/vendors",
        {"name": {"a": 1}, "address": "Chicago"},
    ),
    row(
        "P-VAL-5", "What is a word told that is none of an enum?", ERRORS, "POST /v3/vendors",
        {"name": "{a name}", "accountType": "NONE_OF_THESE", "address": "{address}"},
    ),
    row(
        "P-VAL-6", "What becomes of a member that there is not?", "observed", "POST /v3/vendors",
        {"name": "{a name}", "address": "{address}", "colour": "red"},
    ),
    row("P-ID-1", "What is an id of another kind told?", "observed", "GET /v3/vendors/00501AAAAAAAAAAAAAAA"),
    row("P-ID-2", "What is an id told that is too short?", "observed", "GET /v3/vendors/00901"),
]  # fmt: skip

LISTS = [
    vendors("P-LIST-2", "What is a max of 101 told?", "docs/pagination", max=101),
    vendors(
        "P-LIST-3", "What is a filter on an unknown field told?", "docs/search-op-with-lists",
        filters="colour:eq:red",
    ),
    vendors("P-LIST-4", "What is a sort by an unknown field told?", "docs/sorting-lists", sort="colour:asc"),
    vendors("P-LIST-5", "What is a max of 0 told?", "docs/pagination", max=0),
    vendors("P-LIST-6", "What is a max told that is no number?", "docs/pagination", max="abc"),
    vendors("P-LIST-7", "What is a page told that there is not?", "docs/pagination", page=WRONG),
    vendors("P-LIST-8", "What has the last page in place of nextPage?", "docs/pagination", filters='id:eq:"{vendor}"'),
    vendors(
        "P-LIST-9", "What is a time without quotes told?", "docs/search-op-with-lists",
        filters="createdTime:gt:2020-01-01T00:00:00.000+00:00", max=1,
    ),
    vendors(
        "P-LIST-10", "What is an operator told that there is not?", "docs/search-op-with-lists",
        filters="name:like:Heron",
    ),
    vendors("P-LIST-11", "Does `in` take one value?", "docs/search-op-with-lists", filters='id:in:"{vendor}"'),
    vendors("P-LIST-12", "What is a sort without a direction told?", "docs/sorting-lists", sort="name", max=1),
    vendors(
        "P-LIST-13", "What is a sort by two fields told?", "docs/sorting-lists", sort="name:asc,createdTime:desc",
        max=1,
    ),
    vendors(
        "P-LIST-14", "What is an operator told that its field does not take?", "docs/filterable-fields",
        filters="archived:gt:true",
    ),
    vendors(
        "P-LIST-15", "What is a filter value of the wrong type told?", "docs/search-op-with-lists",
        filters="archived:eq:perhaps",
    ),
    vendors("P-LIST-16", "What is a direction told that there is not?", "docs/sorting-lists", sort="name:up", max=1),
]  # fmt: skip

OAUTH = [
    row(
        "P-OAU-1", "What has a token's answer?", "reference/createaccesstoken", "POST {token}",
        content=f"{GRANT}&client_id={{clientId}}&client_secret={{clientSecret}}", headers=FORM, who="stranger",
    ),
    row(
        "P-OAU-2", "What is a wrong secret told?", "reference/createaccesstoken", "POST {token}",
        content=f"{GRANT}&client_id={{clientId}}&client_secret={WRONG}", headers=FORM, who="stranger",
    ),
    row(
        "P-OAU-3", "What is another grant told?", "reference/createaccesstoken", "POST {token}",
        content="grant_type=password&client_id={clientId}&client_secret={clientSecret}", headers=FORM,
        who="stranger",
    ),
    row(
        "P-OAU-4", "What is a token request in JSON told?", "reference/createaccesstoken", "POST {token}",
        {"grant_type": "client_credentials", "client_id": "{clientId}", "client_secret": "{clientSecret}"},
        who="stranger",
    ),
    row(
        "P-OAU-5", "What is a token request without a grant told?", "reference/createaccesstoken", "POST {token}",
        content="client_id={clientId}&client_secret={clientSecret}", headers=FORM, who="stranger",
    ),
    row(
        "P-OAU-6", "What are credentials in a Basic header told?", "reference/createaccesstoken", "POST {token}",
        content=GRANT, headers={**FORM, "Authorization": "Basic {basic}"}, who="stranger",
    ),
    row(
        "P-OAU-7", "What is a token told at the webhooks?", "docs/oauth-client-credentials",
        "GET /connect-events/v3/subscriptions", headers={"Authorization": "Bearer {bearer}"}, who="stranger",
    ),
    row(
        "P-OAU-8", "What is a token told that there is not?", "docs/oauth-client-credentials", "GET /v3/vendors",
        headers={"Authorization": f"Bearer {WRONG}"}, who="stranger",
    ),
]  # fmt: skip

HOOKS = [
    row(
        "P-WEB-4", "What are webhooks told without headers?", "docs/webhook-api-error-responses",
        f"GET {SUBSCRIPTIONS}", who="stranger",
    ),
    row(
        "P-WEB-5", "What are webhooks told with a session that there is not?", "docs/webhook-api-error-responses",
        f"GET {SUBSCRIPTIONS}", headers={**SESSION, "sessionId": WRONG}, who="stranger",
    ),
    row(
        "P-WEB-6", "What is a subscription without a key told?", "docs/bill-webhook-api-general-rules",
        f"POST {SUBSCRIPTIONS}", SUBSCRIPTION,
    ),
    row(
        "P-WEB-7", "What is a key told that is a UUID of version 1?", "docs/bill-webhook-api-general-rules",
        f"POST {SUBSCRIPTIONS}", SUBSCRIPTION, headers={"X-Idempotent-Key": "{uuid1}"},
    ),
    row(
        "P-WEB-8", "What is a key told that is no UUID?", "docs/bill-webhook-api-general-rules",
        f"POST {SUBSCRIPTIONS}", SUBSCRIPTION, headers={"X-Idempotent-Key": WRONG},
    ),
    row(
        "P-WEB-9", "What is an event told that there is not?", "reference/createsubscription",
        f"POST {SUBSCRIPTIONS}", {**SUBSCRIPTION, "events": [{"type": "pallet.created", "version": "1"}]},
        headers=KEY,
    ),
    row(
        "P-WEB-10", "What is an event's version 1.0 told?", "reference/createsubscription", f"POST {SUBSCRIPTIONS}",
        {**SUBSCRIPTION, "events": [{"type": "vendor.created", "version": "1.0"}]}, headers=KEY,
    ),
    row(
        "P-WEB-11", "What is a subscription to no event told?", "reference/createsubscription",
        f"POST {SUBSCRIPTIONS}", {**SUBSCRIPTION, "events": []}, headers=KEY,
    ),
    row(
        "P-WEB-12", "What becomes of an event that is named twice?", "reference/createsubscription",
        f"POST {SUBSCRIPTIONS}", {**SUBSCRIPTION, "events": SUBSCRIPTION["events"] * 2}, headers=KEY,
    ),
    row(
        "P-WEB-3", "What is a subscription to http told?", "docs/webhooks", f"POST {SUBSCRIPTIONS}",
        {**SUBSCRIPTION, "notificationUrl": "http://hooks.example.test/{uuid}"}, headers=KEY,
    ),
    row(
        "P-WEB-13", "What is the delete of a subscription told that there is not?", "reference/deletesubscription",
        f"DELETE {SUBSCRIPTIONS}/{{uuid}}",
    ),
    row(
        "P-WEB-14", "What is the history of a subscription told that there is not?",
        "reference/geteventsforsubscription", "GET /connect-events/v3/events/subscription/{uuid}",
    ),
    row(
        "P-WEB-15", "What is a max of 101 told at the webhooks?", "reference/getallsubscriptions",
        f"GET {SUBSCRIPTIONS}", params={"max": 101},
    ),
    row(
        "P-WEB-16", "What has the catalogue of Spend & Expense?", "reference/listevents",
        "GET /connect-events/v3/events/catalog", who="spend",
    ),
]  # fmt: skip
