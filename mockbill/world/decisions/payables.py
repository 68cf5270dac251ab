"""Choices about vendors, bills, approvals and documents."""

from ..choice import Choice

PAYABLES = (
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
    Choice("bill.negative_line", "allow", "Whether a line may be below zero is not documented.", ("allow", "refuse")),
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
    Choice("bill.zero_total", "allow", "Whether a bill may come to nothing is not documented.", ("allow", "refuse")),
    Choice(
        "credit.payment_amount",
        "money",
        "A payment comes to the bill less its credits; whether the amount that is sent holds them is shown by no sample.",
        ("money", "with_credits"),
    ),
    Choice(
        "credit.patch",
        "add",
        "A PATCH of a bill cannot unapply credits; whether what it names comes on top is not said.",
        ("add", "replace"),
    ),
    Choice(
        "credit.total",
        "positive",
        "Whether a vendor credit or credit memo may come to nothing is not documented.",
        ("positive", "any"),
    ),
    Choice(
        "credit.put_on_paid_bill",
        "refuse",
        "A PUT without vendorCredits unapplies them; of a bill that payments have settled it cannot, and what then happens is unknown.",
        ("refuse", "keep", "unapply"),
    ),
    Choice(
        "credit.unused_usage",
        "empty",
        "How an unused credit shows its usage is not documented.",
        ("empty", "absent"),
    ),
    Choice(
        "credit.apply_to_both",
        "refuse",
        "A credit goes to a chart of account or a bank account; what both together do is unknown.",
        ("refuse", "allow"),
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
)
