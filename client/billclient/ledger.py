"""The collections of accounts payable, accounts receivable and the organization, one declaration each."""

from .collection import A, P, Part, R, Resource

_WHOLE = "list get create update replace archive restore"
_LABELS = "list get create update archive restore bulk_create bulk_update bulk_archive bulk_restore"
_BULK = "bulk_create bulk_update bulk_replace bulk_archive"


class Ledger(Part[A, P, R]):
    """AP, AR and organization; paths and verbs as in BILL's reference (D). What needs an MFA-trusted session
    (payments, bank accounts, automatic payment) is refused with `Untrusted` without one (O)."""

    # Accounts payable
    vendors = Resource(
        "/v3/vendors",
        "list get create update archive restore bulk_create",
        {
            "get_bank_account": "GET /{}/bank-account",
            "create_bank_account": "POST /{}/bank-account",
            "delete_bank_account": "DELETE /{}/bank-account",
            "configuration": "GET /{}/configuration",
            "international_configuration": "GET /configuration/international-payments",
        },
    )
    bills = Resource("/v3/bills", f"{_WHOLE} bulk_create", {"record_payment": "POST /record-payment"})
    recurring_bills = Resource("/v3/recurringbills", _WHOLE)
    vendor_credits = Resource("/v3/vendor-credits", f"list get create update replace archive {_BULK}")
    approvals = Resource(
        "/v3/bill-approvals", actions={"act": "POST /actions", "pending": "GET /pending-user-approvals"}
    )
    approval_policies = Resource("/v3/bill-approvals/policies", "list create replace delete", max=None)

    # Money
    payments = Resource(
        "/v3/payments",
        "list get create",
        {
            "bulk": "POST /bulk",
            "mass": "POST /mass",
            "get_mass": "GET /mass/{}",
            "options": "GET /options",
            "exchange_rate": "GET /exchange-rate",
            "exchange_rates": "POST /exchange-rate",
            "cancel": "POST /{}/cancel",
            "void": "POST /{}/void",
            "check_image": "GET /{}/check-image",
        },
    )
    banks = Resource("/v3/funding-accounts/banks", "list get create update archive", {"verify": "POST /{}/verify"})
    bank_users = Resource("/v3/funding-accounts/banks/users", "list archive", {"nominate": "POST /nominate"})
    card_accounts = Resource("/v3/funding-accounts/cards", "list get", {"funding_purposes": "GET /funding-purposes"})
    card_users = Resource("/v3/funding-accounts/cards/users", "list")
    ap_cards = Resource("/v3/funding-accounts/ap-cards", "list", max=None)
    funding = Resource("/v3/funding-accounts", actions={"permissions": "GET /permissions"})

    # Accounts receivable
    customers = Resource(
        "/v3/customers",
        "list get create update archive restore",
        {"authorize_charge": "POST /{}/charge-authorization"},
    )
    customer_bank_accounts = Resource("/v3/customers/{}/bank-accounts", "list get create update archive")
    customer_contacts = Resource("/v3/customers/{}/contacts", "list get create update archive restore")
    invoices = Resource(
        "/v3/invoices",
        _WHOLE,
        {
            "record_payment": "POST /record-payment",
            "email": "POST /{}/email",
            "payment_link": "POST /{}/payment-link",
        },
    )
    recurring_invoices = Resource("/v3/recurring-invoices", _WHOLE)
    credit_memos = Resource("/v3/credit-memos", f"{_WHOLE} {_BULK} bulk_restore")
    receivable_payments = Resource("/v3/receivable-payments", "list get", {"charge": "POST "})

    # Classifications
    accounting_classes = Resource("/v3/classifications/accounting-classes", _LABELS)
    chart_of_accounts = Resource("/v3/classifications/chart-of-accounts", _LABELS)
    departments = Resource("/v3/classifications/departments", _LABELS)
    employees = Resource("/v3/classifications/employees", _LABELS)
    items = Resource("/v3/classifications/items", _LABELS)
    jobs = Resource("/v3/classifications/jobs", _LABELS)
    locations = Resource("/v3/classifications/locations", _LABELS)

    # Organization
    organizations = Resource(
        "/v3/organizations",
        "get update",
        {"industries": "GET /industries", "price_plan": "GET /{}/price-plan"},
    )
    # Here BILL takes `max` only when no dates are asked for (D).
    billing_statements = Resource("/v3/organizations/{}/billing-statements", "list get", max=None)
    payment_terms = Resource("/v3/organizations/{}/payment-terms", "list get create update")
    users = Resource("/v3/users", "list get create update archive restore")
    roles = Resource("/v3/roles", "list get")
    risk = Resource(
        "/v3/risk-verifications",
        actions={"status": "GET ", "initiate": "POST ", "phone": "GET /phone", "add_phone": "POST /phone"},
    )
    network = Resource(
        "/v3/network",
        actions={
            "search": "GET ",
            "accept": "POST /invitation/accept",
            "customer_invitation": "GET /invitation/customer/{}",
            "invite_customer": "POST /invitation/customer/{}",
            "disconnect_customer": "DELETE /invitation/customer/{}",
            "vendor_invitation": "GET /invitation/vendor/{}",
            "invite_vendor": "POST /invitation/vendor/{}",
            "disconnect_vendor": "DELETE /invitation/vendor/{}",
            "email_vendor": "POST /invitation/vendor/{}/email",
        },
    )
    exports = Resource("/v3/exports", "list", {"download_link": "GET /{}/download-link"})
    audit_trail = Resource("/v3/reports/audit-trail", actions={"vendor": "GET /vendor/{}"})
