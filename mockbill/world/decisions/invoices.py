"""Choices about invoices and credit memos."""

from ..choice import Choice

INVOICES = (
    Choice(
        "customer.archived_takes_invoices", False, "Whether an invoice to an archived customer is refused is unknown."
    ),
    Choice(
        "invoice.number_unique_in",
        "organization",
        "BDC_1171 was seen for a used number; whether another customer's counts is unknown.",
        ("organization", "customer"),
    ),
    Choice(
        "invoice.first_number", 1001, "How BILL numbers an invoice that is sent without a number is not documented."
    ),
    Choice(
        "invoice.patched_line",
        "merged",
        "The guide says that a PATCH changes details; a line of a bill was seen replaced.",
        ("merged", "replaced"),
    ),
    Choice(
        "invoice.put_omitted",
        "kept",
        "What a PUT does to optional members that it leaves out is unknown; BILL's sample sends customer and lines only.",
        ("kept", "cleared"),
    ),
    Choice(
        "credit_memo.drawn_first",
        "oldest",
        "Of which memos an invoice's creditAmount is drawn is BILL's affair; by which order is unknown.",
        ("oldest", "newest"),
    ),
    Choice(
        "credit_memo.used_number",
        "allow",
        "Whether two credit memos may have one reference number is unknown.",
        ("allow", "refuse"),
    ),
    Choice("invoice.archived_takes_edits", False, "Whether an archived invoice may be edited is unknown."),
    Choice("invoice.archived_is_sent", False, "Whether an archived invoice may be mailed or linked to is unknown."),
    Choice(
        "invoice.archived_with_payments",
        "allow",
        "Whether an invoice that was paid, be it in part, may be archived is unknown.",
        ("allow", "refuse"),
    ),
    Choice(
        "invoice.zero_total", "allow", "Whether an invoice may come to nothing is not documented.", ("allow", "refuse")
    ),
    Choice(
        "invoice.scheduled_status",
        "any",
        "Whether an invoice reads SCHEDULED or PARTIAL_PAYMENT while a part of it is scheduled is unknown.",
        ("any", "all"),
    ),
)
