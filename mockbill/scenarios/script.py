"""A scenario as it is written: how a world stands, what goes wrong, an integration that copes, what holds in the end."""

from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ..data import fixture

ACTIONS = ("call", "together", "sign_in", "advance", "fault", "mock", "listen", "heard")


class Plain(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True, defer_build=True)


class Answers(Plain):
    """What an answer is held to: its status, a BDC code in it, the members of its body that are named."""

    status: int | None = None
    code: str | None = None
    body: Any = None


class SignIn(Plain):
    """Who signs in (the administrator, unless told), under which name later steps call, and whether MFA is passed."""

    name: str = "administrator"
    user: str | None = None
    trusted: bool = False


class Listen(Plain):
    """A subscription of an inbox, which answers with `status`."""

    events: list[str]
    status: int = 200


class Heard(Plain):
    """One notification: its event, and the members of its payload that are named."""

    event: str
    payload: dict[str, Any] = Field(default_factory=dict)
    again: bool = False
    """Whether its eventId came before."""
    forged: bool = False
    """Whether another key than its subscription's signed it."""


class Step(Plain):
    """One thing that happens: exactly one action, and what belongs to it.

    `call` is an operation of BILL's by its name, made `by` who signed in; `together` are calls made at once; `advance`
    moves the clock; `fault` puts a fault in force; `mock` is any action of the control API, `after` some time of the
    world if that is given; `listen` subscribes an inbox, and `heard` is all that came to it since the last time.
    `${name.member.0}` stands for what an earlier answer kept `as` name holds.
    """

    call: str | None = None
    together: list["Step"] | None = None
    sign_in: SignIn | None = Field(None, alias="sign in")
    advance: dict[str, float] | None = None
    fault: dict[str, Any] | None = None
    mock: str | None = None
    listen: Listen | None = None
    heard: list[Heard] | None = None
    path: dict[str, str] = Field(default_factory=dict)
    query: dict[str, Any] = Field(default_factory=dict)
    headers: dict[str, str] = Field(default_factory=dict)
    body: Any = None
    raw: str | None = None
    """A file, as text, that is the whole body."""
    by: str = "administrator"
    keep: str | None = Field(None, alias="as")
    after: dict[str, float] | None = None
    answers: Answers | list[int | str] | None = None
    why: str = ""

    @model_validator(mode="after")
    def one_action(self) -> "Step":
        if len(self.actions) != 1:
            raise ValueError(
                f"a step has one of {', '.join(ACTIONS)}; this one has {', '.join(self.actions) or 'none'}"
            )
        return self

    @property
    def actions(self) -> list[str]:
        return [name for name in ACTIONS if getattr(self, name) is not None]


class Setting(Plain):
    """The world it plays in."""

    seed: str = "empty"
    clock: str = "2026-03-02T17:00:00Z"
    choices: dict[str, Any] = Field(default_factory=dict)


class Scenario(Plain):
    """Read top to bottom: `given` how things stand, some `trouble`, `play`: an integration that copes, `then` what holds.

    A test of an application plays its own code in the place of `play`.
    """

    name: str = ""
    about: str
    lesson: str
    world: Setting = Setting()
    given: list[Step] = Field(default_factory=list)
    trouble: list[Step] = Field(default_factory=list)
    play: list[Step]
    then: list[Step] = Field(default_factory=list)


Part = Literal["given", "trouble", "play", "then"]


def read(text: str, name: str) -> Scenario:
    """A scenario out of YAML (or JSON). Raises ValueError that says where it is wrong."""
    import yaml

    try:
        return Scenario.model_validate({"name": name, **(yaml.safe_load(text) or {})})
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()[:5])
        raise ValueError(f"scenario {name}: {told}") from error
    except (yaml.YAMLError, TypeError) as error:
        raise ValueError(f"scenario {name} is no YAML object: {error}") from error


def library() -> dict[str, Scenario]:
    """The scenarios that ship with mockbill, by name."""
    files = sorted((file for file in fixture("scenarios").iterdir() if file.name.endswith(".yaml")), key=of_file)
    return {of_file(file): read(file.read_text("utf-8"), of_file(file)) for file in files}


def of_file(file: Traversable) -> str:
    return file.name.removesuffix(".yaml")


def find(name: str) -> Scenario:
    """A scenario of the library by its name, or one of a file. Raises ValueError."""
    known = library()
    if name in known:
        return known[name]
    path = Path(name)
    if path.suffix in (".yaml", ".yml", ".json") and path.is_file():
        return read(path.read_text("utf-8"), path.stem)
    raise ValueError(f"there is no scenario {name!r}; there are {', '.join(known)}")
