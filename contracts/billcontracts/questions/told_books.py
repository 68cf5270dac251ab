"""What is told of vendors, bills, customers, invoices, payments and spending: a row for each question of one call."""

from .rows import NO_NETWORK, WRONG, row

BULK = "docs/ap-bills"
PART = {"billId": "{bill}", "amount": 1, "processDate": "2000-01-03", "processingOptions": {}}
BANK = "0ba01AAAAAAAAAAAAAAA"
NOTHING = "00n01AAAAAAAAAAAAAAA"
INVITATION = {"networkId": NO_NETWORK, "networkType": "BILL"}
MEMBER = {"firstName": "Ida", "lastName": "Probe", "role": "MEMBER"}

PAYABLES = [
    row(
        "P-VEND-2", "Is a vendor made of a name, a street and a country?", "docs/creating-a-us-vendor",
        "POST /v3/vendors", {"name": "{a name}", "address": {"line1": "410 Wabash Court", "country": "US"}},
    ),
    row(
        "P-VEND-3", "What is a vendor without a bank account told of it?", "reference/getvendorbankaccount",
        "GET /v3/vendors/{vendor}/bank-account",
    ),
    row(
        "P-VEND-4", "What is a delete of a bank account told that there is not?",
        "reference/deletevendorbankaccount", "DELETE /v3/vendors/{vendor}/bank-account",
    ),
    row(
        "P-BILL-7", "May bills be filtered by approvalStatus?", "docs/filterable-fields", "GET /v3/bills",
        params={"filters": "approvalStatus:eq:ASSIGNED", "max": 1},
    ),
    row(
        "P-BILL-8", "May bills be filtered by the number of their invoice?", "docs/filterable-fields",
        "GET /v3/bills", params={"filters": 'invoice.invoiceNumber:eq:"{uuid}"', "max": 1},
    ),
    row("P-BILL-9", "What is a bill with nothing in it told?", "reference/createbill", "POST /v3/bills", {}),
    row("P-BILL-10", "What is a bulk of no rows told?", BULK, "POST /v3/bills/bulk", []),
    row("P-APPR-1", "Is there POST /v3/bill-approvals?", "docs/ap-bill-approvals", "POST /v3/bill-approvals", {}),
    row(
        "P-APPR-2", "What is a policy with nothing in it told?", "docs/ap-bill-approvals",
        "POST /v3/bill-approvals/policies", {},
    ),
    row(
        "P-APPR-3", "What is an action told that is no array?", "docs/ap-bill-approvals",
        "POST /v3/bill-approvals/actions", {"billId": NOTHING, "action": "APPROVE"},
    ),
    row(
        "P-APPR-4", "What is an action told whose bill there is not?", "docs/ap-bill-approvals",
        "POST /v3/bill-approvals/actions", [{"billId": NOTHING, "action": "APPROVE"}],
    ),
    row(
        "P-REC-1", "What is a recorded payment with nothing in it told?", "docs/record-ap-payments",
        "POST /v3/bills/record-payment", {},
    ),
]  # fmt: skip

RECEIVABLES = [
    row(
        "P-CUST-3", "What is a customer with nothing in it told?", "reference/createcustomer", "POST /v3/customers",
        {},
    ),
    row("P-INV-4", "What is an invoice with nothing in it told?", "reference/createinvoice", "POST /v3/invoices", {}),
    row(
        "P-MEMO-2", "What is a credit memo with nothing in it told?", "reference/createcreditmemo",
        "POST /v3/credit-memos", {},
    ),
    row(
        "P-CONT-1", "What is a contact with nothing in it told?", "reference/createcustomercontact",
        "POST /v3/customers/{customer}/contacts", {},
    ),
    row(
        "P-CONT-2", "What has the answer to a new contact?", "reference/createcustomercontact",
        "POST /v3/customers/{customer}/contacts",
        {"firstName": "Ida", "lastName": "Probe", "email": "{uuid}@example.com"},
    ),
    row(
        "P-CBNK-1", "What is a customer's bank account with nothing in it told?",
        "reference/createcustomerbankaccount", "POST /v3/customers/{customer}/bank-accounts", {},
    ),
    row(
        "P-CHG-1", "What is a charge with nothing in it told?", "reference/chargecustomer",
        "POST /v3/receivable-payments", {},
    ),
    row(
        "P-CHG-2", "What has the answer to a customer's leave to be charged?", "docs/ar-charge-customer",
        "POST /v3/customers/{customer}/charge-authorization", {"authorizedToCharge": True},
    ),
    row(
        "P-CHG-3", "What is a charge told whose bank account there is not?", "reference/chargecustomer",
        "POST /v3/receivable-payments",
        {
            "customerId": "{customer}", "fundingAccount": {"type": "BANK_ACCOUNT", "id": BANK},
            "invoicePayments": [{"invoiceId": "{invoice}", "amount": 1}],
        },
    ),
    row(
        "P-MEMO-3", "What is an invoice told that takes more than its customer's credit?", "docs/ar-credit-memos",
        "PATCH /v3/invoices/{invoice}", {"creditAmount": 50},
    ),
    row(
        "P-INV-5", "What is an invoice told of a customer that there is not?", "reference/createinvoice",
        "POST /v3/invoices",
        {
            "customer": {"id": "0cu01AAAAAAAAAAAAAAA"}, "invoiceNumber": "{uuid}",
            "invoiceLineItems": [{"quantity": 1, "price": 1}],
        },
    ),
]  # fmt: skip

PAYMENTS = [
    row(
        "P-PAY-6", "What is a payment with nothing in it told?", "reference/createpayment", "POST /v3/payments", {},
        who="trusted",
    ),
    row(
        "P-PAY-7", "What is a payment from an account told that there is not?", "reference/createpayment",
        "POST /v3/payments",
        {**PART, "processDate": "2030-01-03", "fundingAccount": {"type": "BANK_ACCOUNT", "id": BANK}}, who="trusted",
    ),
    row(
        "P-PAY-8", "What is a payment from a kind of account told that there is not?", "reference/createpayment",
        "POST /v3/payments", {**PART, "fundingAccount": {"type": "NONE_OF_THESE", "id": BANK}}, who="trusted",
    ),
    row(
        "P-PAY-9", "May payments be filtered by singleStatus?", "reference/listpayments", "GET /v3/payments",
        params={"filters": "singleStatus:eq:SCHEDULED", "max": 1},
    ),
    row(
        "P-PAY-10", "May payments be filtered by amount?", "reference/listpayments", "GET /v3/payments",
        params={"filters": "amount:gt:1", "max": 1},
    ),
    row(
        "P-PAY-11", "What are payments told of a filter on an unknown field?", "reference/listpayments",
        "GET /v3/payments", params={"filters": "colour:eq:red"},
    ),
    row(
        "P-PAY-12", "Which words are told of a status that there is not?", "reference/listpayments",
        "GET /v3/payments", params={"filters": "status:eq:NONE_OF_THESE"},
    ),
    row(
        "P-PAY-13", "Which words are told of a disbursementType that there is not?", "reference/listpayments",
        "GET /v3/payments", params={"filters": "disbursementType:eq:NONE_OF_THESE"},
    ),
    row(
        "P-PAY-14", "Which words are told of a void's type that there is not?", "reference/voidpayment",
        "POST /v3/payments/stp01AAAAAAAAAAAAAAA/void", {"type": "NONE_OF_THESE", "reason": "probe"},
    ),
    row(
        "P-PAY-15", "What is a cancel told whose payment there is not?", "reference/cancelpayment",
        "POST /v3/payments/stp01AAAAAAAAAAAAAAA/cancel",
    ),
    row(
        "P-MASS-1", "Is there a mass payment in this organization?", "docs/ap-mass-payments",
        "POST /v3/payments/mass", {}, who="trusted",
    ),
    row(
        "P-MASS-2", "What is a mass payment told that there is not?", "docs/ap-mass-payments",
        "GET /v3/payments/mass/{uuid}",
    ),
    row(
        "P-CARD-1", "What has the list of AP Cards?", "reference/listpayableapcards",
        "GET /v3/funding-accounts/ap-cards",
    ),
    row(
        "P-CARD-2", "What has the list of cards?", "reference/listpayablecardaccounts",
        "GET /v3/funding-accounts/cards",
    ),
    row(
        "P-CARD-3", "What is a card told that there is not?", "reference/getcardaccount",
        "GET /v3/funding-accounts/cards/cda01AAAAAAAAAAAAAAA",
    ),
    row(
        "P-BANK-1", "What is a bank account with nothing in it told?", "reference/createbankaccount",
        "POST /v3/funding-accounts/banks", {}, who="trusted",
    ),
    row(
        "P-NET-3", "What has the invitation of a vendor that was never invited?", "docs/bill-network",
        "GET /v3/network/invitation/vendor/{vendor}",
    ),
    row(
        "P-NET-4", "What is an invitation to an organization told that there is not?",
        "reference/createvendorinvitation", "POST /v3/network/invitation/vendor/{vendor}", INVITATION,
    ),
    row(
        "P-NET-5", "What is a search without a name told?", "reference/search", "GET /v3/network",
        params={"scope": "BILL"},
    ),
    row(
        "P-RISK-1", "Which words has the state of the risk check?", "docs/risk-verification",
        "GET /v3/risk-verifications",
    ),
    row(
        "P-RISK-2", "Which words are told of a phoneType that there is not?", "reference/createphone",
        "POST /v3/risk-verifications/phone", {"phoneType": "NONE_OF_THESE"},
    ),
]  # fmt: skip

SPENDING = [
    row(
        "P-SPE-2", "What is a filter on an unknown field told?", "observed", "GET /v3/spend/users",
        params={"filters": "colour:eq:red"}, who="spend",
    ),
    row(
        "P-SPE-3", "What is an id told that names nothing?", "observed",
        "GET /v3/spend/budgets/bgt_00000000000000000000000000", who="spend",
    ),
    row(
        "P-SPE-4", "What is a call without a token told?", "docs/authentication-with-api-token",
        "GET /v3/spend/users/current", who="stranger",
    ),
    row(
        "P-SPE-5", "What is a token told that there is not?", "docs/authentication-with-api-token",
        "GET /v3/spend/users/current", headers={"apiToken": WRONG}, who="stranger",
    ),
    row(
        "P-SPE-6", "What is a token in a Bearer header told?", "docs/authentication-with-api-token",
        "GET /v3/spend/users/current", headers={"Authorization": f"Bearer {WRONG}"}, who="stranger",
    ),
    row(
        "P-SPE-7", "What is a max of 101 told?", "reference/listbudgets", "GET /v3/spend/budgets",
        params={"max": 101}, who="spend",
    ),
    row(
        "P-SPE-8", "What is a max of 51 told of transactions?", "reference/listtransactions",
        "GET /v3/spend/transactions", params={"max": 51}, who="spend",
    ),
    row(
        "P-SPE-9", "What becomes of a parameter that there is not?", "observed", "GET /v3/spend/users",
        params={"colour": "red", "max": 1}, who="spend",
    ),
    row(
        "P-SPE-10", "Which words are told of a card's status that there is not?", "reference/listcards",
        "GET /v3/spend/cards", params={"filters": "status:eq:NONE_OF_THESE"}, who="spend",
    ),
    row(
        "P-SPE-11", "Which words are told of a transaction's type that there is not?", "reference/listtransactions",
        "GET /v3/spend/transactions", params={"filters": "transactionType:eq:NONE_OF_THESE"}, who="spend",
    ),
    row(
        "P-SPE-12", "Which words are told of a reason to delete a card that there is not?", "reference/deletecard",
        "DELETE /v3/spend/cards/crd_00000000000000000000000000", params={"reason": "NONE_OF_THESE"}, who="spend",
    ),
    row(
        "P-SPE-13", "What is a user with nothing in it told?", "reference/createuser", "POST /v3/spend/users", {},
        who="spend",
    ),
    row(
        "P-SPE-14", "What is a user without an e-mail told?", "reference/createuser", "POST /v3/spend/users", MEMBER,
        who="spend",
    ),
    row(
        "P-SPE-15", "What is a card with nothing in it told?", "reference/createbudgetcard", "POST /v3/spend/cards",
        {}, who="spend",
    ),
    row(
        "P-SPE-16", "What is a claim with nothing in it told?", "reference/createreimbursement",
        "POST /v3/spend/reimbursements", {}, who="spend",
    ),
    row(
        "P-SPE-17", "Is a limit taken as text?", "reference/createbudget", "POST /v3/spend/budgets",
        {"name": "{a name}", "owners": ["{me}"], "recurringInterval": "NONE", "limit": "25"}, who="spend",
    ),
    row(
        "P-SPE-18", "What is a limit below zero told?", "reference/createbudget", "POST /v3/spend/budgets",
        {"name": "{a name}", "owners": ["{me}"], "recurringInterval": "NONE", "limit": -1}, who="spend",
    ),
    row(
        "P-SPE-19", "What becomes of a limit of zero?", "reference/createbudget", "POST /v3/spend/budgets",
        {"name": "{a name}", "owners": ["{me}"], "recurringInterval": "NONE", "limit": 0}, who="spend",
    ),
    row(
        "P-SPE-20", "Are userUuid and budgetUuid taken of a new card?", "reference/createbudgetcard",
        "POST /v3/spend/cards", {"name": "{a name}", "userUuid": "{me}", "budgetUuid": "{budget}", "limit": 5},
        who="spend",
    ),
]  # fmt: skip
