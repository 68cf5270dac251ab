"""What is open about Spend & Expense."""

from ..probe import Asking, Seen, probe, status_of


@probe("P-SPE-1", "Which status has a user whose e-mail is taken?", "observed", "spend.duplicate_email_status")
def taken_email(asking: Asking) -> Seen:
    email = asking.spend.raw("GET", "/v3/spend/users", params={"max": 1}).json()["results"][0]["email"]
    body = {"firstName": "Ida", "lastName": "Probe", "email": email, "role": "MEMBER"}
    return status_of(asking.spend.raw("POST", "/v3/spend/users", json=body), 409, 400, 422)
