"""Vendors: what a new one looks like, edits, lists, what is told, international configuration."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockbill.resources.payables.vendor_shapes import Vendor

from .conftest import ADDRESS, assert_takes_or_refuses, spoiled, vendor_body, walk

NOWHERE = "00901AAAAAAAAAA00000"
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


# Create


def test_a_new_vendor_looks_as_bills_first_notification_shows_it(payables):
    vendor = payables.vendor()
    assert vendor == payables.read("vendors", vendor)
    assert list(vendor) == [name for name in Vendor.model_fields if name in vendor]
    assert vendor["id"].startswith("009") and len(vendor["id"]) == 20
    when = vendor["createdTime"]
    assert vendor == {
        "archived": False,
        "id": vendor["id"],
        "name": "Lakeshore Paper",
        "accountType": "NONE",
        "address": {**ADDRESS, "countryName": "United States"},
        "paymentInformation": {"virtualCard": {"status": "UNKNOWN"}, "payByType": "CHECK", "payBySubType": "NONE"},
        "additionalInfo": {"track1099": False, "combinePayments": True},
        "bankAccountStatus": "NO_ACCOUNT",
        "recurringPayments": False,
        "billCurrency": "USD",
        "createdTime": when,
        "updatedTime": when,
        "balance": {"amount": 0, "lastUpdatedDate": when},
        "autoPay": {"enabled": False},
        "networkStatus": "NOT_CONNECTED",
    }


def term(api, days=30):
    """A payment term of the organization."""
    path = f"/v3/organizations/{api.credentials['organizationId']}/payment-terms"
    return api.post(path, json={"name": f"Net {days}", "daysDue": days}).json["id"]


def test_all_members_that_are_sent_come_back(payables):
    sent = vendor_body(
        shortName="Lakeshore", accountNumber="LP-4471", accountType="BUSINESS", email="ar@lake.example", phone="3125550148",
        address={**ADDRESS, "line2": "Floor 2", "stateOrProvince": "IL"},
        additionalInfo={"taxId": "12-3456789", "taxIdType": "EIN", "track1099": True, "leadTimeInDays": 3,
                        "combinePayments": False, "paymentTermId": term(payables.api), "companyName": "Lakeshore Inc."},
        billCurrency="USD",
    )  # fmt: skip
    vendor = payables.vendor(**sent, paymentInformation={"payeeName": "Lakeshore", "email": "pay@lake.example"})
    for name, value in sent.items():
        expected = {**value, "countryName": "United States"} if name == "address" else value
        assert vendor[name] == expected, name
    assert vendor["paymentInformation"]["payeeName"] == "Lakeshore"
    assert vendor["paymentInformation"]["email"] == "pay@lake.example"


def test_a_payment_term_that_is_none_is_refused(payables, api):
    vendor = payables.vendor(additionalInfo={"paymentTermId": term(api)})
    unknown = {"additionalInfo": {"paymentTermId": "00p01AAAAAAAAAA00000"}}
    api.refused(api.post("/v3/vendors", json=vendor_body(**unknown)), 422, code="BDC_1205")
    api.refused(api.patch(f"/v3/vendors/{vendor['id']}", json=unknown), 422, code="BDC_1205")
    assert api.get(f"/v3/vendors/{vendor['id']}").json == vendor
    cleared = api.patch(f"/v3/vendors/{vendor['id']}", json={"additionalInfo": {"paymentTermId": ""}}).json
    assert "paymentTermId" not in cleared["additionalInfo"]


def test_what_is_sent_empty_is_left_out_at_any_depth(payables):
    vendor = payables.vendor(email="", phone=None, additionalInfo={"companyName": "", "taxId": None})
    assert not {"email", "phone"} & vendor.keys()
    assert not {"companyName", "taxId"} & vendor["additionalInfo"].keys()


def test_every_missing_member_is_named_at_once(api):
    api.refused(
        api.post("/v3/vendors", json={}), 400, "name: must not be blank", "address: must not be null", code=None
    )
    api.refused(
        api.post("/v3/vendors", json={"name": " ", "address": {}}),
        400,
        "name: must not be blank",
        "address.line1: must not be blank",
        "address.city: must not be blank",
        "address.zipOrPostalCode: must not be blank",
        "address.country: must not be blank",
        code=None,
    )


@pytest.mark.parametrize(
    ("changes", "member", "limit"),
    [
        ({"name": "x" * 101}, "name", 100),
        ({"shortName": "x" * 41}, "shortName", 40),
        ({"address": {**ADDRESS, "line1": "x" * 1001}}, "line1", 1000),
        ({"address": {**ADDRESS, "zipOrPostalCode": "9" * 26}}, "zipOrPostalCode", 25),
        ({"paymentInformation": {"payeeName": "x" * 101}}, "payeeName", 100),
    ],
)
def test_lengths_are_the_cores_and_speak_of_the_member_alone(api, changes, member, limit):
    text = f"Invalid entity data. {member}: Maximum length cannot be greater than {limit} characters."
    api.refused(api.post("/v3/vendors", json=vendor_body(**changes)), 400, text, code="BDC_1143")


@pytest.mark.parametrize(
    "changes",
    [
        {"accountType": "COMPANY"},
        {"billCurrency": "XXQ"},
        {"address": {**ADDRESS, "country": "USA"}},
        {"autoPay": {"enabled": "?"}},
    ],
)
def test_values_outside_the_enums_are_400(api, changes):
    api.refused(api.post("/v3/vendors", json=vendor_body(**changes)), 400, code=None)


def test_two_vendors_may_have_one_name(payables):
    assert payables.vendor()["id"] != payables.vendor()["id"]


def test_automatic_payment_needs_trust_and_a_known_bank_account(api, payables):
    body = vendor_body(autoPay={"enabled": True})
    api.refused(api.post("/v3/vendors", json=body), 403, code="BDC_1361")
    vendor = payables.vendor()
    path = f"/v3/vendors/{vendor['id']}"
    api.refused(api.patch(path, json={"autoPay": {"enabled": True}}), 403, code="BDC_1361")
    api.trust()
    unknown = {"autoPay": {"enabled": True, "bankAccountId": "bac01AAAAAAAAAA00000"}}
    api.refused(api.patch(path, json=unknown), 422, code="BDC_1205")
    user = api.get("/v3/login/session").json["userId"]
    assert api.post("/v3/vendors", json=body).json["autoPay"] == {"enabled": True, "createdBy": user}
    assert api.patch(path, json={"autoPay": {"enabled": True, "maxAmount": 50}}).json["autoPay"] == {
        "enabled": True,
        "createdBy": user,
        "maxAmount": 50,
    }


def test_bulk_answers_under_vendors_and_takes_at_most_20(api, events):
    answer = api.post("/v3/vendors/bulk", json=[vendor_body(name=f"V{index}") for index in range(20)])
    assert answer.status_code == 201
    assert [row["name"] for row in answer.json["vendors"]] == [f"V{index}" for index in range(20)]
    assert [event for event, *_ in events] == ["vendor.created"] * 20
    for count in (0, 21):
        refused = api.post("/v3/vendors/bulk", json=[vendor_body()] * count)
        api.refused(refused, 400, "items: size must be between 1 and 20", code=None)


def test_bulk_is_all_or_nothing(api, world):
    bad = vendor_body(paymentInformation={"bankAccount": {"accountNumber": "1", "routingNumber": "1"}})
    before = world.fingerprint(frozenset({"session"}))
    answer = api.post("/v3/vendors/bulk", json=[vendor_body(), bad])
    assert answer.status_code == 400, answer.text
    assert [entry["code"] for entry in answer.json] == ["BDC_1246", "BDC_1143"]
    assert world.fingerprint(frozenset({"session"})) == before


# PATCH, archive


def test_patch_merges_at_every_depth(api, payables):
    vendor = payables.vendor(address={**ADDRESS, "line2": "Floor 2"}, email="a@x.example")
    path = f"/v3/vendors/{vendor['id']}"
    sent = {"address": {"city": "Evanston", "line2": ""}, "additionalInfo": {"track1099": True}, "email": ""}
    answer = api.patch(path, json=sent)
    assert answer.status_code == 200
    assert answer.json["address"] == {**ADDRESS, "city": "Evanston", "countryName": "United States"}
    assert answer.json["additionalInfo"] == {"track1099": True, "combinePayments": True}
    assert "email" not in answer.json and answer.json["name"] == vendor["name"]
    assert answer.json["updatedTime"] > vendor["updatedTime"]
    api.refused(api.patch(path, json={"address": {"city": ""}}), 400, "address.city: must not be blank")


def test_patch_cannot_touch_the_bank_account(api, payables):
    vendor = payables.vendor(paymentInformation={"bankAccount": {"accountNumber": "123456789"}})
    sent = {"paymentInformation": {"bankAccount": {"accountNumber": "5"}, "payeeName": "P"}}
    answer = api.patch(f"/v3/vendors/{vendor['id']}", json=sent)
    assert answer.json["paymentInformation"]["bankAccount"] == vendor["paymentInformation"]["bankAccount"]
    assert answer.json["paymentInformation"]["payeeName"] == "P"


@pytest.mark.parametrize(
    ("country", "by", "sub"), [("US", "CHECK", "NONE"), ("DE", "OFFLINE", "NONE"), ("BR", "OFFLINE", "NONE")]
)
def test_how_a_vendor_without_account_is_paid(payables, country, by, sub):
    information = payables.vendor(address={**ADDRESS, "country": country})["paymentInformation"]
    assert (information["payByType"], information["payBySubType"]) == (by, sub)


def test_archive_and_restore_change_once_and_tell_once(api, payables, events):
    vendor = payables.vendor()
    path = f"/v3/vendors/{vendor['id']}"
    archived = api.post(f"{path}/archive")
    assert archived.json["archived"] is True
    assert api.post(f"{path}/archive").json == archived.json
    assert api.post(f"{path}/restore").json["archived"] is False
    assert api.post(f"{path}/restore").status_code == 200
    assert [event for event, *_ in events] == ["vendor.created", "vendor.archived", "vendor.restored"]


@pytest.mark.parametrize(
    ("change", "told"),
    [({"name": "New"}, True), ({"address": {"city": "Gary"}}, True), ({"email": "x@x.example"}, False), ({}, False)],
)
@pytest.mark.parametrize("choice", ["documented", "any"])
def test_an_edit_is_told_of_when_a_documented_member_changed_or_by_choice(
    api, world, payables, events, change, told, choice
):
    world.choices.update({"vendor.updated_on": choice})
    vendor = payables.vendor()
    events.clear()
    api.patch(f"/v3/vendors/{vendor['id']}", json=change)
    assert [event for event, *_ in events] == (["vendor.updated"] if told or choice == "any" else [])


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_vendor_is_neither_replaced_nor_deleted(api, payables, method):
    api.refused(api.call(method, f"/v3/vendors/{payables.vendor()['id']}", json={}), 405, code="BDC_1121")


@pytest.mark.parametrize("suffix", ["", "/archive", "/restore", "/bank-account", "/configuration"])
def test_an_unknown_vendor_is_404(api, suffix):
    answer = (
        api.post(f"/v3/vendors/{NOWHERE}{suffix}")
        if suffix in ("/archive", "/restore")
        else api.get(f"/v3/vendors/{NOWHERE}{suffix}")
    )
    api.refused(answer, 404, code="BDC_1205")


# Lists


def test_filters_find_by_every_documented_field(api, payables):
    vendor = payables.vendor(
        name="Happy, Inc: 1", accountType="PERSON", billCurrency="EUR", address={**ADDRESS, "country": "DE"}
    )
    other = payables.vendor(accountType="BUSINESS")
    api.post(f"/v3/vendors/{vendor['id']}/archive")
    vendor = payables.read("vendors", vendor)
    for term in [
        f"id:eq:{vendor['id']}", f"id:ne:{other['id']}", f'id:in:"{vendor["id"]}"', "archived:eq:true", "archived:ne:false",
        'name:eq:"Happy, Inc: 1"', 'name:sw:"Hap"', "accountType:eq:PERSON", "accountType:ne:BUSINESS",
        'accountType:in:"PERSON,NONE"', 'accountType:nin:"BUSINESS"', "address.country:eq:DE", "address.country:ne:US",
        "billCurrency:eq:EUR", "billCurrency:ne:USD", 'billCurrency:in:"EUR,CHF"', 'billCurrency:nin:"USD"',
        f'createdTime:lte:"{vendor["createdTime"]}"', f'updatedTime:gte:"{vendor["updatedTime"]}"',
    ]:  # fmt: skip
        answer = api.get("/v3/vendors", query_string={"filters": term})
        assert answer.status_code == 200, (term, answer.text)
        assert [row["id"] for row in answer.json["results"]] == [vendor["id"]], term
    assert api.get("/v3/vendors", query_string={"filters": 'name:sw:"hap"'}).json["results"] == []


def test_vendors_are_found_by_the_status_of_their_bills(api, payables):
    idle, owed, paid = (payables.vendor(name=name) for name in ("Idle", "Owed", "Paid"))
    payables.bill(owed)
    payables.pay(payables.bill(paid), paid=10000)

    def found(term):
        return [row["name"] for row in api.get("/v3/vendors", query_string={"filters": term}).json["results"]]

    assert found("paymentStatus:eq:UNPAID") == ["Owed"]
    assert found('paymentStatus:in:"UNPAID,PAID"') == ["Owed", "Paid"]
    assert found("paymentStatus:ne:UNPAID") == ["Idle", "Paid"]
    assert found('paymentStatus:nin:"UNPAID,PAID"') == [idle["name"]]
    assert found("paymentStatus:eq:SCHEDULED") == []
    assert found("paymentStatus:eq:UNPAID,name:eq:Paid") == []


@pytest.mark.parametrize(
    ("term", "code"),
    [
        ("paymentStatus:gt:PAID", "BDC_1131"),
        ("paymentStatus:eq:PARTIAL", "BDC_1129"),
        ("accountType:eq:COMPANY", "BDC_1129"),
        ("email:eq:x", "BDC_1130"),
        ("name:ne:x", "BDC_1131"),
    ],
)
def test_a_filter_that_is_none_is_400(api, term, code):
    api.refused(api.get("/v3/vendors", query_string={"filters": term}), 400, code=code)


def test_every_documented_sort_is_taken(api, payables):
    first = payables.vendor(name="A", shortName="a", email="a@x", phone="1", billCurrency="AUD")
    second = payables.vendor(name="B", shortName="b", email="b@x", phone="2", billCurrency="CAD")
    for field in ("name", "shortName", "email", "phone", "billCurrency", "createdTime", "updatedTime"):
        rows = api.get(f"/v3/vendors?sort={field}:desc").json["results"]
        assert [row["id"] for row in rows] == [second["id"], first["id"]], field
    assert api.get("/v3/vendors?sort=archived").status_code == 200
    api.refused(api.get("/v3/vendors?sort=accountType"), 400)


# Configuration


def test_a_country_says_what_it_asks_for(api, payables):
    query = "country=BR&billCurrency=BRL&accountType=BUSINESS"
    found = api.get(f"/v3/vendors/configuration/international-payments?{query}").json
    assert found["paymentPurpose"]["required"] is True and found["paymentPurpose"]["type"] == "CODE"
    assert [field["name"] for field in found["validations"]["fields"]] == ["accountNumber", "taxRegistration"]
    vendor = payables.vendor(address={**ADDRESS, "country": "BR"}, accountType="BUSINESS", billCurrency="BRL")
    assert api.get(f"/v3/vendors/{vendor['id']}/configuration").json == {"internationalPayments": found}


def test_the_banks_country_counts_before_the_vendors(api, payables):
    vendor = payables.vendor(paymentInformation={"bankCountry": "GB"})
    fields = api.get(f"/v3/vendors/{vendor['id']}/configuration").json["internationalPayments"]["validations"]["fields"]
    assert [field["name"] for field in fields] == ["accountNumber", "sortCode"]


def test_configuration_needs_all_of_its_query(api):
    answer = api.get("/v3/vendors/configuration/international-payments?country=DE")
    texts = [f"Missing parameter value for parameter: {name}." for name in ("billCurrency", "accountType")]
    api.refused(answer, 400, *texts, code="BDC_1108")


# Properties

WHOLE = vendor_body(
    shortName="s", email="e", additionalInfo={"leadTimeInDays": 2, "taxIdType": "EIN"}, autoPay={"enabled": False},
    paymentInformation={"bankAccount": {"accountNumber": "123456789", "routingNumber": "071000013"}}, billCurrency="USD",
)  # fmt: skip


@settings(QUICK, max_examples=150)
@given(data=st.data(), route=st.sampled_from(["POST", "bulk", "PATCH"]))
def test_any_body_is_taken_or_refused_whole(callers, data, route):
    with callers() as payables:
        vendor = payables.vendor()
        method, path = {
            "POST": ("POST", "/v3/vendors"),
            "bulk": ("POST", "/v3/vendors/bulk"),
            "PATCH": ("PATCH", f"/v3/vendors/{vendor['id']}"),
        }[route]
        body = data.draw(spoiled([WHOLE, WHOLE] if route == "bulk" else WHOLE))
        assert_takes_or_refuses(payables.api, method, path, body)


def test_the_body_that_is_spoiled_is_a_good_one(payables):
    assert payables.vendor(**WHOLE)["bankAccountStatus"] == "NO_NET_LINKED_ACCOUNT"


@QUICK
@given(
    names=st.lists(st.text("abAB", min_size=1, max_size=3), max_size=12),
    letter=st.sampled_from("abAB"),
    size=st.integers(1, 5),
    sort=st.sampled_from(["", "name:asc", "name:desc", "archived,name", "billCurrency:desc,createdTime"]),
)
def test_pages_partition_the_vendors_under_any_filter_and_sort(callers, names, letter, size, sort):
    with callers() as payables:
        made = [payables.vendor(name=name, billCurrency="EUR" if "a" in name else "USD") for name in names]
        query = {"sort": sort} if sort else {}
        found = walk(payables.api, "/v3/vendors", size, filters=f'name:sw:"{letter}"', **query)
        assert sorted(found) == sorted(row["id"] for row in made if row["name"].startswith(letter))
        every = walk(payables.api, "/v3/vendors", size, **query)
        assert sorted(every) == sorted(row["id"] for row in made)
        assert every == walk(payables.api, "/v3/vendors", 100, **query)
        if sort == "name:asc":
            by_id = {row["id"]: row["name"] for row in made}
            assert [by_id[id] for id in every] == sorted(names)


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)


@QUICK
@given(
    change=st.fixed_dictionaries(
        {},
        optional={
            "name": TEXT.filter(str.strip),
            "email": TEXT,
            "phone": TEXT,
            "address": st.fixed_dictionaries(
                {}, optional={"line2": TEXT, "country": st.sampled_from(["US", "DE", "CA"])}
            ),
            "additionalInfo": st.fixed_dictionaries({}, optional={"companyName": TEXT, "track1099": st.booleans()}),
        },
    )
)
def test_a_patch_and_the_next_read_agree(callers, change):
    with callers() as payables:
        vendor = payables.vendor(email="was", additionalInfo={"companyName": "was"})
        answer = payables.api.patch(f"/v3/vendors/{vendor['id']}", json=change)
        assert answer.status_code == 200, answer.text
        read = payables.read("vendors", vendor)
        assert read == answer.json
        for name in ("name", "email", "phone"):
            assert read.get(name, "") == change.get(name, vendor.get(name, ""))
        for group in ("address", "additionalInfo"):
            for name, value in change.get(group, {}).items():
                assert read[group].get(name, "") == value
