"""A customer's bank accounts, and its leave to charge them."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.factories import ADDRESS, Make, unique
from billcontracts.refusals import CLIENT_ERROR, judge, refused

ACCOUNT = {
    "nameOnAccount": "Harbor Kayak Club", "nickname": "Operating", "routingNumber": "074000010",
    "accountNumber": "1230984321", "type": "CHECKING", "ownerType": "BUSINESS",
}  # fmt: skip


@pytest.fixture
def customer(make: Make) -> str:
    return make.customer()["id"]


@contract(
    "AR-BANK-001",
    "A bank account is read back with its number masked but for four digits.",
    "I",
    "reference/createcustomerbankaccount",
)
def test_create(bill: Client, customer: str) -> None:
    accounts = bill.customer_bank_accounts(customer)
    made = accounts.create(ACCOUNT)
    assert made["accountNumber"].endswith("4321") and ACCOUNT["accountNumber"] not in str(made)
    assert {name: made[name] for name in ACCOUNT if name != "accountNumber"} == {
        name: value for name, value in ACCOUNT.items() if name != "accountNumber"
    }
    assert (made["archived"], made["customerId"]) == (False, customer)
    assert accounts.get(made["id"]) == made
    assert [row["id"] for row in accounts.list()] == [made["id"]]


@contract("AR-BANK-002", "The customer tells whether it has a live bank account.", "D", "docs/ar-charge-customer")
def test_has_bank_account(bill: Client, customer: str) -> None:
    accounts = bill.customer_bank_accounts(customer)
    assert bill.customers.get(customer)["hasBankAccount"] is False
    id = accounts.create(ACCOUNT)["id"]
    assert bill.customers.get(customer)["hasBankAccount"] is True
    accounts.archive(id)
    assert bill.customers.get(customer)["hasBankAccount"] is False


@contract(
    "AR-BANK-003",
    "A customer without a billing address gets no bank account.",
    "D",
    "reference/createcustomerbankaccount",
)
def test_needs_address(bill: Client, make: Make) -> None:
    bare = make.keep(bill.customers, bill.customers.create({"name": unique("Kayak"), "email": "ap@kayak.example"}))
    accounts = bill.customer_bank_accounts(bare["id"])
    with refused(CLIENT_ERROR):
        accounts.create(ACCOUNT)
    bill.customers.update(bare["id"], {"billingAddress": ADDRESS})
    assert accounts.create(ACCOUNT)["id"].startswith("cba")


@contract(
    "AR-BANK-004", "All required members that are missing are told at once.", "D", "reference/createcustomerbankaccount"
)
def test_required(bill: Client, customer: str) -> None:
    entries = judge(bill.raw("POST", f"/v3/customers/{customer}/bank-accounts", json={}), 400)
    told = {entry["message"].partition(":")[0] for entry in entries}
    assert told == set(ACCOUNT) - {"nickname"}


@contract(
    "AR-BANK-005", "Nickname and kind of owner change; numbers do not.", "D", "reference/updatecustomerbankaccount"
)
def test_update(bill: Client, customer: str) -> None:
    accounts = bill.customer_bank_accounts(customer)
    made = accounts.create(ACCOUNT)
    changed = accounts.update(made["id"], {"nickname": "Dues", "ownerType": "PERSONAL"})
    assert (changed["nickname"], changed["ownerType"]) == ("Dues", "PERSONAL")
    bill.raw(
        "PATCH", f"/v3/customers/{customer}/bank-accounts/{made['id']}",
        json={"routingNumber": "021000021", "accountNumber": "99998888", "type": "SAVINGS"},
    )  # fmt: skip
    for name in ("routingNumber", "accountNumber", "type"):
        assert accounts.get(made["id"])[name] == made[name]


@contract(
    "AR-BANK-006", "An archived account stays so: there is no restore.", "D", "reference/archivecustomerbankaccount"
)
def test_archive(bill: Client, customer: str) -> None:
    accounts = bill.customer_bank_accounts(customer)
    id = accounts.create(ACCOUNT)["id"]
    told = [accounts.archive(id) for _ in range(2)]
    assert accounts.get(id) == told[-1] == told[0]
    assert (told[0]["archived"], told[0]["nickname"]) == (True, ACCOUNT["nickname"])
    judge(bill.raw("POST", f"/v3/customers/{customer}/bank-accounts/{id}/restore"), 404, "BDC_1121")
    assert accounts.get(id) == told[0]


@contract(
    "AR-BANK-007",
    "A second account is the way to other numbers; the newest comes first.",
    "I",
    "reference/updatecustomerbankaccount",
)
def test_second(bill: Client, customer: str) -> None:
    accounts = bill.customer_bank_accounts(customer)
    made = [accounts.create({**ACCOUNT, "accountNumber": f"12300{n}"})["id"] for n in range(2)]
    assert [row["id"] for row in accounts.list()] == made[::-1]


@contract(
    "AR-BANK-008",
    "An account is found under its own customer only, and not when unknown: 404.",
    "I",
    "reference/createcustomerbankaccount",
)
def test_unknown(bill: Client, customer: str, make: Make) -> None:
    id = bill.customer_bank_accounts(customer).create(ACCOUNT)["id"]
    other = bill.customer_bank_accounts(make.customer()["id"])
    assert list(other.list()) == []
    for ask in (other.get, other.archive, lambda id: other.update(id, {"nickname": "x"})):
        for asked in (id, "cba01NOSUCHACCOU0000"):
            with refused(404, "BDC_1205"):
                ask(asked)
    with refused(404, "BDC_1205"):
        bill.customer_bank_accounts("0cu01NOSUCHCUSTO0000").create(ACCOUNT)


@contract(
    "AR-BANK-009",
    "The sandbox takes any routing number; production checks it.",
    "D",
    "reference/createcustomerbankaccount",
)
def test_routing_number(strict: Any) -> None:
    own = strict(**{"customer_bank.checks_routing_number": True})
    client = own.client(own.session)
    id = client.customers.create({"name": "Kayak", "email": "ap@kayak.example", "billingAddress": ADDRESS})["id"]
    accounts = client.customer_bank_accounts(id)
    with refused(CLIENT_ERROR):
        accounts.create({**ACCOUNT, "routingNumber": "123456789"})
    own.control.choose(customer_bank__checks_routing_number=False)
    assert accounts.create({**ACCOUNT, "routingNumber": "123456789"})["routingNumber"] == "123456789"


@contract(
    "AR-BANK-010",
    "Where BILL verifies an account it takes up to two business days.",
    "D",
    "reference/createcustomerbankaccount",
)
def test_verification(strict: Any) -> None:
    own = strict(**{"customer_bank.verification_days": 2})
    client = own.client(own.session)
    id = client.customers.create({"name": "Kayak", "email": "ap@kayak.example", "billingAddress": ADDRESS})["id"]
    made = client.customer_bank_accounts(id).create(ACCOUNT)
    assert made["status"] == "PENDING"
    own.control.advance(days=4)
    assert client.customer_bank_accounts(id).get(made["id"])["status"] == "VERIFIED"


@contract(
    "AR-BANK-011",
    "A customer may not be charged until that is said, and no longer when it is taken back.",
    "D",
    "docs/ar-charge-customer",
)
def test_authorization(bill: Client, customer: str) -> None:
    assert bill.customers.get(customer)["authorizedToCharge"] is False
    for leave in (True, True, False):
        assert bill.customers.authorize_charge(customer, {"authorizedToCharge": leave}) == {"authorizedToCharge": leave}
        assert bill.customers.get(customer)["authorizedToCharge"] is leave


@contract(
    "AR-BANK-012",
    "An authorization says yes or no, of a customer that is known.",
    "D",
    "reference/authorizetochargecustomer",
)
def test_bad_authorization(bill: Client, customer: str) -> None:
    judge(bill.raw("POST", f"/v3/customers/{customer}/charge-authorization", json={}), 400)
    with refused(404, "BDC_1205"):
        bill.customers.authorize_charge("0cu01NOSUCHCUSTO0000", {"authorizedToCharge": True})
