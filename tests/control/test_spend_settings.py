"""What users of S&E set in the web app, by the control API."""

import pytest

from tests.conftest import Api

BUDGET = {"name": "Crew", "recurringInterval": "MONTHLY", "limit": 750, "recurringLimit": 600}


@pytest.fixture
def spend(api):
    return api.spend()


@pytest.fixture
def make_budget(spend):
    def make(**more):
        owner = spend.get("/v3/spend/users/current").json["uuid"]
        answer = spend.post("/v3/spend/budgets", json=BUDGET | {"owners": [owner], **more})
        assert answer.status_code == 200, answer.text
        return answer.json

    return make


def test_a_users_settings_are_shown_by_the_api(spend: Api):
    user = spend.get("/v3/spend/users").json["results"][1]
    told = {"receiptEmail": "r@example.test", "useCompanyMailingAddress": True, "smsOptIn": False, "role": "APPROVER"}
    assert spend.patch(f"/_mock/spend/users/{user['id']}", json=told).json == {**user, **told}
    assert spend.get(f"/v3/spend/users/{user['uuid']}").json == {**user, **told}
    assert spend.patch(f"/_mock/spend/users/{user['id']}", json={"firstName": "x"}).status_code == 400
    assert spend.patch("/_mock/spend/users/nobody", json=told).status_code == 404


def test_a_budget_shares_in_more_ways_than_the_api_sets(spend, make_budget):
    budget = make_budget()
    path = f"/v3/spend/budgets/{budget['uuid']}"
    spend.refused(spend.patch(path, json={"shareFunds": "SHARE_WITH_ALL_MEMBERS"}), 400)
    told = spend.patch(f"/_mock/spend/budgets/{budget['uuid']}", json={"shareFunds": "SHARE_WITH_ALL_MEMBERS"})
    assert told.json == {**budget, "shareFunds": "SHARE_WITH_ALL_MEMBERS"} == spend.get(path).json
    assert spend.patch(f"/_mock/spend/budgets/{budget['uuid']}", json={"shareFunds": "ALL"}).status_code == 400


def test_a_retired_budget_comes_back_with_its_owners(spend, make_budget):
    budget = make_budget()
    path = f"/v3/spend/budgets/{budget['uuid']}"
    assert spend.post(f"/_mock{path.removeprefix('/v3')}/restore").status_code == 400
    spend.delete(path)
    assert spend.post(f"/_mock{path.removeprefix('/v3')}/restore").json == spend.get(path).json == budget
    assert [member["budgetRole"] for member in spend.get(f"{path}/members").json["results"]] == ["OWNER"]
    spend.advance(days=30)
    assert spend.get(path).json["currentPeriod"]["startDate"] == "2026-04-01"


def test_what_it_missed_of_its_period_has_passed(spend, make_budget):
    path = f"/spend/budgets/{make_budget()['uuid']}"
    spend.delete(f"/v3{path}")
    spend.advance(days=45)
    told = spend.post(f"/_mock{path}/restore").json
    assert (told["currentPeriod"]["startDate"], told["currentPeriod"]["limit"]) == ("2026-04-01", 600)


@pytest.mark.parametrize(("interval", "back"), [("MONTHLY", False), ("NONE", True)])
def test_a_recurring_one_comes_back_within_one_further_interval(spend, make_budget, interval, back):
    path = f"/spend/budgets/{make_budget(recurringInterval=interval)['uuid']}"
    spend.delete(f"/v3{path}")
    spend.advance(days=61)
    assert (spend.post(f"/_mock{path}/restore").status_code == 200) is back
    assert spend.get(f"/v3{path}").json["retired"] is not back
