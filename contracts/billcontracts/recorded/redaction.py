"""What may be written of an exchange: what the kit itself invented, and what is BILL's vocabulary. All else is replaced.

An answer's text stays only if the kit sent it before it was ever received, if its shape has it as an enum, if it is a date or
a time, or (in an object that the run made, and in what BILL says of a refusal) if the kit itself has it written down.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode

import httpx

from ..shapes import DATE, ERROR, PAGES, Shape, members_of, operation_at
from .owners import Owners, Whose
from .pseudonyms import BARE_ID, BETWEEN, Pseudonyms
from .recording import Recorded, Recording
from .vocabulary import WORD, told_of_all, words, written, written_numbers

SIGNING = ("sessionid", "devkey", "appkey", "apitoken", "authorization", "x-idempotent-key")
TELLING = ("content-type", "retry-after")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")
CONSTANT = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
CODE = re.compile(r"BDC_\d+")
MEMBER = re.compile(r"[a-z][A-Za-z]*")
TELLS_NOTHING = re.compile(r"\d{0,2}|0+|true|false|null")
MASKED = re.compile(r"[*xX]+(\d{4})")
HANDLE = 10**5
"""So large a number, when it is sent after it was received, is the name of something."""
NUMBERED = re.compile(r'(?<=")[A-Z]{0,6}\d[\d -]{4,}\d(?=")')
"""The number of a payment, a check, an account: lists are sorted by it."""
LONG = 3
"""Of so many digits a number may be part of a telephone's."""
LEAST = 6
"""Shorter secrets are replaced where they are a whole value, longer ones wherever they stand."""
BETWEENS = re.compile(r"[^\":,/ ]+")
ASKED = re.compile(r'(?<=")[^"]*(?=")|[^":,]+')
RATES = ("getexchangerate",)
"""What is nobody's and yet has numbers that a contract reckons with."""
DEVICE = "BILL_DEVICE"
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
    together: bool = False


class Redactor:
    """Redacts one exchange after another, in the order in which they were made."""

    def __init__(self, secrets: Mapping[str, str], ours: set[str]) -> None:
        """`secrets` are the credentials by name, `ours` the ids of what the run made."""
        self.names, self.owners = Pseudonyms(), Owners(ours)
        self.own: set[str] = set()
        """What the kit sent before it was received."""
        self.own_words: set[str] = set()
        self.endings: set[str] = set()
        """The last four signs of what the kit sent: of an account number no more is shown."""
        self.numbers: set[float] = {0, 1}
        self.stand_ins = {
            name: value if name == DEVICE and value in written() else self.names.of(value)
            for name, value in secrets.items()
        }
        self.forbidden = {name: value for name, value in secrets.items() if self.stand_ins[name] != value}
        self._secret = frozenset(self.forbidden.values())
        self._within = sorted((value for value in self._secret if len(value) >= LEAST), key=len, reverse=True)

    def meet(self, responses: Iterable[httpx.Response]) -> None:
        """All that came: its ids and numbers get pseudonyms in their order."""
        texts = [one.content.decode("latin-1") for one in responses]
        self.names.in_order(found for text in texts for of in (BARE_ID, NUMBERED) for found in of.findall(text))

    def exchange(self, taken: Taken) -> Recorded:
        """What may be written of an exchange."""
        request, response = taken.request, taken.response
        kind, sent = self._sent(request)
        path = self._place(request)
        signed = {name: self._signed(request.headers[name]) for name in SIGNING if name in request.headers}
        told, answer = self._answer(request, response)
        headers = {name: response.headers[name] for name in TELLING if name in response.headers}
        return Recorded(
            taken.scope, taken.at, request.method, path, response.status_code, signed, sent, headers, answer,
            kind=told, sent_kind=kind, together=taken.together,
        )  # fmt: skip

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
        if isinstance(told, int | float) and not isinstance(told, bool):
            if told >= HANDLE and told in self.names.numbers and told not in written_numbers():
                return self.names.numbers[told]
            self.numbers.add(told)
        return told

    def _ask(self, value: str) -> str:
        """A text that the kit sends: its own, unless it was received before."""
        if (found := self.text(value)) == value and value not in self.names.known:
            self.own.add(value)
            self.endings.add(value[-4:])
            self.own_words.update(WORD.findall(value))
            self.names.avoid.add(value)
        return found

    def text(self, value: str) -> str:
        """A text in which all that is known to be another's has its pseudonym."""
        if self._public(value):
            return value
        if value in self.names.known:
            return self.names.known[value]
        for secret in self._within:
            value = value.replace(secret, self.names.known[secret])
        if not BETWEEN.search(value):
            return value
        value = self._without_phrases(value)
        return BETWEENS.sub(lambda found: self._part(found.group()), value)

    def _part(self, part: str) -> str:
        return part if len(part) < LEAST or self._public(part) else self.names.known.get(part, part)

    def _without_phrases(self, text: str) -> str:
        for phrase in [one for one in self.names.phrases if one in text and not self._public(one)]:
            text = text.replace(phrase, self.names.known[phrase])
        return text

    def _public(self, value: str) -> bool:
        """Whether the kit itself has it written down, so that it is the kit's where the kit says it."""
        return value in written() and value not in self._secret

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
            known = value in self.names.known
            pairs.append((name, self._ask(value) if known else ASKED.sub(lambda one: self._ask(one.group()), value)))
        return f"{place}?{urlencode(pairs)}"

    def _signed(self, value: str) -> str:
        scheme, _, rest = value.rpartition(" ")
        if rest in self.own or self._public(rest):
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
        whose = self.owners.of_answer(request.method, request.url.path, parts, response.status_code)
        if whose is Whose.BILLS:
            return "json", self._value(ERROR, told, {}, whose)
        if operation and operation.id in RATES:
            whose = Whose.OURS
        shape = operation.answer if operation else "any"
        return "json", self._value(shape, told, operation.types if operation else {}, whose)

    def _value(self, shape: Shape, value: Any, types: Mapping[str, Shape], whose: Whose) -> Any:
        """A value of a shape."""
        shape = resolved(shape, types)
        if isinstance(value, dict):
            whose = self.owners.of_object(value, whose)
            known = members_of(shape, types) if isinstance(shape, dict) else {}
            inner = {name.rstrip("!"): one for name, one in known.items()}
            return {
                name if name in inner else self._name(name): self._value(inner.get(name, "any"), one, types, whose)
                for name, one in value.items()
            }
        if isinstance(value, list):
            row = shape[0] if isinstance(shape, list) else "any"
            return [self._value(row, item, types, whose) for item in value]
        if isinstance(value, str):
            return self._came(value, shape if isinstance(shape, str) else "any", whose)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value if whose is Whose.OURS or value in self.numbers else self.names.number(value)
        return value

    def _name(self, name: str) -> str:
        """A member that no shape has: BILL's own, if it reads like one."""
        return name if MEMBER.fullmatch(name) or name in self.own else self.names.of(name)

    def _came(self, value: str, shape: str, whose: Whose) -> str:
        if TELLS_NOTHING.fullmatch(value) or DATE.fullmatch(value) or MOMENT.fullmatch(value) or told_of_all(value):
            return value
        self.owners.meet(value, whose)
        if "enum" in shape and CONSTANT.fullmatch(value):
            return value
        if whose is not Whose.THEIRS and (self._public(value) or value.lower() in written()):
            return value
        if whose is Whose.OURS and (masked := MASKED.fullmatch(value)) and masked[1] in self.endings:
            return value
        if value in self.names.known:
            return self.names.known[value]
        if whose is Whose.BILLS:
            return value if CODE.fullmatch(value) else self.plain_text(value)
        return value if value in self.own and not self._public(value) else self.names.of(value)

    def plain_text(self, text: str) -> str:
        """What BILL says to a reader: its own words stay, and those that the kit sent."""

        def word(found: re.Match[str]) -> str:
            one = found.group()
            if one in self._secret or one in self.names.known and one not in words():
                return self.names.known[one]
            known = one in words() or one.isalpha() and one.lower() in words() or CODE.fullmatch(one)
            if known or one in self.own_words or one.isdigit() and len(one) < LONG:
                return one
            return self.names.of(one)

        return WORD.sub(word, self._without_phrases(text))

    def our_text(self, text: str) -> str:
        """What the kit says: only what it had from the target is replaced."""
        return WORD.sub(lambda found: self._ours(found.group()), self.text(text))

    def _ours(self, word: str) -> str:
        return word if word.lower() in words() else self.names.known.get(word, word)

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
