"""Rate limits: calls in an hour, calls at once, logins, text messages; on a mock, whose limits can be lowered."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from billclient import Client
from billcontracts import contract
from billcontracts.refusals import CLIENT_ERROR, judge, refused


def signed_in(world: Any) -> Client:
    client = world.client(world.session, max_in_flight=16)
    client.session.login()
    return client


@contract(
    "PL-RATE-001",
    "Beyond its calls of an hour a developer key is told BDC_1144, until the next hour begins.",
    "D",
    "docs/api-rate-limits",
)
def test_hourly(strict: Any) -> None:
    own = strict(**{"rate_limit.per_hour": 4})
    client = signed_in(own)
    for _ in range(4):
        client.vendors.list(max=1)
    with refused(CLIENT_ERROR, "BDC_1144", "Max number of allowed requests per hour reached: 4."):
        client.vendors.list(max=1)
    own.control.advance(hours=1)
    signed_in(own).vendors.list(max=1)


@contract(
    "PL-RATE-002",
    "A fourth call at once is told BDC_1322, and the first three are served.",
    "D",
    "docs/api-rate-limits",
)
def test_concurrent(strict: Any) -> None:
    own = strict()
    client = signed_in(own)
    with own.control.fault(operation="listvendors", latency=0.4), ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: client.raw("GET", "/v3/vendors"), range(8)))
    served = [answer for answer in answers if answer.status_code == 200]
    assert len(served) >= 3
    assert len(served) < 8
    for answer in answers:
        if answer.status_code != 200:
            judge(answer, CLIENT_ERROR, "BDC_1322", "Max number of concurrent requests per organization reached.")


@contract("PL-RATE-003", "After the concurrent calls have ended the next one is served.", "D", "docs/faq")
def test_after_concurrent(strict: Any) -> None:
    own = strict(**{"rate_limit.concurrent": 1})
    client = signed_in(own)
    for _ in range(3):
        assert client.vendors.list(max=1) is not None


@contract(
    "PL-RATE-004", "Logins have a limit of their own for each developer key and hour.", "D", "docs/api-rate-limits"
)
def test_logins(strict: Any) -> None:
    own = strict(**{"rate_limit.logins_per_hour": 2})
    client = signed_in(own)
    client.session.login()
    with refused(CLIENT_ERROR, "BDC_1144"):
        client.session.login()


@contract("PL-RATE-005", "A limit's refusal has no Retry-After header.", "O", "observed")
def test_no_retry_after(strict: Any) -> None:
    own = strict(**{"rate_limit.per_hour": 1})
    client = signed_in(own)
    client.vendors.list(max=1)
    answer = client.raw("GET", "/v3/vendors")
    judge(answer, CLIENT_ERROR, "BDC_1144")
    assert "retry-after" not in answer.headers


@contract("PL-RATE-006", "At most five text messages a minute are sent.", "D", "docs/api-rate-limits")
def test_messages(strict: Any) -> None:
    client = signed_in(strict())
    for _ in range(5):
        client.mfa.challenge()
    with refused(CLIENT_ERROR):
        client.mfa.challenge()


@contract("PL-RATE-007", "An S&E token has 60 calls a minute; the 61st is refused with 429.", "O", "observed")
def test_spend(strict: Any) -> None:
    own = strict(**{"rate_limit.spend_per_minute": 3})
    client = own.client(own.token)
    for _ in range(3):
        client.spend.users.current()
    with refused(429):
        client.spend.users.current()
    own.control.advance(minutes=1)
    assert client.spend.users.current()
