"""Throughput of `mockbill serve` with all rules on, against a bare route on the same server in the same run."""

import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from mockbill.world.memory import PAGES

from .load import per_second, request

MOCKBILL = str(Path(sys.executable).with_name("mockbill"))
COUNT = 4000
ROUNDS = 3
BARE = "against bare Flask + orjson"
VENDOR = {"name": "Lake", "address": {"line1": "1", "city": "C", "zipOrPostalCode": "1", "country": "US"}}


def call(base: str, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
    data = None if body is None else orjson.dumps(body)
    asked = urllib.request.Request(
        base + path, data, {"Content-Type": "application/json", **(headers or {})}, method=method
    )
    with urllib.request.urlopen(asked) as answer:
        content = answer.read()
    return orjson.loads(content) if content else None


@contextmanager
def mock(*options: str) -> Iterator[tuple[str, dict[str, str]]]:
    """A served mock; its base URL and the headers of a session. Limits are on, but high enough for the load."""
    process = subprocess.Popen(
        [MOCKBILL, "serve", "--port", "0", "--seed", "empty", *options],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout
        base = next(word for word in process.stdout.readline().split() if word.startswith("http"))
        high = {"rate_limit.per_hour": 10**9, "rate_limit.concurrent": 1000, "session.idle_minutes": 10**6}
        call(base, "PATCH", "/_mock/choices", high)
        keys = call(base, "GET", "/_mock/info")["credentials"]
        login = call(
            base,
            "POST",
            "/connect/v3/login",
            {k: keys[k] for k in ("username", "password", "organizationId", "devKey")},
        )
        yield base, {"sessionId": login["sessionId"], "devKey": keys["devKey"]}
    finally:
        process.terminate()
        process.wait(5)


@contextmanager
def bare(one: Any, page: Any) -> Iterator[str]:
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.bare"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert process.stdin and process.stdout
        process.stdin.write(orjson.dumps([one, page]))
        process.stdin.close()
        base = process.stdout.readline().decode().strip()
        for _ in range(200):
            try:
                call(base, "GET", "/page")
                break
            except OSError:
                time.sleep(0.02)
        yield base
    finally:
        process.terminate()
        process.wait(5)


def bill(vendor: str, number: int) -> dict[str, Any]:
    lines = [{"amount": 10.5 + n, "description": f"line {n}"} for n in range(3)]
    return {
        "vendorId": vendor, "dueDate": "2030-01-31", "billLineItems": lines,
        "invoice": {"invoiceNumber": f"B-{number}", "invoiceDate": "2030-01-01"},
    }  # fmt: skip


def measure() -> Iterator[tuple[str, str, str, bool]]:
    """Rows of the table: what, measured, budget, kept."""
    with mock() as (base, session):
        vendor = call(base, "POST", "/connect/v3/vendors", VENDOR, session)["id"]
        for start in range(0, 1000, 100):
            bills = [bill(vendor, number) for number in range(start, start + 100)]
            call(base, "POST", "/connect/v3/bills/bulk", bills, session)
        page = call(base, "GET", "/connect/v3/bills?max=100", headers=session)
        one = page["results"][0]
        body = orjson.dumps(bill(vendor, 0))
        bare_page = [request("GET", "/page?max=100", session)]
        many = [f"/connect/v3/bills?max=100&filters=dueDate:lt:{2031 + number}-01-01" for number in range(2 * PAGES)]
        posts = [request("POST", "/connect/v3/bills", session, body)]
        cases = (
            (f"GET one bill, {BARE}", 0.6, COUNT, 200, [request("GET", f"/connect/v3/bills/{one['id']}", session)], [request("GET", f"/one/{one['id']}", session)]),
            (f"a page of 100 bills, the same again, {BARE}", 1.0, COUNT // 2, 200, [request("GET", "/connect/v3/bills?max=100", session)], bare_page),
            (f"a page of 100 bills, each another, {BARE}", None, COUNT // 2, 200, [request("GET", path, session) for path in many], bare_page),
            (f"POST bill, {BARE}", 0.5, COUNT // 2, 201, posts, [request("POST", "/one", session, body)]),
            ("POST bill, against Flask that only validates and writes its rows", None, COUNT // 2, 201, posts, [request("POST", "/written", session, body)]),
        )  # fmt: skip
        with bare(one, page) as yardstick:
            for name, budget, count, status, ours, theirs in cases:
                ratios = []
                for _ in range(ROUNDS):
                    reference = per_second(yardstick, theirs, count, status)
                    found = per_second(base, ours, count, status)
                    ratios.append((found / reference, found, reference))
                ratio, found, reference = sorted(ratios)[ROUNDS // 2]
                measured = f"{ratio:.2f}× ({found:,.0f}/s of {reference:,.0f}/s)"
                wanted = f"≥ {budget}×" if budget else "reported"
                yield name, measured, wanted, not budget or ratio >= budget
