"""The control API of a running mockbill, over HTTP and with nothing but the standard library."""

import json
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

TIMEOUT = 60


class Refused(Exception):
    """Why there is no answer, in one line."""


def control(url: str, method: str, path: str, body: Any = None) -> Any:
    """One call, e.g. `control(url, "POST", "/clock", {"advance": {"days": 3}})`; what it answers.

    Raises:
        Refused: nothing answers there, it is not mockbill, or mockbill says no.
    """
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise Refused(f"not a URL: {url!r}; it looks like http://127.0.0.1:8585")
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"} if data else {}
    request = Request(f"{url.rstrip('/')}/_mock{path}", data, headers, method=method)
    try:
        # A mock is near: no proxy leads to it.
        with build_opener(ProxyHandler({})).open(request, timeout=TIMEOUT) as answer:
            return json.loads(answer.read() or b"null")
    except HTTPError as error:
        raise Refused(reason(url, error.read())) from error
    except OSError as error:
        why = getattr(error, "reason", error)
        raise Refused(f"no mockbill answers at {url}: {why}; start one with `mockbill serve`") from error
    except ValueError as error:
        raise Refused(f"what answers at {url} is not mockbill") from error


def reason(url: str, answer: bytes) -> str:
    return complaint(answer) or f"what answers at {url} is not mockbill"


def complaint(answer: bytes) -> str:
    """What a control API that says no complains of; empty when it is no such answer."""
    try:
        told = json.loads(answer)
        return "; ".join(one["message"] for one in told) if isinstance(told, list) else str(told["error"])
    except (ValueError, KeyError, TypeError):
        return ""
