"""A login that reaches more organizations than one page holds. For mocks, as it makes them."""

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.targets import World

PAGE = 100
PATH = "/v3/login/organizations"


@pytest.fixture(scope="module")
def reached(world: World, control: Control) -> set[str]:
    """The ids of all organizations that the login reaches, two more than a page holds."""
    session = world.session
    assert session
    body = {"name": "Kite", "username": session.username, "password": session.password}
    made = [control.ask("POST", "/organizations", body)["organizationId"] for _ in range(PAGE + 1)]
    return {session.organizationId, *made}


@contract(
    "PL-SESS-022",
    "The organizations of a login come a hundred to a page, forth and back.",
    "D",
    "reference/listallorganizations",
)
def test_pages(bill: Client, reached: set[str]) -> None:
    first = bill.request("GET", PATH)
    assert (len(first["results"]), "prevPage" in first) == (PAGE, False)
    second = bill.request("GET", PATH, params={"page": first["nextPage"]})
    assert (len(second["results"]), "nextPage" in second) == (len(reached) - PAGE, False)
    ids = [row["organization"]["id"] for page in (first, second) for row in page["results"]]
    assert len(ids) == len(set(ids)) and set(ids) == reached
    back = bill.request("GET", PATH, params={"page": second["prevPage"]})
    assert back["results"] == first["results"]
