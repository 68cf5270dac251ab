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
    Choice("charge.needs_trust", False, "The pages of charges name two prerequisites and no MFA; v2 demanded none."),
    Choice(
        "charge.receiving_account",
        "any",
        "Charges need a verified account of the organization; whether it must be the default for receivables is unknown.",
        ("any", "default"),
    ),
    Choice(
        "charge.clearing_days", 3, "US banking days from the payment date until a charge reads PAID; not published."
    ),
    Choice(
        "charge.magic_amounts",
        True,
        "Charges of $13.91 fail, those of $13.92 clear and come back, for code that cannot reach /_mock.",
    ),
    Choice(
        "customer.balance_nets_unapplied",
        False,
        "Money for no invoice is the customer's credit; whether it lowers balance.amount is unknown.",
    ),
)
