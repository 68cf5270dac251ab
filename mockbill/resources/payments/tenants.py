"""The organizations of a world, as they stand in the directory of the network: each is found by the others (I)."""

from hashlib import blake2b

from ...world.store import Row
from ...world.world import World
from .directory import EVERYBODY

PLACE = ("line1", "line2", "city", "stateOrProvince", "zipOrPostalCode", "country")


def network_id_of(organization: str) -> str:
    """The payment network id of an organization, always the same 16 digits (form I)."""
    return f"{int.from_bytes(blake2b(organization.encode(), digest_size=8).digest()) % 10**16:016d}"


def entry_of(world: World, organization: Row) -> Row:
    """What the directory says of an organization of this world."""
    place = {name: organization["address"][name] for name in PLACE if name in organization["address"]}
    fields = {"name": organization["name"], "type": "BILL", "addresses": [place]}
    hidden = {
        "profile": "PUBLIC",
        "autoConnect": world.choices["network.auto_connect"],
        "takesWallet": False,
        "organizationId": organization["id"],
    }
    if organization.get("phone"):
        hidden["phone"] = organization["phone"]
    return Row({"id": network_id_of(organization["id"]), **fields}, org=EVERYBODY, hidden=hidden)


def entries(world: World, but: str) -> list[Row]:
    """The organizations of this world that are live, except one."""
    found = world.store.find("organization")
    return [entry_of(world, row) for row in found if row["id"] != but and not row["archived"]]


def own_entry(world: World, org: str) -> Row:
    organization = world.store.get("organization", org)
    if organization is None:
        raise AssertionError(f"{org} is gone")
    return entry_of(world, organization)
