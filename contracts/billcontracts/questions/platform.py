"""What is open about sessions, lists, refusals, users and labels."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

from .. import codes
from ..factories import unique, user_body
from ..probe import Asking, NotAsked, Seen, code_of, entries, json_of, outcome, probe, status_of, told

WRONG = "none of mockbill's"


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
    return status_of(refused[0], 422, 429)


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


@probe("P-ERR-6", "In which form is the list of errors?", "docs/common-api-error-codes", "error.list_form")
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


@probe(
    "P-CLS-1",
    "May two labels of a kind have one name?",
    "reference/createclassificationdepartment",
    "classification.duplicate_name",
)
def two_labels(asking: Asking) -> Seen:
    name = asking.make.label("departments")["name"]
    response = asking.bill.raw("POST", "/v3/classifications/departments", json={"name": name})
    if response.is_success:
        asking.make.keep(asking.bill.departments, response.json())
    return outcome(response, "allow", "refuse")


@probe("P-CLS-2", "Is a label made without a name?", "reference/createclassificationlocation", "classification.name")
def nameless(asking: Asking) -> Seen:
    response = asking.bill.raw("POST", "/v3/classifications/locations", json={"description": unique("Probe")})
    if response.is_success:
        asking.make.keep(asking.bill.locations, response.json())
    return outcome(response, "optional", "required")
