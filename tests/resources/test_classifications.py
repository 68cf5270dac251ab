"""The seven kinds of labels: what each keeps, parents, bulk, and who may name a label."""

import pytest

from mockbill.gateway.wire import NONE
from mockbill.resources.classifications import KINDS

BASE = "/v3/classifications"
NAMED = {"name": "Upkeep", "shortName": "UP", "description": "repairs"}
WHOLE = {
    "accounting-classes": NAMED,
    "chart-of-accounts": {
        "name": "Upkeep",
        "description": "repairs",
        "account": {"type": "EXPENSE", "number": "6-210"},
    },
    "departments": NAMED,
    "employees": {"firstName": "Ana", "lastName": "Ruiz", "shortName": "AR"},
    "items": {
        "type": "OTHER_CHARGE", "name": "Haul-out", "shortName": "HO", "description": "sold", "price": 12.345,
        "purchaseDescription": "bought", "purchaseCost": 9.5, "taxable": True, "percentage": 2.5,
    },
    "jobs": NAMED,
    "locations": NAMED,
}  # fmt: skip
"""What a label of each kind may say, but for what it refers to."""
PREFIX = {"accounting-classes": "cls", "chart-of-accounts": "0ca", "departments": "0de", "employees": "emp",
          "items": "0ii", "jobs": "job", "locations": "loc"}  # fmt: skip
BULK = {"accounting-classes": "accountingClasses", "chart-of-accounts": "chartOfAccounts"}
UNKNOWN = "01AAAAAAAAAAAAAAA"
ACCOUNTS = f"{BASE}/chart-of-accounts"
ITEMS = f"{BASE}/items"


@pytest.fixture(params=WHOLE)
def kind(request):
    return request.param


@pytest.fixture
def path(kind):
    return f"{BASE}/{kind}"


@pytest.fixture
def whole(kind):
    return WHOLE[kind]


@pytest.fixture
def make(api, kind):
    """Makes a label: of the kind under test, or of another."""

    def create(of=kind, **more):
        answer = api.post(f"{BASE}/{of}", json=WHOLE[of] | more)
        assert answer.status_code == 201, answer.text
        return answer.json

    return create


@pytest.fixture
def account(api):
    def create(name="Boat upkeep", **more):
        answer = api.post(ACCOUNTS, json={"name": name, **more})
        assert answer.status_code == 201, answer.text
        return answer.json

    return create


def codes(answer):
    return [entry["code"] for entry in answer.json]


# Every kind


def test_every_kind_is_here():
    assert {kind.name for kind in KINDS.values()} == set(WHOLE) == set(PREFIX)


def test_a_label_keeps_what_is_sent_and_leaves_out_what_is_not(api, kind, path, whole, make):
    made = make()
    frame = {
        "id": made["id"],
        "archived": False,
        "createdTime": made["createdTime"],
        "updatedTime": made["createdTime"],
    }
    assert made == whole | frame
    assert made["id"].startswith(PREFIX[kind]) and len(made["id"]) == 20
    assert api.get(f"{path}/{made['id']}").json == made
    api.refused(api.get(f"{path}/{PREFIX[kind]}{UNKNOWN}"), 404, code="BDC_1205")
    api.refused(api.patch(f"{path}/{PREFIX[kind]}{UNKNOWN}", json={}), 404, code="BDC_1205")


def test_a_label_of_one_kind_is_none_of_another(api, kind, path, make):
    other = "jobs" if kind != "jobs" else "items"
    api.refused(api.get(f"{path}/{make(other)['id']}"), 404, code="BDC_1205")


def test_a_patch_changes_what_is_sent_and_an_empty_text_unsets(api, path, whole, make):
    made = make()
    member = "description" if "description" in whole else "shortName"
    changed = api.patch(f"{path}/{made['id']}", json={member: "new", "archived": True}).json
    assert changed == made | {member: "new", "updatedTime": changed["updatedTime"]}
    assert changed["updatedTime"] > made["updatedTime"]
    assert member not in api.patch(f"{path}/{made['id']}", json={member: ""}).json


def test_archive_and_restore_twice_change_nothing_more(api, path, make):
    made = make()
    archived = api.post(f"{path}/{made['id']}/archive").json
    assert archived == made | {"archived": True, "updatedTime": archived["updatedTime"]}
    assert api.post(f"{path}/{made['id']}/archive").json == archived
    assert made["id"] not in api.get(f"{path}?filters=archived:eq:false&max=100").text
    restored = api.post(f"{path}/{made['id']}/restore").json
    assert (restored["archived"], api.post(f"{path}/{made['id']}/restore").json) == (False, restored)


def test_a_parent_is_a_label_of_the_same_kind(api, world, kind, path, make):
    top = make()
    child = make(parentId=top["id"])
    assert child["parentId"] == top["id"]
    stranger = make("jobs" if kind != "jobs" else "items")["id"]
    before = world.fingerprint()
    for unknown in (PREFIX[kind] + UNKNOWN, "x", stranger):
        api.refused(api.post(path, json=WHOLE[kind] | {"parentId": unknown}), 422, code="BDC_1205")
        api.refused(api.patch(f"{path}/{child['id']}", json={"parentId": unknown}), 422, code="BDC_1205")
    assert world.fingerprint() == before


@pytest.mark.parametrize("none", ["", NONE])
def test_twenty_zeros_or_nothing_say_no_parent(api, path, make, none):
    top = make(parentId=none)
    assert "parentId" not in top
    child = make(parentId=top["id"])
    assert "parentId" not in api.patch(f"{path}/{child['id']}", json={"parentId": none}).json


def test_no_label_is_below_itself(api, path, make):
    top = make()
    middle = make(parentId=top["id"])
    low = make(parentId=middle["id"])
    for parent in (top, middle, low):
        answer = api.patch(f"{path}/{top['id']}", json={"parentId": parent["id"]})
        api.refused(answer, 422)
        assert "parentId" in answer.json[0]["message"]
    api.patch(f"{path}/{middle['id']}", json={"parentId": ""})
    assert api.patch(f"{path}/{top['id']}", json={"parentId": low["id"]}).json["parentId"] == low["id"]


def test_an_archived_parent_keeps_its_children(api, path, make):
    top = make()
    child = make(parentId=top["id"])
    api.post(f"{path}/{top['id']}/archive")
    assert api.get(f"{path}/{child['id']}").json == child


def test_filters_and_sorts(api, path, whole, make):
    top = make()
    child = make(parentId=top["id"])

    def ids(filters, **query):
        answer = api.get(path, query_string={"filters": filters, **query})
        assert answer.status_code == 200, answer.text
        return [row["id"] for row in answer.json["results"]]

    assert ids(f"parentId:eq:{top['id']}") == [child["id"]]
    assert ids(f'id:in:"{top["id"]},x"') == [top["id"]]
    assert ids(f'updatedTime:gte:"{top["updatedTime"]}"', sort="createdTime:desc") == [child["id"], top["id"]]
    for member in ("name", "firstName", "lastName", "shortName", "type"):
        answer = api.get(path, query_string={"filters": f"{member}:eq:{whole.get(member, 'x')}"})
        if member in whole:
            assert [row["id"] for row in answer.json["results"]] == [top["id"], child["id"]], member
        elif not (member == "shortName" and "account" not in whole):
            api.refused(answer, 400, code="BDC_1130")
    sort = "name" if "name" in whole else "lastName"
    assert api.get(f"{path}?sort={sort}:asc").status_code == 200
    api.refused(api.get(f"{path}?filters=description:eq:x"), 400, code="BDC_1130")
    api.refused(api.get(f"{path}?sort=parentId:asc"), 400)


def test_bulk_makes_all_under_the_plural_name(api, kind, path, whole):
    answer = api.post(f"{path}/bulk", json=[whole, whole | {"shortName": "two"}])
    assert answer.status_code == 201
    (rows,) = answer.json.values()
    assert list(answer.json) == [BULK.get(kind, kind)]
    assert [api.get(f"{path}/{row['id']}").json for row in rows] == rows and len(rows) == 2


def test_bulk_makes_none_when_one_is_refused(api, world, kind, path, whole):
    before = world.fingerprint()
    body = [whole, whole | {"parentId": PREFIX[kind] + UNKNOWN}, whole]
    answer = api.post(f"{path}/bulk", json=body)
    api.refused(answer, 422)
    assert codes(answer) == ["BDC_1246", "BDC_1205", "BDC_1246"]
    api.refused(api.post(f"{path}/bulk", json=[whole, {"parentId": []}]), 400)
    assert world.fingerprint() == before


@pytest.mark.parametrize("count", [0, 51])
def test_bulk_takes_one_to_fifty(api, path, whole, make, count):
    api.refused(api.post(f"{path}/bulk", json=[whole] * count), 400)
    id = make()["id"]
    api.refused(api.patch(f"{path}/bulk", json=[{"id": id}] * count), 400)
    api.refused(api.post(f"{path}/bulk/archive?ids={','.join([id] * count)}"), 400)


def test_bulk_changes_by_id(api, kind, path, make):
    one, two = make(), make()
    answer = api.patch(f"{path}/bulk", json=[{"id": one["id"]}, {"id": two["id"], "parentId": one["id"]}])
    assert answer.status_code == 200
    (rows,) = answer.json.values()
    assert [(row["id"], row.get("parentId")) for row in rows] == [(one["id"], None), (two["id"], one["id"])]
    api.refused(api.patch(f"{path}/bulk", json=[{"parentId": one["id"]}]), 400, "[0].id: must not be blank")
    cycle = [{"id": two["id"], "parentId": ""}, {"id": one["id"], "parentId": one["id"]}]
    assert codes(api.patch(f"{path}/bulk", json=cycle))[0] == "BDC_1246"
    assert api.get(f"{path}/{two['id']}").json["parentId"] == one["id"]


def test_bulk_archives_by_a_comma_list_or_a_repeated_parameter(api, kind, path, make):
    one, two = make()["id"], make()["id"]
    answer = api.post(f"{path}/bulk/archive?ids={one},{two}")
    assert answer.status_code == 200
    assert [row["archived"] for row in answer.json[BULK.get(kind, kind)]] == [True, True]
    answer = api.post(f"{path}/bulk/restore?ids={one}&ids={two}")
    assert [row["archived"] for row in answer.json[BULK.get(kind, kind)]] == [False, False]
    answer = api.post(f"{path}/bulk/archive?ids={one},{PREFIX[kind]}{UNKNOWN}")
    assert codes(answer) == ["BDC_1246", "BDC_1205"]
    assert api.get(f"{path}/{one}").json["archived"] is False
    for missing in ("", "?ids=", "?ids=,"):
        api.refused(api.post(f"{path}/bulk/restore{missing}"), 400, code="BDC_1108")


def test_auditors_read_and_do_not_write(api, path, whole):
    auditor = api.as_user("fay@mockbill.test")
    assert auditor.get(path).status_code == 200
    auditor.refused(auditor.post(path, json=whole), 403)


# Names


@pytest.mark.parametrize("kind", ["departments", "items", "chart-of-accounts"], indirect=True)
def test_some_kinds_need_a_name(api, path, whole):
    nameless = {member: value for member, value in whole.items() if member != "name"}
    api.refused(api.post(path, json=nameless), 400, "name: must not be blank")
    api.refused(api.post(path, json=whole | {"name": " "}), 400, "name: must not be blank")


@pytest.mark.parametrize("kind", ["accounting-classes", "jobs", "locations"], indirect=True)
def test_others_need_one_only_if_so_chosen(api, world, path, make):
    made = api.post(path, json={"description": "nameless"})
    assert made.status_code == 201 and "name" not in made.json
    named = make()
    world.choices.update({"classification.name": "required"})
    api.refused(api.post(path, json={}), 400, "name: must not be blank")
    api.refused(api.patch(f"{path}/{made.json['id']}", json={"shortName": "x"}), 400, "name: must not be blank")
    assert api.patch(f"{path}/{named['id']}", json={"shortName": "x"}).status_code == 200


def test_an_employee_needs_nothing(api):
    made = api.post(f"{BASE}/employees", json={}).json
    assert set(made) == {"id", "archived", "createdTime", "updatedTime"}


@pytest.mark.parametrize("kind", [kind for kind in WHOLE if kind != "employees"], indirect=True)
def test_names_may_repeat_unless_chosen_otherwise(api, world, path, whole, make):
    first, second = make(), make()
    world.choices.update({"classification.duplicate_name": "refuse"})
    api.refused(api.post(path, json=whole), 422)
    api.refused(api.patch(f"{path}/{second['id']}", json={"name": first["name"]}), 422)
    assert api.patch(f"{path}/{second['id']}", json={"name": "Other"}).status_code == 200
    assert api.patch(f"{path}/{first['id']}", json={"name": first["name"]}).status_code == 200


# Accounts and items


def test_an_account_has_a_type_also_when_none_was_sent(api):
    for sent, shown in (
        ({}, {"type": "UNSPECIFIED"}),
        ({"account": {"number": "7"}}, {"type": "UNSPECIFIED", "number": "7"}),
        ({"account": {"type": "BANK"}}, {"type": "BANK"}),
    ):
        made = api.post(ACCOUNTS, json={"name": "x", **sent}).json
        assert made["account"] == shown
        assert api.patch(f"{ACCOUNTS}/{made['id']}", json={"name": "y"}).json["account"] == shown
    bulk = api.post(f"{ACCOUNTS}/bulk", json=[{"name": "a"}, {"name": "b", "account": {"number": "8"}}]).json
    assert [row["account"]["type"] for row in bulk["chartOfAccounts"]] == ["UNSPECIFIED"] * 2


def test_a_patch_merges_the_account(api, account):
    made = account(account={"type": "EXPENSE", "number": "6-210"}, description="repairs")
    changed = api.patch(f"{ACCOUNTS}/{made['id']}", json={"account": {"number": "7"}}).json
    assert changed["account"] == {"type": "EXPENSE", "number": "7"}
    answer = api.post(ACCOUNTS, json={"name": "x", "account": {"type": "TOY"}})
    api.refused(answer, 400)
    assert answer.json[0]["message"].startswith("account.type: ")


def test_an_item_needs_a_type_that_is_one(api):
    api.refused(api.post(ITEMS, json={"name": "x"}), 400, "type: must not be null")
    answer = api.post(ITEMS, json={"name": "x", "type": "UNDEFINED"})
    api.refused(answer, 400)
    assert answer.json[0]["message"].startswith("type: ")


@pytest.mark.parametrize(
    ("type", "allowed"),
    [("DISCOUNT", True), ("SALES_TAX", True), ("OTHER_CHARGE", True), ("SERVICE", False), ("SALES_TAX_GROUP", False)],
)
def test_a_percentage_is_for_some_types_only(api, world, type, allowed):
    plain = api.post(ITEMS, json={"name": "x", "type": type}).json
    before = world.fingerprint()
    answers = [
        api.post(ITEMS, json={"name": "x", "type": type, "percentage": "8.25"}),
        api.patch(f"{ITEMS}/{plain['id']}", json={"percentage": 8.25}),
    ]
    assert [answer.status_code for answer in answers] == ([201, 200] if allowed else [422, 422])
    if allowed:
        assert [answer.json["percentage"] for answer in answers] == [8.25, 8.25]
        api.refused(api.patch(f"{ITEMS}/{plain['id']}", json={"type": "SERVICE"}), 422)
    else:
        assert world.fingerprint() == before


def test_an_item_names_accounts_that_exist(api, account):
    known = account()["id"]
    both = {"chartOfAccountId": known, "expenseChartOfAccountId": known}
    item = api.post(ITEMS, json={"name": "x", "type": "SERVICE", **both}).json
    assert {name: item[name] for name in both} == both
    for member in both:
        api.refused(api.post(ITEMS, json={"name": "x", "type": "SERVICE", member: item["id"]}), 422, code="BDC_1205")
        api.refused(api.patch(f"{ITEMS}/{item['id']}", json={member: "0ca1"}), 422, code="BDC_1205")


# Those who name a label


@pytest.fixture
def vendor(api):
    address = {"line1": "1 A St", "city": "B", "zipOrPostalCode": "1", "country": "US"}
    return api.post("/v3/vendors", json={"name": "V", "address": address}).json["id"]


def writes(vendor, labels):
    """A bill, a template and a credit with these labels on their lines."""
    line = {"amount": 10, "classifications": labels}
    invoice = {"invoiceNumber": "1", "invoiceDate": "2026-03-01"}
    schedule = {"period": "MONTHLY", "frequency": 1, "nextDueDate": "2026-05-01"}
    return {
        "bills": {"vendorId": vendor, "dueDate": "2026-04-01", "invoice": invoice, "billLineItems": [line]},
        "recurringbills": {"vendorId": vendor, "schedule": schedule, "recurringBillLineItems": [line]},
        "vendor-credits": {
            "vendorId": vendor, "referenceNumber": "C", "creditDate": "2026-03-01", "vendorCreditLineItems": [line],
        },
    }  # fmt: skip


@pytest.mark.parametrize("used", ["bills", "recurringbills", "vendor-credits"])
@pytest.mark.parametrize("member", KINDS)
def test_a_line_names_labels_that_exist(api, world, vendor, member, used):
    kind = KINDS[member].name
    label = api.post(f"{BASE}/{kind}", json=WHOLE[kind]).json["id"]
    made = api.post(f"/v3/{used}", json=writes(vendor, {member: label})[used])
    assert made.status_code == 201, made.text
    (lines,) = [value for name, value in made.json.items() if name.endswith("LineItems")]
    assert lines[0]["classifications"] == {member: label}
    unset = api.post(f"/v3/{used}", json=writes(vendor, {member: NONE})[used]).json
    (lines,) = [value for name, value in unset.items() if name.endswith("LineItems")]
    assert "classifications" not in lines[0]
    before = world.fingerprint()
    for unknown in (KINDS[member].prefix + UNKNOWN, vendor):
        api.refused(api.post(f"/v3/{used}", json=writes(vendor, {member: unknown})[used]), 422, code="BDC_1205")
    assert world.fingerprint() == before


def test_the_line_of_a_bill_names_a_customer_that_exists(api, vendor):
    customer = api.post("/v3/customers", json={"name": "C", "email": "c@kayak.example"}).json["id"]
    made = api.post("/v3/bills", json=writes(vendor, {"customerId": customer})["bills"]).json
    assert made["billLineItems"][0]["classifications"] == {"customerId": customer}
    api.refused(api.post("/v3/bills", json=writes(vendor, {"customerId": vendor})["bills"]), 422, code="BDC_1205")


def test_an_archived_label_may_be_named_unless_chosen_otherwise(api, world, vendor):
    label = api.post(f"{BASE}/jobs", json=WHOLE["jobs"]).json["id"]
    api.post(f"{BASE}/jobs/{label}/archive")
    bill = writes(vendor, {"jobId": label})["bills"]
    assert api.post("/v3/bills", json=bill).status_code == 201
    world.choices.update({"classification.archived_reference": "refuse"})
    api.refused(api.post("/v3/bills", json=bill), 422)
