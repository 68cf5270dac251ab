"""Making and closing clients, and the public names."""

import asyncio
import inspect

import billclient
import httpx
import pytest
from billclient import AsyncClient, Client, Gateway
from billclient.api import Api


def test_the_sandbox_is_the_default() -> None:
    with Client() as client:
        assert client.gateway == billclient.SANDBOX


def test_a_gateway_is_one_setting(fake) -> None:
    fake.client(gateway="gateway.prod.bill.com").vendors.get("1")
    assert fake.last.url.host == "gateway.prod.bill.com"
    assert fake.logins[0].url.host == "gateway.prod.bill.com"
    three = Gateway("https://a.test/c", "https://b.test/e", "https://c.test/t")
    client = fake.client(gateway=three)
    client.webhooks.health()
    assert str(fake.last.url) == "https://b.test/e/v3/health"


def test_from_env(fake) -> None:
    environ = {"BILL_GATEWAY": "bill.test", "BILL_API_TOKEN": "tok"}
    with Client.from_env(environ, transport=fake.transport) as client:
        client.spend.users.current()
    assert (fake.last.url.host, fake.last.headers["apiToken"]) == ("bill.test", "tok")
    with Client.from_env(environ, gateway="other.test") as client:
        assert client.gateway.connect == "https://other.test/connect"
    assert asyncio.run(_closed(AsyncClient.from_env(environ))).gateway.connect == "https://bill.test/connect"


async def _closed(client: AsyncClient) -> AsyncClient:
    async with client:
        return client


class Closing(httpx.MockTransport):
    closed = 0

    def close(self) -> None:
        self.closed += 1

    async def aclose(self) -> None:
        self.closed += 1


def test_its_own_connections_are_closed(fake) -> None:
    transport = Closing(fake)
    with fake.client(transport=transport):
        assert transport.closed == 0
    assert transport.closed == 1
    asyncio.run(_closed(fake.async_client(transport=transport)))
    assert transport.closed == 2


def test_a_given_http_client_is_used_and_left_open(fake) -> None:
    with httpx.Client(transport=fake.transport, headers={"X-Mine": "1"}, timeout=3) as http:
        with fake.client(transport=None, http=http) as client:
            client.vendors.get("1")
        assert not http.is_closed
    assert fake.last.headers["X-Mine"] == "1"

    async def main() -> bool:
        async with httpx.AsyncClient(transport=fake.transport) as http:
            async with fake.async_client(transport=None, http=http) as client:
                await client.vendors.get("1")
            return http.is_closed

    assert asyncio.run(main()) is False


def test_an_http_client_and_a_transport_are_one_too_many(fake) -> None:
    with httpx.Client(transport=fake.transport) as http, pytest.raises(ValueError, match="not both"):
        fake.client(http=http)


def test_it_speaks_to_a_wsgi_app_without_a_socket(fake) -> None:
    def app(environ, start_response):
        start_response("200 OK", [("Content-Type", "application/json")])
        return [b'{"sessionId": "s", "path": "%s"}' % environ["PATH_INFO"].encode()]

    with fake.client(transport=httpx.WSGITransport(app=app)) as client:
        assert client.vendors.get("009")["path"] == "/connect/v3/vendors/009"


def test_both_clients_have_the_same_words() -> None:
    def words(kind: type) -> set[str]:
        return {name for name in dir(kind) if not name.startswith("_")}

    assert words(Client) == words(AsyncClient)
    # What can be asked is written once, in Api: the clients add only their making and closing.
    assert words(Client) - words(Api) == {"from_env", "close"}


def test_the_public_names_are_sorted_and_there() -> None:
    names = billclient.__all__
    assert names == sorted(names, key=str.casefold)
    assert [name for name in names if not hasattr(billclient, name)] == []
    ours = {
        name for name, value in vars(billclient).items() if not name.startswith("_") and not inspect.ismodule(value)
    }
    assert ours <= set(names)


def test_every_public_thing_is_explained() -> None:
    things = [getattr(billclient, name) for name in billclient.__all__]
    methods = [
        m for t in things if inspect.isclass(t) for n, m in vars(t).items() if inspect.isfunction(m) and n[0] != "_"
    ]
    assert [thing for thing in [*things, *methods] if not inspect.getdoc(thing)] == []
