"""Risk verification of an organization: BILL's check of who it is, before and while it moves money.

A phone comes first, then the check runs, and BILL decides (D docs/risk-verification-webhook-notification-payloads). The
decision comes with the clock; a name that ends in HOLD, REVIEW or DECLINE asks for it (I).
"""

from typing import Any, Literal

from ...gateway.call import Call
from ...gateway.errors import refuse
from ...gateway.operations import Answer, declared_operation
from ...gateway.wire import Filled, Wire
from ...world.clock import HOUR, MINUTE
from ...world.store import Row, Table

PATH = "/connect/v3/risk-verifications"
TABLES = (Table("risk_verification", key="hidden.organization"),)
Decision = Literal["IN_PROGRESS", "REVIEW", "HOLD", "APPROVE", "DECLINE"]
FINAL = ("APPROVE", "DECLINE")
TOLD: tuple[Decision, ...] = ("HOLD", "REVIEW", "DECLINE")


class RiskVerification(Wire):
    """How far it is; before it begins there is no decision. NOT_STARTED and COMPLETED are ours (I)."""

    processingStatus: Literal["NOT_STARTED", "IN_PROGRESS", "COMPLETED"]
    decision: Decision | None = None
    referenceId: str | None = None


class PhoneBody(Wire):
    """MOBILE is documented; the other types are those of MFA phones (I)."""

    phoneNumber: Filled
    phoneType: Literal["MOBILE", "WORK", "HOME", "OTHER"]


class HasPhone(Wire):
    hasPhone: bool


def verification_of(call: Call) -> Row | None:
    return call.world.store.get("risk_verification", call.org, call.org)


def money_is_held(call: Call) -> bool:
    """Whether BILL moves no money of the organization: HOLD (D), and DECLINE (I)."""
    row = verification_of(call)
    if row is None:
        return False
    return row["decision"] == "HOLD" or row["decision"] == "DECLINE" and bool(call.choose("risk.decline_holds"))


def need_clearance(call: Call) -> None:
    """Refuse to move money while BILL's decision forbids it (422, code and text I)."""
    if money_is_held(call):
        raise call.business("riskVerification", "Money movement is turned off for the organization.")


def decide(call: Call, decision: Decision) -> Row:
    """Put the verification on a decision, begun or not, and tell of it if it is another than before."""
    store, row = call.world.store, verification_of(call)
    before = row["decision"] if row else None
    fields: dict[str, Any] = {
        "processingStatus": "COMPLETED" if decision in FINAL else "IN_PROGRESS",
        "decision": decision,
        "referenceId": row["referenceId"] if row else call.world.ids.uuid(),
    }
    call.world.unschedule(subject(call))
    if row is None:
        row = store.insert("risk_verification", Row(fields, org=call.org, hidden={"organization": call.org}))
    else:
        hidden = {"organization": call.org}
        row = store.update("risk_verification", Row(fields, org=call.org, hidden=hidden, seq=row.seq))
    if decision != before:
        call.emit("risk-verification.updated", row)
    return row


def look_closer(call: Call) -> None:
    """A payment was made: on REVIEW the manual check takes place now (D). It ends well after a while (I)."""
    row, hours = verification_of(call), call.world.choices["risk.review_hours"]
    if row is not None and row["decision"] == "REVIEW" and hours and "looked" not in row.hidden:
        row.hidden["looked"] = call.now()
        call.world.store.update("risk_verification", row)
        call.world.schedule(call.now() + hours * HOUR, "risk.reviewed", subject=subject(call), org=call.org)


def subject(call: Call) -> str:
    return f"risk {call.org}"


def add_phone(call: Call, user: Row, phone: dict[str, Any]) -> None:
    """Keep the phone by which BILL reaches a user in its check; a second takes the place of the first (I)."""
    user.hidden["riskPhone"] = {name: phone[name] for name in PhoneBody.model_fields}
    call.world.store.update("user", user)


def me(call: Call) -> Row:
    """The signed-in user."""
    row = call.world.store.get("user", call.principal.user, call.org)
    if row is None:
        raise refuse("BDC_1109")
    return row


def get(call: Call) -> Answer:
    """How far the verification of the organization is."""
    return verification_of(call) or {"processingStatus": "NOT_STARTED"}


def initiate(call: Call) -> Answer:
    """Begin the verification; a phone must be there first. What has begun is answered as it stands (I)."""
    if "riskPhone" not in me(call).hidden:
        raise call.business("phone", "A phone is required for risk verification.")
    row = verification_of(call)
    if row is not None:
        if call.choose("risk.initiate_again") == "refuse":
            raise call.business("riskVerification", "Risk verification has begun.")
        return row
    row = decide(call, "IN_PROGRESS")
    due = call.now() + call.world.choices["risk.decision_minutes"] * MINUTE
    call.world.schedule(due, "risk.decided", subject=subject(call), org=call.org)
    return row


def decided(call: Call) -> None:
    """The automatic check has ended."""
    organization = call.world.store.get("organization", call.org) or Row({})
    word = organization.get("name", "").rpartition(" ")[2].upper()
    decide(call, next((decision for decision in TOLD if decision == word), "APPROVE"))


def reviewed(call: Call) -> None:
    """The manual check has ended."""
    decide(call, "APPROVE")


def get_phone(call: Call) -> Answer:
    """Whether the user has given a phone for the verification."""
    return {"hasPhone": "riskPhone" in me(call).hidden}


def create_phone(call: Call) -> Answer:
    """Give a phone for the verification of the organization."""
    add_phone(call, me(call), call.body)
    return None


JOBS = {"risk.decided": decided, "risk.reviewed": reviewed}
WRITE: dict[str, Any] = {"role": "admin", "scope": "full"}
OPERATIONS = (
    declared_operation("getriskverifications", "GET", PATH, get, answer=RiskVerification, evidence="I"),
    declared_operation(
        "initiateriskverifications", "POST", PATH, initiate, answer=RiskVerification, evidence="I", **WRITE
    ),
    declared_operation("getriskverificationphone", "GET", f"{PATH}/phone", get_phone, answer=HasPhone),
    declared_operation("createriskverificationphone", "POST", f"{PATH}/phone", create_phone, body=PhoneBody, **WRITE),
)
