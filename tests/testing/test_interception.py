"""Code with BILL's own hosts in it reaches a world."""

import asyncio
import io
import threading

import aiohttp
import httpx
import pytest
import requests
import urllib3
from billclient import PRODUCTION, Client

import mockbill as package

SANDBOX = "https://gateway.stage.bill.com"
LOGIN = f"{SANDBOX}/connect/v3/login"


@pytest.fixture
def body(mockbill):
    return {name: mockbill.credentials[name] for name in ("username", "password", "organizationId", "devKey")}


def test_httpx_is_led_to_the_world(mockbill, body):
    with mockbill.intercept(), httpx.Client() as http:
        answer = http.post(LOGIN, json=body)
    assert answer.status_code == 200 and answer.json()["sessionId"]
    assert mockbill.requests[-1]["operation"] == "login"


def test_async_httpx_is_led_to_the_world(mockbill, body):
    async def login():
        async with httpx.AsyncClient() as http:
            return await http.post(LOGIN, json=body)

    with mockbill.intercept():
        assert asyncio.run(login()).status_code == 200


def test_aiohttp_is_led_to_the_world(mockbill, body):
    async def login():
        async with aiohttp.ClientSession() as http, http.post(LOGIN, json=body, params={"a": "b c"}) as answer:
            return answer.status, await answer.json()

    with mockbill.intercept():
        status, answered = asyncio.run(login())
    assert status == 200 and answered["sessionId"]
    assert mockbill.requests[-1]["query"] == {"a": "b c"}


@pytest.mark.parametrize("content", ["bytes", "file", "stream", "text"])
def test_requests_is_led_to_the_world(mockbill, body, content):
    import json

    text = json.dumps(body)
    data = {
        "bytes": text.encode(),
        "file": io.BytesIO(text.encode()),
        "stream": (part.encode() for part in text.partition(",")),
        "text": text,
    }[content]
    with mockbill.intercept():
        answer = requests.post(LOGIN, data=data, headers={"Content-Type": "application/json"}, params={"a": "b c"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["trusted"] is False
    assert answer.headers["X-Mockbill-Operation"] == "login"
    assert mockbill.requests[-1]["query"] == {"a": "b c"}


def test_urllib3_is_led_to_the_world(mockbill, body):
    with mockbill.intercept(), urllib3.PoolManager() as pool:
        answer = pool.request("POST", LOGIN, json=body)
        refused = pool.request("GET", f"{SANDBOX}/connect/v3/vendors")
    assert answer.json()["sessionId"]
    assert (refused.status, refused.json()[0]["code"]) == (401, "BDC_1109")


def test_the_client_needs_no_change(mockbill):
    with mockbill.intercept(), Client(mockbill.session(), gateway=PRODUCTION) as bill:
        assert bill.vendors.list().results == []


def test_other_threads_are_led_too(mockbill, body):
    found = []
    with mockbill.intercept():
        other = threading.Thread(target=lambda: found.append(requests.post(LOGIN, json=body).status_code))
        other.start()
        other.join()
    assert found == [200]


def test_other_hosts_are_left_alone(mockbill, httpserver):
    httpserver.expect_request("/hello").respond_with_data("world")
    with mockbill.intercept():
        assert httpx.get(httpserver.url_for("/hello")).text == "world"
        assert requests.get(httpserver.url_for("/hello")).text == "world"
    assert len(mockbill.requests) == 0


def test_other_hosts_may_be_named(mockbill, body):
    with mockbill.intercept("bill.example"):
        assert requests.post("http://bill.example/connect/v3/login", json=body).status_code == 200


def test_the_host_of_card_numbers_is_bill_s_too(mockbill):
    with mockbill.intercept():
        bought = requests.post("https://app-dev-bdc-stg.divvy.co/de/rest/pan", json={"token": "no"})
    assert (bought.status_code, mockbill.requests[-1]["operation"]) == (401, "getpan")


def test_the_host_of_error_codes_is_bill_s_too(mockbill):
    with mockbill.intercept():
        listed = requests.get("https://api-stage.bill.com/api/v2/Errors.json").json()
    assert listed["response_data"]["BDC_1361"] == "Untrusted session."


def test_afterwards_all_is_as_before(mockbill):
    before = (httpx.HTTPTransport.handle_request, urllib3.connectionpool.HTTPConnectionPool.urlopen)
    with pytest.raises(RuntimeError, match="own"), mockbill.intercept():
        raise RuntimeError("own")
    assert (httpx.HTTPTransport.handle_request, urllib3.connectionpool.HTTPConnectionPool.urlopen) == before


def test_the_innermost_interception_answers(mockbill):
    with mockbill.intercept(), package.intercept() as inner:
        told = httpx.get(f"{SANDBOX}/_mock/info").json()["credentials"]
        assert told == inner.credentials != mockbill.credentials


def test_without_a_world_a_new_one_is_made():
    with package.intercept(seed="random:1:1") as world:
        assert httpx.get(f"{SANDBOX}/_mock/info").json()["credentials"] == world.credentials
        assert len(world.client.vendors.list().results) == 1


def test_options_belong_to_a_new_world(mockbill):
    with pytest.raises(TypeError, match="seed"), package.intercept(mockbill, seed="empty"):
        pass


def test_offline_needs_no_world_and_ends(httpserver):
    with package.offline():
        with pytest.raises(httpx.ConnectError):
            httpx.get(LOGIN)
        with pytest.raises(requests.ConnectionError):
            requests.get(LOGIN)
        assert httpx.get(httpserver.url_for("/")).status_code == 500  # it is there, and expects nothing
    with package.offline("bill.internal"), pytest.raises(httpx.ConnectError):
        httpx.get("https://bill.internal/x")
