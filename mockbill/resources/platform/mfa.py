"""Two-step verification: register a phone, make a session trusted, remember a device (D hc/docs MFA pages; O).

The code is always 123456; what was "sent" stands in the world for `GET /_mock/mfa`.
"""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from ...gateway.call import Call
from ...gateway.credentials import Sessions
from ...gateway.errors import refuse
from ...gateway.limits import Limits
from ...gateway.operations import Answer, Operation, declared_operation
from ...gateway.wire import Filled, Text, Wire
from ...world.clock import DAY, MINUTE
from ...world.store import Column, Row, Table
from .attempts import Attempts

CODE = "123456"
MFA_CODE = Table("mfa_code", (Column("user", index=True),))
"""Codes under way: of a setup or a challenge."""
REMEMBERED = Table("remembered", (Column("user"),))
"""Devices that need no code for a while."""
TABLES = (MFA_CODE, REMEMBERED)


def _only(allowed: bool, message: str) -> Any:
    def check(value: bool) -> bool:
        if value is not allowed:
            raise PydanticCustomError("custom", message)
        return value

    return AfterValidator(check)


class SetupBody(Wire):
    phone: Filled
    type: Literal["TEXT", "VOICE"]
    primary: Annotated[bool, _only(True, "must be true: secondary phones are no longer supported")] | None = None


class SetupAnswer(Wire):
    setupId: str


class ValidateBody(Wire):
    setupId: Filled
    type: Literal["TEXT", "VOICE"]
    token: Filled


class ValidateAnswer(Wire):
    status: Literal["SUCCESS", "FAILED"]


class Phone(Wire):
    type: Literal["MOBILE", "WORK", "HOME", "OTHER"]
    last4digits: str
    primary: bool


class Phones(Wire):
    results: list[Phone]


class ChallengeBody(Wire):
    useBackup: Annotated[bool, _only(False, "must be false: a backup phone is no longer supported")] | None = None


class ChallengeAnswer(Wire):
    challengeId: str


class ChallengeValidateBody(Wire):
    challengeId: Filled
    token: Filled
    device: Text | None = None
    machineName: Text | None = None
    rememberMe: bool | None = None


class ChallengeValidateAnswer(Wire):
    rememberMeId: str


class StepUpBody(Wire):
    rememberMeId: Text | None = None
    device: Text | None = None


class StepUpAnswer(Wire):
    trusted: bool


def me(call: Call) -> Row:
    user = call.world.store.get("user", call.principal.user, call.org)
    if user is None:
        raise refuse("BDC_1109")
    return user


def send_code(call: Call, kind: str, phone: str) -> Row:
    """Send the six digits to a phone, five a minute at most."""
    call.world.part(Limits).count("message", call.principal.user)
    row = Row(
        {
            "id": call.world.ids.uuid(),
            "kind": kind,
            "user": call.principal.user,
            "phone": phone,
            "code": CODE,
            "sentTime": call.iso(),
            "expires": call.now() + call.choose("mfa.code_minutes") * MINUTE,
        },
        org=call.org,
    )
    return call.world.store.insert("mfa_code", row)


def use_code(call: Call, id: str, kind: str, token: str) -> Row:
    """The code under way with this id, when the token is right; then it is used up."""
    row = call.world.store.get("mfa_code", id, call.org)
    if row is None or row["kind"] != kind or row["user"] != call.principal.user:
        raise refuse("BDC_1374")
    attempts = call.world.part(Attempts)
    if attempts.count(id) >= call.choose("mfa.attempts"):
        raise refuse("BDC_1358")
    if call.now() >= row["expires"]:
        raise refuse(call.choose("mfa.expired_code"))
    if token != row["code"]:
        attempts.fail(id)
        raise refuse("BDC_1356")
    call.world.store.delete("mfa_code", row)
    attempts.clear(id)
    return row


def setup(call: Call) -> Answer:
    """Register a phone: sends it a code (once per user)."""
    if me(call).hidden.get("phones"):
        raise refuse("BDC_5324")
    return {"setupId": send_code(call, "setup", call.body["phone"])["id"]}


def validate(call: Call) -> Answer:
    """Confirm the phone with the code; the session is not trusted by it (O)."""
    wrong = call.body["token"] != CODE and call.choose("mfa.setup_wrong_code") == "failed"
    if wrong:
        return {"status": "FAILED"}
    used = use_code(call, call.body["setupId"], "setup", call.body["token"])
    user = me(call)
    user.hidden["phones"] = [{"type": "MOBILE", "last4digits": used["phone"][-4:], "primary": True}]
    call.world.store.update("user", user)
    return {"status": "SUCCESS"}


def phones(call: Call) -> Answer:
    """The phones of the signed-in user."""
    return {"results": me(call).hidden.get("phones", [])}


def challenge(call: Call) -> Answer:
    """Send a code to the user's phone."""
    registered = me(call).hidden.get("phones")
    if not registered:
        raise refuse("BDC_1354")
    return {"challengeId": send_code(call, "challenge", registered[0]["last4digits"])["id"]}


def validate_challenge(call: Call) -> Answer:
    """Make this session trusted with the code; with rememberMe the id is good for 30 days (D)."""
    body = call.body
    use_code(call, body["challengeId"], "challenge", body["token"])
    call.principal.trusted = True
    call.world.part(Sessions).save(call.principal)
    days = call.world.choices["mfa.remember_days"] if body.get("rememberMe") else 0
    row = Row(
        {
            "id": call.world.ids.token() + call.world.ids.capitals(20),
            "user": call.principal.user,
            "device": body.get("device", ""),
            "expires": call.now() + days * DAY,
        },
        org=call.org,
    )
    call.world.store.insert("remembered", row)
    return {"rememberMeId": row["id"]}


def remembered(call: Call, user: Row, body: dict[str, Any]) -> bool:
    """Whether a rememberMeId and its device make a session of this user trusted."""
    row = call.world.store.get("remembered", body["rememberMeId"]) if body.get("rememberMeId") else None
    return bool(
        row and row["user"] == user["id"] and row["device"] == body.get("device", "") and call.now() < row["expires"]
    )


def step_up(call: Call) -> Answer:
    """Make this session trusted with a remembered device; answers 200 also when it does not (O)."""
    trusted = remembered(call, me(call), call.body)
    if trusted:
        call.principal.trusted = True
        call.world.part(Sessions).save(call.principal)
    return {"trusted": trusted}


def _declare(id: str, method: str, path: str, run: Any, **shapes: Any) -> Operation:
    return declared_operation(id, method, f"/connect/v3/mfa/{path}", run, scope="full", role="read", **shapes)


OPERATIONS = [
    _declare("setup", "POST", "setup", setup, body=SetupBody, answer=SetupAnswer),
    _declare("validate", "POST", "setup/validate", validate, body=ValidateBody, answer=ValidateAnswer),
    _declare("listmfaphones", "GET", "phones", phones, answer=Phones),
    _declare("generatechallenge", "POST", "challenge", challenge, body=ChallengeBody, answer=ChallengeAnswer, body_optional=True),
    _declare("validatechallenge", "POST", "challenge/validate", validate_challenge, body=ChallengeValidateBody, answer=ChallengeValidateAnswer),
    _declare("stepupsession", "POST", "step-up", step_up, body=StepUpBody, answer=StepUpAnswer),
]  # fmt: skip
