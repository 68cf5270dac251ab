"""Choices about signing in."""

from ..choice import Choice

PLATFORM = (
    Choice("session.idle_minutes", 35, "Documented."),
    Choice("session.sync_idle_hours", 48, "Documented for sessions of a sync token."),
    Choice("session.wrong_password_status", 401, "Seen in a fixture only.", (401, 400)),
    Choice(
        "session.lockout_after",
        10,
        "Failed logins in a row that lock a login (BDC_1110, 423); 0: never. BILL publishes none; a partner's help page says 10.",
    ),
    Choice(
        "session.lockout_minutes",
        0,
        "How long a locked login stays so; 0: until its password is reset, the way out that the same page names.",
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
    Choice(
        "billing.statement_months",
        120,
        "When statements come is not documented: one when a month is over, for so many months; 0: none by themselves.",
    ),
    Choice("mfa.code_minutes", 10, "Life of a text-message code; not published."),
    Choice(
        "mfa.expired_code",
        "BDC_1356",
        "Integrators name both for a code that has expired: BDC_1356 as seen, BDC_1374 in notes.",
        ("BDC_1356", "BDC_1374"),
    ),
    Choice("mfa.attempts", 5, "Wrong codes before BDC_1358; not published."),
    Choice(
        "mfa.setup_wrong_code",
        "refuse",
        "setup/validate may refuse a wrong code or answer status FAILED.",
        ("refuse", "failed"),
    ),
    Choice("mfa.remember_days", 30, "Documented."),
    Choice("organization.mask_tax_id", True, "v2 reads mask the tax id; v3's are not documented."),
    Choice(
        "organization.unlisted_industry",
        "accept",
        "BILL lists the industries and does not say that it refuses others.",
        ("accept", "refuse"),
    ),
    Choice(
        "role.payer_approves",
        False,
        "BILL's help lets administrators, approvers and accountants approve; many take a payer for an approver too.",
    ),
    Choice("user.role_required", True, "The schema requires roleId; BILL's prose makes ADMINISTRATOR the default."),
    Choice(
        "user.terms",
        "must_be_true",
        "acceptTermsOfService is required; whether false is refused is not published.",
        ("must_be_true", "any"),
    ),
    Choice(
        "user.changes_self",
        "refuse",
        "Whether an administrator may archive themself or change their own role is not published.",
        ("refuse", "allow"),
    ),
    Choice(
        "partner.username",
        "no_email",
        "A username is alphanumeric by BILL's text, its sample has an exclamation mark; e-mail addresses are ruled out.",
        ("no_email", "alphanumeric", "any"),
    ),
    Choice("organization.shows_partner", True, "partnerName is shown for select partners; which is not published."),
    Choice("user.archive_ends_sessions", True, "Whether an archived user's sessions end at once is not published."),
    Choice("risk.decision_minutes", 60, "How long BILL's automatic check of an organization runs is not published."),
    Choice(
        "risk.review_hours",
        48,
        "How long the manual check runs that the first payment on REVIEW brings about; 0: it stays on REVIEW.",
    ),
    Choice(
        "risk.initiate_again",
        "current",
        "What a second initiation is answered with is not published.",
        ("current", "refuse"),
    ),
    Choice("risk.decline_holds", True, "HOLD turns money movement off (documented); whether DECLINE does is not said."),
)
