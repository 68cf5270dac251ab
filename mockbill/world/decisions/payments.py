"""Choices about funding accounts and payments."""

from ..choice import Choice

PAYMENTS = (
    Choice("bank.unverified_reads_archived", True, "Seen once over REST and in webhook samples."),
    Choice("bank.deposit_amount", 0.5, "Documented for the sandbox."),
    Choice("bank.verify_attempts", 3, "The third wrong amount makes the account unusable (documented)."),
    Choice("bank.verify_days", 14, "Documented."),
    Choice("card.pay_by_card", True, "Which organizations may pay by card is BILL's own business."),
    Choice("card.amex_allowed", False, "As in the sample of the permissions."),
    Choice("card.funding_enabled", True, "As in the sample of the permissions; nothing else hangs on it."),
    Choice("card.credit_rate", 2.9, "Percent of a payment, as in BILL's samples."),
    Choice("card.debit_rate", 2.9, "Percent of a payment, as in BILL's samples."),
    Choice(
        "card.vendor_industry",
        "unknown",
        "BILL asks what a payment by card is for unless it knows the vendor's industry; how it comes to know is not said.",
        ("unknown", "known"),
    ),
    Choice(
        "card.updated_on",
        "expiration",
        "card-account.updated is documented for the year and month of expiration alone.",
        ("expiration", "any"),
    ),
    Choice("wallet.funding_enabled", False, "As in the sample of the permissions; a wallet has no operation."),
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
    Choice(
        "payment.transaction_number_form",
        "any",
        "transactionNumber is called alphanumeric; whether another character is refused is not said.",
        ("any", "alphanumeric"),
    ),
    Choice("payment.filter_strict", True, "billId and singleStatus are not in the documented filters of payments."),
    Choice(
        "payment.timer_seconds",
        0,
        "The sandbox's timers move payments on sooner than life, how soon is not published: seconds for each step, 0 for the calendar.",
    ),
    Choice("payment.submission_hours", 2, "Hours from the start of the process date (US Pacific) to READY_TO_FUND."),
    Choice(
        "payment.step_hours",
        2,
        "Hours from READY_TO_FUND to FUNDING_STARTED and on to PROCESSED; the sandbox's timers are not published.",
    ),
    Choice("network.scope", "BILL", "Where a search without scope looks is not documented.", ("BILL", "RPPS", "ALL")),
    Choice(
        "network.short_name",
        "refuse",
        "A search of BILL's own directory needs 3 letters; what fewer are answered with is unknown.",
        ("refuse", "nothing"),
    ),
    Choice("network.most_results", 25, "As many as v2 gave; v3 does not page and names no number."),
    Choice(
        "network.needs_trust", False, "v3 pages are silent on MFA for invitations; v2 and an older guide demanded it."
    ),
    Choice("network.invitation_days", 60, "Documented."),
    Choice("network.international", False, "The sandbox connects no vendor abroad (documented); production may."),
    Choice(
        "network.delete_nothing",
        "refuse",
        "What the delete of an invitation that is none is answered with is unknown.",
        ("refuse", "accept"),
    ),
    Choice(
        "network.auto_connect",
        False,
        "Whether the organization itself connects at once to whoever invites it, a setting of BILL's web app.",
    ),
    Choice(
        "network.incoming_payment",
        "matched",
        "How a payment shows at a connected vendor's own organization is not documented: put on its invoice of the bill's number, on none, or not at all.",
        ("matched", "unapplied", "unseen"),
    ),
    Choice(
        "network.shows_bank_account",
        True,
        "Seen once on a connected vendor; the help centre says that the other side sees no account, so it is masked.",
    ),
    Choice("mass_payment.seconds", 5, "Seconds for each hundred bills of a mass payment; BILL publishes none."),
    Choice(
        "autopay.delay_seconds",
        60,
        "How long after its creation, or its approval, a bill of an autopay vendor is looked at is not published.",
    ),
    Choice(
        "autopay.unapproved",
        "wait",
        "BILL's help has the payment wait for approval until its day and then cancelled for good; whether autopay.failed comes at once is not said.",
        ("wait", "fail"),
    ),
)
