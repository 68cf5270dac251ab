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
)
