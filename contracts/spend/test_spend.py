"""Spend & Expense as a whole: its token, its two kinds of id, its cursors and filters."""

import base64
from typing import Any
from uuid import UUID

import pytest
from billclient import ApiToken, Client
from billcontracts import contract
from billcontracts.factories import unique
from billcontracts.refusals import CLIENT_ERROR, judge, refused
from billcontracts.targets import World


@contract(
    "SE-GEN-001", "The current user is the one who made the token, with both ids.", "D", "reference/getcurrentuser"
)
def test_current(spend: Client) -> None:
    me = spend.spend.users.current()
    assert spend.spend.users.get(me["uuid"]) == spend.spend.users.get(me["id"]) == me
    assert base64.b64decode(me["id"]).startswith(b"User:")


@contract(
    "SE-GEN-002", "A wrong token is 401, a missing one refused, and a token does not go as Bearer.", "O", "observed"
)
def test_token(world: World, spend: Client, stranger: Client) -> None:
    with refused(401):
        world.client(ApiToken("wrong")).spend.users.current()
    judge(stranger.raw("GET", "/v3/spend/users/current"), 401)
    bearer = {"Authorization": f"Bearer {world.token.apiToken}"}
    judge(stranger.raw("GET", "/v3/spend/users/current", headers=bearer), CLIENT_ERROR)


@contract("SE-GEN-003", "A uuid is a prefix and 26 letters and digits that hold a version 4 UUID.", "O", "observed")
def test_uuid(spend: Client) -> None:
    text = spend.spend.users.current()["uuid"].partition("_")[2]
    raw = base64.b32hexdecode(text.upper() + "=" * (-len(text) % 8))
    assert UUID(bytes=raw).version == 4


@contract("SE-GEN-004", "max beyond 100 is 400 and says so.", "O", "observed")
@pytest.mark.parametrize("kind", ["budgets", "users"])
def test_max(spend: Client, kind: str) -> None:
    with refused(400) as found:
        getattr(spend.spend, kind).list(max=101)
    assert found.messages == ["max: must be less than or equal to 100"]
    with refused(400):
        getattr(spend.spend, kind).list(max=0)


@contract("SE-GEN-005", "A filter on an unknown field is 400; an unknown query name is ignored.", "O", "observed")
@pytest.mark.parametrize("kind", ["budgets", "users"])
def test_unknown(spend: Client, kind: str) -> None:
    with refused(400):
        getattr(spend.spend, kind).list(filters="bogus:eq:1")
    assert spend.request("GET", f"/v3/spend/{kind}", params={"bogus": "1", "page": "2"})["results"] is not None


@contract("SE-GEN-006", "A cursor is the index of the last row served; it goes back as nextPage.", "O", "observed")
def test_cursor(spend: Client) -> None:
    for _ in range(2):
        spend.spend.users.create(
            {
                "firstName": "Ines",
                "lastName": "Okafor",
                "email": f"{unique('i').replace(' ', '')}@kit.example",
                "role": "MEMBER",
            }
        )
    page = spend.spend.users.list(max=1)
    assert base64.b64decode(page.next_page) == b"arrayconnection:0"
    walked = [row["uuid"] for row in spend.spend.users.iterate(max=1)]
    assert len(walked) == len(set(walked)) >= 3
    assert walked == [row["uuid"] for row in spend.spend.users.list(max=100)]


@contract("SE-GEN-007", "An unknown id is 404.", "O", "observed")
def test_unknown_id(spend: Client) -> None:
    for call in (spend.spend.users.get, spend.spend.budgets.get):
        with refused(404):
            call("bgt_00000000000000000000000000")


@contract("SE-GEN-008", "A session of AP and AR opens nothing here.", "I", "docs/authentication-with-api-token")
def test_session(bill: Client, stranger: Client, world: World) -> None:
    answer: Any = bill.session.login()
    headers = {"sessionId": answer["sessionId"], "devKey": world.session.devKey}
    judge(stranger.raw("GET", "/v3/spend/users/current", headers=headers), CLIENT_ERROR)


@contract("SE-GEN-009", "There is no list of all members, and no company to read: 404.", "O", "observed")
@pytest.mark.parametrize("path", ["members", "company"])
def test_no_such_path(spend: Client, path: str) -> None:
    judge(spend.raw("GET", f"/v3/spend/{path}"), 404)


@contract("SE-GEN-010", "Two filters parameters, or terms joined by a semicolon, count for nothing.", "O", "observed")
def test_ignored_filters(spend: Client) -> None:
    everyone = [row["uuid"] for row in spend.spend.users.list(max=100)]
    twice = spend.raw("GET", "/v3/spend/users?max=100&filters=retired:eq:true&filters=bogus:eq:1").json()
    joined = spend.spend.users.list(max=100, filters="retired:eq:true;bogus:eq:1")
    assert [row["uuid"] for row in twice["results"]] == [row["uuid"] for row in joined] == everyone


@contract("SE-GEN-011", "A cursor past the end answers no rows.", "O", "observed")
def test_past_the_end(spend: Client) -> None:
    cursor = base64.b64encode(b"arrayconnection:99999").decode()
    answer = spend.spend.budgets.list(page=cursor)
    assert (answer.results, answer.next_page) == ([], None)


@contract("SE-GEN-012", "prevPage leads back to the rows before.", "I", "reference/listbudgets")
def test_back(spend: Client) -> None:
    first = spend.spend.users.list(max=1)
    second = spend.spend.users.list(max=1, page=first.next_page)
    assert spend.spend.users.list(max=1, prev_page=second.prev_page).results == first.results


@contract("SE-GEN-013", "A sort is of one field; by an unknown one it is 400.", "I", "reference/listbudgets")
@pytest.mark.parametrize("sort", ["name:asc,limit:asc", "bogus:asc", "name:sideways"])
def test_sort(spend: Client, sort: str) -> None:
    with refused(400):
        spend.spend.budgets.list(sort=sort)


@contract(
    "SE-GEN-014",
    "A time in a filter is quoted: unquoted it breaks on its colons. A date alone is its first moment.",
    "O",
    "observed",
)
def test_times(spend: Client) -> None:
    claims = spend.spend.reimbursements
    assert claims.list(filters='submittedTime:gte:"2999-01-01T00:00:00.000Z"').results == []
    with refused(400):
        claims.list(filters="submittedTime:gte:2999-01-01T00:00:00.000Z")
    assert claims.list(filters="submittedTime:lte:2000-01-01").results == []
    with refused(400):
        claims.list(filters="submittedTime:eq:2026-01-01")


@contract(
    "SE-GEN-015", "More than 60 calls in a minute with one token are 429; each minute begins anew.", "O", "observed"
)
def test_rate(strict: Any) -> None:
    world = strict()
    client = world.client(world.token)
    for _ in range(60):
        client.spend.users.current()
    with refused(429):
        client.spend.users.current()
    world.control.advance(minutes=1)
    client.spend.users.current()
