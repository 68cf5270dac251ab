"""Everything decided by us and not by BILL: one named entry each, overridable per world.

A choice is a guess (evidence I) until the live sandbox settles it. An answer that relied on one says so
in `X-Mockbill-Evidence`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Choice:
    """One decision: its name, default, the values it may take (None: any of the default's type), and why."""

    name: str
    default: Any
    reason: str
    values: tuple[Any, ...] | None = None

    def check(self, value: Any) -> Any:
        """The value, when it may be chosen. Raises ValueError."""
        if self.values is not None:
            if not any(value == allowed and type(value) is type(allowed) for allowed in self.values):
                raise ValueError(f"choice {self.name!r} takes one of {list(self.values)}, not {value!r}")
        elif type(value) is not type(self.default):
            raise ValueError(f"choice {self.name!r} takes a {type(self.default).__name__}, not {value!r}")
        elif isinstance(value, int) and not isinstance(value, bool) and value < 0:
            raise ValueError(f"choice {self.name!r} takes no negative number")
        return value


CHOICES: dict[str, Choice] = {
    choice.name: choice
    for choice in (
        Choice(
            "validation.code",
            None,
            "Bean validation entries were seen with a null code; a fixture shows BDC_1000.",
            (None, "BDC_1000"),
        ),
        Choice(
            "validation.trust",
            "after_body",
            "One live refusal does not tell whether trust or the body is checked first.",
            ("after_body", "before_body"),
        ),
        Choice("rate_limit.status", 422, "One production client keys on 422; fixtures of others have 429.", (422, 429)),
        Choice("rate_limit.per_hour", 20_000, "Documented; lower it to meet the limit sooner."),
        Choice("rate_limit.logins_per_hour", 200, "Documented; lower it to meet the limit sooner."),
        Choice("rate_limit.concurrent", 3, "Documented; lower it to meet the limit sooner."),
        Choice("rate_limit.messages_per_minute", 5, "Documented; counted per user (scope is not stated)."),
        Choice("rate_limit.spend_per_minute", 60, "Documented per apiToken; a Bearer client counts by its client id."),
        Choice("rate_limit.spend_status", 429, "Two integrators branch on 429; no body was recorded.", (429, 422)),
        Choice("session.idle_minutes", 35, "Documented."),
        Choice("session.wrong_password_status", 401, "Seen in a fixture only.", (401, 400)),
        Choice(
            "session.lockout_after",
            0,
            "Failed logins in a row that lock a login (BDC_1110, 423); 0: never. BILL's number is not published.",
        ),
        Choice(
            "oauth.expires_in",
            3600,
            "BILL calls the token short-lived and gives no number; a client must read expires_in.",
        ),
        Choice(
            "oauth.refused_code",
            "BDC_1145",
            "The code of an operation outside the token's scope is not published.",
            ("BDC_1145", "BDC_1106", "BDC_1119", "BDC_1361"),
        ),
        Choice("mfa.code_minutes", 10, "Life of a text-message code; not published."),
        Choice("mfa.attempts", 5, "Wrong codes before BDC_1358; not published."),
        Choice(
            "mfa.setup_wrong_code",
            "refuse",
            "setup/validate may refuse a wrong code or answer status FAILED.",
            ("refuse", "failed"),
        ),
        Choice("mfa.remember_days", 30, "Documented."),
        Choice("list.default_max", 20, "Reference pages say 20; one concept page reads as 100.", (20, 100)),
        Choice(
            "business.code",
            "BDC_1143",
            "Code of a business refusal whose own code is not published.",
            ("BDC_1143", "BDC_1119", "BDC_1002"),
        ),
        Choice(
            "permission.code",
            "BDC_1145",
            "Code of a missing permission, seen in production; the status 403 is inferred.",
            ("BDC_1145", "BDC_1119", "BDC_1106"),
        ),
        Choice("bulk.status", 422, "Status of a bulk call in which one row is refused by the core.", (422, 400)),
        Choice("vendor.bank_account_needs_trust", False, "v3 pages are silent; v2 demanded it."),
        Choice("vendor.mask_account_number", True, "v2 shows the last four digits; v3 samples show the whole number."),
        Choice("vendor.archived_takes_bills", False, "Whether a bill for an archived vendor is refused is unknown."),
        Choice("vendor.bank_verification_days", 2, "US business days until a vendor's bank account reads VERIFIED."),
        Choice(
            "vendor.fresh_bank_delays_payment",
            False,
            "BDC_1402 is documented for production; the sandbox does not verify vendor accounts.",
        ),
        Choice(
            "vendor.updated_on",
            "any",
            "Documented causes of vendor.updated are name, address and network; other edits are unknown.",
            ("any", "documented"),
        ),
        Choice(
            "bill.duplicate_number",
            "allow",
            "Whether create refuses a used invoice number is unknown; AR answers BDC_1171.",
            ("allow", "refuse"),
        ),
        Choice(
            "bill.negative_line", "allow", "Whether a line may be below zero is not documented.", ("allow", "refuse")
        ),
        Choice(
            "bill.patched_line_amount",
            "required",
            "A patched line was seen replaced, not merged; whether it then needs its amount again is unknown.",
            ("required", "kept"),
        ),
        Choice(
            "bill.updated_on",
            "documented",
            "bill.updated is documented for vendorId, amount, invoiceNumber and invoiceDate.",
            ("documented", "any"),
        ),
        Choice(
            "bill.administrator_pays_unapproved",
            False,
            "Two pages disagree on whether an Administrator may pay an unapproved bill.",
        ),
        Choice(
            "bill.zero_total", "allow", "Whether a bill may come to nothing is not documented.", ("allow", "refuse")
        ),
        Choice(
            "approval.assigned",
            "asked",
            "Since 2025-11 approvers are opt-in by billApprovals: true; the announcement before had every bill get them.",
            ("asked", "any"),
        ),
        Choice(
            "approval.several_policies",
            "all",
            "Whether a bill that meets several policies gets the approvers of all, in their order, is not documented.",
            ("all", "first"),
        ),
        Choice(
            "approval.out_of_turn", "refuse", "What an approver before its turn is told is unknown.", ("refuse", "take")
        ),
        Choice("document.most_bytes", 6 * 1024 * 1024, "Documented as 6 MB; whether of 1,000 or 1,024 is not said."),
        Choice("document.processing_seconds", 60, "BILL says a few minutes; integrators saw small files at once."),
        Choice(
            "document.unknown_upload",
            "refuse",
            "Whether upload-status refuses an unknown id or leaves it out is not documented.",
            ("refuse", "omit"),
        ),
        Choice("bank.unverified_reads_archived", True, "Seen once over REST and in webhook samples."),
        Choice("bank.deposit_amount", 0.5, "Documented for the sandbox."),
        Choice("bank.verify_attempts", 3, "The third wrong amount makes the account unusable (documented)."),
        Choice("bank.verify_days", 14, "Documented."),
        Choice(
            "payment.failure_restores_due",
            False,
            "Whether a failed payment by itself makes the bill due again is not documented.",
        ),
        Choice(
            "payment.void",
            "at_once",
            "BILL treats a void as a request; the v2 sandbox did it at once.",
            ("at_once", "requested"),
        ),
        Choice(
            "payment.cancel",
            "at_once",
            "The v2 sandbox cancelled at once; production may pass CANCELLATION_IN_PROGRESS.",
            ("at_once", "requested"),
        ),
        Choice(
            "payment.repeat_transaction_number",
            "allow",
            "transactionNumber is meant unique; whether a repeat is refused is unknown.",
            ("allow", "refuse"),
        ),
        Choice(
            "payment.magic_amounts",
            True,
            "Payments of $13.90 to $13.98 fail, return or hang (timelines.py), for code that cannot reach /_mock.",
        ),
        Choice("payment.filter_strict", True, "billId and singleStatus are not in the documented filters of payments."),
        Choice(
            "payment.submission_hours", 2, "Hours from the start of the process date (US Pacific) to READY_TO_FUND."
        ),
        Choice(
            "payment.step_hours",
            2,
            "Hours from READY_TO_FUND to FUNDING_STARTED and on to PROCESSED; the sandbox's timers are not published.",
        ),
        Choice(
            "webhook.catalogue",
            "object",
            "An integrator reads {events: [{type, version}]}; BILL's collection shows an array of {type, versions}.",
            ("object", "array"),
        ),
        Choice("webhook.http_loopback", True, "BILL takes https only; a local receiver has none."),
        Choice(
            "webhook.success", "200", "BILL's text says HTTP 200; whether other 2xx count is unknown.", ("200", "2xx")
        ),
        Choice(
            "webhook.double_encoded", False, "One page calls the payload an escaped string; receivers see an object."
        ),
        Choice(
            "webhook.numeric_account_number", True, "BILL's vendor samples have an all-digit accountNumber as a number."
        ),
        Choice("webhook.numeric_invoice_version", True, "BILL's invoice samples have version as a number."),
        Choice("webhook.mass_payment_listed", False, "mass-payment.updated is not on the index page of payloads."),
        Choice("webhook.limit", 10, "Documented since 2026-04-30."),
        Choice("webhook.missing_id_status", 404, "Nothing is said of an unknown subscription id.", (404, 400)),
        Choice("spend.duplicate_email_status", 409, "An integrator prepares for it; never seen.", (409, 400, 422)),
        Choice(
            "spend.bulk_share_with_limits",
            "take",
            "BILL's own bulk sample sends limits beside shareBudgetFunds, which its rule for one member forbids.",
            ("take", "refuse"),
        ),
        Choice(
            "spend.bulk_members_seconds",
            5,
            "More than 5 members are worked asynchronously (documented); how long is not.",
        ),
    )
}


class Choices:
    """The choices of one world: the table's defaults and what was overridden."""

    def __init__(self, overrides: Mapping[str, Any] | None = None) -> None:
        self.overrides: dict[str, Any] = {}
        self.update(overrides or {})

    def __getitem__(self, name: str) -> Any:
        if name in self.overrides:
            return self.overrides[name]
        return CHOICES[name].default

    def update(self, overrides: Mapping[str, Any]) -> None:
        """Override choices. Raises ValueError on an unknown name or value, and then changes none."""
        checked = {}
        for name, value in overrides.items():
            if name not in CHOICES:
                raise ValueError(f"unknown choice {name!r}; GET /_mock/choices lists them")
            checked[name] = CHOICES[name].check(value)
        self.overrides.update(checked)
