"""Presigned URLs: bytes in without a token, for a while; a link gives them back."""

import pytest
from werkzeug.test import Client

from mockbill.gateway.call import Call
from mockbill.gateway.errors import Refusal
from mockbill.resources.spend import uploads

PNG = b"\x89PNG\r\n\x1a\n picture"


@pytest.fixture
def call(world):
    made = Call.by_clock(world, world.store.meta("credentials")["organizationId"])
    made.base_url = "http://mock.test"
    return made


@pytest.fixture
def url(call, world):
    with world.transaction():
        return uploads.presign(call)["url"]


@pytest.fixture
def anyone(simulation):
    """Who has no credential, of no world in particular."""
    return Client(simulation.wsgi)


def put(anyone, url, data=PNG, content_type="image/png"):
    return anyone.put(url.removeprefix("http://mock.test"), data=data, content_type=content_type)


def receive(world, call, url, *more):
    with world.transaction():
        return uploads.receive(call, url, *more)


def test_who_has_the_url_puts_bytes_and_reads_them_by_the_receipt_s_link(world, call, url, anyone):
    answer = put(anyone, url)
    assert (answer.status_code, answer.data) == (200, b"")
    receipt = receive(world, call, url, "lunch.png")
    assert (receipt["filename"], receipt["uuid"][:4]) == ("lunch.png", "rct_")
    shown = anyone.get(receipt["url"].removeprefix("http://mock.test"))
    assert (shown.data, shown.content_type) == (PNG, "image/png")


def test_without_a_name_a_receipt_has_the_last_part_of_the_url(world, call, url, anyone):
    put(anyone, url)
    assert receive(world, call, url)["filename"] == url.partition("?")[0].rpartition("/")[2]


def test_a_url_takes_bytes_for_a_quarter_of_an_hour_and_a_receipt_may_come_later(world, call, url, anyone):
    world.advance_to(world.clock.now() + 15 * 60_000 - 2)
    assert put(anyone, url).status_code == 200
    world.advance_to(world.clock.now() + 1)
    assert put(anyone, url).status_code == 403
    assert receive(world, call, url)["uuid"]


def test_a_url_is_used_again_unless_the_world_says_once(world, call, url, anyone):
    put(anyone, url, b"first")
    assert put(anyone, url, b"second").status_code == 200
    one, two = receive(world, call, url, "a.png"), receive(world, call, url, "b.png")
    assert one["uuid"] != two["uuid"]
    world.choices.update({"spend.upload_single_use": True})
    assert put(anyone, url, b"third").status_code == 403
    assert anyone.get(two["url"].removeprefix("http://mock.test")).data == b"second"


@pytest.mark.parametrize("bad", ["x", "http://elsewhere.test/receipt.png", "", "http://mock.test/spend-uploads/"])
def test_a_url_that_was_not_issued_is_refused(world, call, bad):
    with pytest.raises(Refusal, match="url: is not an upload URL") as refusal:
        receive(world, call, bad)
    assert refusal.value.status == 400


def test_a_url_without_bytes_is_refused_and_so_is_that_of_another_company(world, call, url, anyone):
    with pytest.raises(Refusal, match="image: nothing was uploaded"):
        receive(world, call, url, "", "image")
    put(anyone, url)
    with pytest.raises(Refusal, match="url: is not an upload URL"):
        receive(world, Call.by_clock(world, "00801OTHER"), url)
    assert put(anyone, "/spend-uploads/none?world=" + world.key).status_code == 404


def test_a_discarded_receipt_leads_nowhere_and_its_bytes_go_with_the_last(world, call, url, anyone):
    put(anyone, url)
    one, two = receive(world, call, url), receive(world, call, url)
    world.advance_to(world.clock.now() + 16 * 60_000)
    with world.transaction():
        uploads.discard(call, one["uuid"])
    assert anyone.get(one["url"].removeprefix("http://mock.test")).status_code == 404
    assert anyone.get(two["url"].removeprefix("http://mock.test")).data == PNG
    with world.transaction():
        uploads.discard(call, two["uuid"])
    assert world.store.db.execute("SELECT count(*) FROM blob WHERE id LIKE 'upload %'").fetchone() == (0,)


def test_the_links_of_a_copied_world_lead_to_it(simulation, anyone):
    made = [simulation.worlds.create(name, seed="small-business") for name in ("one", "copy")]
    for world in made:
        for claim in world.store.find("reimbursement"):
            (receipt,) = claim["receipts"]
            assert receipt["url"].endswith(f"?world={world.key}")
            path = receipt["url"].removeprefix(world.home)
            assert anyone.get(path).status_code == 200
    for name in ("one", "copy"):
        simulation.worlds.remove(name)
