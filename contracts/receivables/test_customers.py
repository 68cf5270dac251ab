"""Customers: made, changed, archived; never replaced or deleted."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import ADDRESS, Make, unique
from billcontracts.properties import properties
from billcontracts.refusals import CLIENT_ERROR, judge, refused
from hypothesis import given
from hypothesis import strategies as st


@contract("AR-CUST-001", "A customer needs no more than a name and an email; it owes nothing.", "O", "observed")
def test_least_customer(bill: Client, make: Make) -> None:
    customer = make.keep(bill.customers, bill.customers.create({"name": unique("Kayak"), "email": "ap@kayak.example"}))
    assert customer["archived"] is False
    assert customer["balance"]["amount"] == 0
    assert "billingAddress" not in customer


@contract("AR-CUST-002", "What was sent is what a read gives back; what was not sent is absent.", "O", "observed")
def test_read_back(bill: Client, make: Make) -> None:
    sent = {
        "companyName": "Harbor Kayak Club LLC", "contact": {"firstName": "Mina", "lastName": "Okafor"}, "phone": "5105550142",
        "accountType": "BUSINESS", "accountNumber": "HK-0042", "description": "Rows on Sundays", "fax": "5105550143",
    }  # fmt: skip
    made = make.customer(**sent, shippingAddress=ADDRESS)
    assert bill.customers.get(made["id"]) == made
    assert {name: made[name] for name in sent} == sent
    assert ADDRESS.items() <= made["shippingAddress"].items()
    assert "fax" not in make.customer()


@contract("AR-CUST-003", "BILL fills in the names of the countries.", "D", "reference/createcustomer")
def test_country_name(make: Make) -> None:
    assert make.customer()["billingAddress"]["countryName"] == "United States"


@contract("AR-CUST-004", "A customer with a blank email, or none, is refused with 400.", "O", "observed")
@pytest.mark.parametrize("email", ["", None])
def test_blank_email(bill: Client, email: str | None) -> None:
    entries = judge(bill.raw("POST", "/v3/customers", json={"name": unique("Kayak"), "email": email}), 400)
    assert [entry["message"] for entry in entries] == ["email: must not be blank"]


@contract("AR-CUST-005", "A customer without a name, or with too long a one, is refused with 400.", "I", "observed")
@pytest.mark.parametrize("name", ["", "x" * 101])
def test_bad_name(bill: Client, name: str) -> None:
    judge(bill.raw("POST", "/v3/customers", json={"name": name, "email": "ap@kayak.example"}), 400)


@contract(
    "AR-CUST-006", "PATCH changes what is sent, keeps the rest, and moves updatedTime.", "D", "reference/updatecustomer"
)
def test_patch(bill: Client, make: Make) -> None:
    made = make.customer(phone="5105550142")
    changed = bill.customers.update(made["id"], {"accountType": "PERSON"})
    assert changed["accountType"] == "PERSON"
    assert changed["phone"] == "5105550142"
    assert changed["createdTime"] == made["createdTime"]
    assert changed["updatedTime"] > made["updatedTime"]


@contract(
    "AR-CUST-007", "Whatever a PATCH changes, the next GET agrees with its answer.", "I", "reference/updatecustomer"
)
@properties
@given(
    change=st.fixed_dictionaries({}, optional={
        "name": st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=100),
        "companyName": st.text(st.characters(categories=["L"]), max_size=250),
        "contact": st.fixed_dictionaries({}, optional={"firstName": st.just("Mina"), "lastName": st.just("")}),
        "accountType": st.sampled_from(["BUSINESS", "PERSON", "NONE"]), "invoiceCurrency": st.sampled_from(["USD", "EUR"]),
        "billingAddress": st.fixed_dictionaries({"line2": st.text(st.characters(categories=["L", "N"]), max_size=30)}),
        "shippingAddress": st.just(ADDRESS),
    })
)  # fmt: skip
def test_patch_then_get(bill: Client, lasting: str, change: dict[str, Any]) -> None:
    changed = bill.customers.update(lasting, change)
    assert bill.customers.get(lasting) == changed
    for name in ("name", "accountType", "invoiceCurrency"):
        assert changed[name] == change.get(name, changed[name])


@pytest.fixture(scope="module")
def lasting(make: Make) -> str:
    return make.customer()["id"]


@contract("AR-CUST-008", "A customer cannot be replaced or deleted.", "S", "reference/updatecustomer")
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_no_replace_no_delete(bill: Client, lasting: str, method: str) -> None:
    judge(bill.raw(method, f"/v3/customers/{lasting}", json={}), CLIENT_ERROR)
    assert bill.customers.get(lasting)["id"] == lasting


@contract(
    "AR-CUST-009",
    "Archive and restore answer 200 with the customer, the second time as well.",
    "D",
    "reference/archivecustomer",
)
def test_archive_and_restore(bill: Client, make: Make) -> None:
    id = make.customer()["id"]
    assert [bill.customers.archive(id)["archived"] for _ in range(2)] == [True, True]
    assert bill.customers.get(id)["archived"] is True
    assert [bill.customers.restore(id)["archived"] for _ in range(2)] == [False, False]


@contract("AR-CUST-010", "An unknown customer is 404 BDC_1205, whatever is asked of it.", "O", "observed")
def test_unknown(bill: Client) -> None:
    unknown = "0cu01NOSUCHCUSTO0000"
    for ask in (bill.customers.get, bill.customers.archive, bill.customers.restore):
        with refused(404, "BDC_1205"):
            ask(unknown)
    with refused(404, "BDC_1205"):
        bill.customers.update(unknown, {"phone": "1"})


@contract("AR-CUST-011", "Archived customers are in the list unless it asks for the others.", "I", "observed")
def test_archived_in_list(bill: Client, make: Make) -> None:
    id = make.customer()["id"]
    bill.customers.archive(id)
    found = f'id:in:"{id}"'
    assert [row["id"] for row in bill.customers.list(filters=found)] == [id]
    assert bill.customers.list(filters=f"{found},archived:eq:false").results == []


@contract(
    "AR-CUST-012",
    "Customers are found by what they are known by, and sorted by name and by time.",
    "I",
    "docs/search-op-with-lists",
)
def test_filters_and_sort(bill: Client, make: Make) -> None:
    word = unique("Rowers")
    first = make.customer(
        name=f"{word} B", accountNumber=f"{word}-1", companyName=f"{word} LLC", email=f"{word[-9:]}@x.example"
    )
    second = make.customer(name=f"{word} A")
    mine = f'name:sw:"{word}"'
    for term in ("name", "email", "companyName", "accountNumber"):
        assert [row["id"] for row in bill.customers.list(filters=f"{term}:eq:{first[term]}")] == [first["id"]]
    for sort, expected in (
        ("name:asc", [second, first]),
        ("createdTime:desc", [second, first]),
        ("updatedTime:asc", [first, second]),
    ):
        assert [row["id"] for row in bill.customers.list(filters=mine, sort=sort)] == [row["id"] for row in expected]
    later = f'updatedTime:gte:"{second["updatedTime"].replace("+00:00", "Z")}"'
    assert [row["id"] for row in bill.customers.list(filters=f"{mine},{later}")] == [second["id"]]


@contract("AR-CUST-013", "Pages of one are disjoint.", "O", "observed")
def test_pages(bill: Client, make: Make) -> None:
    word = unique("Rowers")
    made = [make.customer(name=f"{word} {letter}")["id"] for letter in "ab"]
    mine = f'name:sw:"{word}"'
    page = bill.customers.list(max=1, filters=mine)
    rest = bill.customers.list(max=1, filters=mine, page=page.next_page)
    assert [row["id"] for row in [*page, *rest]] == made


@contract("AR-CUST-014", "Two customers may have one name.", "I", "docs/ar-customers")
def test_same_name(make: Make) -> None:
    name = unique("Twin")
    assert make.customer(name=name)["id"] != make.customer(name=name)["id"]


@contract("AR-CUST-015", "A payment term that does not exist is refused.", "I", "docs/payment-terms")
def test_unknown_term(bill: Client, make: Make) -> None:
    with refused(CLIENT_ERROR):
        make.customer(paymentTermId="00p01NOSUCHTERM00000")


@contract("AR-CUST-016", "An address may be changed in part, but not begun in part.", "I", "reference/updatecustomer")
def test_part_of_an_address(bill: Client, make: Make) -> None:
    id = make.customer()["id"]
    assert bill.customers.update(id, {"billingAddress": {"line2": "Dock 4"}})["billingAddress"]["city"] == "Chicago"
    judge(bill.raw("PATCH", f"/v3/customers/{id}", json={"shippingAddress": {"line2": "Dock 4"}}), 400)


@contract("AR-CUST-017", "An auditor reads customers and may not make any.", "I", "docs/organizations-users")
def test_auditor(world: Any, control: Control) -> None:
    session = world.session
    auditor = world.client(type(session)("fay@mockbill.test", session.password, session.organizationId, session.devKey))
    assert auditor.customers.list(max=1) is not None
    with refused(403):
        auditor.customers.create({"name": unique("Kayak"), "email": "ap@kayak.example"})
