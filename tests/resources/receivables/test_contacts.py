"""Contacts: whose they are, which emails are free, and the one that a new customer brings."""

import pytest

THEO = {"firstName": "Theo", "lastName": "Lindqvist", "email": "theo@harborkayak.example", "phone": "5105550188"}


@pytest.fixture
def path(receivables):
    return f"/v3/customers/{receivables.customer()['id']}/contacts"


def emails(api, path):
    return [row["email"] for row in api.get(path).json["results"]]


def test_a_contact_has_what_was_sent_in_the_usual_frame(api, receivables, path):
    contact = receivables.made(path, {**THEO, "altPhone": "", "alternateEmail": "billing@harborkayak.example"})
    assert contact == api.get(f"{path}/{contact['id']}").json
    assert list(contact) == [
        "id", "archived", "customerId", "firstName", "lastName", "email", "phone", "alternateEmail", "createdTime", "updatedTime",
    ]  # fmt: skip
    assert contact["customerId"] in path and contact["id"].startswith("cpu")


def test_an_email_is_free_in_the_whole_organization_unless_chosen_otherwise(api, world, receivables, path):
    first = receivables.made(path, THEO)
    other = f"/v3/customers/{receivables.customer()['id']}/contacts"
    api.post(f"{path}/{first['id']}/archive")
    twin = api.post(other, json=THEO)
    assert "A contact with this email already exists." in twin.json[0]["message"]
    api.refused(twin, 422)
    world.choices.update({"contact.unique_in": "customer"})
    assert api.post(other, json=THEO).status_code == 201
    api.refused(api.post(path, json=THEO), 422)


def test_a_contact_keeps_its_own_email_and_takes_no_other_s(api, receivables, path):
    first, second = receivables.made(path, THEO), receivables.made(path, {**THEO, "email": "mina@x.example"})
    api.refused(api.patch(f"{path}/{second['id']}", json={"email": first["email"]}), 422)
    assert api.get(f"{path}/{second['id']}").json == second
    assert api.patch(f"{path}/{second['id']}", json={"email": second["email"], "lastName": ""}).status_code == 200
    assert "lastName" not in api.get(f"{path}/{second['id']}").json


@pytest.mark.parametrize(
    ("customer", "expected"),
    [
        ({"contact": {"firstName": "Mina", "lastName": "Okafor"}}, ["ap@harborkayak.example"]),
        ({"contact": {"lastName": "Okafor"}}, []),
        ({}, []),
    ],
)
def test_the_contact_named_in_a_new_customer_is_one(api, receivables, customer, expected):
    path = f"/v3/customers/{receivables.customer(**customer)['id']}/contacts"
    assert emails(api, path) == expected


def test_no_contact_comes_of_itself_when_its_email_is_taken_or_the_choice_says_so(api, world, receivables):
    named = {"contact": {"firstName": "Mina"}}
    receivables.customer(**named)
    assert emails(api, f"/v3/customers/{receivables.customer(**named)['id']}/contacts") == []
    world.choices.update({"contact.from_customer": False})
    later = receivables.customer(**named, email="new@x.example")
    assert emails(api, f"/v3/customers/{later['id']}/contacts") == []


def test_a_contact_is_found_under_its_own_customer_alone(api, receivables, path):
    id = receivables.made(path, THEO)["id"]
    other = f"/v3/customers/{receivables.customer()['id']}/contacts"
    assert emails(api, other) == []
    for answer in (
        api.get(f"{other}/{id}"),
        api.patch(f"{other}/{id}", json={"phone": "1"}),
        api.post(f"{other}/{id}/archive"),
        api.post(f"{other}/{id}/restore"),
    ):
        api.refused(answer, 404, code="BDC_1205")
    assert api.get(f"{path}/{id}").json["archived"] is False


def test_the_list_filters_sorts_and_tells_that_its_shape_is_a_guess(api, receivables, path):
    for name in ("Theo", "Mina", "Ada"):
        receivables.made(path, {"firstName": name, "email": f"{name}@x.example"})
    answer = api.get(path, query_string={"sort": "firstName:asc", "filters": "firstName:ne:Mina", "max": "1"})
    assert [row["firstName"] for row in answer.json["results"]] == ["Ada"]
    assert answer.headers["X-Mockbill-Evidence"] == "I"
    following = api.get(path, query_string={"page": answer.json["nextPage"]}).json["results"]
    assert [row["firstName"] for row in following] == ["Theo"]
