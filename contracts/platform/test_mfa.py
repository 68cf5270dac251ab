"""MFA: a phone set up once, a session trusted by a code, a device remembered."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.refusals import CLIENT_ERROR, judge, refused


@contract("PL-MFA-001", "A challenge and its code make this very session trusted.", "O", "observed")
def test_challenge(untrusted: Client, control: Control) -> None:
    challenge = untrusted.mfa.challenge()
    untrusted.mfa.challenge_validate(challenge["challengeId"], "123456", device="kit", rememberMe=True)
    assert untrusted.session.info()["mfaStatus"] == "COMPLETE"


@contract("PL-MFA-002", "A wrong code is refused, and the session stays untrusted.", "I", "observed")
def test_wrong_code(untrusted: Client, control: Control) -> None:
    challenge = untrusted.mfa.challenge()
    with refused(CLIENT_ERROR):
        untrusted.mfa.challenge_validate(challenge["challengeId"], "000000")
    assert untrusted.session.info()["mfaStatus"] == "CHALLENGE"


@contract(
    "PL-MFA-003", "The phones are listed by kind and last four digits, without pages.", "D", "reference/listmfaphones"
)
def test_phones(bill: Client) -> None:
    for phone in bill.mfa.phones()["results"]:
        assert len(phone["last4digits"]) == 4


@contract(
    "PL-MFA-004",
    "A step-up with a remembered id and its device makes the session trusted.",
    "D",
    "reference/stepupsession",
)
def test_step_up(untrusted: Client, bill: Client, control: Control) -> None:
    challenge = untrusted.mfa.challenge()
    answer = untrusted.mfa.challenge_validate(challenge["challengeId"], "123456", device="kit", rememberMe=True)
    untrusted.session.login()
    assert untrusted.mfa.step_up(answer["rememberMeId"], "kit") == {"trusted": True}
    assert untrusted.session.info()["mfaStatus"] == "COMPLETE"


@contract("PL-MFA-005", "A step-up with an unknown id answers 200 and trusted false.", "O", "observed")
def test_failed_step_up(untrusted: Client) -> None:
    assert untrusted.mfa.step_up("a" * 60, "kit") == {"trusted": False}


@contract("PL-MFA-006", "useBackup true is 400 since there are no secondary phones.", "D", "changelog/2026-04-03")
def test_backup(bill: Client) -> None:
    judge(bill.raw("POST", "/v3/mfa/challenge", json={"useBackup": True}), 400)


@contract(
    "PL-MFA-007", "Setup with primary false is 400 since there are no secondary phones.", "D", "changelog/2026-04-03"
)
def test_secondary_phone(bill: Client) -> None:
    judge(bill.raw("POST", "/v3/mfa/setup", json={"phone": "4195550100", "type": "TEXT", "primary": False}), 400)


@contract("PL-MFA-008", "Setup where a phone is registered already is BDC_5324.", "O", "observed")
def test_second_setup(bill: Client, control: Control) -> None:
    with refused(CLIENT_ERROR, "BDC_5324", "Mfa action blocked."):
        bill.mfa.setup("4195550100")


@pytest.fixture
def newcomer(strict: Any) -> Client:
    """A user who has no phone yet: made by the administrator, in a world of its own."""
    own = strict()
    own.control.ask("DELETE", "/mfa")
    client = own.client(own.session)
    client.session.login()
    return client


@contract(
    "PL-MFA-009",
    "Setting up a phone and confirming its code leaves the session untrusted, but ready for a challenge.",
    "O",
    "observed",
)
def test_setup(newcomer: Client) -> None:
    assert newcomer.session.info()["mfaStatus"] == "SETUP"
    setup = newcomer.mfa.setup("4195550123")
    assert newcomer.mfa.setup_validate(setup["setupId"], "123456") == {"status": "SUCCESS"}
    assert newcomer.session.info()["mfaStatus"] == "CHALLENGE"
    assert [phone["last4digits"] for phone in newcomer.mfa.phones()["results"]] == ["0123"]


@contract("PL-MFA-010", "A challenge without a phone is BDC_1354.", "O", "observed")
def test_no_phone(newcomer: Client) -> None:
    with refused(CLIENT_ERROR, "BDC_1354", "Specified 2-Step Verification phone is not setup or is invalid."):
        newcomer.mfa.challenge()


@contract(
    "PL-MFA-011", "A payment on an untrusted session is 403 BDC_1361, and so is a new bank account.", "O", "observed"
)
@pytest.mark.parametrize("path", ["/v3/payments", "/v3/payments/bulk", "/v3/funding-accounts/banks"])
def test_untrusted(untrusted: Client, path: str) -> None:
    bodies: dict[str, dict[str, Any]] = {
        "/v3/payments": {
            "billId": "00n01NOSUCHBILLAB0000", "amount": 5, "processingOptions": {},
            "fundingAccount": {"type": "BANK_ACCOUNT", "id": "bac01NOSUCHBANKAB000"},
        },
        "/v3/payments/bulk": {
            "payments": [{"billId": "00n01NOSUCHBILLAB0000", "amount": 5}],
            "fundingAccount": {"type": "BANK_ACCOUNT", "id": "bac01NOSUCHBANKAB000"},
        },
        "/v3/funding-accounts/banks": {
            "nameOnAccount": "Rae", "routingNumber": "074000010", "accountNumber": "111222333", "type": "CHECKING",
            "ownerType": "BUSINESS", "bankName": "Kit bank",
        },
    }  # fmt: skip
    judge(untrusted.raw("POST", path, json=bodies[path]), 403, "BDC_1361", "Untrusted session.")


@contract("PL-MFA-012", "A code older than its life, or guessed at too often, is refused.", "I", "observed")
def test_code_wears_out(strict: Any) -> None:
    own = strict()
    client = own.client(own.session)
    client.session.login()
    challenge = client.mfa.challenge()["challengeId"]
    own.control.advance(minutes=20)
    with refused(CLIENT_ERROR):
        client.mfa.challenge_validate(challenge, "123456")
    challenge = client.mfa.challenge()["challengeId"]
    for _ in range(6):
        with refused(CLIENT_ERROR):
            client.mfa.challenge_validate(challenge, "000000")
    with refused(CLIENT_ERROR, "BDC_1358"):
        client.mfa.challenge_validate(challenge, "123456")
