"""A company as a file tells it, in YAML or JSON: what its users and the world around did, on which day of its past.

docs/seeds.md says how one is written. Everything is made by the API's own operations and the actions of the control API.
"""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ..gateway.errors import ControlRefusal, Refusal
from ..resources.payments.calendar import today
from ..world.clock import DAY
from ..world.world import World
from .actor import Actor, known

SUFFIXES = (".yaml", ".yml", ".json")
REFERENCE = re.compile(r"\$\{([^}]+)\}")
TODAY = re.compile(r"today(?:([+-])(\d{1,5}))?")
FARTHEST = 3660
"""Days that a past may have."""
USERS = ("session", "spend", "any", "file", "link")
"""How an operation is signed in to that a user of an organization may call."""
Act = Callable[[World, str, str, Any], Any]
"""Does an action of the control API: world, method, path, body → answer."""


class Plain(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Deed(Plain):
    """One thing that was done: `call` an operation of BILL's by its name, or `mock` an action of the control API."""

    day: float | None = Field(None, ge=0, le=FARTHEST)
    call: str | None = None
    mock: str | None = Field(None, pattern=r"^(POST|PATCH|PUT|DELETE) /\S*$")
    path: dict[str, str] = Field(default_factory=dict)
    query: dict[str, Any] = Field(default_factory=dict)
    body: Any = None
    file: str | None = None
    """A file, beside this one, that is the whole body."""
    keep: str | None = Field(None, alias="as")

    @model_validator(mode="after")
    def one_action(self) -> "Deed":
        if (self.call is None) == (self.mock is None):
            raise ValueError("give one of call and mock")
        if self.mock and (self.path or self.query or self.file):
            raise ValueError("mock takes a body alone")
        return self


class Past(Plain):
    """A company: how many days ago its past begins, and what was `made` in it, in order."""

    about: str = ""
    days: int = Field(0, ge=0, le=FARTHEST)
    made: list[Deed]

    @model_validator(mode="after")
    def in_order(self) -> "Past":
        days = [deed.day for deed in self.made if deed.day is not None]
        if days != sorted(days) or days and days[-1] > self.days:
            raise ValueError(f"days go on from 0 to {self.days}")
        return self


def is_file(seed: str) -> bool:
    """Whether a seed names a file."""
    return seed.endswith(SUFFIXES)


def read(seed: str) -> Past:
    """What a file tells. Raises ValueError that says, in one line, where it is wrong."""
    try:
        text = Path(seed).read_text("utf-8")
        return Past.model_validate(yaml.safe_load(text))
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, one['loc'])) or 'it'}: {one['msg']}" for one in error.errors()[:5])
        raise ValueError(f"seed {seed}: {told}") from error
    except yaml.YAMLError as error:
        raise ValueError(f"seed {seed} is no YAML: {' '.join(str(error).split())}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"seed {seed} cannot be read: {error}") from error


def live(act: Actor, do: Act, seed: str, past: Past) -> None:
    """Do what a file tells, each on its day. Raises ValueError that names the deed which cannot be done."""
    Story(act, do, Path(seed).parent).play(seed, past)


class Story:
    """A company while its past is played; `kept` holds the answers that have a name."""

    def __init__(self, act: Actor, do: Act, folder: Path) -> None:
        self.act, self.do, self.folder = act, do, folder
        self.kept: dict[str, Any] = {"organization": {"id": act.org}}

    def play(self, seed: str, past: Past) -> None:
        world = self.act.world
        start = world.clock.now()
        for number, deed in enumerate(past.made):
            if deed.day is not None and (due := start + round(deed.day * DAY)) > world.clock.now():
                world.advance_to(due)
            try:
                answer = self.done(deed)
            except (Refusal, ControlRefusal, ValueError, OSError) as error:
                raise ValueError(f"seed {seed}: made.{number} ({deed.call or deed.mock}): {error}") from error
            if deed.keep:
                self.kept[deed.keep] = answer

    def done(self, deed: Deed) -> Any:
        body = self.filled(deed.body)
        if deed.mock is not None:
            method, _, path = self.filled(deed.mock).partition(" ")
            return plain(self.do(self.act.world, method, path, body))
        operation = known().get(deed.call or "")
        if operation is None or operation.auth not in USERS:
            raise ValueError("no operation that a user of an organization calls has this name")
        wanted = set(re.findall(r"\{(\w+)\}", operation.path))
        if wanted != deed.path.keys():
            raise ValueError(f"path takes {', '.join(sorted(wanted)) or 'nothing'}")
        query = {name: str(value) for name, value in self.filled(deed.query).items()}
        raw = (self.folder / deed.file).read_bytes() if deed.file else b""
        return plain(self.act(operation.id, body, query=query, raw=raw, **self.filled(deed.path)))

    def filled(self, value: Any) -> Any:
        """The same with what its references stand for; a text that is one reference becomes what that is."""
        if isinstance(value, Mapping):
            return {name: self.filled(part) for name, part in value.items()}
        if isinstance(value, list):
            return [self.filled(part) for part in value]
        if not isinstance(value, str):
            return value
        if whole := REFERENCE.fullmatch(value):
            return self.named(whole[1])
        return REFERENCE.sub(lambda found: str(self.named(found[1])), value)

    def named(self, reference: str) -> Any:
        """What a reference stands for: a day, or a member of an answer that was kept."""
        if found := TODAY.fullmatch(reference):
            days = int((found[1] or "+") + (found[2] or "0"))
            return (today(self.act.world.clock.now()) + timedelta(days=days)).isoformat()
        value: Any = self.kept
        for name in reference.split("."):
            try:
                value = value[int(name) if isinstance(value, list) else name]
            except (LookupError, ValueError, TypeError) as error:
                raise ValueError(f"${{{reference}}}: there is no {name}") from error
        return value


def plain(answer: Any) -> Any:
    """An answer as it would be read: objects and lists alone."""
    return orjson.loads(orjson.dumps(answer)) if answer is not None else {}
