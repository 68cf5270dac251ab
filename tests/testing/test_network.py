"""What a network does to an application: each client meets it as its own library tells it."""

import asyncio

import aiohttp
import httpx
import pytest
import requests
import urllib3

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


def signed_in(mockbill):
    return {"devKey": mockbill.credentials["devKey"], "sessionId": mockbill.client.session.login()["sessionId"]}


VENDORS = "https://gateway.stage.bill.com/connect/v3/vendors"


def test_who_waits_less_than_an_answer_takes_times_out_and_it_is_done_all_the_same(mockbill):
    """In process nobody sleeps longer than the caller would wait; a minute is never slept here."""
    headers = signed_in(mockbill)
    mockbill.faults.add(operation="createvendor", latency=60)

    async def ask():
        async with httpx.AsyncClient(timeout=0.05, headers=headers) as http:
            await http.post(VENDORS, json=VENDOR)

    with mockbill.intercept():
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(VENDORS, json=VENDOR, headers=headers, timeout=0.05)
        with pytest.raises(httpx.ReadTimeout):
            asyncio.run(ask())
        with pytest.raises(requests.ReadTimeout):
            requests.post(VENDORS, json=VENDOR, headers=headers, timeout=0.05)
        with pytest.raises(urllib3.exceptions.MaxRetryError) as given_up:
            urllib3.PoolManager(retries=urllib3.Retry(1, allowed_methods=None)).request(
                "POST", VENDORS, json=VENDOR, headers=headers, timeout=urllib3.Timeout(read=0.05)
            )
    assert isinstance(given_up.value.reason, urllib3.exceptions.ReadTimeoutError)
    assert len(mockbill.requests.find(operation="createvendor", status=201)) == 5


def test_a_pause_between_two_pieces_may_be_too_long(mockbill):
    headers = signed_in(mockbill)
    mockbill.faults.add(operation="listvendors", dribble=200)
    with mockbill.intercept():
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(VENDORS, headers=headers, timeout=0.05)
        with pytest.raises(requests.ReadTimeout):
            requests.get(VENDORS, headers=headers, timeout=0.05)
        mockbill.faults.clear()
        mockbill.faults.add(operation="listvendors", dribble=0.02)
        assert httpx.get(VENDORS, headers=headers, timeout=20).json() == {"results": []}


@pytest.mark.parametrize("slow", [{"latency": 60}, {"dribble": 600}])
def test_a_caller_that_is_cancelled_waits_for_no_answer(mockbill, slow):
    headers = signed_in(mockbill)
    mockbill.faults.add(operation="listvendors", **slow)

    async def ask():
        async with httpx.AsyncClient(transport=mockbill.async_transport, headers=headers, timeout=None) as http:
            asking = asyncio.create_task(http.get(VENDORS))
            await asyncio.sleep(0.05)
            asking.cancel()
            await asyncio.wait([asking])
            return asking.cancelled()

    assert asyncio.run(ask())


def test_retries_of_urllib3_are_those_of_the_session(mockbill):
    headers = signed_in(mockbill)
    with requests.Session() as http, mockbill.intercept():
        http.mount("https://", requests.adapters.HTTPAdapter(max_retries=urllib3.Retry(2, status_forcelist=[502])))
        mockbill.faults.add(operation="listvendors", html=502, times=2)
        assert http.get(VENDORS, headers=headers).status_code == 200
        mockbill.faults.add(operation="listvendors", lose="answer", times=2)
        assert http.get(VENDORS, headers=headers).status_code == 200
        mockbill.faults.add(operation="listvendors", html=502)
        with pytest.raises(requests.exceptions.RetryError):
            http.get(VENDORS, headers=headers)
        lenient = urllib3.Retry(1, status_forcelist=[502], raise_on_status=False)
        http.mount("https://", requests.adapters.HTTPAdapter(max_retries=lenient))
        assert http.get(VENDORS, headers=headers).status_code == 502
        assert requests.get(VENDORS, headers=headers).status_code == 502
    assert len(mockbill.requests.find(operation="listvendors")) == 3 + 3 + 3 + 2 + 1


def test_aiohttp_meets_the_same(mockbill):
    headers = signed_in(mockbill)

    async def ask(**options):
        async with aiohttp.ClientSession(headers=headers) as http, http.get(VENDORS, **options) as answer:
            return answer.status, await answer.json()

    with mockbill.intercept():
        with mockbill.offline(), pytest.raises(aiohttp.ClientConnectorError):
            asyncio.run(ask())
        assert asyncio.run(ask()) == (200, {"results": []})
        mockbill.faults.add(operation="listvendors", lose="answer", times=2)  # aiohttp itself asks a GET twice
        with pytest.raises(aiohttp.ClientOSError):
            asyncio.run(ask())
        mockbill.faults.add(operation="listvendors", spoil="truncated", times=1)
        with pytest.raises(aiohttp.ClientPayloadError):
            asyncio.run(ask())
        mockbill.faults.add(operation="listvendors", spoil="garbage", times=1)
        with pytest.raises(ValueError):
            asyncio.run(ask())
        mockbill.faults.add(operation="listvendors", latency=1, times=1)
        with pytest.raises(TimeoutError):
            asyncio.run(ask(timeout=aiohttp.ClientTimeout(total=0.1)))
