"""What a recording is: a file of what a target answered, contract by contract, without secrets and personal data.

JSON Lines: a head, then the scopes (a contract, or what the contracts of a file share) and the exchanges in their order.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

FORMAT = 1
RECORDED = "recorded:"
SIGN_IN = ("/v3/login", "/authx/token")
"""Who signs in, and when, depends on what ran before: such a call is answered wherever it was recorded."""
URL = "http://recorded.invalid"
"""Where the client thinks it is while a session is played; no host can have this name."""


class NotARecording(Exception):
    """A file is not there, is no recording, or one of another format."""


@dataclass
class Head:
    """What is known of a recording as a whole."""

    target: str
    started: str
    seed: str
    about: str
    environ: dict[str, str] = field(default_factory=dict)
    """The `BILL_*` names that the run had, each with an invented value that stands in for the real one."""
    format: int = FORMAT
    exchanges: int = 0

    def instant(self, seconds: float) -> datetime:
        """So long after the start (UTC)."""
        return datetime.fromisoformat(self.started) + timedelta(seconds=seconds)


@dataclass
class Scope:
    """A contract (or, with no id, what others share): when it began, in seconds after the start, and how it ended."""

    scope: str
    begun: float
    contract: str = ""
    outcome: str = ""
    reason: str = ""


@dataclass
class Recorded:
    """One exchange. `sent` and `answer` are JSON, or `{"text": …}` or `{"bytes": n, …}` beside a content type that says so.

    `path` has the query; it is a whole URL where the call left the gateway. `signed` are the headers that sign a call.
    """

    scope: str
    at: float
    method: str
    path: str
    status: int
    signed: dict[str, str] = field(default_factory=dict)
    sent: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    answer: Any = None
    kind: str = "json"
    """What the answer is: `json`, `text`, `bytes` or `empty`."""
    sent_kind: str = "empty"
    together: bool = False
    """Whether another call was in flight at the same time."""


@dataclass
class Recording:
    head: Head
    scopes: dict[str, Scope] = field(default_factory=dict)
    exchanges: list[Recorded] = field(default_factory=list)

    def write(self, file: Path) -> None:
        """Write it, whole or not at all."""
        draft = file.with_name(f"{file.name}.new")
        try:
            draft.write_text("".join(f"{line}\n" for line in self._lines()), "utf-8", newline="\n")
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)

    def _lines(self) -> Iterator[str]:
        yield _line({"billcontracts": "recording", **asdict(self.head), "exchanges": len(self.exchanges)})
        for scope in self.scopes.values():
            yield _line(_brief(asdict(scope)))
        for exchange in self.exchanges:
            yield _line(_brief(asdict(exchange)))


USUAL: dict[str, Any] = {
    "kind": "json",
    "sent_kind": "empty",
    "together": False,
    "signed": {},
    "headers": {},
    "sent": None,
    "answer": None,
}


def _brief(told: dict[str, Any]) -> dict[str, Any]:
    """Without what is as usual; an empty object or text that was sent or came is not nothing."""
    return {name: value for name, value in told.items() if (value != USUAL[name] if name in USUAL else value != "")}


def _line(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def read(file: Path) -> Recording:
    """A recording.

    Raises:
        NotARecording: it cannot be read, is cut short, or is of another format.
    """
    try:
        text = file.read_bytes().decode()  # a line ends with a line feed and nothing else that may stand in a text
        first, *lines = [json.loads(line) for line in text.split("\n") if line]
        if first.pop("billcontracts") != "recording":
            raise NotARecording(f"{file} is not a recording")
        if first["format"] != FORMAT:
            raise NotARecording(f"{file} is of format {first['format']}; this kit reads format {FORMAT}")
        found = Recording(Head(**first))
        for line in lines:
            if "method" in line:
                found.exchanges.append(Recorded(**line))
            else:
                found.scopes[line["scope"]] = Scope(**line)
        found.head.instant(0)
        if len(found.exchanges) != found.head.exchanges:
            raise NotARecording(f"{file} has been cut short")
        if strays := {one.scope for one in found.exchanges} - found.scopes.keys():
            raise NotARecording(f"{file} has exchanges of {min(strays)}, which it does not list")
        return found
    except OSError as missing:
        raise NotARecording(f"there is no recording {file}: {missing.strerror}") from missing
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise NotARecording(f"{file} is not a recording, or is broken") from wrong


def file_of(target: str) -> Path | None:
    """The file of a target that is a recorded session: `recorded:FILE`, or a file that is there; else None."""
    if target.startswith(RECORDED):
        return Path(target.removeprefix(RECORDED))
    return Path(target) if "://" not in target and Path(target).is_file() else None
