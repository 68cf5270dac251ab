"""What was asked and answered: a ring of the newest requests, bounded by bytes, without secrets."""

import threading
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import orjson

from ..world.clock import iso
from ..world.world import World

MOST_BYTES = 16_000_000
OVERHEAD = 3_000
"""What an entry weighs without its bodies: mostly its headers."""
KEPT_OF_A_BODY = 20_000
SECRET = frozenset(
    {
        "devkey", "sessionid", "apitoken", "appkey", "authorization", "password", "consoleapitoken", "client_secret",
        "access_token", "securitykey", "accountnumber", "remembermeid", "token", "taxid", "x-bill-sha-signature",
        "clientsecret", "cookie", "partnerpassword", "pan", "cvv", "cardnumber", "proxy-authorization", "refresh_token",
    }
)  # fmt: skip
HIDDEN = "***"
FORM = "application/x-www-form-urlencoded"


def redact(value: Any) -> Any:
    """The same value with every secret blotted out, by the name it stands under."""
    if isinstance(value, dict):
        return {
            name: HIDDEN if str(name).lower() in SECRET and isinstance(inner, str | int) else redact(inner)
            for name, inner in value.items()
        }
    return [redact(item) for item in value] if isinstance(value, list) else value


@dataclass(slots=True)
class Entry:
    """One request and its answer."""

    time: int
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    number: int = 0
    operation: str = ""
    status: int = 0
    answer: bytes = b""
    milliseconds: float = 0.0
    evidence: str = ""
    choices: Sequence[str] = ()
    content_type: str = ""
    """Of the answer."""
    faults: Sequence[str] = ()
    """What befell it on purpose: the answer as it is kept may not have arrived."""

    @property
    def size(self) -> int:
        return OVERHEAD + len(self.body) + len(self.answer) + len(self.path)

    def view(self) -> dict[str, Any]:
        """What may be shown."""
        return {
            "number": self.number,
            "time": iso(self.time),
            "method": self.method,
            "path": self.path,
            "query": redact(dict(self.query)),
            "headers": redact(dict(self.headers)),
            "body": shown(self.body, self.headers.get("content-type", "")),
            "operation": self.operation,
            "status": self.status,
            "answer": shown(self.answer, self.content_type),
            "contentType": self.content_type,
            "milliseconds": round(self.milliseconds, 3),
            "evidence": self.evidence,
            "choices": list(self.choices),
            "faults": list(self.faults),
        }


def shown(body: bytes, content_type: str) -> Any:
    """A body as a person reads it: JSON, or the fields of a form."""
    if not body:
        return None
    if content_type.startswith(FORM):
        return redact(dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)))
    try:
        return redact(orjson.loads(body))
    except orjson.JSONDecodeError:
        return {"bytes": len(body)}  # a file, or cut off: no name to blot by, so only its length is told


class Journal:
    """The newest entries of one world."""

    def __init__(self, world: World) -> None:
        self._lock = threading.Lock()
        self._entries: deque[Entry] = deque()
        self._bytes = 0
        self._number = 0

    def add(self, entry: Entry) -> None:
        entry.body, entry.answer = entry.body[:KEPT_OF_A_BODY], entry.answer[:KEPT_OF_A_BODY]
        with self._lock:
            self._number += 1
            entry.number = self._number
            self._entries.append(entry)
            self._bytes += entry.size
            while self._bytes > MOST_BYTES:
                self._bytes -= self._entries.popleft().size

    def entries(self) -> list[Entry]:
        with self._lock:
            return list(self._entries)

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()
            self._bytes = 0

    def state(self) -> Any:
        with self._lock:
            return list(self._entries), self._bytes, self._number

    def load(self, state: Any) -> None:
        entries, self._bytes, self._number = state
        self._entries = deque(entries)
