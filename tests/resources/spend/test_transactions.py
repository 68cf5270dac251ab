"""Transactions as they are read, charged to another budget, and coded; receipts of them."""

import pytest

from mockbill.gateway.limits import Limits


@pytest.fixture
def field(spend, budget):
    def make(**more):
        body = {"name": "Job site", "allowCustomValues": False, "global": True, "values": ["North", "South"], **more}
        made = spend.post("/v3/spend/custom-fields", json=body).json
        values = spend.get(f"/v3/spend/custom-fields/{made['uuid']}/values").json["results"]
        return made, values

    return make


@pytest.fixture
def events(api, spend):
    """Reads what was told of a company's spending; nobody receives it."""
    body = {
        "name": "n", "status": {"enabled": True}, "notificationUrl": "https://hooks.example.test/spend",
        "events": [{"type": "spend.transaction.updated", "version": "1"}],
    }  # fmt: skip
    key = {"X-Idempotent-Key": "9d2a7e40-61c3-4b58-8f0e-7a1c5b3d9e11"}
    assert spend.post("/connect-events/v3/subscriptions", json=body, headers=key).status_code == 200

    def told():
        found = api.get("/_mock/webhooks/deliveries").json["deliveries"]
        return [delivery["payload"]["transaction"] for delivery in found]

    return told


def test_newest_first_and_fifty_at_most(shop, card):
    rows = []
    for amount in (3, 1, 2):
        rows.append(shop.swipe(card, amount, merchantName=f"M{amount}"))
        shop.spend.advance(minutes=1)
    assert [row["amount"] for row in shop.all()] == [2.0, 1.0, 3.0]
    assert [row["amount"] for row in shop.all("sort=amount:asc")] == [1.0, 2.0, 3.0]
    assert [row["amount"] for row in shop.all("sort=merchantName:desc")] == [3.0, 2.0, 1.0]
    assert [row["amount"] for row in shop.all("sort=occurredTime")] == [3.0, 1.0, 2.0]
    page = shop.spend.get("/v3/spend/transactions?max=1").json
    assert (
        shop.spend.get(f"/v3/spend/transactions?max=1&nextPage={page['nextPage']}").json["results"][0]["amount"] == 1.0
    )
    shop.spend.refused(shop.spend.get("/v3/spend/transactions?max=51"), 400, "max: must be less than or equal to 50")
    shop.spend.refused(shop.spend.get("/v3/spend/transactions?sort=updatedTime:asc"), 400)
    assert len(shop.all("max=50")) == 3


def test_each_filter_finds_its_own(shop, make_user, make_budget, budget, card):
    user, other = make_user(), make_budget("Other")
    second = shop.card(other, userId=user["uuid"])
    one = shop.swipe(card, 10, merchantName="Juniper Cafe")
    two = shop.swipe(second, 20, currency="EUR", exchangeRate=1, merchantName="Larch")
    shop.spend.advance(hours=1)
    paid = shop.steer(one, "clear")
    refused = shop.swipe(card, 500)
    names = {one["uuid"]: "1", two["uuid"]: "2", paid["uuid"]: "p", refused["uuid"]: "d"}

    def found(filters):
        return "".join(sorted(names[row["uuid"]] for row in shop.all(f"filters={filters}")))

    assert found(f"cardId:eq:{card['uuid']}") == found(f"cardId:eq:{card['id']}") == "1dp"
    assert found(f"userId:eq:{user['id']}") == found(f'userId:in:"{user["uuid"]}"') == "2"
    assert found(f"budgetId:eq:{other['uuid']}") == found(f"budgetId:eq:{other['id']}") == "2"
    assert found(f'transactionIds:in:"{one["uuid"]},{two["uuid"]}"') == "12"
    assert found(f"transactionIds:eq:{paid['id']}") == "p"
    assert found("merchantName:eq:Juniper Cafe") == "1p"
    assert found("type:eq:DECLINE") == "d"
    assert found("type:ne:DECLINE,amount:gte:20") == "2"
    assert found('type:nin:"DECLINE,CLEAR"') == "12"
    assert found("receiptStatus:eq:NOT_REQUIRED") == "d"
    assert found("amount:lte:10") == "1p"
    assert found("fees:gte:0.01") == "2"
    assert found("isLocked:eq:false,complete:eq:true") == "12dp"
    assert found(f'occurredTime:gte:"{refused["occurredTime"][:23]}Z"') == "d"
    assert found("occurredTime:lte:2026-03-02") == ""
    assert found(f'updatedTime:lte:"{two["updatedTime"][:23]}Z"') == "2"
    assert found(f'authorizedTime:lte:"{two["authorizedTime"][:23]}Z"') == "12p"
    for bad in (
        "status:eq:COMPLETE", "transactionType:eq:CLEAR", "occurredTime:eq:2026-03-02", "occurredTime:gt:2026-03-02",
        "budgetIds:eq:x", "amount:eq:10", "type:eq:PENDING", "syncStatus:eq:synced", "syncStatus:sw:S", "isReviewed:eq:no",
        "isReviewed:ne:true", "isLocked:ne:true", "merchantName:sw:J",
    ):  # fmt: skip
        shop.spend.refused(shop.spend.get(f"/v3/spend/transactions?filters={bad}"), 400)
    assert len(shop.all("bogus=1&page=3&limit=1")) == 4


def test_sync_and_review_are_found_by_filters_of_their_own(shop, card):
    plain, synced, failed, denied = (shop.swipe(card, amount) for amount in (1, 2, 3, 4))
    row = shop.steer(synced, "sync")
    (entry,) = row["accountingIntegrationTransactions"]
    assert (entry["syncStatus"], entry["integrationType"], entry["billable"]) == ("synced", "qbo", False)
    assert "integrationTxId" in entry
    (entry,) = shop.steer(failed, "sync", syncStatus="ERROR")["accountingIntegrationTransactions"]
    assert "integrationTxId" not in entry
    assert [row["amount"] for row in shop.all("filters=syncStatus:eq:SYNCED")] == [2.0]
    assert [row["amount"] for row in shop.all('filters=syncStatus:nin:"SYNCED,ERROR"')] == [4.0, 1.0]
    assert [row["amount"] for row in shop.all("filters=syncStatus:ne:NOT_SYNCED")] == [3.0, 2.0]
    row = shop.steer(denied, "review", isApproved=False, note="Private")
    assert (row["status"], row["reviews"][0]["isApproved"], row["reviews"][0]["note"]) == ("DENIED", False, "Private")
    assert shop.steer(plain, "review")["status"] == "APPROVED"
    assert [row["amount"] for row in shop.all("filters=isReviewed:eq:true")] == [4.0, 1.0]
    assert [row["amount"] for row in shop.all("filters=isReviewed:eq:false")] == [3.0, 2.0]
    assert shop.steer(synced, "sync", syncStatus="NOT_SYNCED")["accountingIntegrationTransactions"] is None


@pytest.mark.parametrize("paid", [False, True])
def test_a_transaction_moves_to_another_budget_with_what_it_counts_for(shop, make_budget, budget, card, admin, paid):
    other = make_budget("Other", receiptRequired=True)
    row = shop.swipe(card, 40, clear=paid)
    moved = shop.spend.put(f"/v3/spend/transactions/{row['id']}", json={"budgetId": other["id"]}).json
    assert moved == shop.read(row)
    assert (moved["budgetId"], moved["budgetUuid"], moved["budgetName"]) == (other["id"], other["uuid"], "Other")
    assert (moved["receiptRequired"], moved["receiptStatus"], moved["status"]) == (True, "MISSING", "INCOMPLETE")
    assert (shop.spent(budget), shop.of_member(budget, admin)) == ((0.0, 0.0, 0.0), 0.0)
    assert shop.spent(other) == ((40.0, 0.0, 40.0) if paid else (0.0, 40.0, 40.0))
    assert (shop.of_member(other, admin), shop.of_card(card)) == (40.0, 40.0)
    if not paid:
        shop.steer(row, "clear")
        assert (shop.spent(budget), shop.spent(other)) == ((0.0, 0.0, 0.0), (40.0, 0.0, 40.0))
    back = shop.spend.put(f"/v3/spend/transactions/{row['uuid']}", json={"budgetId": budget["uuid"]}).json
    assert back["budgetName"] == budget["name"]
    assert shop.spent(budget)[0] == (40.0 if paid else 0.0)


@pytest.mark.parametrize("paid", [False, True])
def test_a_transaction_moves_into_the_period_that_the_other_budget_is_in(shop, make_budget, budget, card, paid):
    weekly = make_budget("Weekly", recurringInterval="WEEKLY")
    shop.spend.advance(days=15)
    row = shop.swipe(card, 40, clear=paid)
    shop.spend.put(f"/v3/spend/transactions/{row['uuid']}", json={"budgetId": weekly["uuid"]})
    assert (shop.spent(budget)[2], shop.spent(weekly)[2]) == (0.0, 40.0)
    shop.spend.advance(days=8)
    shop.spend.put(f"/v3/spend/transactions/{row['uuid']}", json={"budgetId": budget["uuid"]})
    assert (shop.spent(budget)[2], shop.spent(weekly)[2]) == (0.0, 0.0)


def test_a_transaction_of_an_earlier_period_moves_without_figures(shop, make_budget, budget, card):
    other = make_budget("Other")
    row, held = shop.swipe(card, 40, clear=True), shop.swipe(card, 5)
    shop.spend.post("/_mock/clock", json={"set": "2026-04-01T12:00:00Z"})
    for one in (row, held, shop.swipe(card, 500)):
        answer = shop.spend.put(f"/v3/spend/transactions/{one['uuid']}", json={"budgetId": other["uuid"]})
        assert answer.json["budgetName"] == "Other"
    assert shop.spent(budget) == shop.spent(other) == (0.0, 0.0, 0.0)
    assert shop.steer(row, "refund")["budgetName"] == "Other"
    assert (shop.spent(budget), shop.spent(other)) == ((0.0, 0.0, 0.0), (-40.0, 0.0, -40.0))


def test_what_cannot_be_moved_is_refused(shop, make_budget, world, card):
    row, gone = shop.swipe(card), make_budget("Gone")
    shop.spend.delete(f"/v3/spend/budgets/{gone['uuid']}")
    path = f"/v3/spend/transactions/{row['uuid']}"
    locked = shop.swipe(card)
    shop.steer(locked, "lock")
    before = world.fingerprint()
    shop.spend.refused(shop.spend.put(path, json={}), 400, "budgetId: must not be blank")
    shop.spend.refused(shop.spend.put(path, json={"budgetId": "bgt_none"}), 422)
    shop.spend.refused(shop.spend.put(path, json={"budgetId": gone["uuid"]}), 422)
    shop.spend.refused(shop.spend.put("/v3/spend/transactions/txr_none", json={"budgetId": gone["uuid"]}), 404)
    answer = shop.spend.put(f"/v3/spend/transactions/{locked['uuid']}", json={"budgetId": row["budgetUuid"]})
    shop.spend.refused(answer, 400, "transactionId: the transaction is locked")
    shop.spend.refused(shop.spend.patch(path, json={}), 405)
    shop.spend.refused(shop.spend.get("/v3/spend/transactions/txr_none"), 404)
    assert world.fingerprint() == before
    assert shop.spend.put(path, json={"budgetId": row["budgetId"]}).json == row
    assert world.fingerprint() == before
    shop.steer(locked, "lock", isLocked=False)
    assert shop.read(locked)["isLocked"] is False


def test_new_names_of_user_and_budget_show(shop, card, admin, budget):
    row = shop.swipe(card)
    shop.spend.patch(f"/v3/spend/users/{admin['uuid']}", json={"lastName": "Moor"})
    shop.spend.patch(f"/v3/spend/budgets/{budget['uuid']}", json={"name": "Crew"})
    assert shop.read(row) == row | {"userName": "Ada Moor", "budgetName": "Crew"}


def test_custom_fields_are_chosen_read_back_and_make_complete(shop, card, field):
    job, (north, south) = field(required=True)
    row = shop.swipe(card)
    path = f"/v3/spend/transactions/{row['uuid']}/custom-fields"
    unset = {"id": job["id"], "uuid": job["uuid"], "name": "Job site", "isRequired": True, "selectedValues": []}
    assert (row["status"], row["complete"], row["customFields"]) == ("INCOMPLETE", False, [unset])
    assert shop.spend.get(path).json == {"results": [unset]}
    body = {"customFields": [{"customFieldId": job["id"], "selectedValues": [north["uuid"]]}]}
    assert shop.spend.put(path, json=body).json == {"status": "SUCCESS"}
    picked = {name: north[name] for name in ("id", "uuid", "value")}
    assert shop.spend.get(path).json == {"results": [unset | {"selectedValues": [picked]}]}
    now = shop.read(row)
    assert (now["status"], now["complete"], now["customFields"][0]["selectedValues"]) == ("COMPLETE", True, [picked])
    body["customFields"][0]["selectedValues"] = []
    shop.spend.put(path, json=body)
    assert shop.read(row)["complete"] is False
    assert shop.spend.get(f"{path}?filters=customFieldIds:eq:{job['uuid']}").json["results"] == [unset]
    assert shop.spend.get(f"{path}?filters=customFieldIds:eq:tty_none").json["results"] == []
    shop.spend.refused(shop.spend.get(f"{path}?filters=name:eq:x"), 400)


def test_transactions_are_found_by_their_custom_fields(shop, card, field):
    job, (north, south) = field()
    other, (east, _) = field(name="Crew", values=["East", "West"])
    rows = [shop.swipe(card, amount) for amount in (1, 2)]
    for row, value in zip(rows, (north, south), strict=True):
        body = {"customFields": [{"customFieldId": job["uuid"], "selectedValues": value["id"]}]}
        shop.spend.put(f"/v3/spend/transactions/{row['uuid']}/custom-fields", json=body)
    assert [row["amount"] for row in shop.all(f"filters=customFieldValueIds:eq:{north['uuid']}")] == [1.0]
    both = f'customFieldValueIds:in:"{north["id"]},{south["uuid"]}"'
    assert [row["amount"] for row in shop.all(f"filters={both},amount:gte:2")] == [2.0]
    assert len(shop.all(f"filters=customFieldIds:eq:{other['id']}")) == 2
    assert shop.all(f"filters=customFieldValueIds:eq:{east['id']}") == []
    only = shop.all(f"showCustomFieldIds={other['id']}&max=1")[0]
    assert [entry["name"] for entry in only["customFields"]] == ["Crew"]
    path = f"/v3/spend/transactions/{rows[0]['uuid']}?showCustomFieldIds={other['uuid']},{job['uuid']}"
    assert len(shop.spend.get(path).json["customFields"]) == 2


def test_a_locked_transaction_and_an_empty_choice_are_refused(shop, card, world, field):
    job, (north, _) = field()
    row = shop.swipe(card)
    path = f"/v3/spend/transactions/{row['uuid']}/custom-fields"
    shop.spend.refused(shop.spend.put(path, json={"customFields": []}), 400)
    shop.spend.refused(shop.spend.put(path, json={"customFields": [{}]}), 400)
    shop.steer(row, "lock")
    before = world.fingerprint()
    body = {"customFields": [{"customFieldId": job["uuid"], "selectedValues": [north["uuid"]]}]}
    shop.spend.refused(shop.spend.put(path, json=body), 400, "transactionId: the transaction is locked")
    shop.spend.refused(shop.spend.put("/v3/spend/transactions/txr_none/custom-fields", json=body), 404)
    shop.spend.refused(shop.spend.get("/v3/spend/transactions/txr_none/custom-fields"), 404)
    assert world.fingerprint() == before


def test_the_values_a_transaction_may_choose_from(shop, card, field, make_budget):
    job, (north, south) = field()
    elsewhere, _ = field(**{"global": False, "selectedBudgetIds": [make_budget("Other")["uuid"]]})
    row = shop.swipe(card)
    path = f"/v3/spend/transactions/{row['uuid']}/custom-fields"
    page = shop.spend.get(f"{path}/{job['id']}/values?max=1&filters=bogus:eq:1&sort=x").json
    assert page["results"] == [{name: north[name] for name in ("id", "uuid", "value")}]
    following = shop.spend.get(f"{path}/{job['id']}/values?nextPage={page['nextPage']}").json["results"]
    assert [value["value"] for value in following] == ["South"]
    gone = {"customFieldValueIds": [north["uuid"]]}
    shop.spend.delete(f"/v3/spend/custom-fields/{job['uuid']}/values", json=gone)
    assert [value["value"] for value in shop.spend.get(f"{path}/{job['uuid']}/values").json["results"]] == ["South"]
    for unknown in ("tty_none", elsewhere["uuid"]):
        shop.spend.refused(shop.spend.get(f"{path}/{unknown}/values"), 404)
    shop.spend.refused(shop.spend.get(f"/v3/spend/transactions/txr_none/custom-fields/{job['uuid']}/values"), 404)


def upload(spend, name="lunch"):
    url = spend.post("/v3/spend/transactions/receipt-upload-url", json={"filename": name}).json["url"]
    assert spend.http.put(url, data=b"image", content_type="image/jpeg").status_code == 200
    return url


def test_receipts_are_hung_on_and_taken_off(shop, make_budget, spend):
    card = shop.card(make_budget("Strict", receiptRequired=True))
    row = shop.swipe(card)
    assert (row["receiptStatus"], row["status"]) == ("MISSING", "INCOMPLETE")
    path = f"/v3/spend/transactions/{row['uuid']}/receipts"
    receipt = spend.post(path, json={"url": upload(spend)}).json
    assert receipt.keys() == {"filename", "url", "uuid"}
    now = shop.read(row)
    assert (now["receiptStatus"], now["receiptSyncStatus"], now["status"]) == ("ATTACHED", "NOT_SYNCED", "COMPLETE")
    assert now["receipts"] == [receipt]
    assert "receipts" not in shop.all()[0] and shop.all("includeReceipts=true")[0]["receipts"] == [receipt]
    answer = spend.delete(f"{path}/{receipt['uuid']}")
    assert (answer.status_code, answer.data) == (200, b"")
    now = shop.read(row)
    assert (now["receiptStatus"], now["receiptSyncStatus"], now["complete"]) == ("MISSING", "NO_ATTACHMENTS", False)
    assert "receipts" not in now


def test_a_receipt_of_nothing_and_one_that_is_not_there_are_refused(shop, card, world, spend):
    row, other = shop.swipe(card), shop.swipe(card)
    path = f"/v3/spend/transactions/{row['uuid']}/receipts"
    hung = spend.post(path, json={"url": upload(spend)}).json
    before = world.fingerprint()
    spend.refused(spend.post(path, json={"url": "https://elsewhere.test/a.jpg"}), 400, "url: is not an upload URL")
    spend.refused(spend.post(path, json={}), 400, "url: must not be blank")
    spend.refused(spend.post("/v3/spend/transactions/txr_none/receipts", json={"url": "x"}), 404)
    spend.refused(spend.delete(f"{path}/rct_none"), 404)
    spend.refused(spend.delete(f"/v3/spend/transactions/{other['uuid']}/receipts/{hung['uuid']}"), 404)
    assert world.fingerprint() == before


def test_who_may_code_and_who_may_only_read(shop, spend, bearer, make_user, card, field):
    job, _ = field()
    row = shop.swipe(card)
    make_user(first="Ben", email="ben@mockbill.test", role="BOOKKEEPER")
    body = {"customFields": [{"customFieldId": job["uuid"], "selectedValues": []}]}
    path = f"/v3/spend/transactions/{row['uuid']}"
    assert bearer("ben@mockbill.test").put(f"{path}/custom-fields", json=body).status_code == 200
    ben = next(user for user in spend.get("/v3/spend/users").json["results"] if user["email"] == "ben@mockbill.test")
    spend.patch(f"/v3/spend/users/{ben['uuid']}", json={"role": "AUDITOR"})
    auditor = bearer("ben@mockbill.test")
    assert auditor.get(path).json["uuid"] == row["uuid"]
    auditor.refused(auditor.put(f"{path}/custom-fields", json=body), 403)
    auditor.refused(auditor.put(path, json={"budgetId": row["budgetUuid"]}), 403)
    auditor.refused(auditor.post("/v3/spend/transactions/receipt-upload-url"), 403)
    spend.refused(spend.get(path, headers={"apiToken": "wrong"}), 401)


def test_every_step_is_told_with_uuids_alone(shop, card, events):
    row = shop.swipe(card, 20)
    cleared = shop.steer(row, "clear")
    (first, second, third) = events()
    assert first == {
        name: value for name, value in row.items() if name not in (
            "id", "userId", "budgetId", "cardId", "originalAuthTransactionId",
        )
    }  # fmt: skip
    assert first["originalAuthTransactionUuid"] is None
    assert (second["uuid"], second["transactionType"]) == (cleared["uuid"], "CLEAR")
    assert second["originalAuthTransactionUuid"] == row["uuid"]
    assert third["matchedClearTransactionUuid"] == cleared["uuid"] and "matchedClearTransactionId" not in third


def test_a_child_is_told_with_its_parent_s_uuid(shop, card, events):
    whole = shop.swipe(card, 20, clear=True)
    shop.steer(whole, "split", parts=[{"amount": 5}, {"amount": 15}])
    child, parent = [told for told in events() if told.get("parentTransactionUuid") or told["isParent"]][1:]
    assert child["parentTransactionUuid"] == whole["uuid"] and "parentTransactionId" not in child
    assert len(parent["childTransactionUuids"]) == 2 and "childTransactionIds" not in parent


def test_sixty_calls_a_minute(shop, world, card):
    world.part(Limits).load({"enabled": True, "counts": {}})
    for _ in range(60):
        assert shop.spend.get("/v3/spend/transactions").status_code == 200
    shop.spend.refused(shop.spend.get("/v3/spend/transactions"), 429)
    shop.spend.advance(minutes=1)
    assert shop.spend.get("/v3/spend/transactions").status_code == 200
