"""What is open about Spend & Expense."""

from ..probe import Asking, Seen, probe, status_of, told


@probe("P-SPE-1", "Which status has a user whose e-mail is taken?", "observed", "spend.duplicate_email_status")
def taken_email(asking: Asking) -> Seen:
    email = asking.spend.raw("GET", "/v3/spend/users", params={"max": 1}).json()["results"][0]["email"]
    body = {"firstName": "Ida", "lastName": "Probe", "email": email, "role": "MEMBER"}
    return status_of(asking.spend.raw("POST", "/v3/spend/users", json=body), 409, 400, 422)


@probe("P-SPE-2", "What is a filter on an unknown field told?", "observed")
def unknown_filter(asking: Asking) -> Seen:
    return Seen(told(asking.spend.raw("GET", "/v3/spend/users", params={"filters": "colour:eq:red"})))


@probe("P-SPE-3", "What is an id told that names nothing?", "observed")
def nothing(asking: Asking) -> Seen:
    return Seen(told(asking.spend.raw("GET", "/v3/spend/budgets/bgt_00000000000000000000000000")))
