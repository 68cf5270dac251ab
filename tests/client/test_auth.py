"""Signing in, signing, renewing; with threads and with tasks."""

import asyncio
import json
import threading
from dataclasses import replace

import httpx
import pytest
from billclient import (
    NO_RETRY,
    ApiToken,
    Gateway,
    LoginRefused,
    OpenSession,
    Partner,
    RateLimited,
    Session,
    SessionInvalid,
    TransportError,
    Untrusted,
    auth_for,
)
from billclient.signin import OAuthAuth

SESSION = Session("ida@example.test", "secret", "00801ORG", "dev-key")
HERE = Gateway.at("https://bill.test")


def test_a_session_signs_in_at_the_first_call_and_only_then(fake) -> None:
    client = fake.client()
    assert not fake.logins
    client.vendors.get("1")
    client.vendors.get("2")
    assert len(fake.logins) == 1
    assert json.loads(fake.logins[0].content) == {
        "username": "ida@example.test",
        "password": "secret",
        "organizationId": "00801ORG",
        "devKey": "dev-key",
    }
    # BILL takes the key in the body of a login and the session in no header of it.
    assert "devKey" not in fake.logins[0].headers
    assert [(r.headers["sessionId"], r.headers["devKey"]) for r in fake.requests] == [("s1", "dev-key")] * 2


def test_a_remembered_device_goes_with_the_login(fake) -> None:
    fake.client(replace(SESSION, rememberMeId="rm", device="laptop")).vendors.get("1")
    body = json.loads(fake.logins[0].content)
    assert (body["rememberMeId"], body["device"]) == ("rm", "laptop")


def test_a_dead_session_is_renewed_once_and_the_call_made_again(fake) -> None:
    client = fake.client()
    client.vendors.get("1")
    fake.live.clear()
    fake.answers = [{"id": "2"}]
    assert client.vendors.create({"name": "x"}) == {"id": "2"}
    assert len(fake.logins) == 2
    assert [r.headers["sessionId"] for r in fake.requests] == ["s1", "s1", "s2"]
    assert json.loads(fake.requests[-1].content) == {"name": "x"}


def test_a_session_that_stays_dead_is_told_after_one_login(fake, refused) -> None:
    client = fake.client()
    client.vendors.get("1")
    fake.rest = lambda request: refused(401, "BDC_1109")
    with pytest.raises(SessionInvalid):
        client.vendors.get("1")
    assert len(fake.logins) == 2


def test_a_webhook_401_has_no_known_code_and_renews_too(fake) -> None:
    client = fake.client()
    fake.answers = [httpx.Response(401), {"results": []}]
    client.webhooks.subscriptions.list()
    assert len(fake.logins) == 2


@pytest.mark.parametrize(("status", "code", "kind"), [(403, "BDC_1361", Untrusted), (401, "BDC_1361", Untrusted)])
def test_an_untrusted_session_never_signs_in_again(fake, refused, status, code, kind) -> None:
    fake.rest = lambda request: refused(status, code)
    with pytest.raises(kind):
        fake.client().payments.create({})
    assert len(fake.logins) == 1


def test_a_refused_login_is_told_and_not_repeated(fake, refused) -> None:
    fake.refuse_login = refused(400, "BDC_1102", message="Developer key is invalid.")
    with pytest.raises(LoginRefused, match="BDC_1102"):
        fake.client().vendors.get("1")
    assert (len(fake.logins), fake.requests) == (1, [])


def test_a_login_over_the_hourly_limit_is_repeated(fake, refused) -> None:
    fake.refuse_login = refused(422, "BDC_1144")
    with pytest.raises(RateLimited):
        fake.client().vendors.create({})
    assert len(fake.logins) == 3


def test_a_login_without_a_session_id_is_an_error(fake) -> None:
    fake.refuse_login = httpx.Response(200, json={"trusted": True})
    with pytest.raises(Exception, match="200"):
        fake.client().vendors.get("1")


def test_a_failed_login_does_not_hold_the_others_up(fake, refused) -> None:
    client = fake.client()
    fake.refuse_login = refused(401, "BDC_1101")
    with pytest.raises(LoginRefused):
        client.vendors.get("1")
    fake.refuse_login = None
    assert client.vendors.get("1") == {}


def test_a_login_that_is_lost_does_not_hold_the_others_up() -> None:
    down = True

    def answer(request: httpx.Request) -> httpx.Response:
        if down:
            raise httpx.ConnectError("down")
        return httpx.Response(200, json={"sessionId": "s"})

    auth = auth_for(SESSION, HERE)
    with httpx.Client(transport=httpx.MockTransport(answer), auth=auth) as http:
        with pytest.raises(httpx.ConnectError):
            http.get("https://bill.test/connect/v3/vendors")
        down = False
        assert http.get("https://bill.test/connect/v3/vendors").status_code == 200


def test_the_login_has_the_timeout_of_the_call(fake) -> None:
    fake.client(timeout=7.0).vendors.get("1")
    assert fake.logins[0].extensions["timeout"]["read"] == 7.0
    assert fake.logins[0].headers["User-Agent"] == "billclient"


def test_eight_threads_share_one_login(fake) -> None:
    together, crowd = threading.Barrier(8), threading.Barrier(2)
    login = fake._login

    def slow(request: httpx.Request) -> httpx.Response:
        try:  # a second login would meet the first here
            crowd.wait(timeout=0.2)
        except threading.BrokenBarrierError:
            pass
        return login(request)

    fake._login = slow
    client = fake.client(max_in_flight=8)

    def call() -> None:
        together.wait()
        client.vendors.get("1")

    threads = [threading.Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(fake.logins), len(fake.requests)) == (1, 8)


def test_eight_threads_renew_a_dead_session_once(fake) -> None:
    client = fake.client(max_in_flight=8)
    client.vendors.get("1")
    fake.live.clear()
    # All eight are refused with the old session before anyone can renew it.
    refusals = threading.Barrier(8)

    def handler(request: httpx.Request) -> httpx.Response:
        came = fake(request)
        if came.status_code == 401:
            refusals.wait(timeout=10)
        return came

    shared = client.keyring.auths[0]
    client = fake.client(shared, max_in_flight=8, transport=httpx.MockTransport(handler))
    threads = [threading.Thread(target=client.vendors.get, args=("1",)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(fake.logins) == 2
    assert [r.headers["sessionId"] for r in fake.requests[1:]].count("s2") == 8


def test_eight_tasks_share_one_login_and_one_renewal(fake) -> None:
    async def handler(request: httpx.Request) -> httpx.Response:
        for _ in range(20):
            await asyncio.sleep(0)
        return fake(request)

    async def main() -> None:
        async with fake.async_client(transport=httpx.MockTransport(handler), max_in_flight=8) as client:
            await asyncio.gather(*(client.vendors.get("1") for _ in range(8)))
            assert len(fake.logins) == 1
            fake.live.clear()
            await asyncio.gather(*(client.vendors.get("1") for _ in range(8)))
            assert len(fake.logins) == 2

    asyncio.run(main())


def test_a_cancelled_login_frees_the_next(fake) -> None:
    async def main() -> None:
        begun = asyncio.Event()

        async def handler(request: httpx.Request) -> httpx.Response:
            if not begun.is_set():
                begun.set()
                await asyncio.Event().wait()
            return fake(request)

        async with fake.async_client(transport=httpx.MockTransport(handler)) as client:
            task = asyncio.create_task(_awaited(client.vendors.get("1")))
            await begun.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert await asyncio.wait_for(_awaited(client.vendors.get("1")), timeout=10) == {}

    asyncio.run(main())


async def _awaited(thing):
    return await thing


def test_an_async_client_outlives_its_loop(fake) -> None:
    client = fake.async_client(max_in_flight=1)

    async def crowd() -> None:
        await asyncio.gather(*(client.vendors.get("1") for _ in range(3)))

    asyncio.run(crowd())
    asyncio.run(crowd())
    assert (len(fake.logins), len(fake.requests)) == (1, 6)


def test_clients_may_share_a_session(fake) -> None:
    shared = auth_for(SESSION, HERE)
    fake.client(shared).vendors.get("1")
    fake.client(shared).vendors.get("1")
    assert len(fake.logins) == 1


def test_oauth_posts_a_form_and_sends_a_bearer_token(fake, oauth) -> None:
    fake.client(oauth).vendors.get("1")
    assert fake.logins[0].url == "https://bill.test/authx/token"
    assert fake.logins[0].headers["Content-Type"] == "application/x-www-form-urlencoded"
    form = dict(httpx.QueryParams(fake.logins[0].content.decode()))
    assert form == {"grant_type": "client_credentials", "client_id": "client-id", "client_secret": "client-secret"}
    assert fake.last.headers["Authorization"] == "Bearer s1"
    assert "devKey" not in fake.last.headers


def test_a_token_is_renewed_before_it_ends_as_its_answer_says(fake, oauth) -> None:
    now = 1000.0
    client = fake.client(OAuthAuth(oauth, HERE, now=lambda: now))
    client.vendors.get("1")
    now += 3569
    client.vendors.get("1")
    assert len(fake.logins) == 1
    now += 1
    client.vendors.get("1")
    assert [r.headers["Authorization"] for r in fake.requests] == ["Bearer s1", "Bearer s1", "Bearer s2"]


def test_a_short_life_still_leaves_time_to_use_the_token(oauth) -> None:
    now = 0.0
    auth = OAuthAuth(oauth, HERE, now=lambda: now)
    auth.accept({"access_token": "t", "expires_in": 20})
    assert not auth.stale()
    now = 18.0
    assert auth.stale()


def test_a_token_without_a_life_is_used_until_refused(fake, oauth) -> None:
    auth = OAuthAuth(oauth, HERE, now=lambda: 1e12)
    auth.accept({"access_token": "t"})
    assert not auth.stale()


def test_a_token_refused_with_401_is_renewed_once(fake, oauth) -> None:
    client = fake.client(oauth)
    client.vendors.get("1")
    fake.live.clear()
    client.vendors.get("1")
    assert len(fake.logins) == 2
    fake.rest = lambda request: httpx.Response(401, json={"error": "invalid_token"})
    with pytest.raises(SessionInvalid):
        client.vendors.get("1")
    assert len(fake.logins) == 3


def test_a_refused_client_is_told(fake, oauth) -> None:
    fake.refuse_login = httpx.Response(401, json={"error": "invalid_client"})
    with pytest.raises(LoginRefused, match="invalid_client"):
        fake.client(oauth).vendors.get("1")


def test_an_api_token_is_sent_as_it_is_and_never_renewed(fake, refused) -> None:
    client = fake.client(ApiToken("tok"))
    client.spend.users.current()
    assert fake.last.headers["apiToken"] == "tok"
    assert "Authorization" not in fake.last.headers
    fake.rest = lambda request: refused(401, "BDC_1109")
    with pytest.raises(SessionInvalid):
        client.spend.users.current()
    assert fake.logins == []


def test_a_session_opened_elsewhere_is_used_as_it_is(fake) -> None:
    client = fake.client(OpenSession("given", "dk"))
    with pytest.raises(SessionInvalid):
        client.vendors.get("1")
    assert (fake.last.headers["sessionId"], fake.last.headers["devKey"], fake.logins) == ("given", "dk", [])


@pytest.mark.parametrize(
    ("path", "service", "header"),
    [
        ("/v3/vendors", "connect", "devKey"),
        ("/v3/spend/cards", "connect", "apiToken"),
        ("/v3/partner/users", "connect", "appKey"),
        ("/v3/subscriptions", "events", "devKey"),
    ],
)
def test_each_call_takes_the_credential_that_serves_it(bill, fake, path, service, header) -> None:
    bill.request("GET", path, service=service)
    names = [name for name in ("devKey", "apiToken", "appKey", "Authorization") if name in fake.last.headers]
    assert names == [header]


def test_webhooks_do_not_take_oauth_when_there_is_another(fake, oauth) -> None:
    client = fake.client(oauth, Partner("ak", "u", "p"))
    fake.rest = {"events": []}
    client.webhooks.catalog()
    assert "appKey" in fake.last.headers


def test_a_credential_that_does_not_serve_is_sent_all_the_same_so_that_bill_refuses(fake) -> None:
    fake.client(ApiToken("tok")).vendors.get("1")
    assert fake.last.headers["apiToken"] == "tok"


def test_no_credential_leaves_the_gateway(bill, fake) -> None:
    bill.request("GET", "https://storage.test/file?sig=1")
    bill.request("GET", "https://bill.test.evil.test/connect/v3/vendors")
    bill.request("GET", "https://bill.test/other")
    for request in fake.requests:
        assert not {"sessionid", "devkey", "apitoken", "appkey"} & {name.lower() for name in request.headers}
    assert fake.logins == []
    bill.request("GET", "https://bill.test/connect/v3/vendors")
    assert fake.last.headers["sessionId"] == "s1"


def test_a_lost_login_is_a_transport_error(fake) -> None:
    def down(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("down")

    client = fake.client(transport=httpx.MockTransport(down), retry=NO_RETRY)
    with pytest.raises(TransportError, match="GET /v3/vendors/1"):
        client.vendors.get("1")
