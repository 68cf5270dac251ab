"""E-mails stay in the world, in order, with what is attached to them; a refused call sends none."""

import pytest

from mockbill.gateway.call import Call
from mockbill.resources import emails


@pytest.fixture
def send(world):
    call = Call.by_clock(world, "008A")

    def sends(kind, *to, **options):
        with world.transaction():
            return emails.send(call, kind, to, "Hello", "Text", **options)

    return sends


def read(api, **query):
    return api.get("/_mock/emails", query_string=query).json["emails"]


def test_an_email_is_read_as_it_was_sent(api, send):
    made = send("invoice", "a@b.test", "c@d.test", about="00e1", reply_to="me@x.test")
    assert read(api) == [made] == [{
        "id": made["id"], "kind": "invoice", "to": ["a@b.test", "c@d.test"], "subject": "Hello", "text": "Text", "about": "00e1",
        "replyTo": "me@x.test", "attachments": [], "createdTime": made["createdTime"],
    }]  # fmt: skip
    assert made["createdTime"].startswith("2026-03-02T17:00")


def test_emails_are_found_by_address_kind_and_subject_matter(api, send):
    first, second, third = send("x", "a@b.test", about="1"), send("x", "c@d.test", about="2"), send("y", "a@b.test")
    assert read(api) == [first, second, third]
    assert read(api, to="a@b.test") == [first, third]
    assert read(api, kind="x") == [first, second]
    assert read(api, kind="x", about="2") == [second]
    assert read(api, about="3") == []


def test_what_is_attached_can_be_fetched(api, send):
    made = send("x", "a@b.test", attached=[("a.pdf", b"%PDF"), ("b.txt", b"two")])
    first, second = made["attachments"]
    assert (first["name"], first["contentType"], first["size"]) == ("a.pdf", "application/pdf", 4)
    found = api.get(second["path"])
    assert (found.data, found.content_type) == (b"two", "text/plain")
    for place in ("2", "x", "-1", "99999999999999999999"):
        assert api.get(f"/_mock/emails/{made['id']}/{place}").status_code == 404
    assert api.get("/_mock/emails/no/0").status_code == 404


def test_forgotten_emails_leave_nothing_behind(api, world, send):
    before = list(world.store.contents())
    made = send("x", "a@b.test", attached=[("a.pdf", b"%PDF")])
    assert api.delete("/_mock/emails").status_code == 204
    assert read(api) == [] and api.get(made["attachments"][0]["path"]).status_code == 404
    assert list(world.store.contents()) == before


def test_a_refused_call_sends_none(api, world):
    with pytest.raises(RuntimeError), world.transaction():
        emails.send(Call.by_clock(world, "008A"), "x", ["a@b.test"], "S", "T", attached=[("a.txt", b"1")])
        raise RuntimeError
    assert read(api) == []
