"""Bank accounts of the organization, and who may pay from them."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.refusals import CLIENT_ERROR, judge, refused

ACCOUNT = {
    "nameOnAccount": "Rae Mock", "routingNumber": "074000010", "accountNumber": "111224821", "type": "CHECKING",
    "ownerType": "BUSINESS", "bankName": "Mock Trust operating",
}  # fmt: skip


@pytest.fixture
def fresh(trusted: Client, control: Control) -> dict[str, Any]:
    """A new account. BILL has no way to take one away, so this is for mocks."""
    return trusted.banks.create(ACCOUNT)


@contract(
    "PA-BANK-001",
    "A new bank account is PENDING, default for nothing, its number masked but for four digits.",
    "D",
    "reference/createbankaccount",
)
def test_create(trusted: Client, fresh: dict[str, Any]) -> None:
    assert fresh["status"] == "PENDING"
    assert fresh["default"] == {"payables": False, "receivables": False}
    assert fresh["accountNumber"] == "************4821"
    assert fresh["routingNumber"] == "074000010"
    assert trusted.banks.get(fresh["id"]) == fresh


@contract(
    "PA-BANK-002", "The deposit of 0.50 verifies an account in the sandbox.", "D", "docs/sandbox-bank-account-setup"
)
def test_verify(trusted: Client, fresh: dict[str, Any]) -> None:
    assert trusted.banks.verify(fresh["id"], {"depositAmount": 0.50}) == {"verified": True}
    read = trusted.banks.get(fresh["id"])
    assert (read["status"], read["archived"]) == ("VERIFIED", False)


@contract(
    "PA-BANK-003",
    "A wrong deposit does not verify; the third makes the account useless.",
    "D",
    "reference/verifybankaccount",
)
def test_wrong_deposit(trusted: Client, fresh: dict[str, Any]) -> None:
    for _ in range(3):
        answer = trusted.raw("POST", f"/v3/funding-accounts/banks/{fresh['id']}/verify", json={"depositAmount": 0.11})
        assert answer.status_code >= 400 or answer.json() == {"verified": False}
    assert trusted.banks.get(fresh["id"])["status"] in ("INVALID", "BLOCKED", "NOT_VERIFIED")
    answer = trusted.raw("POST", f"/v3/funding-accounts/banks/{fresh['id']}/verify", json={"depositAmount": 0.50})
    assert answer.status_code >= 400 or answer.json() == {"verified": False}


@contract("PA-BANK-004", "An account that nobody verifies in 14 days expires.", "D", "docs/sandbox-bank-account-setup")
def test_expiry(strict: Any) -> None:
    own = strict()
    client = own.client(own.session)
    client.mfa.trust("123456")
    made = client.banks.create(ACCOUNT)
    own.control.advance(days=15)
    client.session.login()
    assert client.banks.get(made["id"])["status"] == "EXPIRED"


@contract(
    "PA-BANK-005",
    "Names and defaults of a verified account change; its numbers do not.",
    "D",
    "reference/updatebankaccount",
)
def test_update(trusted: Client, fresh: dict[str, Any]) -> None:
    trusted.banks.verify(fresh["id"], {"depositAmount": 0.5})
    changed = trusted.banks.update(
        fresh["id"], {"bankName": "Operating", "default": {"payables": True}, "routingNumber": "021000021"}
    )
    assert (changed["bankName"], changed["default"]["payables"]) == ("Operating", True)
    assert changed["routingNumber"] == "074000010"


@contract("PA-BANK-006", "An account that is not verified is not changed.", "D", "reference/updatebankaccount")
def test_update_pending(trusted: Client, fresh: dict[str, Any]) -> None:
    with refused(CLIENT_ERROR):
        trusted.banks.update(fresh["id"], {"bankName": "Operating"})


@contract(
    "PA-BANK-007", "A verified account can be archived; it cannot be restored.", "D", "reference/archivebankaccount"
)
def test_archive(trusted: Client, fresh: dict[str, Any]) -> None:
    trusted.banks.verify(fresh["id"], {"depositAmount": 0.5})
    assert trusted.banks.archive(fresh["id"])["archived"] is True
    judge(trusted.raw("POST", f"/v3/funding-accounts/banks/{fresh['id']}/restore"), CLIENT_ERROR)


@contract("PA-BANK-008", "All required members that are missing are told at once.", "O", "observed")
def test_required(trusted: Client) -> None:
    entries = judge(trusted.raw("POST", "/v3/funding-accounts/banks", json={}), 400)
    told = {entry["message"].partition(":")[0] for entry in entries}
    assert told >= {"nameOnAccount", "type", "ownerType", "bankName"}


@contract("PA-BANK-009", "A routing number that fails its check digit is refused.", "I", "reference/createbankaccount")
def test_routing_number(trusted: Client) -> None:
    judge(
        trusted.raw("POST", "/v3/funding-accounts/banks", json={**ACCOUNT, "routingNumber": "123456789"}), CLIENT_ERROR
    )


@contract(
    "PA-BANK-010", "Whoever added and verified an account is a verified user of it.", "I", "reference/verifybankaccount"
)
def test_creator(trusted: Client, fresh: dict[str, Any]) -> None:
    trusted.banks.verify(fresh["id"], {"depositAmount": 0.5})
    mine = [row for row in trusted.bank_users.iterate(currentUser=True) if row["bankAccountId"] == fresh["id"]]
    assert [row["verificationStatus"] for row in mine] == ["VERIFIED"]


@contract(
    "PA-BANK-011",
    "A nomination answers SUCCESS and makes a NOMINATED user, who can be archived.",
    "D",
    "reference/nominatebankaccountuser",
)
def test_nominate(trusted: Client, control: Control, world: Any, fresh: dict[str, Any]) -> None:
    trusted.banks.verify(fresh["id"], {"depositAmount": 0.5})
    session = world.session
    payer = world.client(
        type(session)("dana@mockbill.test", session.password, session.organizationId, session.devKey)
    ).session.login()
    assert trusted.bank_users.nominate({"userId": payer["userId"], "bankAccountId": fresh["id"]}) == {
        "status": "SUCCESS"
    }
    row = next(
        row
        for row in trusted.bank_users.iterate()
        if (row["userId"], row["bankAccountId"]) == (payer["userId"], fresh["id"])
    )
    assert row["verificationStatus"] == "NOMINATED"
    archived = trusted.bank_users.archive(row["id"])
    assert (archived["archived"], archived["verificationStatus"]) == (True, "UNVERIFIED")


@contract(
    "PA-BANK-012",
    "Accounts are found by id, by status and by the name in BILL's own sample.",
    "D",
    "docs/filterable-fields",
)
def test_filters(trusted: Client, bank: dict[str, Any]) -> None:
    for term in (f"id:eq:{bank['id']}", f"bankAccountId:eq:{bank['id']}", f"id:eq:{bank['id']},status:eq:VERIFIED"):
        assert [row["id"] for row in trusted.banks.list(filters=term)] == [bank["id"]]


@contract(
    "PA-BANK-013", "The permissions tell whether the user may pay online.", "D", "reference/getfundingaccountpermission"
)
def test_permissions(trusted: Client, bank: dict[str, Any]) -> None:
    assert trusted.funding.permissions()["user"]["payOnline"] is True


@contract("PA-BANK-014", "An unknown account is 404 BDC_1205.", "O", "observed")
def test_unknown(trusted: Client) -> None:
    with refused(404, "BDC_1205"):
        trusted.banks.get("bac01NOSUCHACCOU0000")
