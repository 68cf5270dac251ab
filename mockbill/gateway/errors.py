"""Every refusal BILL is known to give: code, text, status and category in one table.

`{0}` and `{1}` are BILL's parameters. Evidence is of the text: D documented, O observed, I ours because only
the sense is public. Sources: D docs/common-api-error-codes, the shared v2/v3 list, and recorded refusals. The choice
`error.texts` holds what BILL's own list says otherwise.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Code:
    """One BDC code as BILL answers it, with the HTTP status it comes with unless told otherwise."""

    code: str
    status: int
    message: str
    evidence: str
    category: str = "DOWNSTREAM"


CODES: dict[str, Code] = {
    code.code: code
    for code in (
        Code("BDC_1000", 400, "{0}", "O", "REQUEST"),
        Code("BDC_1001", 500, "System error occurred.", "D", "SERVER"),
        Code("BDC_1002", 400, "Unknown error occurred.", "D"),
        Code("BDC_1003", 404, "Unknown version.", "D"),
        Code("BDC_1005", 404, "Version {0} is not supported.", "D"),
        Code("BDC_1101", 401, "User name and/or password do not match our records.", "D"),
        Code("BDC_1102", 400, "Developer key is invalid.", "D"),
        Code("BDC_1103", 400, "Developer key is inactive.", "D"),
        Code("BDC_1104", 400, "Developer terms are not accepted.", "D"),
        Code("BDC_1105", 403, "Organization does not have API access.", "I"),
        Code("BDC_1106", 403, "Partner type of the API user and the organization being accessed do not match.", "D"),
        Code("BDC_1107", 423, "Organization is locked out.", "D"),
        Code("BDC_1108", 400, "Missing parameter value for parameter: {0}.", "D", "REQUEST"),
        Code("BDC_1109", 401, "Session is invalid.  Please log in.", "O"),
        Code("BDC_1110", 423, "Login is locked.", "D"),
        Code("BDC_1111", 401, "No active user for: {0}, {1}.", "D"),
        Code("BDC_1113", 400, "Login error.", "D"),
        Code("BDC_1114", 400, "Invalid entity type: {0}.", "D"),
        Code("BDC_1115", 400, "Invalid CRUD operation: {0}.", "D"),
        Code("BDC_1116", 400, "Invalid CRUD operation entity: {0}.", "D"),
        Code("BDC_1117", 422, "Missing required data for: {0}.", "D"),
        Code("BDC_1118", 400, "Entity from CRUD operation: {0} does not match the entity specified in the data: {1}.", "D"),
        Code("BDC_1119", 422, "Invalid field,value: {0}, {1}.", "D"),
        Code("BDC_1120", 404, "No data found.", "D"),
        Code("BDC_1121", 404, "API not supported.", "D", "REQUEST"),
        Code("BDC_1122", 400, "Error Parsing Json Object. Please check your request.", "D", "REQUEST"),
        Code("BDC_1123", 400, "Invalid organization id.", "D"),
        Code("BDC_1124", 400, "Invalid field datatype: {0}.", "D", "REQUEST"),
        Code("BDC_1125", 422, "Error uploading sync log file.", "D"),
        Code("BDC_1126", 422, "Invalid log session id.", "D"),
        Code("BDC_1127", 404, "No sync log file found.", "D"),
        Code("BDC_1128", 400, "Invalid List entity: {0}.", "D"),
        Code("BDC_1129", 400, "Invalid parameter value for parameter,value: {0}, {1}.", "D", "REQUEST"),
        Code("BDC_1130", 400, "Invalid list filter field: {0}.", "D", "REQUEST"),
        Code("BDC_1131", 400, "Invalid list filter operator: {0}.", "D", "REQUEST"),
        Code("BDC_1143", 400, "Invalid entity data. {0}: {1}", "O"),
        Code("BDC_1144", 422, "Max number of allowed requests per {0} reached: {1}.", "D"),
        Code("BDC_1145", 403, "User does not have permission to perform this operation.", "I"),
        Code("BDC_1150", 422, "User cannot make online payments.", "D"),
        Code("BDC_1151", 422, "Bank account cannot make online payments.", "I"),
        Code("BDC_1152", 422, "Invalid Process Date : ${paramName0}.", "O"),
        Code("BDC_1159", 422, "Cannot overpay a bill", "O"),
        Code("BDC_1171", 422, "Duplicate number: {0}.", "I"),
        Code("BDC_1205", 404, "No data found for object with given ID.", "I"),
        Code("BDC_1233", 422, "Vendor bank account cannot be set for this vendor.", "I"),
        Code("BDC_1246", 422, "Rollback due to other failures in bulk transaction", "D"),
        Code("BDC_1302", 422, "The entity type of id {0} does not match any of the expected entity types: {1}.", "O"),
        Code("BDC_1322", 422, "Max number of concurrent requests per organization reached.", "D"),
        Code("BDC_1354", 422, "Specified 2-Step Verification phone is not setup or is invalid.", "O"),
        Code("BDC_1356", 422, "Invalid token.", "I"),
        Code("BDC_1358", 422, "Too many attempts. Please wait and try again.", "I"),
        Code("BDC_1361", 403, "Untrusted session.", "O"),
        Code("BDC_1374", 422, "The token has expired. Please request a new one.", "I"),
        Code("BDC_1402", 400, "Please select a payment processing date two business days out from today.", "D"),
        Code("BDC_1570", 422, "Shield Service Errors.", "O"),
        Code("BDC_5324", 422, "Mfa action blocked.", "O"),
    )
}  # fmt: skip


NO_TEXTS: Mapping[str, str] = {}


@dataclass(frozen=True)
class Complaint:
    """One entry of an error array. Where the text is that of the code, `parameters` are what it was filled with and
    `prefix` what stands in front of it.
    """

    code: str | None
    message: str
    category: str = "REQUEST"
    parameters: tuple[object, ...] | None = None
    prefix: str = ""

    def about(self, id: str) -> "Complaint":
        """The same with an object's id in front, as the payments core tells it (O)."""
        return replace(self, message=f"{id} : {self.message}", prefix=f"{id} : {self.prefix}")

    def text(self, texts: Mapping[str, str]) -> str:
        """The message, where codes have other texts than ours (the choice `error.texts`)."""
        learnt = texts.get(self.code or "")
        if self.parameters is None or learnt is None:
            return self.message
        return self.prefix + filled(learnt, *self.parameters)

    def body(self, timestamp: str, texts: Mapping[str, str] = NO_TEXTS) -> dict[str, Any]:
        """As it is sent."""
        return {
            "timestamp": timestamp,
            "code": self.code,
            "severity": "ERROR",
            "category": self.category,
            "message": self.text(texts),
        }


class Refusal(Exception):
    """BILL says no. Raised anywhere on the way; whatever was begun is undone. Then comes the `aftermath`, if any,
    in a transaction of its own: an event that tells of the refusal.
    """

    def __init__(self, status: int, complaints: Sequence[Complaint], evidence: str = "I") -> None:
        super().__init__("; ".join(f"{complaint.code}: {complaint.message}" for complaint in complaints))
        self.status = status
        self.complaints = list(complaints)
        self.evidence = evidence
        self.aftermath: Callable[[], None] | None = None

    @property
    def guessed(self) -> bool:
        """Whether one of its texts is ours: what the choice `error.texts` settles."""
        return any(one.parameters is not None and CODES[one.code or ""].evidence == "I" for one in self.complaints)

    def body(self, timestamp: str, texts: Mapping[str, str] = NO_TEXTS) -> list[dict[str, Any]]:
        return [complaint.body(timestamp, texts) for complaint in self.complaints]


class OAuthRefusal(Exception):
    """The token endpoint says no, in the form of RFC 6749 §5.2 (I)."""

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.answer: Mapping[str, str] = {"error": error, "error_description": description}


class ControlRefusal(Exception):
    """The control API cannot take a request; says why."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


def filled(text: str, *parameters: object) -> str:
    """A text with its parameters, which BILL's list writes `${paramName0}` and ours `{0}`."""
    for index, parameter in enumerate(parameters):
        for name in (f"${{paramName{index}}}", f"{{{index}}}"):
            text = text.replace(name, str(parameter))
    return text


def complaint(code: str, *parameters: object) -> Complaint:
    known = CODES[code]
    return Complaint(code, filled(known.message, *parameters), known.category, parameters)


def refuse(code: str, *parameters: object, status: int | None = None) -> Refusal:
    """The refusal with this code, to be raised."""
    known = CODES[code]
    return Refusal(status or known.status, [complaint(code, *parameters)], known.evidence)


def refuse_for(code: str, subject: str, *parameters: object, status: int | None = None) -> Refusal:
    """A refusal of the payments core: told twice, the second time with the bill's id in front (O)."""
    known = CODES[code]
    told = complaint(code, *parameters)
    return Refusal(status or known.status, [told, told.about(subject)], known.evidence)


def invalid(*messages: str, code: str | None = None) -> Refusal:
    """A bean-validation refusal: 400, one entry per message of the form `field: rule` (O)."""
    return Refusal(400, [Complaint(code, message) for message in messages], "O")
