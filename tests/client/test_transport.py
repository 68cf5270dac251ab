"""Carrying out: how many at once, in what form, and the raw way."""

import asyncio
import threading
from decimal import Decimal

import httpx
import pytest
from billclient import APIError, SessionInvalid, TransportError


def test_at_most_three_calls_are_in_flight(fake) -> None:
    come, go = threading.Semaphore(0), threading.Event()

    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("login"):
            return fake(request)
        come.release()
        go.wait(timeout=10)
        return fake(request)

    client = fake.client(transport=httpx.MockTransport(handler))
    threads = [threading.Thread(target=client.vendors.get, args=("1",)) for _ in range(9)]
    for thread in threads:
        thread.start()
    assert all(come.acquire(timeout=10) for _ in range(3))
    assert not come.acquire(timeout=0.1), "a fourth call went out"
    go.set()
    for thread in threads:
        thread.join()
    assert len(fake.requests) == 9


@pytest.mark.parametrize("limit", [1, 3])
def test_neither_are_more_under_asyncio(fake, limit) -> None:
    inside = most = 0

    async def handler(request: httpx.Request) -> httpx.Response:
        nonlocal inside, most
        if request.url.path.endswith("login"):
            return fake(request)
        inside += 1
        most = max(most, inside)
        for _ in range(10):
            await asyncio.sleep(0)
        inside -= 1
        return fake(request)

    async def main() -> None:
        async with fake.async_client(transport=httpx.MockTransport(handler), max_in_flight=limit) as client:
            await asyncio.gather(*(client.vendors.get("1") for _ in range(9)))

    asyncio.run(main())
    assert (most, len(fake.requests)) == (limit, 9)


def test_a_waiting_retry_holds_no_place(fake, refused) -> None:
    client = fake.client(max_in_flight=1)
    fake.answers = [refused(422, "BDC_1322"), {"id": "1"}]
    assert client.vendors.get("1") == {"id": "1"}


def test_bodies_are_json_with_exact_amounts(bill, fake) -> None:
    bill.payments.create({"amount": Decimal("10.10")})
    assert fake.last.content == b'{"amount":10.10}'
    assert fake.last.headers["Content-Type"] == "application/json"
    assert fake.last.headers["Accept"] == "application/json"


def test_a_call_without_body_has_no_content_type(bill, fake) -> None:
    bill.vendors.archive("1")
    assert "Content-Type" not in fake.last.headers
    assert fake.last.content == b""


def test_amounts_are_read_as_asked(fake) -> None:
    fake.rest = lambda request: httpx.Response(200, text='{"amount": 0.10}')
    assert fake.client().bills.get("1") == {"amount": 0.1}
    assert str(fake.client(fraction=Decimal).bills.get("1")["amount"]) == "0.10"


def test_an_empty_answer_is_none(bill, fake) -> None:
    fake.rest = None
    assert bill.spend.cards.delete("crd_1") is None


def test_a_success_that_is_not_json_is_an_error(bill, fake) -> None:
    fake.rest = httpx.Response(200, text="<html>")
    with pytest.raises(APIError, match="not JSON"):
        bill.vendors.get("1")


def test_a_redirect_is_not_followed(bill, fake) -> None:
    fake.rest = httpx.Response(302, headers={"Location": "https://elsewhere.test/"})
    with pytest.raises(APIError) as caught:
        bill.vendors.get("1")
    assert (caught.value.status, len(fake.requests)) == (302, 1)


def test_no_answer_is_a_transport_error_that_keeps_its_cause(bill, fake) -> None:
    fake.rest = httpx.ReadTimeout("slow")
    with pytest.raises(TransportError, match="POST /v3/vendors: ReadTimeout") as caught:
        bill.vendors.create({})
    assert isinstance(caught.value.__cause__, httpx.ReadTimeout)


def test_request_asks_for_anything(bill, fake) -> None:
    fake.rest = {"ok": True}
    assert bill.request("post", "v3/new-thing", json={"a": 1}, params={"b": True, "c": None}) == {"ok": True}
    assert (fake.last.method, str(fake.last.url)) == ("POST", "https://bill.test/connect/v3/new-thing?b=true")
    bill.request("GET", "/v3/thing", service="events", headers={"X-A": "1"})
    assert str(fake.last.url) == "https://bill.test/connect-events/v3/thing"
    assert fake.last.headers["X-A"] == "1"


def test_the_query_of_a_whole_url_survives(bill, fake) -> None:
    bill.request("GET", "https://storage.test/f?X-Sig=a%2Fb&n=1")
    assert str(fake.last.url) == "https://storage.test/f?X-Sig=a%2Fb&n=1"


def test_raw_sends_broken_things_and_hands_back_what_came(bill, fake) -> None:
    fake.rest = httpx.Response(400, json=[{"code": "BDC_1122", "message": "x"}])
    response = bill.raw("POST", "/v3/vendors", content='{"broken', headers={"Content-Type": "text/plain"})
    assert (response.status_code, fake.last.content) == (400, b'{"broken')
    assert fake.last.headers["Content-Type"] == "text/plain"
    assert fake.last.headers["sessionId"] == "s1"


def test_raw_without_credential_signs_nothing(bill, fake) -> None:
    assert bill.raw("GET", "/v3/vendors", auth=None).status_code == 200
    assert fake.logins == []
    assert "devKey" not in fake.last.headers


def test_raw_leaves_headers_out_or_replaces_them_and_then_renews_nothing(bill, fake, refused) -> None:
    bill.raw("GET", "/v3/vendors", headers={"devKey": None, "Accept": None})
    assert fake.last.headers["sessionId"] == "s1"
    assert "devKey" not in fake.last.headers
    assert "Accept" not in fake.last.headers
    response = bill.raw("GET", "/v3/vendors", headers={"sessionid": "bogus"})
    assert response.status_code == 401
    assert (fake.last.headers["sessionId"], fake.last.headers["devKey"]) == ("bogus", "dev-key")
    assert len(fake.logins) == 1


def test_raw_never_retries(bill, fake, refused) -> None:
    fake.rest = lambda request: refused(422, "BDC_1322")
    assert bill.raw("GET", "/v3/vendors").status_code == 422
    fake.rest = httpx.Response(503)
    assert bill.raw("GET", "/v3/vendors").status_code == 503
    assert len(fake.requests) == 2
    fake.rest = httpx.ReadTimeout("slow")
    with pytest.raises(TransportError):
        bill.raw("GET", "/v3/vendors")
    assert len(fake.requests) == 3


def test_raw_takes_another_credential(bill, fake) -> None:
    assert bill.raw("GET", "/v3/vendors", auth=httpx.BasicAuth("a", "b")).status_code == 200
    assert fake.last.headers["Authorization"].startswith("Basic ")


def test_raw_is_not_limited_so_that_a_limit_can_be_probed(fake) -> None:
    crowd = threading.Barrier(5)

    def handler(request: httpx.Request) -> httpx.Response:
        crowd.wait(timeout=10)
        return fake(request)

    client = fake.client(transport=httpx.MockTransport(handler))
    threads = [
        threading.Thread(target=client.raw, args=("GET", "/v3/vendors"), kwargs={"auth": None}) for _ in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(fake.requests) == 5


def test_raw_is_awaited_in_the_async_client(fake) -> None:
    async def main() -> int:
        async with fake.async_client() as client:
            fake.rest = httpx.Response(404, text="no")
            return (await client.raw("GET", "/v3/nothing")).status_code

    assert asyncio.run(main()) == 404


def test_over_a_real_socket(httpserver, fake) -> None:
    httpserver.expect_request("/connect/v3/login").respond_with_json({"sessionId": "s"})
    httpserver.expect_request("/connect/v3/vendors", headers={"sessionId": "s"}).respond_with_json(
        {"results": [{"id": "1"}]}
    )
    httpserver.expect_request("/connect/v3/bills").respond_with_data("<html>", status=503, content_type="text/html")
    with fake.client(transport=None, gateway=httpserver.url_for("/")) as client:
        assert list(client.vendors.iterate()) == [{"id": "1"}]
        with pytest.raises(APIError, match="503 not JSON"):
            client.bills.create({})

    async def main() -> None:
        async with fake.async_client(transport=None, gateway=httpserver.url_for("/")) as client:
            assert [row async for row in client.vendors.iterate()] == [{"id": "1"}]

    asyncio.run(main())


def test_nobody_there(fake) -> None:
    with fake.client(transport=None, gateway="127.0.0.1:1") as client, pytest.raises(TransportError):
        client.vendors.get("1")


def test_an_error_is_the_same_in_both_clients(fake, refused) -> None:
    async def main() -> None:
        async with fake.async_client() as client:
            await client.vendors.get("1")

    fake.rest = lambda request: refused(401, "BDC_1109")
    with pytest.raises(SessionInvalid):
        asyncio.run(main())
    with pytest.raises(SessionInvalid):
        fake.client().vendors.get("1")
