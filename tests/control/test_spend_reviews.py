"""What is noted on a transaction from outside the API: who is to review it, what they say, a sync."""

import pytest

ROUTE = "/_mock/spend/transactions"


@pytest.fixture
def row(api):
    """A cleared charge of 10 dollars."""
    spend = api.spend()
    (budget,) = spend.get("/v3/spend/budgets").json["results"]
    user = spend.get("/v3/spend/users/current").json
    body = {"name": "C", "userId": user["uuid"], "budgetId": budget["uuid"], "limit": 100}
    card = spend.post("/v3/spend/cards", json=body).json
    spend.post(f"/v3/spend/cards/{card['uuid']}/unfreeze")
    use = {"cardId": card["uuid"], "amount": 10, "clear": True}
    return api.post(ROUTE, json=use).json


@pytest.fixture
def steer(api, row):
    """Does something to the row: `steer("sync", syncStatus="ERROR")`; answers it as the API then tells it."""

    def act(action, method="POST", **body):
        answer = api.call(method, f"{ROUTE}/{row['uuid']}/{action}", json=body or None)
        assert answer.status_code == 200, answer.text
        assert answer.json == api.spend().get(f"/v3/spend/transactions/{row['uuid']}").json
        return answer.json

    return act


def test_who_is_asked_for_a_review_waits_and_then_has_decided(steer, row):
    told = steer("reviewers", approverType="BUDGET_OWNER")
    (reviewer,) = told["reviewers"]
    assert told["reviewRequired"] is True
    assert (reviewer["status"], reviewer["approverType"], reviewer["userName"]) == (
        "WAITING",
        "BUDGET_OWNER",
        "Ada Marsh",
    )
    assert reviewer["userUuid"] == row["userUuid"] and "reviewedTime" not in reviewer
    (reviewer,) = steer("review", isApproved=False)["reviewers"]
    assert reviewer["status"] == "DENIED" and reviewer["reviewedTime"]
    (reviewer,) = steer("review")["reviewers"]
    assert reviewer["status"] == "APPROVED"


def test_who_is_asked_twice_waits_once(steer):
    steer("reviewers")
    assert [one["approverType"] for one in steer("reviewers", approverType="MANAGER")["reviewers"]] == ["MANAGER"]


def test_a_review_that_is_taken_back_stays_with_the_time_of_that(api, steer, row):
    steer("reviewers")
    steer("review", isApproved=False)
    assert steer("review")["status"] == "APPROVED"
    told = steer("review", "DELETE")
    assert [one["isApproved"] for one in told["reviews"]] == [False, True]
    assert ["deletedTime" in one for one in told["reviews"]] == [False, True]
    assert told["status"] == "DENIED"
    told = steer("review", "DELETE")
    assert told["status"] == row["status"] and told["reviewers"][0]["status"] == "WAITING"
    assert api.spend().get("/v3/spend/transactions?filters=isReviewed:eq:true").json["results"] == []
    answer = api.delete(f"{ROUTE}/{row['uuid']}/review")
    assert answer.status_code == 400 and "nobody has reviewed" in answer.json["error"]


def test_a_sync_has_the_message_of_its_last_request(steer):
    (failed,) = steer("sync", syncStatus="ERROR", syncMessage="No such account")["accountingIntegrationTransactions"]
    assert failed["syncMessage"] == "No such account"
    (done,) = steer("sync")["accountingIntegrationTransactions"]
    assert "syncMessage" not in done
    assert (done["id"], done["integrationId"]) == (failed["id"], failed["integrationId"])
    assert done["syncRequestId"] != failed["syncRequestId"]
