"""What it means that BILL refuses: the status, the code, the texts, in BILL's shape."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from billclient import APIError

from .exchanges import told
from .failures import Failure
from .shapes import Wrong, refusal_problems

ANY = "any"
Statuses = int | tuple[int, ...] | range
CLIENT_ERROR = range(400, 500)
"""For contracts on what only we decided: refused, in BILL's shape, and no more is asserted."""


@dataclass
class Refused:
    """What was refused, after the block."""

    error: APIError | None = field(default=None)

    @property
    def messages(self) -> list[str]:
        assert self.error
        return self.error.messages

    @property
    def codes(self) -> list[str | None]:
        assert self.error
        return [item.code for item in self.error.errors]


@contextmanager
def refused(status: Statuses, code: str | None = ANY, *messages: str) -> Iterator[Refused]:
    """The block's call must be refused: `with refused(404, "BDC_1205"): bill.vendors.get("009…")`.

    Parameters:
        status: the HTTP status, several, or `CLIENT_ERROR`.
        code: of the first entry; None for a null code; `ANY` where it is not known.
        messages: all texts, in order; none where the text is not known.
    """
    found = Refused()
    try:
        yield found
    except APIError as error:
        found.error = error
    else:
        wrong = Wrong("status", f"refusal {label(code)}", "not refused", expectation(status, code, messages), "2xx")
        raise Failure("not refused", expected=expectation(status, code, messages), wrong=[wrong])
    judge(found.error.response, status, code, *messages)


def as_allowed(call: Callable[[], Any], allowed: bool) -> Any:
    """Do what a model allows; what it does not allow must be refused. Answers None for what was."""
    try:
        answer = call()
    except APIError as error:
        assert not allowed, f"refused although nothing stands against it: {error}"
        return None
    assert allowed, f"done although it should be refused: {answer}"
    return answer


def judge(response: httpx.Response, status: Statuses, code: str | None = ANY, *messages: str) -> list[dict[str, Any]]:
    """The response must be this refusal; answers its entries. For calls made with `raw`."""
    statuses = (status,) if isinstance(status, int) else status
    if response.status_code >= 500:
        raise Failure("the server failed", told(response), expected=expectation(status, code, messages))
    if response.status_code >= 400 and (strange := refusal_problems(response.content)):
        raise Failure("a refusal in another shape", told(response), expected="; ".join(strange), wrong=strange)
    entries = response.json() if response.status_code >= 400 else []
    at, wrong = f"refusal {label(code)}", []
    if response.status_code not in statuses:
        expected = expectation(status, ANY, ())
        wrong.append(Wrong("status", at, "another status", expected, str(response.status_code)))
    elif code != ANY and entries[0]["code"] != code:
        wrong.append(Wrong("code", at, "another code", str(code), str(entries[0]["code"])))
    elif messages and [entry["message"] for entry in entries] != list(messages):
        came = " | ".join(entry["message"] for entry in entries)
        wrong.append(Wrong("text", at, "another text", " | ".join(messages), came))
    if wrong:
        expected = expectation(status, code, messages)
        raise Failure("not the refusal that is known", told(response), expected=expected, wrong=wrong)
    return entries


def lacking(response: httpx.Response, *members: str) -> None:
    """The response must refuse a body for these members that it lacks, each in an entry (O: `address: must not be null`)."""
    entries = judge(response, 400)
    assert sorted(entry["message"].partition(": must not be ")[0] for entry in entries) == sorted(members)


def label(code: str | None) -> str:
    """The code that was expected, as a finding names it."""
    return "of any code" if code == ANY else str(code)


def expectation(status: Statuses, code: str | None, messages: tuple[str, ...]) -> str:
    which = "4xx" if status == CLIENT_ERROR else str(status)
    return " ".join([which, "" if code == ANY else str(code), " | ".join(messages)]).strip()
