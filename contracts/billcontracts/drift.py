"""Drift: where a target answers otherwise than is known of BILL, collected one finding for each place and kind.

Values are not compared, only what they are: volatile members (ids, times, amounts, texts of one's own) differ between any
two runs. Of a refusal's text the parameters are volatile (`{0}` in `shapes/refusals.tsv`), of the headers all but HEADERS.
"""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any

import httpx

from .failures import Exchange, redact
from .shapes import KINDS, Wrong, data, operation_at, refusal_problems

HEADERS = ("content-type", "retry-after")
"""What is compared of the headers: JSON is called so (D), and a limit says nothing of when to come back (O)."""
MOST_FOUND = 5


@dataclass(frozen=True)
class Known:
    """A refusal as it is known: the statuses it may have, how sure its text is (D, O, I), and the text."""

    statuses: tuple[str, ...]
    evidence: str
    text: str

    def says(self, message: str) -> bool:
        """Whether a message is this text, whatever its parameters, alone or with an object's id in front (O)."""
        pattern = re.sub(r"\\\{\d\\\}", ".*", re.escape(" ".join(self.text.split())))
        return self.text == "*" or re.fullmatch(rf"(\w+ : )?{pattern}", " ".join(message.split()), re.S) is not None


@cache
def refusals() -> dict[str, list[Known]]:
    """Every refusal that is known, by its code (`null` where there is none): one way or several of saying so."""
    text = data("_shapes", "../../fixtures/shapes").joinpath("refusals.tsv").read_text("utf-8")
    found: dict[str, list[Known]] = {}
    for row in csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE):
        known = Known(tuple(row["statuses"].split()), row["evidence"], row["text"])
        found.setdefault(row["code"], []).append(known)
    return found


@dataclass
class Finding:
    """One thing that is otherwise at one place of one operation, with the first exchange that shows it."""

    operation: str
    at: str
    kind: str
    expected: str
    evidence: str
    request: str
    answer: str
    found: list[str] = field(default_factory=list)
    times: int = 0
    contracts: list[str] = field(default_factory=list)

    @property
    def counts(self) -> bool:
        """Whether it breaks a promise; what was only inferred is learnt instead, and what `differs` tells is known."""
        return self.evidence not in ("I", "known")

    def add(self, found: Iterable[str], contracts: Iterable[str], times: int = 1) -> None:
        """Seen again."""
        self.times += times
        self.found += [one for one in found if one not in self.found][: MOST_FOUND - len(self.found)]
        self.contracts = sorted({*self.contracts, *contracts} - {""})


@dataclass
class Drift:
    """All that a run found."""

    findings: dict[tuple[str, str, str], Finding] = field(default_factory=dict)

    def note(self, exchange: Exchange, wrong: Iterable[Wrong], contract: str, evidence: str = "D") -> None:
        """What is wrong with one answer."""
        place = place_of(exchange.method, exchange.path)
        once = {(one.at, one.kind): one for one in reversed(list(wrong))}  # however many rows of a list show it
        for one in once.values():
            tag = one.evidence if isinstance(one, Otherwise) and evidence != "known" else evidence
            first = Finding(place, one.at, one.kind, one.expected, tag, exchange.request, exchange.told)
            known = self.findings.setdefault((place, one.at, one.kind), first)
            known.evidence = tag if not known.counts else known.evidence
            known.add([redact(one.found)], [contract])

    def worst_first(self) -> list[Finding]:
        """What breaks a promise before what was inferred, the worse kind before the lesser."""
        return sorted(
            self.findings.values(),
            key=lambda one: (not one.counts, KINDS.index(one.kind), -one.times, one.operation, one.at),
        )

    def take(self, plain: list[dict[str, Any]]) -> None:
        """Take over what another process, or an earlier run, found."""
        for row in plain:
            other = Finding(**row)
            known = self.findings.setdefault((other.operation, other.at, other.kind), other)
            if known is not other:
                known.add(other.found, other.contracts, other.times)

    def plain(self) -> list[dict[str, Any]]:
        """As JSON can hold it, worst first."""
        return [asdict(one) for one in self.worst_first()]


class Otherwise(Wrong):
    """Something wrong whose evidence is its own, not the contract's."""

    evidence: str


def otherwise(evidence: str, wrong: Wrong) -> Wrong:
    """The same, on evidence of its own."""
    told = Otherwise(wrong.kind, wrong.at, str(wrong), wrong.expected, wrong.found)
    told.evidence = evidence
    return told


def place_of(method: str, path: str) -> str:
    """The operation's id; a path that is none's is told as it was."""
    operation = operation_at(method, path.partition("?")[0])
    return operation.id if operation else f"{method} {path.partition('?')[0]}"


def deviations(response: httpx.Response) -> list[Wrong]:
    """All that is otherwise in an answer: status, shape, refusal, headers."""
    request, path = response.request, response.request.url.path
    if response.status_code >= 500:
        told = "the server failed"
        return [Wrong("server", "answer", told, "2xx or a refusal of 4xx", str(response.status_code))]
    if response.status_code >= 400:
        if not path.startswith(("/connect/", "/connect-events/")):
            return []
        wrong = refusal_problems(response.content)
        return (wrong or _refusal(response)) + _headers(response)
    operation = operation_at(request.method, path)
    if operation is None:
        return []
    wrong = operation.problems(response.status_code, response.content)
    return wrong + (_headers(response) if response.content and operation.answer not in ("any", "empty") else [])


def _refusal(response: httpx.Response) -> list[Wrong]:
    found = []
    for entry in response.json():
        code, message = entry["code"] or "null", entry["message"]
        ways, at, status = refusals().get(code), f"refusal {code}", str(response.status_code)
        if ways is None:
            found.append(Wrong("code", at, f"{code} is not known", "a code that is known", f"{code} {message}"))
            continue
        here = [known for known in ways if status in known.statuses]
        if not here:
            statuses = " or ".join(status for known in ways for status in known.statuses)
            told = f"{code} comes with {status} instead of {statuses}"
            found.append(otherwise("I", Wrong("status", at, told, statuses, status)))
        if not any(known.says(message) for known in here or ways):
            known = (here or ways)[0]
            told = f"{code} says {message!r} instead of {known.text!r}"
            found.append(otherwise(known.evidence, Wrong("text", at, told, known.text, message)))
    return found


def _headers(response: httpx.Response) -> list[Wrong]:
    found = []
    kind = response.headers.get("content-type", "")
    if not kind.startswith("application/json"):
        told = f"content-type {kind or 'is absent'} instead of application/json"
        found.append(Wrong("header", "content-type", told, "application/json", kind or "absent"))
    if "retry-after" in response.headers and response.status_code < 500:
        told = "retry-after where there is none"
        found.append(otherwise("O", Wrong("header", "retry-after", told, "absent", response.headers["retry-after"])))
    return found
