"""Vendor credits: made, changed, listed and archived."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .conftest import assert_takes_or_refuses, spoiled, walk

PATH = "/v3/vendor-credits"


def credit_body(vendor_id, *amounts, **changes):
    """A credit with a line for each amount (one of 55.00 unless told)."""
    return {
        "vendorId": vendor_id,
        "referenceNumber": "RET-0093",
        "creditDate": "2026-02-20",
        "vendorCreditLineItems": [{"amount": amount} for amount in amounts or (55.0,)],
    } | changes


def make_credit(payables, vendor=None, *amounts, **changes):
    vendor = vendor or payables.vendor()
    answer = payables.api.post(PATH, json=credit_body(vendor["id"], *amounts, **changes))
    assert answer.status_code == 201, answer.text
    return answer.json


def test_a_new_credit_is_not_applied_and_comes_to_its_lines(payables):
    vendor, account = payables.vendor(), payables.account()
    labels = {"chartOfAccountId": account, **payables.labels("jobId")}
    lines = [
        {"description": "2 boxes", "amount": "14.99", "classifications": labels},
        {"amount": 50},
    ]
    made = make_credit(
        payables, vendor, vendorCreditLineItems=lines, description="Back", applyToChartOfAccountId=account
    )
    ids = [line["id"] for line in made["vendorCreditLineItems"]]
    assert made["id"].startswith("vcr") and all(id.startswith("vci") for id in ids)
    assert made == {
        "id": made["id"], "vendorId": vendor["id"], "referenceNumber": "RET-0093", "creditDate": "2026-02-20",
        "description": "Back", "archived": False, "applyToChartOfAccountId": account, "amount": 64.99,
        "appliedAmount": 0, "status": "NOT_APPLIED", "createdTime": made["createdTime"],
        "updatedTime": made["createdTime"],
        "vendorCreditLineItems": [
            {"id": ids[0], "description": "2 boxes", "amount": 14.99, "classifications": labels},
            {"id": ids[1], "amount": 50},
        ],
    }  # fmt: skip
    assert payables.read("vendor-credits", made) == made | {"usage": []}
    assert payables.api.get(PATH).json["results"] == [made | {"usage": []}]
    assert payables.balance(vendor) == 0


def test_nobody_is_told_of_credits(payables, events):
    vendor = payables.vendor()
    events.clear()
    credit = make_credit(payables, vendor)
    payables.api.patch(f"{PATH}/{credit['id']}", json={"description": "x"})
    payables.api.post(f"{PATH}/{credit['id']}/archive")
    assert events == []


@pytest.mark.parametrize(
    "changes, status",
    [
        ({"vendorId": "00901NOSUCHVENDO0000"}, 422),
        ({"vendorId": " "}, 400),
        ({"referenceNumber": ""}, 400),
        ({"referenceNumber": "R" * 101}, 400),
        ({"creditDate": "2026-02-30"}, 400),
        ({"vendorCreditLineItems": []}, 400),
        ({"vendorCreditLineItems": [{"description": "no amount"}]}, 400),
        ({"vendorCreditLineItems": [{"amount": 1}, {"amount": -1}]}, 422),
        ({"vendorCreditLineItems": [{"amount": 999_999_999_999.99}, {"amount": 0.01}]}, 400),
        ({"vendorCreditLineItems": [{"amount": 1, "classifications": {"chartOfAccountId": "0ca00"}}]}, 422),
        ({"applyToChartOfAccountId": "0ca01NOSUCHACCOU0000"}, 422),
        ({"applyToBankAccountId": "bac01NOSUCHACCOU0000"}, 422),
    ],
)
def test_what_is_wrong_with_a_credit_is_refused(payables, changes, status):
    body = credit_body(payables.vendor()["id"]) | changes
    assert payables.api.post(PATH, json=body).status_code == status
    kept = make_credit(payables)
    whole = credit_body(kept["vendorId"]) | changes
    assert payables.api.put(f"{PATH}/{kept['id']}", json=whole).status_code == status
    assert payables.read("vendor-credits", kept) == kept | {"usage": []}


def test_a_credit_goes_to_one_account_only(payables):
    account = payables.account()
    bank = payables.api.get("/v3/funding-accounts/banks").json["results"][0]["id"]
    both = {"applyToChartOfAccountId": account, "applyToBankAccountId": bank}
    body = credit_body(payables.vendor()["id"], **both)
    assert payables.api.post(PATH, json=body).status_code == 422
    credit = make_credit(payables, applyToChartOfAccountId=account)
    changed = payables.api.patch(f"{PATH}/{credit['id']}", json={"applyToBankAccountId": bank}).json
    assert changed["applyToBankAccountId"] == bank and "applyToChartOfAccountId" not in changed


def test_an_archived_vendor_takes_no_credit_unless_chosen(payables, world):
    vendor = payables.vendor()
    payables.api.post(f"/v3/vendors/{vendor['id']}/archive")
    assert payables.api.post(PATH, json=credit_body(vendor["id"])).status_code == 422
    world.choices.update({"vendor.archived_takes_bills": True})
    make_credit(payables, vendor)


def test_a_patch_keeps_the_lines_it_does_not_name(payables):
    credit = make_credit(payables, None, 10, 20, description="d")
    first, second = credit["vendorCreditLineItems"]
    sent = {"vendorCreditLineItems": [{"id": second["id"], "amount": 25, "description": "more"}], "description": ""}
    changed = payables.api.patch(f"{PATH}/{credit['id']}", json=sent)
    assert changed.status_code == 200
    assert changed.json["vendorCreditLineItems"] == [first, second | {"amount": 25, "description": "more"}]
    assert changed.json["amount"] == 35
    assert "description" not in changed.json and "usage" not in changed.json


@pytest.mark.parametrize("ids", [[None], ["vci01NOSUCHLINEA0000"], [0, 0]])
def test_a_patch_names_lines_of_its_own_once(payables, ids):
    credit = make_credit(payables)
    known = [credit["vendorCreditLineItems"][0]["id"] if id == 0 else id for id in ids]
    sent = {"vendorCreditLineItems": [{"amount": 1} | ({"id": id} if id else {}) for id in known]}
    assert payables.api.patch(f"{PATH}/{credit['id']}", json=sent).status_code == (422 if ids[0] is not None else 400)
    assert payables.read("vendor-credits", credit)["amount"] == 55


def test_a_put_clears_what_is_left_out_and_drops_lines(payables):
    credit = make_credit(payables, None, 10, 20, description="d", applyToChartOfAccountId=payables.account())
    kept = credit["vendorCreditLineItems"][1]["id"]
    body = credit_body(credit["vendorId"], vendorCreditLineItems=[{"id": kept, "amount": 21}, {"amount": 4}])
    changed = payables.api.put(f"{PATH}/{credit['id']}", json=body).json
    first, second = changed["vendorCreditLineItems"]
    assert first == {"id": kept, "amount": 21} and second["amount"] == 4
    assert changed["amount"] == 25
    assert not changed.keys() & {"description", "applyToChartOfAccountId", "usage"}


def test_archiving_is_for_good_and_twice_is_no_change(payables, world):
    credit = make_credit(payables)
    archived = payables.api.post(f"{PATH}/{credit['id']}/archive").json
    assert archived["archived"] is True and "usage" not in archived
    payables.api.advance(seconds=5)
    assert payables.api.post(f"{PATH}/{credit['id']}/archive").json == archived
    assert payables.api.post(f"{PATH}/{credit['id']}/restore").status_code == 404
    bill = payables.api.post(
        "/v3/bills",
        json={
            "vendorId": credit["vendorId"], "dueDate": "2026-04-01", "billLineItems": [{"amount": 100}],
            "invoice": {"invoiceNumber": "1", "invoiceDate": "2026-03-01"},
            "vendorCredits": [{"id": credit["id"], "amount": 1}],
        },
    )  # fmt: skip
    assert bill.status_code == 422


def test_bulk_makes_changes_replaces_and_archives_under_one_key(payables):
    vendor = payables.vendor()
    made = payables.api.post(f"{PATH}/bulk", json=[credit_body(vendor["id"], amount) for amount in (1, 2)])
    assert made.status_code == 201
    ids = [row["id"] for row in made.json["vendorCredits"]]
    patched = payables.api.patch(f"{PATH}/bulk", json=[{"id": id, "description": "p"} for id in ids])
    assert [row["description"] for row in patched.json["vendorCredits"]] == ["p", "p"]
    bodies = [{"id": id, **credit_body(vendor["id"], 9)} for id in ids]
    replaced = payables.api.put(f"{PATH}/bulk", json=bodies)
    assert [(row["amount"], row.get("description")) for row in replaced.json["vendorCredits"]] == [(9, None)] * 2
    archived = payables.api.post(f"{PATH}/bulk/archive?ids={','.join(ids)}")
    assert [row["archived"] for row in archived.json["vendorCredits"]] == [True, True]
    for answer in (made, patched, replaced, archived):
        assert answer.json.keys() == {"vendorCredits"}
        assert all("usage" not in row for row in answer.json["vendorCredits"])


def test_bulk_is_all_or_nothing(payables):
    credit = make_credit(payables)
    good, unknown = credit["id"], "vcr01NOSUCHCREDIT000"
    bodies = [credit_body(credit["vendorId"], 7), credit_body("00901NOSUCHVENDO0000")]
    answers = [
        payables.api.post(f"{PATH}/bulk", json=bodies),
        payables.api.patch(f"{PATH}/bulk", json=[{"id": good, "description": "x"}, {"id": unknown}]),
        payables.api.put(f"{PATH}/bulk", json=[{"id": good, **bodies[0]}, {"id": unknown, **bodies[0]}]),
        payables.api.post(f"{PATH}/bulk/archive?ids={good},{unknown}"),
    ]
    for answer in answers:
        assert (answer.status_code, [entry["code"] for entry in answer.json]) == (422, ["BDC_1246", "BDC_1205"])
    assert payables.api.get(PATH).json["results"] == [credit | {"usage": []}]


@pytest.mark.parametrize("count", [0, 51])
def test_bulk_takes_1_to_50(payables, count):
    bodies = [credit_body("v", id="i")] * count
    for method in ("post", "patch", "put"):
        assert getattr(payables.api, method)(f"{PATH}/bulk", json=bodies).status_code == 400
    assert payables.api.post(f"{PATH}/bulk/archive?ids={','.join('x' * count)}").status_code == 400


def test_filters_and_sorts(payables):
    one, other = payables.vendor(), payables.vendor(name="Other")
    made = [make_credit(payables, one, 3), make_credit(payables, one, 1), make_credit(payables, other, 2)]
    payables.api.post(f"{PATH}/{made[0]['id']}/archive")
    ids = [row["id"] for row in made]

    def listed(**query):
        return [row["id"] for row in payables.api.get(PATH, query_string=query).json["results"]]

    assert listed(filters=f"vendorId:eq:{one['id']}") == ids[:2]
    assert listed(filters="archived:eq:false") == ids[1:]
    assert listed(filters=f'id:in:"{ids[2]},{ids[0]}"') == [ids[0], ids[2]]
    assert listed(sort="amount:desc") == [ids[0], ids[2], ids[1]]
    for field in ("archived", "creditDate", "appliedAmount", "createdTime", "updatedTime"):
        assert sorted(listed(sort=field)) == sorted(ids)
    assert walk(payables.api, PATH, 2) == ids
    assert payables.api.get(PATH, query_string={"filters": "amount:eq:1"}).status_code == 400
    assert payables.api.get(PATH, query_string={"sort": "referenceNumber"}).status_code == 400


def test_another_organization_finds_no_credit(payables, callers):
    credit = make_credit(payables)
    with callers() as stranger:
        own = credit_body(stranger.vendor()["id"])
        for method, path, body in (("GET", "", None), ("PUT", "", own), ("PATCH", "", {}), ("POST", "/archive", None)):
            assert stranger.api.call(method, f"{PATH}/{credit['id']}{path}", json=body).status_code == 404


WHOLE = credit_body("VENDOR", 1.0, description="d", applyToChartOfAccountId="", applyToBankAccountId="")


@settings(max_examples=60, deadline=None)
@given(body=spoiled(WHOLE), replace=st.booleans())
def test_whatever_is_sent_is_taken_or_refused(callers, body, replace):
    with callers() as payables:
        credit = make_credit(payables)
        if isinstance(body, dict) and body.get("vendorId") == "VENDOR":
            body["vendorId"] = credit["vendorId"]
        for method, path in (("PUT" if replace else "PATCH", f"{PATH}/{credit['id']}"), ("POST", PATH)):
            assert_takes_or_refuses(payables.api, method, path, body)
