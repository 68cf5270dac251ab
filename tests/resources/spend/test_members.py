"""Members of budgets: upsert, bulk, owners, assigned funds."""

import pytest


@pytest.fixture
def path(budget):
    return f"/v3/spend/budgets/{budget['uuid']}/members"


@pytest.fixture
def assigned(spend, budget):
    return lambda: spend.get(f"/v3/spend/budgets/{budget['uuid']}").json["currentPeriod"]["assigned"]


def test_a_put_adds_a_member_with_numbers_as_text(spend, path, make_user, assigned):
    user = make_user()
    answer = spend.put(f"{path}/{user['id']}", json={"limit": "50", "recurringLimit": "100"})
    assert answer.status_code == 200
    assert answer.json == {
        "userId": user["id"],
        "userUuid": user["uuid"],
        "name": "Nora Blum",
        "budgetRole": "MEMBER",
        "limit": 50.0,
        "recurringLimit": 100.0,
        "recurring": True,
        "spent": 0.0,
        "shareBudgetFunds": False,
        "retired": False,
    }
    assert spend.get(f"{path}/{user['uuid']}").json == answer.json
    assert assigned() == 50.0


def test_a_put_changes_who_is_a_member_already(spend, path, make_user, assigned):
    user = make_user()
    spend.put(f"{path}/{user['uuid']}", json={"limit": 50, "recurringLimit": 100, "role": "OBSERVER"})
    again = spend.put(f"{path}/{user['uuid']}", json={"limit": 0, "recurringLimit": 0}).json
    assert (again["budgetRole"], again["limit"], again["recurring"]) == ("OBSERVER", 0.0, False)
    assert assigned() == 0.0
    assert len(spend.get(path).json["results"]) == 2


def test_who_shares_the_budget_has_no_limit_of_their_own(spend, path, make_user, assigned):
    user = make_user()
    spend.put(f"{path}/{user['uuid']}", json={"limit": 50, "recurringLimit": 100})
    shared = spend.put(f"{path}/{user['uuid']}", json={"shareBudgetFunds": True, "limit": None}).json
    assert shared["shareBudgetFunds"] is True
    assert not shared.keys() & {"limit", "recurringLimit"}
    assert assigned() == 0.0


def test_limits_are_required_unless_shared_and_forbidden_then(spend, path, world, make_user):
    user = make_user()
    before = world.fingerprint()
    put = f"{path}/{user['uuid']}"
    missing = ("limit: must not be null", "recurringLimit: must not be null")
    spend.refused(spend.put(put, json={}), 400, *missing)
    spend.refused(spend.put(put, json={"limit": 1}), 400, missing[1])
    rule = "limit: must be null when shareBudgetFunds is true"
    spend.refused(spend.put(put, json={"shareBudgetFunds": True, "limit": 1}), 400, rule)
    spend.refused(
        spend.put(put, json={"limit": -1, "recurringLimit": 0}), 400, "limit: must be greater than or equal to 0"
    )
    spend.refused(spend.put(put, json={"limit": 1, "recurringLimit": 0, "role": "BOSS"}), 400)
    assert world.fingerprint() == before


def test_unknown_budgets_users_and_members_are_not_found(spend, path, make_user):
    user, good = make_user(), {"limit": 0, "recurringLimit": 0}
    spend.refused(spend.get(f"{path}/{user['uuid']}"), 404)
    spend.refused(spend.delete(f"{path}/{user['uuid']}"), 404)
    spend.refused(spend.put(f"{path}/usr_nobody", json=good), 404)
    spend.refused(spend.get("/v3/spend/budgets/bgt_none/members"), 404)
    spend.refused(spend.put(f"/v3/spend/budgets/bgt_none/members/{user['uuid']}", json=good), 404)
    spend.refused(spend.get("/v3/spend/members"), 404)
    spend.delete(f"/v3/spend/users/{user['uuid']}")
    spend.refused(spend.put(f"{path}/{user['uuid']}", json=good), 404)


def test_a_removed_member_is_retired_and_may_come_back(spend, path, make_user, assigned):
    user = make_user()
    spend.put(f"{path}/{user['uuid']}", json={"limit": 50, "recurringLimit": 0})
    answer = spend.delete(f"{path}/{user['id']}")
    assert (answer.status_code, answer.data, assigned()) == (200, b"", 0.0)
    assert [row["name"] for row in spend.get(path).json["results"]] == ["Ada Marsh"]
    assert [row["name"] for row in spend.get(f"{path}?filters=retired:eq:true").json["results"]] == ["Nora Blum"]
    assert spend.get(f"{path}/{user['uuid']}").json["retired"] is True
    spend.refused(spend.delete(f"{path}/{user['uuid']}"), 404)
    back = spend.put(f"{path}/{user['uuid']}", json={"limit": 20, "recurringLimit": 0}).json
    assert (back["retired"], assigned()) == (False, 20.0)


def test_a_budget_keeps_an_owner(spend, path, admin, make_user):
    own = f"{path}/{admin['uuid']}"
    zero = {"limit": 0, "recurringLimit": 0}
    spend.refused(spend.delete(own), 400)
    spend.refused(spend.put(own, json={**zero, "role": "MEMBER"}), 400)
    assert spend.put(own, json=zero).json["budgetRole"] == "OWNER"
    user = make_user()
    spend.put(f"{path}/{user['uuid']}", json={**zero, "role": "OWNER"})
    assert spend.delete(own).status_code == 200
    spend.refused(spend.delete(f"{path}/{user['uuid']}"), 400)


def test_lists_sort_by_name_and_hide_no_one_else(spend, path, make_user, make_budget):
    other = make_budget("Other")
    for first in ("Zoe", "Ben"):
        user = make_user(first)
        spend.put(f"{path}/{user['uuid']}", json={"limit": 0, "recurringLimit": 0})
    assert [row["name"] for row in spend.get(f"{path}?sort=name:asc").json["results"]] == [
        "Ada Marsh",
        "Ben Blum",
        "Zoe Blum",
    ]
    assert [row["name"] for row in spend.get(f"{path}?sort=name:desc&max=1").json["results"]] == ["Zoe Blum"]
    spend.refused(spend.get(f"{path}?sort=limit:asc"), 400)
    spend.refused(spend.get(f"{path}?filters=name:eq:x"), 400)
    assert len(spend.get(f"/v3/spend/budgets/{other['uuid']}/members").json["results"]) == 1


def test_a_new_name_shows_in_every_membership(spend, path, make_user):
    user = make_user()
    spend.put(f"{path}/{user['uuid']}", json={"limit": 0, "recurringLimit": 0})
    spend.patch(f"/v3/spend/users/{user['uuid']}", json={"lastName": "Sand"})
    assert spend.get(f"{path}/{user['uuid']}").json["name"] == "Nora Sand"


def test_a_deleted_user_leaves_their_budgets(spend, path, make_user, assigned):
    user = make_user()
    spend.put(f"{path}/{user['uuid']}", json={"limit": 50, "recurringLimit": 0})
    spend.delete(f"/v3/spend/users/{user['uuid']}")
    assert assigned() == 0.0
    assert [row["name"] for row in spend.get(path).json["results"]] == ["Ada Marsh"]


def test_up_to_five_members_at_once(spend, path, make_user, assigned):
    users = [make_user(f"U{count}") for count in range(5)]
    body = {"members": [{"userId": user["id"], "limit": "10"} for user in users]}
    answer = spend.put(f"{path}/bulk", json=body)
    assert (answer.status_code, answer.json) == (200, {"status": "SUCCESS"})
    assert (len(spend.get(path).json["results"]), assigned()) == (6, 50.0)


def test_more_than_five_members_come_a_little_later(spend, path, make_user, assigned):
    users = [make_user(f"U{count}") for count in range(6)]
    body = {"members": [{"userId": user["uuid"], "limit": 10, "role": "OBSERVER"} for user in users]}
    assert spend.put(f"{path}/bulk", json=body).json == {"status": "SUCCESS"}
    assert len(spend.get(path).json["results"]) == 1
    spend.delete(f"/v3/spend/users/{users[0]['uuid']}")
    spend.advance(seconds=4)
    assert len(spend.get(path).json["results"]) == 1
    spend.advance(seconds=2)
    assert (len(spend.get(path).json["results"]), assigned()) == (6, 50.0)


def test_a_late_bulk_call_leaves_the_last_owner_and_a_deleted_budget_alone(spend, path, budget, admin, make_user):
    users = [make_user(f"U{count}") for count in range(5)]
    everybody = [admin["uuid"], *(user["uuid"] for user in users)]
    body = {"members": [{"userId": key, "role": "MEMBER"} for key in everybody]}
    assert spend.put(f"{path}/bulk", json=body).status_code == 200
    spend.advance(seconds=5)
    assert [row["budgetRole"] for row in spend.get(path).json["results"]] == ["OWNER", *["MEMBER"] * 5]
    body = {"members": [{"userId": key, "limit": 5} for key in everybody]}
    assert spend.put(f"{path}/bulk", json=body).status_code == 200
    spend.delete(f"/v3/spend/budgets/{budget['uuid']}")
    spend.advance(seconds=5)
    assert spend.get(path).json["results"] == []


def test_a_bulk_call_may_hand_a_budget_over(spend, path, admin, make_user):
    user = make_user()
    body = {"members": [{"userId": admin["uuid"], "role": "MEMBER"}, {"userId": user["uuid"], "role": "OWNER"}]}
    assert spend.put(f"{path}/bulk", json=body).status_code == 200
    assert [row["budgetRole"] for row in spend.get(path).json["results"]] == ["MEMBER", "OWNER"]


def test_a_bulk_call_does_all_or_nothing(spend, path, world, make_user):
    user = make_user()
    before = world.fingerprint()
    body = {"members": [{"userId": user["uuid"], "limit": 1}, {"userId": "usr_nobody", "limit": 1}]}
    answer = spend.put(f"{path}/bulk", json=body)
    spend.refused(answer, 422)
    assert [entry["code"] for entry in answer.json] == ["BDC_1246", "BDC_1205"]
    spend.refused(spend.put(f"{path}/bulk", json={"members": []}), 400, "members: must not be empty")
    spend.refused(spend.put(f"{path}/bulk", json={"members": [{}]}), 400, "members[0].userId: must not be blank")
    spend.refused(spend.put(f"{path}/bulk", json=[]), 400)
    assert world.fingerprint() == before


def test_limits_beside_sharing_are_taken_in_bulk_unless_chosen_otherwise(spend, world, path, make_user):
    user = make_user()
    body = {"members": [{"userId": user["uuid"], "limit": 1, "recurringLimit": 1, "shareBudgetFunds": True}]}
    assert spend.put(f"{path}/bulk", json=body).status_code == 200
    assert "limit" not in spend.get(f"{path}/{user['uuid']}").json
    world.choices.update({"spend.bulk_share_with_limits": "refuse"})
    spend.refused(spend.put(f"{path}/bulk", json=body), 400)
