"""Choices about customers, invoices and the money that comes in."""

from ..choice import Choice

RECEIVABLES = (
    Choice(
        "contact.from_customer", True, "v2 makes a contact with each customer; whether v3's list shows it is unknown."
    ),
    Choice(
        "contact.unique_in",
        "organization",
        "The reference says an email is unique in the organization, the guide: for the customer.",
        ("organization", "customer"),
    ),
    Choice("customer_bank.needs_trust", False, "The pages of customers' bank accounts do not speak of MFA."),
    Choice("customer_bank.checks_routing_number", False, "Documented for production; the sandbox does not check."),
    Choice(
        "customer_bank.second",
        "allow",
        "v2 allows one account; v3 lists several, and a new one is its way to change numbers.",
        ("allow", "refuse"),
    ),
    Choice(
        "customer_bank.verification_days",
        0,
        "US business days until an account reads VERIFIED: up to 2 where it is needed at all; 0 is at once.",
    ),
)
