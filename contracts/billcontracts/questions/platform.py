"""What is open about sessions, lists, refusals, users and labels."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from typing import Any

import httpx

from .. import codes
from ..asking import Asking, NotAsked
from ..factories import unique, user_body
from ..probe import Seen, code_of, entries, json_of, outcome, probe, status_of, told, whole
from .rows import FORM, NOBODY, WRONG, named, oauth_of

HINTS = ("retry-after", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "ratelimit-reset")
"""Headers that elsewhere say when to come back."""


@probe("P-VAL-1", "Which code do entries of bean validation have?", "observed", "validation.code")
def validation_code(asking: Asking) -> Seen:
    return code_of(asking.bill.raw("POST", "/v3/vendors", json={}), None, "BDC_1000")


@probe("P-VAL-2", "Is MFA trust or the body looked at first?", "reference/createpayment", "validation.trust")
def trust_or_body(asking: Asking) -> Seen:
    response = asking.untrusted.raw("POST", "/v3/payments", json={})
    values = {403: "before_body", 400: "after_body"}
    return Seen(told(response), values.get(response.status_code), response.status_code in values)


@probe("P-LIST-1", "How many rows has a page when max is not given?", "docs/pagination", "list.default_max")
def default_page(asking: Asking) -> Seen:
    labels = asking.bill.raw("GET", "/v3/classifications/chart-of-accounts", params={"max": 100}).json()["results"]
    missing = 101 - len(labels)
    for start in range(0, missing, 50) if asking.world.control else ():
        names = [{"name": unique("Probe")} for _ in range(min(50, missing - start))]
        asking.bill.raw("POST", "/v3/classifications/chart-of-accounts/bulk", json=names)
    found = len(asking.bill.raw("GET", "/v3/classifications/chart-of-accounts").json()["results"])
    if found not in (20, 100):
        raise NotAsked(f"the organization has {found} accounts, too few to tell")
    return Seen(f"{found} rows", found)


@probe("P-LIM-1", "Which status has the call too many at once?", "docs/api-rate-limits", "rate_limit.status")
def fourth_call(asking: Asking) -> Seen:
    asking.bill.session.info()
    slow = asking.world.control.fault(operation="listvendors", latency=0.2) if asking.world.control else nullcontext()
    with slow, ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: asking.bill.raw("GET", "/v3/vendors", params={"max": 100}), range(12)))
    refused = [answer for answer in answers if any(entry.get("code") == "BDC_1322" for entry in entries(answer))]
    if not refused:
        raise NotAsked("no call of 12 was one too many")
    hints = {name: value for name, value in refused[0].headers.items() if name.lower() in HINTS}
    found = status_of(refused[0], 422, 429)
    return Seen(f"{found.told}, {hints or 'no header that says when'}", found.value, found.settles)


@probe("P-SES-1", "Which status has a wrong password?", "reference/login", "session.wrong_password_status")
def wrong_password(asking: Asking) -> Seen:
    known = asking.world.session
    if known is None:
        raise NotAsked("needs a session's credentials")
    body = {"username": known.username, "organizationId": known.organizationId, "devKey": known.devKey}
    return status_of(asking.stranger.raw("POST", "/v3/login", json={**body, "password": WRONG}), 401, 400)


@probe("P-SES-3", "What is a session told that was logged out?", "reference/logout")
def logged_out(asking: Asking) -> Seen:
    client, known = asking.untrusted, asking.world.session
    assert known
    headers = {"sessionId": client.session.login()["sessionId"], "devKey": known.devKey}
    client.raw("POST", "/v3/logout")
    return Seen(told(asking.stranger.raw("GET", "/v3/vendors", headers=headers)))


@probe("P-ERR-5", "What has the list of errors that is not known?", "docs/common-api-error-codes", "error.texts")
def error_list(asking: Asking) -> Seen:
    listed = codes.texts(json_of(asking.error_list))
    if not listed:
        return Seen(told(asking.error_list), settles=False)
    found = codes.compare(listed)
    line = f"{len(listed)} codes: {len(found.unknown)} new, {len(found.otherwise)} with another text"
    first = [f"{code} is {text['listed']!r}, not {text['known']!r}" for code, text in found.otherwise.items()]
    return Seen("; ".join([line, *first[:5]]), found.learnt, details=found.plain)


@probe("P-ERR-10", "In which form is the list of errors?", "docs/common-api-error-codes", "error.list_form")
def error_list_form(asking: Asking) -> Seen:
    found = codes.form(json_of(asking.error_list))
    return Seen(found or told(asking.error_list), found, found is not None)


@probe("P-USR-1", "Is a user made without a role?", "reference/createorganizationuser", "user.role_required")
def user_without_role(asking: Asking) -> Seen:
    body = user_body("")
    del body["roleId"]
    return made(asking, body, False, True)


@probe("P-USR-2", "Is a user made who does not accept the terms?", "reference/createorganizationuser", "user.terms")
def user_without_terms(asking: Asking) -> Seen:
    roles = asking.bill.raw("GET", "/v3/roles").json()["results"]
    clerk = next(role["id"] for role in roles if role["type"] == "CLERK")
    return made(asking, user_body(clerk, acceptTermsOfService=False), "any", "must_be_true")


def made(asking: Asking, body: object, done: object, refused: object) -> Seen:
    response = asking.bill.raw("POST", "/v3/users", json=body)
    if response.is_success:
        asking.bill.raw("POST", f"/v3/users/{response.json()['id']}/archive")
    return outcome(response, done, refused)


@probe("P-LIST-17", "In which order do lists come that are not sorted?", "docs/sorting-lists")
def order(asking: Asking) -> Seen:
    for _ in range(2):
        asking.make.label("departments")
        asking.make.sale()
        asking.make.invoice()
    kinds = ("classifications/departments", "vendors", "customers", "bills", "invoices")
    lists = {kind: asking.bill.raw("GET", f"/v3/{kind}", params={"max": 100}).json()["results"] for kind in kinds}
    return Seen("; ".join(f"{kind} {way_of(rows)}" for kind, rows in lists.items()))


def way_of(rows: list[dict[str, Any]]) -> str:
    """By which of their members rows are in order."""
    ways = [
        f"{name} {way}"
        for name in ("createdTime", "updatedTime", "name", "id")
        for way, turned in (("ascending", False), ("descending", True))
        if all(name in row for row in rows)
        and [row[name] for row in rows] == sorted((row[name] for row in rows), reverse=turned)
    ]
    return ", ".join(ways) or "in no order that is known"


@probe("P-LIST-18", "What is a page told that comes with other filters?", "docs/pagination", "list.changed_query")
def other_filters(asking: Asking) -> Seen:
    for _ in range(2):
        asking.make.label("departments")
    ask = {"max": 1, "filters": "archived:eq:false"}
    page = asking.bill.raw("GET", "/v3/classifications/departments", params=ask).json()["nextPage"]
    other = {"max": 1, "filters": "archived:eq:true", "page": page}
    response = asking.bill.raw("GET", "/v3/classifications/departments", params=other)
    if response.is_error:
        return Seen(whole(response), "refuse", response.status_code < 500)
    kept = [row["archived"] for row in response.json()["results"]] == [False]
    return Seen("they are kept" if kept else "they are taken", "kept", kept)


@probe("P-LIST-19", "Does `sw` tell capitals from small letters?", "docs/search-op-with-lists")
def capitals(asking: Asking) -> Seen:
    name = asking.make.lasting_vendor()["name"]
    found = asking.bill.raw("GET", "/v3/vendors", params={"filters": f'name:sw:"{name.upper()}"'})
    found.raise_for_status()
    return Seen("no" if found.json()["results"] else "yes")


@probe("P-LIST-20", "Are archived rows in a list without filters?", "docs/pagination")
def archived_rows(asking: Asking) -> Seen:
    vendor, customer = asking.make.vendor()["id"], asking.make.customer()["id"]
    bill, found = asking.make.invoice(), []
    for kind, id in (("vendors", vendor), ("customers", customer), ("bills", bill["id"])):
        asking.bill.raw("POST", f"/v3/{kind}/{id}/archive").raise_for_status()
        rows = asking.bill.raw("GET", f"/v3/{kind}", params={"filters": f'id:eq:"{id}"'}).json()["results"]
        found.append(f"{kind} {'yes' if rows else 'no'}")
    return Seen(", ".join(found))


@probe(
    "P-ID-3", "What becomes of an archived object that is read, changed, archived again and restored twice?", "observed"
)
def archived(asking: Asking) -> Seen:
    vendor = f"/v3/vendors/{asking.make.vendor()['id']}"
    calls = [
        ("POST", "/archive", None), ("GET", "", None), ("PATCH", "", {"shortName": "Probe"}),
        ("POST", "/archive", None), ("POST", "/restore", None), ("POST", "/restore", None),
    ]  # fmt: skip
    answers = [asking.bill.raw(method, f"{vendor}{more}", json=body) for method, more, body in calls]
    return Seen("; ".join(told(answer) for answer in answers))


@probe("P-OAU-9", "How many seconds does a token live?", "docs/oauth-client-credentials", "oauth.expires_in")
def life(asking: Asking) -> Seen:
    app = oauth_of(asking)
    form = {"grant_type": "client_credentials", "client_id": app.clientId, "client_secret": app.clientSecret}
    response = asking.stranger.raw(
        "POST", asking.world.gateway.token, content=str(httpx.QueryParams(form)), headers=FORM
    )
    seconds = response.raise_for_status().json().get("expires_in")
    return Seen(f"{seconds} seconds", seconds, isinstance(seconds, int))


@probe(
    "P-OAU-10",
    "Which code has a call beyond a token's scope?",
    "docs/oauth-api-scope-capabilities",
    "oauth.refused_code",
)
def beyond_scope(asking: Asking) -> Seen:
    app = oauth_of(asking)
    if asking.world.control:
        made = asking.world.control.ask("POST", "/apps", {"scope": "accounting_data_access"})
        app = type(app)(made["clientId"], made["clientSecret"])
    response = asking.world.client(app).raw("POST", f"/v3/vendors/{NOBODY}/bank-account", json={})
    if response.status_code in (400, 404):
        raise NotAsked("needs an app whose scope leaves the vendors' bank accounts out")
    return code_of(response, "BDC_1145", "BDC_1106", "BDC_1119", "BDC_1361")


@probe("P-ORG-1", "Is the organization's tax id masked?", "reference/getorganization", "organization.mask_tax_id")
def tax_id(asking: Asking) -> Seen:
    organization = f"/v3/organizations/{named(asking, 'organization')}"
    if asking.world.control:
        asking.bill.raw("PATCH", organization, json={"taxId": "12-3456789", "taxIdType": "EIN"}).raise_for_status()
    shown = asking.bill.raw("GET", organization).raise_for_status().json().get("taxId")
    if not shown:
        raise NotAsked("the organization has no tax id")
    return Seen("masked" if "*" in shown else "whole", "*" in shown)
