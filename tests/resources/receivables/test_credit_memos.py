"""Credit memos: what they come to, edited alone and in bulk, archived."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .conftest import memo_body

PATH = "/v3/credit-memos"
UNKNOWN = "ccr01AAAAAAAAAA00000"


@pytest.fixture
def customer(receivables):
    return receivables.customer()


@pytest.fixture
def memo(receivables, customer):
    return receivables.memo(customer)


def codes(answer):
    return [entry["code"] for entry in answer.json]


def test_a_new_memo_is_not_applied_and_comes_to_its_lines(receivables, customer):
    labels = {"departmentId": receivables.label("departments")}
    of_line = {**labels, "itemId": receivables.label("items")}
    lines = [
        {"quantity": 2, "price": "14.99", "description": "Oars", "classifications": of_line, "amount": 999},
        {"quantity": 1, "price": 50},
        {"ratePercent": -10},
    ]
    made = receivables.memo(customer, creditMemoLineItems=lines, classifications=labels, description="Back")
    first, second, third = made["creditMemoLineItems"]
    assert made == {
        "id": made["id"], "customerId": customer["id"], "referenceNumber": "CM-17", "creditDate": "2026-03-01",
        "description": "Back", "archived": False, "amount": 71.98, "appliedAmount": 0, "salesTaxTotal": 0,
        "salesTaxPercentage": 0, "status": "NOT_APPLIED", "createdTime": made["createdTime"],
        "updatedTime": made["createdTime"], "classifications": labels, "creditMemoLineItems": [
            {"id": first["id"], "description": "Oars", "quantity": 2, "price": 14.99, "amount": 29.98, "taxable": False,
             "classifications": of_line},
            {"id": second["id"], "quantity": 1, "price": 50, "amount": 50, "taxable": False},
            {"id": third["id"], "ratePercent": -10, "amount": -8.0, "taxable": False},
        ],
    }  # fmt: skip
    assert made["id"].startswith("ccr") and first["id"].startswith("ccl")
    assert receivables.read("credit-memos", made) == made | {"usage": []}
    assert receivables.api.get(PATH).json["results"] == [made | {"usage": []}]


def test_tax_is_on_taxable_lines(receivables, customer):
    lines = [{"quantity": 1, "price": 10, "taxable": True}, {"quantity": 1, "price": 5}]
    made = receivables.memo(customer, creditMemoLineItems=lines, salesTaxItemId=receivables.tax(8.25))
    assert (made["salesTaxTotal"], made["salesTaxPercentage"], made["amount"]) == (0.83, 8.25, 15.83)


@pytest.mark.parametrize("member", ["customerId", "referenceNumber", "creditDate", "creditMemoLineItems"])
def test_what_must_be_told(api, customer, member):
    body = memo_body(customer)
    del body[member]
    answer = api.post(PATH, json=body)
    api.refused(answer, 400)
    assert [entry["message"].partition(":")[0] for entry in answer.json] == [member]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"referenceNumber": "x" * 101}, 400, "BDC_1143"),
        ({"description": "x" * 4001}, 400, "BDC_1143"),
        ({"creditDate": "2026-02-30"}, 400, None),
        ({"creditMemoLineItems": []}, 400, None),
        ({"creditMemoLineItems": [{"price": 5}]}, 400, None),
        ({"creditMemoLineItems": [{"quantity": 1, "price": 5, "ratePercent": 5}]}, 422, "BDC_1143"),
        ({"creditMemoLineItems": [{"quantity": 0, "price": 5}]}, 422, "BDC_1143"),
        ({"creditMemoLineItems": [{"quantity": 1, "price": -5}]}, 422, "BDC_1143"),
        ({"creditMemoLineItems": [{"quantity": 1e9, "price": 5000}]}, 400, "BDC_1143"),
        ({"customerId": "0cu01AAAAAAAAAA00000"}, 422, "BDC_1205"),
        ({"salesTaxItemId": "0ii01AAAAAAAAAA00000"}, 422, "BDC_1205"),
        ({"classifications": {"jobId": "job01AAAAAAAAAA00000"}}, 422, "BDC_1205"),
        ({"payToChartOfAccountId": "0ca01AAAAAAAAAA00000"}, 422, "BDC_1205"),
        ({"payToBankAccountId": "bac01AAAAAAAAAA00000"}, 422, "BDC_1205"),
    ],
)
def test_what_is_refused_changes_nothing(api, world, receivables, customer, memo, change, status, code):
    before = world.fingerprint()
    api.refused(api.post(PATH, json=memo_body(customer) | change), status, code=code)
    api.refused(api.put(f"{PATH}/{memo['id']}", json=memo_body(customer) | change), status, code=code)
    if status == 400 or "creditMemoLineItems" not in change:  # otherwise a PATCH may add the line
        api.refused(api.patch(f"{PATH}/{memo['id']}", json=change), status, code=code)
    assert world.fingerprint() == before


def test_another_type_of_item_is_no_tax(api, receivables, customer):
    service = receivables.label("items")
    api.refused(api.post(PATH, json=memo_body(customer, salesTaxItemId=service)), 422)


def test_a_memo_is_paid_to_one_account(api, receivables, customer):
    account = receivables.label("chart-of-accounts")
    bank = api.get("/v3/funding-accounts/banks").json["results"][0]["id"]
    both = {"payToChartOfAccountId": account, "payToBankAccountId": bank}
    api.refused(api.post(PATH, json=memo_body(customer, **both)), 422)
    made = receivables.memo(customer, payToChartOfAccountId=account)
    changed = api.patch(f"{PATH}/{made['id']}", json={"payToBankAccountId": bank}).json
    assert changed["payToBankAccountId"] == bank and "payToChartOfAccountId" not in changed


def test_an_archived_customer_gets_none_unless_chosen_otherwise(api, world, receivables, customer):
    api.post(f"/v3/customers/{customer['id']}/archive")
    api.refused(
        api.post(PATH, json=memo_body(customer)), 422, "Invalid entity data. customerId: The customer is archived."
    )
    world.choices.update({"customer.archived_takes_invoices": True})
    receivables.memo(customer)


def test_reference_numbers_may_repeat_unless_chosen_otherwise(api, world, receivables, customer, memo):
    second = receivables.memo(customer)
    world.choices.update({"credit_memo.used_number": "refuse"})
    api.refused(api.post(PATH, json=memo_body(customer)), 422, code="BDC_1171")
    api.post(f"{PATH}/{second['id']}/archive")
    assert api.patch(f"{PATH}/{memo['id']}", json={"description": "x"}).status_code == 200


def test_a_patch_changes_lines_by_id_and_adds_those_without(api, memo):
    first, second = memo["creditMemoLineItems"]
    lines = [{"id": second["id"], "description": "Restocking"}, {"quantity": 1, "price": 5}]
    changed = api.patch(f"{PATH}/{memo['id']}", json={"creditMemoLineItems": lines}).json
    assert changed["creditMemoLineItems"][:2] == [first, second | {"description": "Restocking"}]
    assert changed["creditMemoLineItems"][2]["amount"] == 5 and changed["amount"] == 45.5
    assert changed["updatedTime"] > memo["updatedTime"] and "usage" not in changed
    unknown = [{"id": "ccl01AAAAAAAAAA00000", "quantity": 1, "price": 5}]
    api.refused(api.patch(f"{PATH}/{memo['id']}", json={"creditMemoLineItems": unknown}), 422, code="BDC_1205")


@pytest.mark.parametrize("omitted", ["kept", "cleared"])
def test_a_put_leaves_the_lines_it_names(api, world, receivables, customer, omitted):
    made = receivables.memo(customer, description="was")
    world.choices.update({"invoice.put_omitted": omitted})
    kept = made["creditMemoLineItems"][0]
    body = memo_body(
        customer, creditMemoLineItems=[{"id": kept["id"], "quantity": 1, "price": 21}], referenceNumber="2"
    )
    changed = api.put(f"{PATH}/{made['id']}", json=body).json
    (line,) = changed["creditMemoLineItems"]
    assert (line["id"], line["amount"], changed["amount"], changed["referenceNumber"]) == (kept["id"], 21, 21, "2")
    assert changed.get("description") == ("was" if omitted == "kept" else None)


def test_what_bill_answers_can_be_put_back(api, receivables, customer, memo):
    read = receivables.read("credit-memos", memo)
    changed = api.put(f"{PATH}/{memo['id']}", json=read).json
    assert changed == memo | {"updatedTime": changed["updatedTime"]}


def test_archive_and_restore_twice_change_nothing_more(api, memo):
    archived = api.post(f"{PATH}/{memo['id']}/archive").json
    assert archived == memo | {"archived": True, "updatedTime": archived["updatedTime"]}
    assert api.post(f"{PATH}/{memo['id']}/archive").json == archived
    restored = api.post(f"{PATH}/{memo['id']}/restore").json
    assert (restored["archived"], api.post(f"{PATH}/{memo['id']}/restore").json) == (False, restored)
    for turn in ("archive", "restore"):
        api.refused(api.post(f"{PATH}/{UNKNOWN}/{turn}"), 404, code="BDC_1205")


def test_bulk_answers_stand_under_credit_memos(api, customer):
    answer = api.post(f"{PATH}/bulk", json=[memo_body(customer, 1), memo_body(customer, 2)])
    assert answer.status_code == 201 and list(answer.json) == ["creditMemos"]
    ids = [row["id"] for row in answer.json["creditMemos"]]
    patched = api.patch(f"{PATH}/bulk", json=[{"id": id, "description": "p"} for id in ids]).json["creditMemos"]
    assert [(row["description"], row["amount"]) for row in patched] == [("p", 1), ("p", 2)]
    replaced = api.put(f"{PATH}/bulk", json=[{"id": id, **memo_body(customer, 9)} for id in ids]).json["creditMemos"]
    assert [row["amount"] for row in replaced] == [9, 9]
    for turn, state in (("archive", True), ("restore", False)):
        rows = api.post(f"{PATH}/bulk/{turn}?ids={','.join(ids)}").json["creditMemos"]
        assert [(row["id"], row["archived"]) for row in rows] == [(id, state) for id in ids]
        assert not any("usage" in row for row in rows)


def test_bulk_does_all_or_none(api, world, customer, memo):
    body, other = memo_body(customer), {"id": "0cu01AAAAAAAAAA00000"}
    before = world.fingerprint()
    answer = api.post(f"{PATH}/bulk", json=[body, memo_body(other), body])
    api.refused(answer, 422)
    assert codes(answer) == ["BDC_1246", "BDC_1205", "BDC_1246"]
    for method, sent in (
        ("PATCH", [{"id": memo["id"], "description": "x"}, {"id": UNKNOWN}]),
        ("PUT", [{"id": memo["id"], **body}, {"id": UNKNOWN, **body}]),
    ):
        assert codes(api.call(method, f"{PATH}/bulk", json=sent)) == ["BDC_1246", "BDC_1205"]
    assert codes(api.post(f"{PATH}/bulk/archive?ids={memo['id']},{UNKNOWN}")) == ["BDC_1246", "BDC_1205"]
    assert world.fingerprint() == before


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(good=st.lists(st.booleans(), min_size=1, max_size=8), turn=st.sampled_from(["POST", "PATCH", "PUT", "archive"]))
def test_any_bad_row_keeps_all_from_being_done(api, world, receivables, good, turn):
    customer = receivables.customer()
    memos = [receivables.memo(customer)["id"] if fine else UNKNOWN for fine in good]
    before = world.fingerprint()
    if turn == "archive":
        answer = api.post(f"{PATH}/bulk/archive?ids={','.join(memos)}")
    else:
        known = {"id": "0cu01AAAAAAAAAA00000"}
        rows = [
            {"id": id, **memo_body(customer if turn != "POST" or fine else known)}
            for id, fine in zip(memos, good, strict=True)
        ]
        answer = api.call(turn, f"{PATH}/bulk", json=rows)
    if all(good):
        assert answer.status_code == (201 if turn == "POST" else 200), answer.text
    else:
        assert codes(answer) == ["BDC_1246" if fine else "BDC_1205" for fine in good]
        assert world.fingerprint() == before


@pytest.mark.parametrize("count", [0, 51])
def test_bulk_takes_one_to_fifty(api, customer, memo, count):
    api.refused(api.post(f"{PATH}/bulk", json=[memo_body(customer)] * count), 400)
    api.refused(api.patch(f"{PATH}/bulk", json=[{"id": memo["id"]}] * count), 400)
    api.refused(api.put(f"{PATH}/bulk", json=[{"id": memo["id"], **memo_body(customer)}] * count), 400)
    for turn in ("archive", "restore"):
        api.refused(api.post(f"{PATH}/bulk/{turn}?ids={','.join([memo['id']] * count)}"), 400)
    api.refused(api.put(f"{PATH}/bulk", json=[memo_body(customer)]), 400, "[0].id: must not be blank")


def test_filters_and_sorts(api, receivables, customer):
    small = receivables.memo(customer, 10, creditDate="2026-01-05")
    large = receivables.memo(receivables.customer(), 20)
    api.post(f"{PATH}/{large['id']}/archive")
    for term in [
        f"id:eq:{small['id']}", f'id:in:"{small["id"]},x"', f"customerId:eq:{customer['id']}", "archived:eq:false",
        "creditDate:lt:2026-02-01", "amount:lte:10", "amount:lt:20", f'createdTime:lte:"{small["createdTime"]}"',
    ]:  # fmt: skip
        answer = api.get(PATH, query_string={"filters": term})
        assert [row["id"] for row in answer.json["results"]] == [small["id"]], term
    assert len(api.get(f"{PATH}?filters=status:eq:NOT_APPLIED").json["results"]) == 2
    for field in ("creditDate", "amount", "createdTime", "updatedTime"):
        rows = api.get(f"{PATH}?sort={field}:desc").json["results"]
        assert [row["id"] for row in rows] == [large["id"], small["id"]], field
    api.refused(api.get(f"{PATH}?filters=status:eq:PAID"), 400)
    api.refused(api.get(f"{PATH}?filters=description:eq:x"), 400, code="BDC_1130")


def test_memos_have_no_events_and_auditors_do_not_write(api, receivables, customer, events):
    memo = receivables.memo(customer)
    api.patch(f"{PATH}/{memo['id']}", json={"description": "x"})
    assert events == []
    auditor = api.as_user("fay@mockbill.test")
    assert auditor.get(f"{PATH}/{memo['id']}").status_code == 200
    auditor.refused(auditor.post(PATH, json=memo_body(customer)), 403)
