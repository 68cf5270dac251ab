"""Ids: BILL's forms, unique in a world, reproducible from its seed."""

import base64
import re
import uuid

from mockbill.world.ids import Ids

BILL_ID = re.compile(r"^[0-9a-z]{3}[0-9]{2}[A-Z]{10}[0-9A-Za-z]{5}$")


def test_an_id_has_bills_form():
    ids = Ids("seed", "secret")
    for prefix in ("009", "00n", "bli"):
        found = ids.new(prefix)
        assert BILL_ID.match(found) and found.startswith(prefix) and len(found) == 20


def test_ids_repeat_with_the_seed_and_differ_between_seeds():
    assert [Ids("a", "x").new("009") for _ in range(3)] == [Ids("a", "y").new("009") for _ in range(3)]
    assert Ids("a", "x").new("009") != Ids("b", "x").new("009")


def test_ids_are_unique():
    ids = Ids("seed", "secret")
    assert len({ids.new("009") for _ in range(20_000)}) == 20_000


def test_secrets_differ_between_worlds_of_one_seed():
    assert Ids("a", "x").token() != Ids("a", "y").token()
    assert Ids("a", "x").key() != Ids("a", "y").key()
    assert len(base64.b64decode(Ids("a", "x").key())) == 32


def test_spend_ids_are_base64_of_type_and_number_and_base32hex_of_a_version_4_uuid():
    legacy, handle = Ids("seed", "secret").spend("usr", "User")
    assert re.fullmatch(r"User:\d+", base64.b64decode(legacy).decode())
    assert re.fullmatch(r"usr_[0-9a-v]{26}", handle)
    hexadecimal = (
        handle[4:]
        .upper()
        .translate(str.maketrans("0123456789ABCDEFGHIJKLMNOPQRSTUV", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
    )
    assert uuid.UUID(bytes=base64.b32decode(hexadecimal + "======")).version == 4


def test_what_has_no_number_has_one_uuid_in_both_its_ids():
    legacy, handle = Ids("seed", "secret").spend_uuid("txr", "Transaction")
    kind, _, drawn = base64.b64decode(legacy).decode().partition(":")
    assert kind == "Transaction" and uuid.UUID(drawn).version == 4
    assert base64.b32hexdecode(handle[4:].upper() + "======") == uuid.UUID(drawn).bytes
