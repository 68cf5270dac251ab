"""What a network does to an application: each client meets it as its own library tells it."""

import asyncio

import httpx
import pytest
import requests

LOGIN = "https://gateway.stage.bill.com/connect/v3/login"
VENDOR = {"name": "Lake", "address": {"line1": "1", "city": "C", "zipOrPostalCode": "1", "country": "US"}}


@pytest.fixture
def http(mockbill):
    """An httpx client in process and one on the socket, signed in."""
    headers = {"devKey": mockbill.credentials["devKey"], "sessionId": mockbill.client.session.login()["sessionId"]}
    inside = httpx.Client(transport=mockbill.transport, base_url="http://mockbill.test", headers=headers)
    with inside, httpx.Client(base_url=mockbill.url, headers=headers) as outside:
        yield {"in process": inside, "socket": outside}


BOTH = pytest.mark.parametrize("way", ["in process", "socket"])


@BOTH
def test_a_lost_request_was_not_done_and_a_lost_answer_was(mockbill, http, way):
    for lost, made in (("request", 0), ("answer", 1)):
        mockbill.faults.add(lose=lost, operation="createvendor", times=1)
        with pytest.raises(httpx.NetworkError):
            http[way].post("/connect/v3/vendors", json=VENDOR)
        assert len(mockbill.client.vendors.list().results) == made


@BOTH
def test_half_an_answer_is_a_protocol_error(mockbill, http, way):
    mockbill.faults.add(spoil="truncated", operation="listvendors", times=1)
    with pytest.raises(httpx.RemoteProtocolError):
        http[way].get("/connect/v3/vendors")
    assert http[way].get("/connect/v3/vendors").status_code == 200


@BOTH
def test_garbage_comes_with_the_status_of_the_answer(mockbill, http, way):
    mockbill.faults.add(spoil="garbage", operation="listvendors")
    answer = http[way].get("/connect/v3/vendors")
    assert answer.status_code == 200
    with pytest.raises(ValueError):
        answer.json()


@BOTH
def test_a_dribbling_answer_is_whole_in_the_end(mockbill, http, way):
    mockbill.faults.add(dribble=0.05, jitter=0.01, operation="listvendors")
    assert http[way].get("/connect/v3/vendors").json() == {"results": []}


def test_a_client_that_waits_less_than_an_answer_dribbles_gives_up(mockbill, http):
    mockbill.faults.add(dribble=20, operation="listvendors")
    with pytest.raises(httpx.ReadTimeout):
        http["socket"].get("/connect/v3/vendors", timeout=0.2)


@BOTH
def test_offline_refuses_connections_until_it_is_over(mockbill, http, way):
    with mockbill.offline(), pytest.raises(httpx.ConnectError):
        httpx.get(mockbill.url) if way == "socket" else http[way].get("/connect/v3/vendors")
    with httpx.Client(base_url=mockbill.url) as again:
        assert again.get("/_mock/clock").status_code == 200
    assert http["in process"].get("/connect/v3/vendors").status_code == 200


def test_requests_and_async_httpx_meet_the_same(mockbill):
    async def ask():
        async with httpx.AsyncClient() as http:
            await http.post(LOGIN, json={})

    with mockbill.intercept():
        with mockbill.offline():
            with pytest.raises(requests.ConnectionError):
                requests.post(LOGIN, json={})
            with pytest.raises(httpx.ConnectError):
                asyncio.run(ask())
        mockbill.faults.add(lose="answer", times=2)
        with pytest.raises(requests.ConnectionError):
            requests.post(LOGIN, json={})
        with pytest.raises(httpx.ReadError):
            asyncio.run(ask())
