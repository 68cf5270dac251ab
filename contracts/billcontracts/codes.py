"""BILL's own list of error codes (`/v2/Errors.json`), held against the refusals that are known."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from billclient import SANDBOX, Gateway

from .drift import refusals

SANDBOX_LIST = "https://api-stage.bill.com/api/v2/Errors.json"
"""D docs/common-api-error-codes."""
PATH = "/api/v2/Errors.json"
CODE = re.compile(r"BDC_\d{4,}")
LEARNT = ("D", "I")
"""Evidence of a text that the list outranks: what v3 itself was seen to answer (O) stands."""


def place(gateway: Gateway) -> str:
    """Where a gateway's list is."""
    if gateway == SANDBOX:
        return SANDBOX_LIST
    url = urlsplit(gateway.connect)
    return f"{url.scheme}://{url.netloc}{PATH}"


def form(answer: Any) -> str | None:
    """How a list is given: `v2` in v2's envelope, `bare` the codes and texts alone; None: otherwise."""
    if not isinstance(answer, dict):
        return None
    inner = answer.get("response_data")
    if isinstance(inner, dict) and any(CODE.fullmatch(name) for name in inner):
        return "v2"
    return "bare" if any(CODE.fullmatch(name) for name in answer) else None


def texts(answer: Any) -> dict[str, str]:
    """Code and text of every entry, in whichever of the likely forms: members, or objects with a message."""
    return dict(sorted(_pairs(answer)))


def _pairs(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        code, text = (value.get(name) or value.get(f"error_{name}") for name in ("code", "message"))
        if isinstance(code, str) and isinstance(text, str):
            yield code, text
        for name, inner in value.items():
            told_of = inner.get("message") if isinstance(inner, dict) else inner
            if CODE.fullmatch(name) and isinstance(told_of, str):
                yield name, told_of
            else:
                yield from _pairs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _pairs(inner)


@dataclass(frozen=True)
class Compared:
    """What a list has that is not known, what it says otherwise (`known` and `listed`), and what it lacks."""

    unknown: dict[str, str]
    otherwise: dict[str, dict[str, str]]
    lacking: list[str]

    @property
    def learnt(self) -> dict[str, str]:
        """The texts that a mock takes from it."""
        settled = {code: told["listed"] for code, told in self.otherwise.items() if told["evidence"] in LEARNT}
        return dict(sorted({**self.unknown, **settled}.items()))

    @property
    def plain(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return asdict(self)


def compare(listed: Mapping[str, str]) -> Compared:
    """Hold a list against `fixtures/shapes/refusals.tsv`; however a parameter is written, and however spaces run."""
    known = {
        code: [one for one in ways if one.text != "*"] for code, ways in refusals().items() if CODE.fullmatch(code)
    }
    otherwise = {
        code: {
            "known": ways[0].text,
            "evidence": "O" if any(one.evidence == "O" for one in ways) else ways[0].evidence,
            "listed": text,
        }
        for code, text in listed.items()
        if (ways := known.get(code)) and told(text) not in [told(one.text) for one in ways]
    }
    unknown = {code: text for code, text in listed.items() if code not in known}
    return Compared(unknown, otherwise, sorted(set(known) - set(listed)))


def told(text: str) -> str:
    """A text, without what does not matter."""
    return " ".join(re.sub(r"\$\{paramName(\d)\}", r"{\1}", text).split())
