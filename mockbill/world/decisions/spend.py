"""Choices about Spend & Expense."""

from ..choice import Choice

SPEND = (
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
    Choice(
        "spend.custom_field_ids",
        "either",
        "BILL documents that either id names a custom field and its values; one integrator saw uuids dropped silently.",
        ("either", "older"),
    ),
    Choice(
        "spend.new_card_status",
        "FROZEN",
        "In the sandbox every new card is frozen at once (documented, seen); in production it is not.",
        ("FROZEN", "ACTIVATED"),
    ),
    Choice(
        "spend.vendor_card_type",
        "VIRTUAL",
        "The type that answers give an API-made card; BILL's samples have PHYSICAL and VIRTUAL only.",
        ("VIRTUAL", "VIRTUAL_VENDOR"),
    ),
    Choice(
        "spend.past_card_expiration",
        "refuse",
        "Whether a card may be given an expirationDate that is over (it would be closed at once) is not public.",
        ("refuse", "take"),
    ),
    Choice(
        "spend.expired_budget",
        "decline",
        "What a budget's expirationDate does to its cards is not public.",
        ("decline", "allow"),
    ),
    Choice("spend.card_holder", "any", "Whether a card's user must be in its budget.", ("any", "member")),
    Choice("spend.upload_minutes", 15, "How long a presigned URL for a receipt takes bytes."),
    Choice("spend.upload_single_use", False, "Whether a presigned URL takes bytes only once."),
    Choice(
        "spend.reimbursement_first_status",
        "AWAITING_APPROVAL",
        "What a create answers is not public.",
        ("AWAITING_APPROVAL", "CREATED", "BUDGET_APPROVAL", "ADMIN_APPROVAL"),
    ),
    Choice(
        "spend.reimbursement_tiers",
        1,
        "Statuses speak of a second tier of approval; when there is one is not public.",
        (1, 2),
    ),
    Choice(
        "spend.reimbursement_step_hours",
        24,
        "How long each step from APPROVED to READY_TO_PAY, PAYMENT_PENDING and PAID takes is not public; 0: only the"
        " control API takes them.",
    ),
    Choice("spend.fulfillment_type", "ACH", "What a claim is paid by is set in the web app.", ("ACH", "PAYROLL")),
    Choice(
        "spend.reimbursement_patch_receipts",
        "ignore",
        "The older schema replaces the receipts by a PATCH, the newer reference does not name them.",
        ("ignore", "replace"),
    ),
    Choice(
        "spend.holds_at_period_end",
        "stay",
        "Whether what is authorized and not cleared when a period ends counts there for good, or in the next one.",
        ("stay", "carry"),
    ),
    Choice(
        "spend.settle",
        "row",
        "One integrator saw a CLEAR row of its own that names the authorization, another the same row turn CLEAR.",
        ("row", "in_place"),
    ),
    Choice("spend.authorization_days", 7, "How long an authorization holds money that nobody clears."),
    Choice("spend.challenge_minutes", 10, "How long a 3DS challenge waits for its answer."),
    Choice("spend.foreign_exchange_fee_percent", 1, "What a charge in another currency costs beside itself."),
)
