"""Reimbursements: claimed with receipts, decided once, changed before that, listed, retired."""

import base64
import re
from urllib.parse import urlsplit

import pytest

CLAIMS = "/v3/spend/reimbursements"


@pytest.fixture
def body(admin, make_budget, put_image):
    return {
        "userId": admin["uuid"], "budgetId": make_budget()["id"], "amount": "27.5", "note": "Client breakfast",
        "merchantName": "Juniper Cafe", "occurredDate": "2026-03-01",
        "receipts": [{"url": put_image(), "filename": "breakfast.jpg"}],
    }  # fmt: skip


def test_a_claim_awaits_approval_and_tells_all_of_itself(spend, admin, body):
    answer = spend.post(CLAIMS, json=body)
    assert answer.status_code == 200
    claim = answer.json
    budget = spend.get(f"/v3/spend/budgets/{body['budgetId']}").json
    entry = {"actorId": admin["id"], "actorRole": "SUBMITTER", "occurredTime": claim["submittedTime"]}
    (receipt,) = claim["receipts"]
    assert claim == {
        "id": claim["id"], "uuid": claim["uuid"], "amount": 27.5, "fundRequestAmount": 27.5, "fundRequestBudgetAmount": 27.5,
        "merchantName": "Juniper Cafe", "note": "Client breakfast", "submittedTime": claim["submittedTime"],
        "occurredDate": "2026-03-01", "retired": False, "status": "AWAITING_APPROVAL", "type": "PURCHASE",
        "statusHistory": [entry | {"status": "CREATED"}, entry | {"status": "AWAITING_APPROVAL"}],
        "budgetId": budget["id"], "budgetUuid": budget["uuid"], "userId": admin["id"], "userUuid": admin["uuid"],
        "receipts": [{"filename": "breakfast.jpg", "url": receipt["url"], "uuid": receipt["uuid"]}],
    }  # fmt: skip
    assert re.fullmatch(r"rmb_[0-9a-v]{26}", claim["uuid"])
    assert re.fullmatch(r"Reimbursement:\d+", base64.b64decode(claim["id"]).decode())
    assert re.fullmatch(r"rct_[0-9a-v]{26}", receipt["uuid"])
    for key in (claim["id"], claim["uuid"]):
        assert spend.get(f"{CLAIMS}/{key}").json == claim


@pytest.mark.parametrize(
    "status", ["CREATED", "BUDGET_APPROVAL", "ADMIN_APPROVAL"]
)  # fmt: skip
def test_the_first_status_is_a_choice(spend, body, world, status):
    world.choices.update({"spend.reimbursement_first_status": status})
    claim = spend.post(CLAIMS, json=body).json
    assert claim["status"] == status
    assert [entry["status"] for entry in claim["statusHistory"]] == list(dict.fromkeys(["CREATED", status]))


def test_what_is_missing_is_told_at_once(spend):
    answer = spend.post(CLAIMS, json={"amount": 0, "occurredDate": "soon"})
    spend.refused(answer, 400)
    wrong = {entry["message"].split(":")[0] for entry in answer.json}
    assert wrong == {"userId", "budgetId", "note", "merchantName", "amount", "occurredDate"}


@pytest.mark.parametrize(
    ("change", "status", "messages"),
    [
        ({"receipts": []}, 400, ["receipts: must not be empty"]),
        ({"receipts": None}, 400, ["receipts: must not be empty"]),
        ({"receipts": [{"url": "x"}]}, 400, ["receipts[0].filename: must not be blank"]),
        ({"receipts": [{"url": "https://x.test/y", "filename": "a.jpg"}]}, 400, []),
        ({"userId": "usr_none"}, 422, []),
        ({"budgetId": "bgt_none"}, 422, []),
    ],
)
def test_a_wrong_claim_is_refused_and_nothing_is_made(spend, body, world, change, status, messages):
    before = world.fingerprint(frozenset({"session"}))
    spend.refused(spend.post(CLAIMS, json=body | change), status, *messages)
    assert world.fingerprint(frozenset({"session"})) == before


def test_retired_users_and_budgets_claim_nothing(spend, body, make_user):
    user = make_user()
    spend.delete(f"/v3/spend/users/{user['uuid']}")
    spend.refused(spend.post(CLAIMS, json=body | {"userId": user["uuid"]}), 422, code="BDC_1205")
    spend.delete(f"/v3/spend/budgets/{body['budgetId']}")
    spend.refused(spend.post(CLAIMS, json=body), 422, code="BDC_1205")


def test_a_patch_changes_what_it_names(spend, make_claim, make_user, make_budget):
    claim, user, budget = make_claim(), make_user(), make_budget("Other")
    change = {"amount": 30, "note": "Lunch", "merchantName": "Larch", "occurredDate": "2026-02-28"}
    answer = spend.patch(f"{CLAIMS}/{claim['id']}", json=change | {"userId": user["id"], "budgetId": budget["uuid"]})
    assert answer.status_code == 200
    ids = {"userId": user["id"], "userUuid": user["uuid"], "budgetId": budget["id"], "budgetUuid": budget["uuid"]}
    assert answer.json == {**claim, **change, **ids, "fundRequestAmount": 30, "fundRequestBudgetAmount": 30}
    assert spend.patch(f"{CLAIMS}/{claim['id']}", json={"status": "PAID", "retired": True}).json == answer.json
    spend.refused(spend.patch(f"{CLAIMS}/{claim['id']}", json={"amount": -1}), 400)
    spend.refused(spend.patch(f"{CLAIMS}/{claim['id']}", json={"budgetId": "bgt_none"}), 422)


def test_receipts_in_a_patch_count_by_choice(spend, make_claim, put_image, world):
    claim = make_claim()
    fresh = {"url": put_image(), "filename": "more.png"}
    path = f"{CLAIMS}/{claim['uuid']}"
    assert spend.patch(path, json={"receipts": [fresh]}).json["receipts"] == claim["receipts"]
    world.choices.update({"spend.reimbursement_patch_receipts": "replace"})
    kept = {"url": claim["receipts"][0]["url"], "filename": "x"}
    both = spend.patch(path, json={"receipts": [fresh, kept]}).json["receipts"]
    assert [receipt["filename"] for receipt in both] == ["breakfast.jpg", "more.png"]
    (left,) = spend.patch(path, json={"receipts": [{"url": both[1]["url"], "filename": "x"}]}).json["receipts"]
    assert left == both[1]
    assert spend.http.get(claim["receipts"][0]["url"]).status_code == 404


@pytest.mark.parametrize(("action", "status"), [("APPROVE", "APPROVED"), ("DENY", "DENIED")])
def test_a_claim_is_decided_once_and_then_stays_as_it_is(spend, admin, make_claim, action, status):
    claim = make_claim()
    path = f"{CLAIMS}/{claim['uuid']}"
    answer = spend.post(f"{path}/action", json={"action": action, "note": "Fine"})
    assert answer.status_code == 200
    entry = answer.json["statusHistory"][-1]
    assert (answer.json["status"], len(answer.json["statusHistory"])) == (status, 3)
    assert entry == {
        "actorId": admin["id"], "actorRole": "BUDGET_OWNER", "occurredTime": entry["occurredTime"], "note": "Fine", "status": status,
    }  # fmt: skip
    assert spend.get(path).json == answer.json
    spend.refused(
        spend.post(f"{path}/action", json={"action": "APPROVE"}), 400, f"action: the reimbursement is {status}"
    )
    spend.refused(spend.patch(path, json={"note": "x"}), 400)


def test_who_does_not_own_the_budget_decides_as_admin(spend, admin, make_user, make_claim):
    owner, claim = make_user(), make_claim()
    budget = claim["budgetUuid"]
    spend.put(
        f"/v3/spend/budgets/{budget}/members/{owner['uuid']}", json={"role": "OWNER", "limit": 0, "recurringLimit": 0}
    )
    assert spend.delete(f"/v3/spend/budgets/{budget}/members/{admin['uuid']}").status_code == 200
    told = spend.post(f"{CLAIMS}/{claim['id']}/action", json={"action": "DENY"}).json
    assert told["statusHistory"][-1]["actorRole"] == "ADMIN"
    assert "note" not in told["statusHistory"][-1]


def test_two_tiers_ask_for_two_approvals(spend, make_claim, world):
    world.choices.update({"spend.reimbursement_tiers": 2})
    path = f"{CLAIMS}/{make_claim()['uuid']}/action"
    assert spend.post(path, json={"action": "APPROVE"}).json["status"] == "AWAITING_TIER2_APPROVAL"
    assert spend.post(path, json={"action": "APPROVE"}).json["status"] == "APPROVED"


@pytest.mark.parametrize("body", [{}, {"action": "MAYBE"}, {"action": None}, {"note": "x"}])
def test_an_action_is_approve_or_deny(spend, make_claim, body):
    spend.refused(spend.post(f"{CLAIMS}/{make_claim()['uuid']}/action", json=body), 400)


def test_a_deleted_claim_is_listed_on_request_only_and_cannot_be_written(spend, make_claim, put_image):
    claim = make_claim()
    path = f"{CLAIMS}/{claim['uuid']}"
    answer = spend.delete(path)
    assert (answer.status_code, answer.data) == (200, b"")
    gone = spend.get(path).json
    assert (gone["status"], gone["retired"], gone["statusHistory"][-1]["status"]) == ("DELETED", True, "DELETED")
    assert spend.get(CLAIMS).json["results"] == []
    assert spend.get(f"{CLAIMS}?filters=retired:eq:true").json["results"] == [gone]
    for refusal in (
        spend.delete(path),
        spend.patch(path, json={"note": "x"}),
        spend.post(f"{path}/action", json={"action": "APPROVE"}),
        spend.post(f"{path}/receipts", json={"url": put_image(), "filename": "a.jpg"}),
        spend.delete(f"{path}/receipts/{claim['receipts'][0]['uuid']}"),
    ):
        spend.refused(refusal, 404, code="BDC_1205")


def test_receipts_come_and_go(spend, make_claim, put_image):
    claim = make_claim()
    path = f"{CLAIMS}/{claim['uuid']}"
    answer = spend.post(f"{path}/receipts", json={"url": put_image(data=b"second"), "filename": "second.png"})
    assert answer.status_code == 200
    assert answer.json.keys() == {"filename", "url", "uuid"}
    assert spend.get(path).json["receipts"] == [*claim["receipts"], answer.json]
    assert spend.http.get(answer.json["url"]).data == b"second"
    gone = spend.delete(f"{path}/receipts/{answer.json['uuid']}")
    assert (gone.status_code, gone.data) == (200, b"")
    assert spend.get(path).json["receipts"] == claim["receipts"]
    assert spend.http.get(answer.json["url"]).status_code == 404
    spend.refused(spend.delete(f"{path}/receipts/{answer.json['uuid']}"), 404, code="BDC_1205")
    spend.refused(spend.post(f"{path}/receipts", json={"url": "https://x.test/y", "filename": "a.jpg"}), 400)
    spend.refused(spend.post(f"{path}/receipts", json={}), 400, "url: must not be blank", "filename: must not be blank")


def test_an_upload_url_takes_bytes_without_a_token(spend):
    answer = spend.post(f"{CLAIMS}/image-upload-url", json={"filename": "ignored"})
    assert answer.status_code == 200
    assert answer.json.keys() == {"url"}
    assert urlsplit(answer.json["url"]).path
    assert spend.http.put(answer.json["url"], data=b"x", content_type="image/png").status_code == 200


def test_filters_and_sorts(spend, admin, make_claim, make_user, make_budget, make_field, values_of, put_image):
    field = make_field(values=["North"])
    north = values_of(field)["North"]
    budget, user = make_budget("Other"), make_user()
    plain = make_claim(amount=30)
    coded = make_claim(amount=10, customFields=[{"customFieldId": field["uuid"], "selectedValues": [north["uuid"]]}])
    other = make_claim(amount=20, budgetId=budget["uuid"], userId=user["uuid"])
    spend.post(f"{CLAIMS}/{plain['uuid']}/receipts", json={"url": put_image(), "filename": "late.jpg"})

    def found(query):
        answer = spend.get(f"{CLAIMS}?{query}")
        assert answer.status_code == 200, answer.text
        names = {plain["uuid"]: "plain", coded["uuid"]: "coded", other["uuid"]: "other"}
        return " ".join(names[row["uuid"]] for row in answer.json["results"])

    assert found("") == "plain coded other"
    assert found("sort=amount:asc") == "coded other plain"
    assert found("sort=submittedTime:desc") == "other coded plain"
    assert found("sort=receiptAddedTime:desc") == "plain other coded"
    for name in ("status", "fulfillmentType", "batchId", "batchAmount"):
        assert found(f"sort={name}:asc") == "plain coded other"
    assert found(f"filters=reimbursementIds:in:%22{plain['id']},{other['uuid']}%22") == "plain other"
    assert found(f"filters=budgetIds:eq:{budget['id']}") == "other"
    assert found(f"filters=userIds:eq:{admin['uuid']}") == "plain coded"
    assert found("filters=type:eq:MILEAGE") == ""
    assert found(f"filters=customFieldValueIds:eq:{north['uuid']}") == "coded"
    assert found(f"filters=customFieldValueIds:in:%22{north['id']},tvl_none%22") == "coded"
    assert found("filters=customFieldValueIds:eq:tvl_none") == ""
    assert found(f"filters=submittedTime:gte:%22{coded['submittedTime'].replace('+', '%2B')}%22") == "coded other"
    assert found("filters=submittedTime:lte:2026-03-02") == ""
    assert found("max=1&nextPage=YXJyYXljb25uZWN0aW9uOjA=") == "coded"
    for wrong in ("filters=status:eq:PAID", "filters=customFieldIds:eq:x", f"filters=customFieldValueIds:ne:{north['id']}",
                  "filters=submittedTime:eq:2026-03-02", "sort=merchantName:asc", "max=101", "max=0"):  # fmt: skip
        spend.refused(spend.get(f"{CLAIMS}?{wrong}"), 400)


@pytest.mark.parametrize(("role", "scope"), [("BOOKKEEPER", "full_access"), ("ADMIN", "accounting_data_access")])
def test_only_an_admin_with_full_access_writes(spend, make_user, bearer, make_claim, put_image, role, scope):
    claim, url = make_claim(), put_image()
    make_user(first="Ben", email="ben@mockbill.test", role=role)
    app, path = bearer("ben@mockbill.test", scope), f"{CLAIMS}/{claim['uuid']}"
    receipt = {"url": url, "filename": "a.jpg"}
    body = {name: claim[name] for name in ("userId", "budgetId", "amount", "note", "merchantName", "occurredDate")}
    for refusal in (
        app.post(CLAIMS, json=body | {"receipts": [receipt]}),
        app.patch(path, json={"note": "x"}),
        app.post(f"{path}/action", json={"action": "APPROVE"}),
        app.delete(path),
        app.post(f"{CLAIMS}/image-upload-url"),
        app.post(f"{path}/receipts", json=receipt),
        app.delete(f"{path}/receipts/{claim['receipts'][0]['uuid']}"),
    ):
        spend.refused(refusal, 403)
    assert app.get(path).json == claim
