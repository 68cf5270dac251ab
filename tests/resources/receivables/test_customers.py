"""Customers: what a new one looks like, edits, lists, and what they owe."""

import pytest

from mockbill.resources.receivables.customers import Customer, owe

from .conftest import ADDRESS, customer_body


def test_a_new_customer_is_complete(receivables):
    customer = receivables.customer()
    assert customer == receivables.read("customers", customer)
    assert list(customer) == [name for name in Customer.model_fields if name in customer]
    assert customer["id"].startswith("0cu") and len(customer["id"]) == 20
    when = customer["createdTime"]
    assert customer == {
        "id": customer["id"],
        "archived": False,
        "name": "Harbor Kayak Club",
        "email": "ap@harborkayak.example",
        "invoiceCurrency": "USD",
        "accountType": "NONE",
        "balance": {"amount": 0},
        "hasBankAccount": False,
        "authorizedToCharge": False,
        "createdTime": when,
        "updatedTime": when,
    }


def test_all_members_that_are_sent_come_back(receivables):
    sent = customer_body(
        companyName="Harbor Kayak Club LLC", contact={"firstName": "Mina", "lastName": "Okafor"}, phone="5105550142",
        fax="5105550143", description="Rows on Sundays", invoiceCurrency="EUR", accountType="BUSINESS",
        paymentTermId=receivables.term()["id"], accountNumber="HK-0042",
    )  # fmt: skip
    customer = receivables.customer(**sent, billingAddress=ADDRESS, shippingAddress={**ADDRESS, "country": "DE"})
    assert {name: customer[name] for name in sent} == sent
    assert customer["billingAddress"] == {**ADDRESS, "countryName": "United States"}
    assert customer["shippingAddress"] == {**ADDRESS, "country": "DE", "countryName": "Germany"}


def test_what_is_sent_empty_is_left_out_at_any_depth(receivables):
    customer = receivables.customer(phone="", fax=None, contact={"firstName": "", "lastName": None})
    assert not {"phone", "fax", "contact"} & customer.keys()


def test_what_only_bill_writes_is_passed_over(receivables):
    customer = receivables.customer(archived=True, balance={"amount": 5}, authorizedToCharge=True, hasBankAccount=True)
    assert not customer["archived"] and not customer["authorizedToCharge"] and not customer["hasBankAccount"]
    assert customer["balance"] == {"amount": 0}


def test_every_missing_member_is_named_at_once(api):
    wrong = {"billingAddress": {}}
    api.refused(
        api.post("/v3/customers", json=wrong), 400, "name: must not be blank", "email: must not be blank",
        *(f"billingAddress.{part}: must not be blank" for part in ("line1", "city", "zipOrPostalCode", "country")),
        code=None,
    )  # fmt: skip


@pytest.mark.parametrize(("member", "limit"), [("name", 100), ("companyName", 250), ("accountNumber", 100)])
def test_lengths_are_the_cores(api, receivables, member, limit):
    receivables.customer(**{member: "x" * limit})
    text = f"Invalid entity data. {member}: Maximum length cannot be greater than {limit} characters."
    answer = api.post("/v3/customers", json=customer_body(**{member: "x" * (limit + 1)}))
    api.refused(answer, 400, text, code="BDC_1143")


@pytest.mark.parametrize("wrong", [{"accountType": "COMPANY"}, {"invoiceCurrency": "XXQ"}, {"contact": "Mina"}])
def test_values_outside_the_shape_are_400(api, wrong):
    api.refused(api.post("/v3/customers", json=customer_body(**wrong)), 400, code=None)


def test_an_unknown_payment_term_is_422_and_makes_no_customer(api, receivables):
    unknown = {"paymentTermId": "00p01AAAAAAAAAA00000"}
    api.refused(api.post("/v3/customers", json=customer_body(**unknown)), 422, code="BDC_1205")
    assert api.get("/v3/customers").json == {"results": []}
    customer = receivables.customer()
    api.refused(api.patch(f"/v3/customers/{customer['id']}", json=unknown), 422, code="BDC_1205")


# PATCH, archive


def test_a_patch_merges_unsets_and_moves_updated_time(api, receivables):
    customer = receivables.customer(phone="5105550142", contact={"firstName": "Mina", "lastName": "Okafor"})
    path = f"/v3/customers/{customer['id']}"
    changed = api.patch(path, json={"phone": "", "contact": {"lastName": "Diaz"}, "email": None}).json
    assert "phone" not in changed
    assert changed["contact"] == {"firstName": "Mina", "lastName": "Diaz"}
    assert changed["email"] == customer["email"]
    assert changed["updatedTime"] > customer["updatedTime"] and changed["createdTime"] == customer["createdTime"]
    api.refused(api.patch(path, json={"email": ""}), 400, "email: must not be blank", code=None)


def test_an_address_is_changed_in_part_but_not_begun_in_part(api, receivables):
    customer = receivables.customer(billingAddress=ADDRESS)
    path = f"/v3/customers/{customer['id']}"
    changed = api.patch(path, json={"billingAddress": {"country": "CA"}, "shippingAddress": {}}).json
    assert changed["billingAddress"] == {**ADDRESS, "country": "CA", "countryName": "Canada"}
    assert "shippingAddress" not in changed
    answer = api.patch(path, json={"shippingAddress": {"line1": "1", "city": "C", "country": "US"}})
    api.refused(answer, 400, "shippingAddress.zipOrPostalCode: must not be blank", code=None)


def test_archive_and_restore_twice_change_nothing_more(api, receivables, events):
    customer = receivables.customer()
    path = f"/v3/customers/{customer['id']}"
    archived = api.post(f"{path}/archive").json
    assert archived["archived"] and archived["updatedTime"] > customer["updatedTime"]
    assert api.post(f"{path}/archive").json == archived
    assert api.patch(path, json={"phone": "1"}).status_code == 200
    restored = api.post(f"{path}/restore").json
    assert not restored["archived"] and api.post(f"{path}/restore").json == restored
    assert events == []


# Who may


def test_auditors_read_and_clerks_write(api, receivables):
    customer = receivables.customer()
    for email, status in (("fay@mockbill.test", 403), ("dana@mockbill.test", 403), ("eli@mockbill.test", 201)):
        other = api.as_user(email)
        assert other.get(f"/v3/customers/{customer['id']}").status_code == 200
        assert other.post("/v3/customers", json=customer_body()).status_code == status, email


# Balance


def test_what_is_owed_moves_the_balance_and_not_the_time(receivables):
    customer = receivables.customer()
    for amount in (1050, -50):
        owe(receivables.inside(), customer["id"], amount)
    assert receivables.read("customers", customer) == customer | {"balance": {"amount": 10.0}}


def test_the_list_filters_by_prefix_and_by_many(api, receivables):
    made = [receivables.customer(name=name) for name in ("Harbor", "Harbor Two", "Bay")]

    def found(filters):
        return [row["name"] for row in api.get("/v3/customers", query_string={"filters": filters}).json["results"]]

    assert found('name:sw:"Harbor"') == ["Harbor", "Harbor Two"]
    assert found(f'id:in:"{made[0]["id"]},{made[2]["id"]}"') == ["Harbor", "Bay"]
    api.refused(api.get("/v3/customers?filters=phone:eq:1"), 400, code="BDC_1130")
    api.refused(api.get("/v3/customers?sort=email:asc"), 400)
