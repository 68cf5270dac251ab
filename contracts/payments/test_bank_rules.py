"""What may not be done with bank accounts of the organization and their users, and what is told of them."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make
from billcontracts.receiver import Receiver
from billcontracts.refusals import CLIENT_ERROR, judge, refused

ACCOUNT = {
    "nameOnAccount": "Rae Mock", "routingNumber": "074000010", "accountNumber": "111224821", "type": "CHECKING",
    "ownerType": "BUSINESS", "bankName": "Mock Trust operating",
}  # fmt: skip


@pytest.fixture
def fresh(trusted: Client, control: Control) -> dict[str, Any]:
    """A new account. BILL has no way to take one away, so this is for mocks."""
    return trusted.banks.create(ACCOUNT)


@pytest.fixture
def other(world: Any, control: Control) -> Any:
    """A client of another user of the organization."""
    session = world.session

    def client(email: str) -> Client:
        found: Client = world.client(type(session)(email, session.password, session.organizationId, session.devKey))
        found.mfa.trust("123456")
        return found

    return client


@contract(
    "PA-BANK-015",
    "An account is added only in a session that passed MFA: 403 BDC_1361.",
    "D",
    "reference/createbankaccount",
)
def test_trust(untrusted: Client) -> None:
    with refused(403, "BDC_1361", "Untrusted session."):
        untrusted.banks.create(ACCOUNT)


@contract("PA-BANK-016", "Only an Administrator adds an account.", "D", "reference/createbankaccount")
def test_administrator(other: Any) -> None:
    with refused(403, "BDC_1145"):
        other("dana@mockbill.test").banks.create(ACCOUNT)


@contract(
    "PA-BANK-017",
    "An account that is not verified is not archived, and nobody is nominated for it.",
    "D",
    "reference/archivebankaccount",
)
def test_pending(trusted: Client, fresh: dict[str, Any]) -> None:
    with refused(CLIENT_ERROR):
        trusted.banks.archive(fresh["id"])
    with refused(CLIENT_ERROR):
        trusted.bank_users.nominate({"userId": fresh["createdBy"], "bankAccountId": fresh["id"]})


@contract("PA-BANK-018", "An account is archived by a verified user of it.", "D", "reference/archivebankaccount")
def test_archive_by_user(trusted: Client, fresh: dict[str, Any]) -> None:
    trusted.banks.verify(fresh["id"], {"depositAmount": 0.5})
    mine = next(row for row in trusted.bank_users.iterate(currentUser=True) if row["bankAccountId"] == fresh["id"])
    trusted.bank_users.archive(mine["id"])
    with refused(CLIENT_ERROR):
        trusted.banks.archive(fresh["id"])


@contract("PA-BANK-019", "A deposit is an amount of cents below a dollar.", "D", "reference/verifybankaccount")
@pytest.mark.parametrize("amount", [0, 1, -0.5, None])
def test_deposit(trusted: Client, fresh: dict[str, Any], amount: float | None) -> None:
    body = {"depositAmount": amount}
    judge(trusted.raw("POST", f"/v3/funding-accounts/banks/{fresh['id']}/verify", json=body), 400)


@contract(
    "PA-BANK-020",
    "An unknown user or account is not nominated; an unknown bank user not archived.",
    "I",
    "reference/nominatebankaccountuser",
)
def test_unknown(trusted: Client, control: Control, bank: dict[str, Any]) -> None:
    with refused(CLIENT_ERROR, "BDC_1205"):
        trusted.bank_users.nominate({"userId": "00601NOSUCHUSERAB000", "bankAccountId": bank["id"]})
    with refused(CLIENT_ERROR, "BDC_1205"):
        trusted.bank_users.nominate({"userId": bank["createdBy"], "bankAccountId": "bac01NOSUCHACCOUN000"})
    with refused(404, "BDC_1205"):
        trusted.bank_users.archive("bau01NOSUCHUSERAB000")


@contract(
    "PA-BANK-021",
    "A nominee becomes VERIFIED by an identity check in the web app, and may pay then.",
    "D",
    "docs/sandbox-bank-account-setup",
)
def test_identified(trusted: Client, control: Control, other: Any, fresh: dict[str, Any]) -> None:
    trusted.banks.verify(fresh["id"], {"depositAmount": 0.5})
    dana = other("dana@mockbill.test")
    trusted.bank_users.nominate({"userId": dana.session.info()["userId"], "bankAccountId": fresh["id"]})
    row = next(row for row in dana.bank_users.iterate(currentUser=True) if row["bankAccountId"] == fresh["id"])
    assert row["verificationStatus"] == "NOMINATED"
    control.ask("POST", f"/bank-users/{row['id']}/verify")
    row = next(row for row in dana.bank_users.iterate(currentUser=True) if row["bankAccountId"] == fresh["id"])
    assert row["verificationStatus"] == "VERIFIED"


@contract(
    "PA-BANK-022", "A user who cannot pay is told so by the permissions.", "D", "reference/getfundingaccountpermission"
)
def test_permissions(other: Any) -> None:
    assert other("eli@mockbill.test").funding.permissions()["user"]["payOnline"] is False


@contract(
    "PA-BANK-023",
    "bank-account.created and .updated tell of a new account, its verification and its archiving.",
    "D",
    "docs/bank-account-webhook-notification-payloads",
)
def test_events(trusted: Client, control: Control, subscribe: Any, receiver: Receiver) -> None:
    subscribe("bank-account.created", "bank-account.updated")
    account = trusted.banks.create(ACCOUNT)
    trusted.banks.verify(account["id"], {"depositAmount": 0.5})
    trusted.banks.archive(account["id"])
    control.drain()
    told = [one.json for one in receiver.arrived if one.json["bank-account"]["id"] == account["id"]]
    assert [(row["metadata"]["eventType"], row["bank-account"]["status"]) for row in told] == [
        ("bank-account.created", "PENDING"),
        ("bank-account.updated", "VERIFIED"),
        ("bank-account.updated", "VERIFIED"),
    ]
    assert [row["bank-account"]["archived"] for row in told][1:] == [False, True]
    assert told[0]["bank-account"]["accountNumber"].endswith("4821")


def listed(rows: Any, made: dict[str, Any]) -> bool:
    """Whether a row is in its list; that it reads alike there the watch over the answers sees to."""
    return made["id"] in [row["id"] for row in rows.iterate()]


@contract(
    "PA-BANK-024",
    "All that is said of a bank account is told, by its id and in its list, as it is changed and archived.",
    "S",
    "reference/createbankaccount",
)
def test_whole(trusted: Client, control: Control, make: Make) -> None:
    sent = {**ACCOUNT, "accessToAdmins": True, "chartOfAccountId": make.account()["id"]}
    account = trusted.banks.create(sent)
    told = {name: account[name] for name in sent if name != "accountNumber"}
    assert told == {name: sent[name] for name in told}
    assert listed(trusted.banks, account) and trusted.banks.get(account["id"]) == account
    trusted.banks.verify(account["id"], {"depositAmount": 0.5})
    changed = trusted.banks.update(account["id"], {"bankName": "Operating"})
    assert {name: changed[name] for name in told} == told | {"bankName": "Operating"}
    assert listed(trusted.banks, changed) and trusted.banks.get(account["id"]) == changed
    archived = trusted.banks.archive(account["id"])
    assert listed(trusted.banks, archived)
    assert trusted.banks.get(account["id"]) == archived == {
        **changed, "archived": True, "default": archived["default"], "updatedTime": archived["updatedTime"],
    }  # fmt: skip


@contract("PA-BANK-025", "A bank user who was archived stays in the list.", "I", "reference/archivebankaccountuser")
def test_archived_user(trusted: Client, fresh: dict[str, Any]) -> None:
    trusted.banks.verify(fresh["id"], {"depositAmount": 0.5})
    mine = next(row for row in trusted.bank_users.iterate(currentUser=True) if row["bankAccountId"] == fresh["id"])
    archived = trusted.bank_users.archive(mine["id"])
    assert listed(trusted.bank_users, archived)
    assert archived["createdTime"] == mine["createdTime"]


@contract(
    "PA-BANK-026",
    "The permissions tell of cards and the wallet what the organization may fund payments with.",
    "D",
    "reference/getfundingaccountpermission",
)
def test_fundings(trusted: Client, control: Control) -> None:
    found = trusted.funding.permissions()["organization"]
    assert found["card"].keys() == {"payByCard", "fundingEnabled", "amexAllowed"}
    for name, choice in (("payByCard", "card__pay_by_card"), ("amexAllowed", "card__amex_allowed")):
        before = found["card"][name]
        control.choose(**{choice: not before})
        assert trusted.funding.permissions()["organization"] == {**found, "card": {**found["card"], name: not before}}
        control.choose(**{choice: before})
