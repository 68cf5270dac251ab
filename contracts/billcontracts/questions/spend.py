"""What is open about Spend & Expense: users, budgets and their members, cards, lists."""

import re
from base64 import b64decode
from typing import Any

import httpx

from ..asking import Asking
from ..factories import unique
from ..probe import Seen, outcome, probe, status_of, told, whole

BUDGETS, CARDS = "/v3/spend/budgets", "/v3/spend/cards"


@probe("P-SPE-1", "Which status has a user whose e-mail is taken?", "observed", "spend.duplicate_email_status")
def taken_email(asking: Asking) -> Seen:
    email = asking.spend.raw("GET", "/v3/spend/users", params={"max": 1}).json()["results"][0]["email"]
    body = {"firstName": "Ida", "lastName": "Probe", "email": email, "role": "MEMBER"}
    return status_of(asking.spend.raw("POST", "/v3/spend/users", json=body), 409, 400, 422)


def budget_of(asking: Asking, **fields: Any) -> dict[str, Any]:
    """A budget of the token's user."""
    body = {"name": unique("Probe"), "owners": [asking.me["uuid"]], "recurringInterval": "MONTHLY", "limit": 100}
    made: dict[str, Any] = asking.spend.spend.budgets.create({**body, "recurringLimit": 80, **fields})
    return made


def person(asking: Asking) -> dict[str, Any]:
    """A user of the company for all questions, invited once."""
    if "person" not in asking.shared:
        email = f"{unique('probe').replace(' ', '.')}@example.com"
        body = {"firstName": "Ida", "lastName": "Probe", "email": email, "role": "MEMBER"}
        asking.shared["person"] = asking.spend.spend.users.create(body)
    found: dict[str, Any] = asking.shared["person"]
    return found


def card_of(asking: Asking, **fields: Any) -> httpx.Response:
    """What a card on the shared budget is answered with."""
    body = {"name": unique("Probe"), "userId": asking.me["uuid"], "budgetId": asking.budget["uuid"], "limit": 5}
    return asking.spend.raw("POST", CARDS, json={**body, **fields})


def card(asking: Asking) -> dict[str, Any]:
    """A new card for all questions, as it was answered."""
    if "card" not in asking.shared:
        asking.shared["card"] = card_of(asking).raise_for_status().json()
    found: dict[str, Any] = asking.shared["card"]
    return found


@probe("P-SPE-21", "Which status has a new card?", "docs/virtual-cards", "spend.new_card_status")
def card_status(asking: Asking) -> Seen:
    status = card(asking)["status"]
    return Seen(status, status, status in ("FROZEN", "ACTIVATED"))


@probe("P-SPE-22", "Which type has a new card?", "docs/virtual-cards", "spend.vendor_card_type")
def card_type(asking: Asking) -> Seen:
    type = card(asking)["type"]
    return Seen(type, type, type in ("VIRTUAL", "VIRTUAL_VENDOR"))


@probe("P-SPE-23", "Does a card thaw?", "docs/virtual-cards")
def thawed(asking: Asking) -> Seen:
    path = f"{CARDS}/{card(asking)['uuid']}"
    answer = asking.spend.raw("POST", f"{path}/unfreeze")
    return Seen(f"{told(answer)}, then it is {asking.spend.raw('GET', path).json().get('status')}")


@probe("P-SPE-24", "How is the token of a card's number made?", "reference/getpanjwt")
def number_token(asking: Asking) -> Seen:
    response = asking.spend.raw("GET", f"{CARDS}/{card(asking)['uuid']}/pan-jwt")
    parts = max((value.count(".") + 1 for value in re.findall(r'"([\w.-]+)"', response.text)), default=0)
    return Seen(f"{whole(response)} of {parts} parts")


@probe(
    "P-SPE-25", "May a card be given a day that is over?", "reference/createbudgetcard", "spend.past_card_expiration"
)
def past_day(asking: Asking) -> Seen:
    return outcome(card_of(asking, expirationDate="2020-01-31"), "take", "refuse")


@probe("P-SPE-26", "Must a card's user be in its budget?", "reference/createbudgetcard", "spend.card_holder")
def holder(asking: Asking) -> Seen:
    return outcome(card_of(asking, userId=person(asking)["uuid"]), "any", "member")


@probe("P-SPE-27", "What becomes of members and cards with their user, and of a second delete?", "reference/deleteuser")
def gone_user(asking: Asking) -> Seen:
    user, budget = person(asking)["uuid"], asking.budget["uuid"]
    member = f"{BUDGETS}/{budget}/members/{user}"
    put = asking.spend.raw("PUT", member, json={"limit": 1, "recurringLimit": 1})
    made = card_of(asking, userId=user)
    deletes = [told(asking.spend.raw("DELETE", f"/v3/spend/users/{user}")) for _ in range(2)]
    left = asking.spend.raw("GET", member)
    status = asking.spend.raw("GET", f"{CARDS}/{made.json()['uuid']}") if made.is_success else made
    return Seen(f"member {told(put)}; deletes {', '.join(deletes)}; member {whole(left)}; card {whole(status)}")


@probe("P-SPE-28", "What becomes of cards with their budget, and of a second delete?", "reference/deletebudget")
def gone_budget(asking: Asking) -> Seen:
    budget = budget_of(asking)["uuid"]
    made = card_of(asking, budgetId=budget).raise_for_status().json()
    deletes = [told(asking.spend.raw("DELETE", f"{BUDGETS}/{budget}")) for _ in range(2)]
    card = asking.spend.raw("GET", f"{CARDS}/{made['uuid']}")
    return Seen(f"deletes {', '.join(deletes)}; card {whole(card)}")


@probe("P-SPE-29", "When does another recurringInterval begin?", "reference/updatebudget")
def interval(asking: Asking) -> Seen:
    budget = budget_of(asking)
    response = asking.spend.raw("PATCH", f"{BUDGETS}/{budget['uuid']}", json={"recurringInterval": "YEARLY"})
    now = asking.spend.raw("GET", f"{BUDGETS}/{budget['uuid']}").json()
    ends = [row.get("currentPeriod", {}).get("endDate") for row in (budget, now)]
    return Seen(f"{told(response)}; the period ended on {ends[0]}, and now on {ends[1]}")


@probe(
    "P-SPE-30",
    "Does a bulk of members take limits beside shared funds?",
    "reference/upsertbulkbudgetusers",
    "spend.bulk_share_with_limits",
)
def share_and_limit(asking: Asking) -> Seen:
    member = {"userId": asking.me["uuid"], "role": "OWNER", "shareBudgetFunds": True, "limit": 0, "recurringLimit": 0}
    path = f"{BUDGETS}/{asking.budget['uuid']}/members/bulk"
    return outcome(asking.spend.raw("PUT", path, json={"members": [member]}), "take", "refuse")


@probe("P-SPE-31", "What do pages have in nextPage and prevPage?", "observed")
def pages(asking: Asking) -> Seen:
    for _ in range(2):
        budget_of(asking)
    first = asking.spend.raw("GET", BUDGETS, params={"max": 1}).json()
    second = asking.spend.raw("GET", BUDGETS, params={"max": 1, "nextPage": first.get("nextPage")}).json()
    last = asking.spend.raw("GET", BUDGETS, params={"max": 100})
    names = ("nextPage", "prevPage")
    shown = [", ".join(f"{name} {opened(page[name])}" for name in names if name in page) for page in (first, second)]
    return Seen(f"first: {shown[0] or 'neither'}; second: {shown[1] or 'neither'}; of one page: {whole(last)}")


def opened(cursor: Any) -> str:
    """A cursor as it reads when it is base64."""
    try:
        return b64decode(str(cursor), validate=True).decode()
    except ValueError:
        return "of its own form" if cursor else str(cursor)


@probe("P-SPE-32", "Does a cursor keep the filters of its list?", "observed")
def kept_filters(asking: Asking) -> Seen:
    ask = {"max": 1, "filters": "retired:eq:true"}
    for _ in range(2):
        asking.spend.raw("DELETE", f"{BUDGETS}/{budget_of(asking)['uuid']}").raise_for_status()
    cursor = asking.spend.raw("GET", BUDGETS, params=ask).raise_for_status().json().get("nextPage")
    follows = asking.spend.raw("GET", BUDGETS, params={"max": 1, "nextPage": cursor})
    return Seen(f"{told(follows)}, a row that is retired: {[row['retired'] for row in follows.json()['results']]}")


@probe("P-SPE-33", "In which order do lists come?", "observed")
def order(asking: Asking) -> Seen:
    pairs = {"budgets": [budget_of(asking) for _ in range(2)], "cards": [card_of(asking).json() for _ in range(2)]}
    seen = []
    for name, made in pairs.items():
        rows = asking.spend.raw("GET", f"/v3/spend/{name}", params={"max": 100}).json()["results"]
        found = [row["uuid"] for row in rows if row["uuid"] in {one["uuid"] for one in made}]
        way = "oldest" if found == [one["uuid"] for one in made] else "newest" if len(found) == 2 else "not all"
        seen.append(f"{name}: {way} first")
    return Seen("; ".join(seen))


@probe(
    "P-SPE-34", "What is answered when several values of a custom field are made?", "reference/createcustomfieldvalues"
)
def several_values(asking: Asking) -> Seen:
    body = {"name": unique("Probe"), "allowCustomValues": False, "global": False, "values": ["North"]}
    field = asking.spend.raw("POST", "/v3/spend/custom-fields", json=body).raise_for_status().json()["uuid"]
    path = f"/v3/spend/custom-fields/{field}/values"
    return Seen(whole(asking.spend.raw("POST", path, json={"values": ["East", "West"]})))
