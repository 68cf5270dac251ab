"""What a recording names, and what of a mock's world stands for it: learnt from the answers to the same calls."""

import json
import re
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode

from ..shapes import DATE, ID, UUID
from .pseudonyms import BARE_ID, BETWEEN, STANDARD, relay
from .recording import Recorded
from .redaction import ASKED, BETWEENS, HANDLE, LEAST, MOMENT
from .vocabulary import told_of_all

SHORT = 3
OPAQUE = re.compile(r"[^\s\"':]{16,}")


class NotReplayable(Exception):
    """Why a recorded call cannot be made of a mock."""


LACKING = "names something of the recorded company that the mock's world has no counterpart of"


class Counterparts:
    """Recorded value → the mock's."""

    def __init__(self, known: dict[str, str]) -> None:
        self.known: dict[Any, Any] = dict(known)
        self.received: set[str] = set()
        """What came in a recorded answer before it was sent."""
        self.own: set[str] = set()

    # What is sent

    def request(self, one: Recorded) -> tuple[str, dict[str, str], Any]:
        """Path (or URL), headers and body of a recorded call, as the mock's world has them.

        Raises:
            NotReplayable: it names what the mock's world lacks.
        """
        signed = {name: self._signed(name, value) for name, value in one.signed.items()}
        return self._place(one.path), signed, self.body(one.sent) if one.sent_kind in ("json", "form") else one.sent

    def _place(self, path: str) -> str:
        if path.startswith("https://"):
            return self.text(path)
        place, _, query = path.partition("?")
        place = "/".join(quote(self.text(unquote(part)), safe="") for part in place.split("/"))
        if not query:
            return place
        asked = [(name, self._asked(value)) for name, value in parse_qsl(query, keep_blank_values=True)]
        return f"{place}?{urlencode(asked)}"

    def _asked(self, value: str) -> str:
        if value in self.known or value in self.received:
            return self.text(value)
        return ASKED.sub(lambda found: self.text(found.group()), value)

    def _signed(self, name: str, value: str) -> str:
        if name == "x-idempotent-key":
            return value
        scheme, _, rest = value.rpartition(" ")
        return f"{scheme} {self.text(rest)}".strip()

    def body(self, told: Any) -> Any:
        """A recorded body."""
        if isinstance(told, dict):
            return {name: self.body(value) for name, value in told.items()}
        if isinstance(told, list):
            return [self.body(item) for item in told]
        if isinstance(told, str):
            return self.text(told)
        return self.known.get(told, told) if is_handle(told) else told

    def text(self, value: str) -> str:
        """A text that was sent."""
        if value in self.known:
            return str(self.known[value])
        if value in self.received and names(value):
            raise NotReplayable(LACKING)
        if value not in self.received:
            self.own.add(value)
        return BETWEENS.sub(lambda found: self._part(found.group()), value) if BETWEEN.search(value) else value

    def _part(self, part: str) -> str:
        if part in self.received and part not in self.known and names(part):
            raise NotReplayable(LACKING)
        return str(self.known.get(part, part)) if len(part) >= LEAST else part

    # What came

    def receive(self, told: Any) -> None:
        """A recorded answer."""
        if isinstance(told, dict):
            for value in told.values():
                self.receive(value)
        elif isinstance(told, list):
            for item in told:
                self.receive(item)
        elif isinstance(told, str) and told not in self.own:
            self.received.add(told)

    def learn(self, there: Any, here: Any) -> None:
        """What stands at the same place of two answers to the same call is the same."""
        if isinstance(there, dict) and isinstance(here, dict):
            for name in there.keys() & here.keys():
                self.learn(there[name], here[name])
        elif isinstance(there, list) and isinstance(here, list):
            for one, other in self._rows(there, here):
                self.learn(one, other)
        elif isinstance(there, str) and isinstance(here, str):
            if (
                len(there) >= SHORT
                and there not in self.own
                and not DATE.fullmatch(there)
                and (relay(there) or not told_of_all(there))
            ):
                self.known.setdefault(there, here)
        elif is_handle(there) and is_handle(here):
            self.known.setdefault(there, here)

    def _rows(self, there: list[Any], here: list[Any]) -> list[tuple[Any, Any]]:
        """Rows that are known to be the same, then those that are most alike."""
        if not all(isinstance(row, dict) for row in (*there, *here)):
            return list(zip(there, here, strict=False)) if len(there) == len(here) else []
        left, found, taken = list(here), [], set(map(str, self.known.values()))
        for row in there:
            same = next((one for one in left if self.known.get(row.get("id")) == one.get("id") and "id" in one), None)
            if same is not None:
                left.remove(same)
                found.append((row, same))
        paired = {id(row) for row, _ in found}
        for row in [row for row in there if id(row) not in paired and row.get("id") not in self.known]:
            free = [one for one in left if one.get("id") not in taken]
            if free:
                best = max(free, key=lambda one: likeness(row, one))
                left.remove(best)
                found.append((row, best))
        return found

    def renamed(self, told: Any) -> Any:
        """A recorded answer with the mock's ids in it."""
        if isinstance(told, dict):
            return {name: self.renamed(value) for name, value in told.items()}
        if isinstance(told, list):
            return [self.renamed(item) for item in told]
        if isinstance(told, str):
            whole = self.known.get(told) if names(told) else None
            return whole or BARE_ID.sub(lambda one: str(self.known.get(one.group(), one.group())), told)
        return told


def is_handle(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= HANDLE


def names(value: str) -> bool:
    """Whether a text is the name of something, and not one that people read."""
    return bool(
        ID.fullmatch(value) and value.strip("0")
        or UUID.fullmatch(value)
        or STANDARD.fullmatch(value)
        or relay(value) and not told_of_all(value)
        or OPAQUE.fullmatch(value) and not MOMENT.fullmatch(value) and any(sign.isdigit() for sign in value)
    )  # fmt: skip


def likeness(row: dict[str, Any], other: dict[str, Any]) -> int:
    """How many members of two rows say the same; those they have are a little, a status is much."""
    same = sum(3 for name in row.keys() & other.keys() if _plain(row[name]) and row[name] == other[name])
    return same - len(row.keys() ^ other.keys())


def _plain(value: Any) -> bool:
    return isinstance(value, bool) or isinstance(value, str) and told_of_all(value)


def as_sent(body: Any) -> bytes:
    """A JSON body."""
    return json.dumps(body).encode()
