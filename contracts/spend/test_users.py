"""S&E users: people of the company, retired rather than deleted."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.factories import unique
from billcontracts.properties import properties
from billcontracts.refusals import CLIENT_ERROR, judge, refused
from hypothesis import given
from hypothesis import strategies as st


def person(**fields: Any) -> dict[str, Any]:
    return {
        "firstName": "Ines",
        "lastName": "Okafor",
        "email": f"{unique('ines').replace(' ', '.')}@kit.example",
        "role": "MEMBER",
        **fields,
    }


@pytest.fixture
def user(spend: Client) -> dict[str, Any]:
    return spend.spend.users.create(person())


@contract("SE-USER-001", "A user is made with 200, and found by id and by uuid alike.", "O", "observed")
def test_create(spend: Client) -> None:
    sent = person()
    made = spend.spend.users.create(sent)
    assert {name: made[name] for name in sent} == sent
    assert made["retired"] is False
    assert spend.spend.users.get(made["id"]) == spend.spend.users.get(made["uuid"]) == made


@contract("SE-USER-002", "Name, email and role are required, an unknown role is 400.", "S", "reference/createuser")
def test_required(spend: Client) -> None:
    entries = judge(spend.raw("POST", "/v3/spend/users", json={}), 400)
    assert {entry["message"].partition(":")[0] for entry in entries} == {"firstName", "lastName", "email", "role"}
    judge(spend.raw("POST", "/v3/spend/users", json=person(role="PIRATE")), 400)


@contract(
    "SE-USER-003", "PATCH changes what is sent; what BILL does not know is ignored, retired included.", "O", "observed"
)
def test_patch(spend: Client, user: dict[str, Any]) -> None:
    changed = spend.spend.users.update(user["uuid"], {"firstName": "Inez", "retired": True, "manager": "x"})
    assert changed == {**user, "firstName": "Inez"}
    assert spend.spend.users.get(user["uuid"]) == changed


@contract(
    "SE-USER-004",
    "A deleted user is answered with nothing, reads retired, and is listed only when asked for.",
    "O",
    "observed",
)
def test_delete(spend: Client, user: dict[str, Any]) -> None:
    assert spend.spend.users.delete(user["uuid"]) is None
    assert spend.spend.users.get(user["uuid"])["retired"] is True
    assert user["uuid"] not in [row["uuid"] for row in spend.spend.users.iterate()]
    assert user["uuid"] in [row["uuid"] for row in spend.spend.users.iterate(filters="retired:eq:true")]


@contract("SE-USER-005", "An email is used once.", "I", "reference/createuser")
def test_duplicate(spend: Client, user: dict[str, Any]) -> None:
    with refused(CLIENT_ERROR):
        spend.spend.users.create(person(email=user["email"]))


@contract("SE-USER-006", "Whatever is patched in a user, the next read agrees.", "I", "reference/updateuser")
@properties
@given(
    change=st.fixed_dictionaries({}, optional={
        "firstName": st.text(st.characters(categories=["L"]), min_size=1, max_size=30), "role": st.sampled_from(["AUDITOR", "BOOKKEEPER", "MEMBER"]),
        "lastName": st.text(st.characters(categories=["L"]), min_size=1, max_size=30),
    })
)  # fmt: skip
def test_patch_then_get(spend: Client, lasting: str, change: dict[str, Any]) -> None:
    changed = spend.spend.users.update(lasting, change)
    assert change.items() <= changed.items()
    assert spend.spend.users.get(lasting) == changed


@pytest.fixture(scope="module")
def lasting(spend: Client) -> str:
    return spend.spend.users.create(person())["uuid"]
