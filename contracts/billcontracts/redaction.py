"""What may be written of an exchange: what the kit itself invented, and what is BILL's vocabulary. All else is replaced.

An answer's text stays only if the kit sent it before it was ever received, if its shape has it as an enum, if it is a date or
a time, or (in an object that the run made, and in what BILL says of a refusal) if the kit itself has it written down.
"""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode

import httpx

from . import ledger
from .drift import refusals
from .pseudonyms import Pseudonyms
from .recording import Recorded, Recording
from .shapes import DATE, ERROR, PAGES, Shape, members_of, operation_at, operations

SIGNING = ("sessionid", "devkey", "appkey", "apitoken", "authorization", "x-idempotent-key")
TELLING = ("content-type", "retry-after")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")
CONSTANT = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
CODE = re.compile(r"BDC_\d+")
MEMBER = re.compile(r"[a-z][A-Za-z]*")
WORD = re.compile(r"[\w@.+*-]*\w")
LEAST = 6
"""Shorter secrets are replaced where they are a whole value, longer ones wherever they stand."""
SMALL = 1_500
"""A file that the kit sent is kept up to so many bytes: it is the kit's own."""


class Leak(Exception):
    """A secret would have been written."""


@dataclass(frozen=True)
class Taken:
    """One exchange as it was, with all that must not be written."""

    scope: str
    at: float
    request: httpx.Request
    response: httpx.Response


@cache
def written() -> frozenset[str]:
    """Every text that stands in the contracts."""
    found: set[str] = set()
    for file in ledger.contract_files():
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return frozenset(found)


@cache
def enums() -> frozenset[str]:
    """Every member of every enum."""
    text = json.dumps([ERROR] + [[one.answer, dict(one.types)] for one in operations().values()])
    found = re.findall(r'"enum\??([^"|]*)', text)
    return frozenset(word for words in found for word in words.split())


@cache
def words() -> frozenset[str]:
    """The words in which BILL refuses, and those of the promises, in lower case."""
    texts = [one.text for one in refusals().values()] + [one.statement for one in ledger.read()] + list(written())
    return frozenset(word.lower() for text in texts for word in re.findall(r"[A-Za-z_]+", text))


class Redactor:
    """Redacts one exchange after another, in the order in which they were made."""

    def __init__(self, secrets: Mapping[str, str], ours: set[str]) -> None:
        """`secrets` are the credentials by name, `ours` the ids of what the run made."""
        self.names, self.ours = Pseudonyms(), ours
        self.own: set[str] = set()
        """What the kit sent before it was received."""
        self.own_words: set[str] = set()
        self.numbers: set[float] = {0, 1}
        self.stand_ins = {name: self.names.of(value) for name, value in secrets.items()}
        self.forbidden = dict(secrets)
        self._within = sorted((value for value in secrets.values() if len(value) >= LEAST), key=len, reverse=True)

    def exchange(self, taken: Taken) -> Recorded:
        """What may be written of an exchange."""
        request, response = taken.request, taken.response
        kind, sent = self._sent(request)
        path = self._place(request)
        signed = {name: self._signed(request.headers[name]) for name in SIGNING if name in request.headers}
        told, answer = self._answer(request, response)
        headers = {name: response.headers[name] for name in TELLING if name in response.headers}
        return Recorded(
            taken.scope, taken.at, request.method, path, response.status_code, signed, sent, headers, answer, told, kind
        )

    # What was sent

    def _sent(self, request: httpx.Request) -> tuple[str, Any]:
        body, kind = request.content, request.headers.get("content-type", "")
        if not body:
            return "empty", None
        if kind.startswith("application/x-www-form-urlencoded"):
            pairs = [(name, self._ask(value)) for name, value in parse_qsl(body.decode("utf-8", "replace"), True)]
            return "form", dict(pairs)
        try:
            return "json", self._asked(json.loads(body))
        except ValueError:
            pass
        told: dict[str, Any] = {"bytes": len(body), "type": kind.partition(";")[0]}
        text = body.decode("latin-1")
        if len(body) <= SMALL and self.text(text) == text:
            told["content"] = text
        return "bytes", told

    def _asked(self, told: Any) -> Any:
        if isinstance(told, dict):
            return {name: self._asked(value) for name, value in told.items()}
        if isinstance(told, list):
            return [self._asked(item) for item in told]
        if isinstance(told, str):
            return self._ask(told)
        if isinstance(told, int | float):
            self.numbers.add(told)
        return told

    def _ask(self, value: str) -> str:
        """A text that the kit sends: its own, unless it was received before."""
        if (found := self.text(value)) == value and value not in self.names.known:
            self.own.add(value)
            self.own_words.update(WORD.findall(value))
            self.names.avoid.add(value)
        return found

    def text(self, value: str) -> str:
        """A text in which all that is known to be another's has its pseudonym."""
        if value in self.names.known:
            return self.names.known[value]
        for secret in self._within:
            value = value.replace(secret, self.names.known[secret])
        if not re.search(r"[\":,/ ]", value):
            return value
        parts = re.split(r"([\":,/ ]+)", value)
        return "".join(self.names.known.get(part, part) if len(part) >= LEAST else part for part in parts)

    def _place(self, request: httpx.Request) -> str:
        """Path and query; a link that was received is known as a whole."""
        if (whole := str(request.url)) in self.names.known:
            return self.names.known[whole]
        path, _, query = request.url.raw_path.decode().partition("?")
        place = "/".join(quote(self._ask(unquote(part)), safe="") for part in path.split("/"))
        if not query:
            return place
        pairs = []
        for name, value in parse_qsl(query, keep_blank_values=True):
            for part in re.findall(r'"([^"]*)"|([^:,"]+)', value):
                self._ask(part[0] or part[1])
            pairs.append((name, self._ask(value)))
        return f"{place}?{urlencode(pairs)}"

    def _signed(self, value: str) -> str:
        scheme, _, rest = value.rpartition(" ")
        if rest in self.own or rest in written() and rest not in self.forbidden.values():
            return value
        return f"{scheme} {self.names.of(rest)}".strip()

    # What came

    def _answer(self, request: httpx.Request, response: httpx.Response) -> tuple[str, Any]:
        body, kind = response.content, response.headers.get("content-type", "")
        if not body:
            return "empty", None
        try:
            told = json.loads(body)
        except ValueError:
            if kind.startswith(("text/", "application/json")):
                return "text", {"text": self.plain_text(response.text)[:SMALL]}
            return "bytes", {"bytes": len(body), "type": kind}
        operation = operation_at(request.method, request.url.path)
        parts = set(map(unquote, request.url.raw_path.decode().partition("?")[0].split("/")))
        if response.status_code >= 400:
            return "json", self._value(ERROR, told, {}, None)
        ours: bool | None = request.method != "GET" or bool(parts & self.ours)
        shape = operation.answer if operation else "any"
        return "json", self._value(shape, told, operation.types if operation else {}, ours)

    def _value(self, shape: Shape, value: Any, types: Mapping[str, Shape], ours: bool | None) -> Any:
        """A value of a shape; `ours`: of an object that the run made, None: of a refusal."""
        shape = resolved(shape, types)
        if isinstance(value, dict):
            if ours is not None and (ids := {value.get("id"), value.get("uuid")} - {None}):
                ours = bool(ids & self.ours)
            known = members_of(shape, types) if isinstance(shape, dict) else {}
            inner = {name.rstrip("!"): one for name, one in known.items()}
            return {
                name if name in inner else self._name(name): self._value(inner.get(name, "any"), one, types, ours)
                for name, one in value.items()
            }
        if isinstance(value, list):
            row = shape[0] if isinstance(shape, list) else "any"
            return [self._value(row, item, types, ours) for item in value]
        if isinstance(value, str):
            return self._came(value, shape if isinstance(shape, str) else "any", ours)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value if ours or value in self.numbers else self.names.number(value)
        return value

    def _name(self, name: str) -> str:
        """A member that no shape has: BILL's own, if it reads like one."""
        return name if MEMBER.fullmatch(name) or name in self.own else self.names.of(name)

    def _came(self, value: str, shape: str, ours: bool | None) -> str:
        if value in self.names.known:
            return self.names.known[value]
        if value == "" or value in self.own or DATE.fullmatch(value) or MOMENT.fullmatch(value) or value in enums():
            return value
        if "enum" in shape and CONSTANT.fullmatch(value) or ours and value in written():
            return value
        if ours is None:
            return value if CODE.fullmatch(value) else self.plain_text(value)
        return self.names.of(value)

    def plain_text(self, text: str) -> str:
        """What BILL says to a reader: its own words stay, and those that the kit sent."""

        def word(found: re.Match[str]) -> str:
            one = found.group()
            if one in self.names.known:
                return self.names.known[one]
            letters = re.findall(r"[A-Za-z_]+", one)
            known = bool(letters) and all(part.lower() in words() for part in letters)
            if (known and not re.search(r"[\d@]", one)) or CODE.fullmatch(one) or one in self.own_words:
                return one
            return self.names.of(one)

        return WORD.sub(word, text)

    # What was written

    def check(self, recording: Recording) -> None:
        """Raises Leak when a secret stands in what would be written."""
        texts = list(_texts([[one.path, one.signed, one.sent, one.answer] for one in recording.exchanges]))
        texts += [one.reason for one in recording.scopes.values()]
        for name, value in self.forbidden.items():
            whole = len(value) < LEAST
            if any(value == text if whole else value in text or value in unquote(text) for text in texts):
                raise Leak(f"the value of {name} would stand in the recording, which is not written")


def resolved(shape: Shape, types: Mapping[str, Shape]) -> Shape:
    """A shape that is an object, a list or words: names looked up, pages told."""
    if isinstance(shape, str) and shape.startswith("@"):
        return resolved(types[re.split(r"[|]", shape[1:])[0]], types)
    if isinstance(shape, str) and shape.split()[0] in PAGES:
        kind, _, row = shape.partition(" ")
        return {"results!": [row], **PAGES[kind]}
    return shape


def _texts(told: Any) -> Iterator[str]:
    if isinstance(told, dict):
        for value in told.values():
            yield from _texts(value)
    elif isinstance(told, list):
        for item in told:
            yield from _texts(item)
    elif isinstance(told, str):
        yield told
