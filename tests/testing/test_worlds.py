"""A world in the hands of a test."""

import asyncio
import json
import urllib.request

import httpx
import pytest
from billclient import NotFound, RateLimited, Session, Untrusted

import mockbill as package
from mockbill.testing.worlds import simulation

ADDRESS = {"line1": "1 Main", "city": "Toledo", "stateOrProvince": "OH", "zipOrPostalCode": "43604", "country": "US"}
JSON = "application/json"
VENDOR = {"name": "Maumee Paper", "address": ADDRESS}


def test_the_client_signs_in_when_first_needed(mockbill):
    assert len(mockbill.requests) == 0
    made = mockbill.client.vendors.create(VENDOR)
    assert mockbill.client.vendors.get(made["id"])["name"] == "Maumee Paper"
    assert [one["operation"] for one in mockbill.requests] == ["login", "createvendor", "getvendor"]


def test_the_same_client_serves_spend_and_expense(mockbill):
    mine = mockbill.spend_client.spend.users.current()
    assert mockbill.client.spend.users.current() == mine
    assert mine["role"] == "ADMIN"


def test_trust_passes_mfa(mockbill):
    with pytest.raises(Untrusted):
        mockbill.client.banks.create(
            {
                "nameOnAccount": "Blue Heron",
                "routingNumber": "123456780",
                "accountNumber": "12345",
                "type": "CHECKING",
                "ownerType": "BUSINESS",
                "bankName": "First",
            }
        )
    assert mockbill.trust()["trusted"] is True
    assert mockbill.client.session.info()["mfaStatus"] == "COMPLETE"


def test_another_user_and_other_options(mockbill):
    client = mockbill.connect(mockbill.session("fay@mockbill.test"), timeout=3)
    assert client.session.login()["userId"] != mockbill.client.session.login()["userId"]


def test_a_world_starts_frozen_and_its_clock_is_moved(mockbill):
    assert mockbill.clock.now.isoformat() == "2026-03-02T17:00:00+00:00"
    assert mockbill.clock.mode == "frozen"
    assert mockbill.clock.advance(days=3, hours=2).isoformat() == "2026-03-05T19:00:00+00:00"
    assert mockbill.clock.set("2026-04-01").isoformat() == "2026-04-01T00:00:00+00:00"
    mockbill.clock.run()
    assert mockbill.clock.mode == "real"
    mockbill.clock.freeze()
    assert mockbill.clock.mode == "frozen"
    with pytest.raises(ValueError, match="fortnights"):
        mockbill.clock.advance(fortnights=1)


def test_faults_are_put_in_force_and_lifted(mockbill):
    fault = mockbill.faults.add(code="BDC_1144", operation="createvendor", times=1)
    with pytest.raises(RateLimited):
        mockbill.client.vendors.create(VENDOR)
    assert mockbill.client.vendors.create(VENDOR)
    assert [one["id"] for one in mockbill.faults.all()] == [fault]
    mockbill.faults.clear()
    assert mockbill.faults.all() == []
    with pytest.raises(ValueError, match="the text of BDC_9999 is not known; give a message"):
        mockbill.faults.add(code="BDC_9999")


def test_requests_are_found_and_forgotten(mockbill):
    mockbill.client.vendors.create(VENDOR)
    mockbill.client.vendors.list()
    assert [one["status"] for one in mockbill.requests.find(operation="createvendor")] == [201]
    assert mockbill.requests[-1]["operation"] == "listvendors"
    assert len(mockbill.requests[:2]) == 2
    assert mockbill.credentials["password"] not in json.dumps(list(mockbill.requests))
    mockbill.requests.clear()
    assert list(mockbill.requests) == []


def test_choices_are_read_and_changed_by_name(mockbill):
    assert mockbill.choices["rate_limit.status"] == 422
    mockbill.choices["rate_limit.status"] = 429
    assert mockbill.choices["rate_limit.status"] == 429
    with pytest.raises(ValueError, match="unknown choice"):
        mockbill.choices["nonsense"] = 1
    with pytest.raises(KeyError):
        mockbill.choices["nonsense"]


def test_a_snapshot_is_gone_back_to(mockbill):
    kept = mockbill.client.vendors.create(VENDOR)["id"]
    before = mockbill.snapshot()
    lost = mockbill.client.vendors.create({**VENDOR, "name": "Other"})["id"]
    mockbill.restore(before)
    assert mockbill.client.vendors.get(kept)
    with pytest.raises(NotFound):
        mockbill.client.vendors.get(lost)
    mockbill.reset()
    with pytest.raises(NotFound):
        mockbill.client.vendors.get(kept)


def test_worlds_do_not_know_of_each_other(mockbill):
    mockbill.client.vendors.create(VENDOR)
    with package.world() as other:
        assert other.client.vendors.list().results == []
        assert other.credentials["devKey"] != mockbill.credentials["devKey"]


def test_a_transport_is_pinned_whatever_the_url_and_credentials(mockbill):
    with httpx.Client(transport=mockbill.transport, base_url="https://anything.example") as http:
        told = http.get("/_mock/info", headers={"devKey": "of another world"}).json()
    assert told["credentials"] == mockbill.credentials
    assert told["urls"]["connect"] == "https://anything.example/connect"


def test_the_async_transport_and_client(mockbill):
    async def work():
        async with mockbill.async_client as bill:
            made = await asyncio.gather(*(bill.vendors.create({**VENDOR, "name": f"V{n}"}) for n in range(5)))
            listed = [vendor["name"] async for vendor in bill.vendors.iterate()]
        async with httpx.AsyncClient(transport=mockbill.async_transport) as http:
            missing = await http.post("https://x.example/connect/v3/login", json={})
        return made, listed, missing

    made, listed, missing = asyncio.run(work())
    assert sorted(listed) == [f"V{n}" for n in range(5)]
    assert len({vendor["id"] for vendor in made}) == 5
    assert missing.status_code == 400 and missing.json()[0]["message"]


def test_a_body_of_unknown_length_arrives_whole(mockbill):
    with httpx.Client(transport=mockbill.transport) as http:
        session = {name: mockbill.credentials[name] for name in ("username", "password", "organizationId", "devKey")}
        parts = (part.encode() for part in json.dumps(session).partition(","))
        answer = http.post("https://x.example/connect/v3/login", content=parts, headers={"Content-Type": JSON})
    assert answer.status_code == 200, answer.text


def test_the_url_opens_a_socket_for_any_client(mockbill):
    with urllib.request.urlopen(f"{mockbill.url}/_mock/info") as answer:
        assert json.loads(answer.read())["credentials"] == mockbill.credentials
    assert mockbill.env["BILL_GATEWAY"] == mockbill.url
    assert mockbill.env["BILL_DEV_KEY"] == mockbill.credentials["devKey"]


def test_a_closed_world_leaves_nothing_behind():
    before = len(simulation().worlds.all())
    with package.world(seed="small-business", clock="2026-06-01T12:00Z", choices={"bulk.status": 400}) as world:
        assert len(simulation().worlds.all()) == before + 1
        assert world.choices["bulk.status"] == 400
        assert world.client.bills.list().results
        url = world.url
    assert len(simulation().worlds.all()) == before
    with pytest.raises(OSError):
        urllib.request.urlopen(f"{url}/_mock/info")


def test_an_application_keeps_the_credentials_of_its_settings():
    mine = {"username": "me@example.test", "password": "of mine", "organizationId": "00801MINE", "devKey": "my-key"}
    with package.world(credentials=mine) as world:
        answer = world.connect(Session(**mine)).session.login()
        assert answer["organizationId"] == "00801MINE"
        world.reset()
        assert world.connect(Session(**mine)).vendors.create(VENDOR)


@pytest.mark.parametrize(
    "options, text",
    [
        ({"seed": "nonsense"}, "unknown seed"),
        ({"clock": "noon"}, "noon"),
        ({"choices": {"nonsense": 1}}, "unknown choice"),
        ({"credentials": {"devkey": "x"}}, "unknown credential 'devkey'"),
    ],
)
def test_what_there_is_not_is_told(options, text):
    with pytest.raises(ValueError, match=text), package.world(**options):
        pass


def test_a_world_with_a_real_clock():
    with package.world(clock="real") as world:
        assert world.clock.mode == "real"
        assert world.clock.now.year >= 2025


def test_the_partner_makes_an_organization_and_acts_in_it(mockbill):
    address = {"line1": "1", "city": "C", "zipOrPostalCode": "1", "country": "US"}
    partner = mockbill.partner_client.partner
    home = partner.organizations.create({"name": "Kite", "address": address})
    person = {"firstName": "Uma", "email": "u@k.test", "username": "uma", "acceptTermsOfService": True}
    user = partner.users(home["id"]).create(person)
    uma = mockbill.act_as(home["id"], user["id"])
    assert uma.vendors.create({"name": "L", "address": address})["id"]
    assert mockbill.client.vendors.list().results == []
