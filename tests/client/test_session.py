"""The session by hand, and MFA."""

import asyncio
import json
from dataclasses import replace

import httpx
import pytest
from billclient import ApiToken, BillError, BusinessRefusal, Session

SESSION = Session("ida@example.test", "secret", "00801ORG", "dev-key")


def paths(fake) -> list[str]:
    return [r.url.path.removeprefix("/connect/v3") for r in fake.requests]


def body(fake, index: int) -> object:
    return json.loads(fake.requests[index].content)


def test_login_by_hand_is_the_session_of_the_calls(bill, fake) -> None:
    assert bill.session.login()["sessionId"] == "s1"
    bill.vendors.get("1")
    assert len(fake.logins) == 1
    assert fake.last.headers["sessionId"] == "s1"


def test_logout_ends_it_and_the_next_call_opens_another(bill, fake) -> None:
    fake.rest = None
    bill.vendors.get("1")
    assert bill.session.logout() is None
    assert (paths(fake)[-1], fake.last.headers["sessionId"], fake.last.headers["devKey"]) == (
        "/logout",
        "s1",
        "dev-key",
    )
    bill.vendors.get("1")
    assert fake.last.headers["sessionId"] == "s2"


def test_logout_without_a_session_asks_nothing(bill, fake) -> None:
    assert bill.session.logout() is None
    assert (fake.logins, fake.requests) == ([], [])


def test_logout_of_a_dead_session_opens_none(bill, fake) -> None:
    bill.vendors.get("1")
    fake.live.clear()
    assert bill.session.logout() is None
    assert len(fake.logins) == 1


def test_a_client_without_a_session_says_so(fake) -> None:
    client = fake.client(ApiToken("t"))
    for call in (client.session.login, client.session.logout, lambda: client.mfa.trust("123456"), client.partner.login):
        with pytest.raises(BillError, match="no (Session|Partner) credential"):
            call()


def test_organizations_are_a_list_with_a_page_only(bill, fake) -> None:
    fake.rest = {"results": [{"organization": {}}], "nextPage": "n"}
    assert bill.session.organizations(page="c").next_page == "n"
    assert dict(fake.last.url.params) == {"page": "c"}


def test_mfa_calls(bill, fake) -> None:
    bill.mfa.setup("4195550100", "VOICE")
    bill.mfa.setup_validate("sid", "123456", "VOICE")
    bill.mfa.challenge()
    bill.mfa.challenge_validate("cid", "123456", device="d", machineName="m", rememberMe=True)
    bill.mfa.challenge_validate("cid", "123456")
    bill.mfa.step_up("rm", "d")
    assert list(zip(paths(fake), map(lambda r: json.loads(r.content), fake.requests), strict=True)) == [
        ("/mfa/setup", {"phone": "4195550100", "type": "VOICE"}),
        ("/mfa/setup/validate", {"setupId": "sid", "type": "VOICE", "token": "123456"}),
        ("/mfa/challenge", {}),
        (
            "/mfa/challenge/validate",
            {"challengeId": "cid", "token": "123456", "rememberMe": True, "device": "d", "machineName": "m"},
        ),
        ("/mfa/challenge/validate", {"challengeId": "cid", "token": "123456", "rememberMe": False}),
        ("/mfa/step-up", {"rememberMeId": "rm", "device": "d"}),
    ]


UNTRUSTED = {"mfaStatus": "CHALLENGE", "mfaBypass": False}


def test_trust_asks_for_the_code_after_it_was_sent_and_remembers(bill, fake) -> None:
    fake.answers = [UNTRUSTED, {"challengeId": "cid"}, {"rememberMeId": "rm"}]
    seen = []

    def code() -> str:
        seen.append(paths(fake)[-1])
        return "123456"

    assert bill.mfa.trust(code, device="laptop") == {"trusted": True, "rememberMeId": "rm", "device": "laptop"}
    assert seen == ["/mfa/challenge"]
    assert paths(fake) == ["/login/session", "/mfa/challenge", "/mfa/challenge/validate"]
    assert body(fake, 2) == {"challengeId": "cid", "token": "123456", "rememberMe": True, "device": "laptop"}
    # The session that follows is trusted at once.
    fake.live.clear()
    bill.vendors.get("1")
    login = json.loads(fake.logins[-1].content)
    assert (login["rememberMeId"], login["device"]) == ("rm", "laptop")


def test_trust_takes_a_text_and_need_not_remember(bill, fake) -> None:
    fake.answers = [UNTRUSTED, {"challengeId": "cid"}, {"rememberMeId": "rm"}]
    bill.mfa.trust("123456", remember=False)
    assert body(fake, 2) == {"challengeId": "cid", "token": "123456", "rememberMe": False, "device": "billclient"}
    fake.live.clear()
    bill.vendors.get("1")
    assert "rememberMeId" not in json.loads(fake.logins[-1].content)


@pytest.mark.parametrize(
    "info", [{"mfaStatus": "COMPLETE"}, {"mfaStatus": "DISABLED"}, {"mfaStatus": "CHALLENGE", "mfaBypass": True}]
)
def test_a_trusted_session_sends_no_code(bill, fake, info) -> None:
    fake.answers = [info]
    assert bill.mfa.trust("123456")["trusted"] is True
    assert paths(fake) == ["/login/session"]


@pytest.mark.parametrize(("trusted", "calls"), [(True, 2), (False, 4)])
def test_a_remembered_id_is_tried_before_a_code(fake, trusted, calls) -> None:
    fake.answers = [UNTRUSTED, {"trusted": trusted}, {"challengeId": "cid"}, {"rememberMeId": "new"}]
    client = fake.client(replace(SESSION, rememberMeId="rm", device="laptop"))
    assert client.mfa.trust("123456")["trusted"] is True
    assert body(fake, 1) == {"rememberMeId": "rm", "device": "laptop"}
    assert len(fake.requests) == calls


def test_a_refused_code_is_told(bill, fake, refused) -> None:
    fake.answers = [UNTRUSTED, {"challengeId": "cid"}, refused(422, "BDC_1356")]
    with pytest.raises(BusinessRefusal, match="BDC_1356"):
        bill.mfa.trust("000000")


def test_an_async_client_awaits_the_code(fake) -> None:
    fake.answers = [UNTRUSTED, {"challengeId": "cid"}, {"rememberMeId": "rm"}]

    async def code() -> str:
        await asyncio.sleep(0)
        return "654321"

    async def main() -> object:
        async with fake.async_client() as client:
            return await client.mfa.trust(code)

    assert asyncio.run(main()) == {"trusted": True, "rememberMeId": "rm", "device": "billclient"}
    assert json.loads(fake.last.content)["token"] == "654321"


def test_a_function_that_fails_stops_the_errand(bill, fake) -> None:
    fake.answers = [UNTRUSTED, {"challengeId": "cid"}]

    def code() -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bill.mfa.trust(code)
    assert paths(fake)[-1] == "/mfa/challenge"


def test_the_partners_session_opens_a_users(bill, fake) -> None:
    bill.partner.login()
    assert json.loads(fake.logins[-1].content) == {"appKey": "app-key", "username": "partner", "password": "secret"}
    fake.rest = httpx.Response(200, json={"sessionId": "u1", "trusted": False})
    bill.partner.login_as_user({"userId": "006", "organizationId": "008"})
    assert (fake.last.headers["appKey"], fake.last.headers["sessionId"]) == ("app-key", "s1")
    assert len(fake.logins) == 1
