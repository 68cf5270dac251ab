"""Bodies in which everything stands that may be sent, so that an answer has all to tell that it may."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from billclient import Client

from .chance import SharedProperty
from .factories import ADDRESS, Make, unique

Body = dict[str, Any]
WHERE = {**ADDRESS, "line2": "Suite 4"}
LABELS = {
    "chartOfAccountId": "chart_of_accounts", "accountingClassId": "accounting_classes", "departmentId": "departments",
    "employeeId": "employees", "jobId": "jobs", "locationId": "locations", "itemId": "items",
}  # fmt: skip
"""Name of a classification → the collection that it is of."""


@dataclass
class Whole:
    """Makes them for one organization, of which it reads what they refer to."""

    core: Client
    spend: Client
    make: Make

    @SharedProperty
    def labels(self) -> dict[str, str]:
        """A label of each kind."""
        return {name: self.make.label(kind)["id"] for name, kind in LABELS.items()}

    @property
    def account(self) -> str:
        return str(self.labels["chartOfAccountId"])

    @SharedProperty
    def tax(self) -> str:
        """An item that adds sales tax."""
        return str(self.make.label("items", type="SALES_TAX", percentage=5.5)["id"])

    @SharedProperty
    def vendor(self) -> str:
        return str(self.make.vendor()["id"])

    @SharedProperty
    def customer(self) -> str:
        return str(self.make.customer()["id"])

    @SharedProperty
    def foreigners(self) -> dict[str, str]:
        """Ids of a vendor and a customer that reckon in another currency."""
        customer = self.make.customer(invoiceCurrency="EUR")["id"]
        return {"vendor": self.core.vendors.create(foreign_vendor(self))["id"], "customer": customer}

    @SharedProperty
    def bank(self) -> str:
        found: str = self.core.banks.list(filters="status:eq:VERIFIED,archived:eq:false").results[0]["id"]
        return found

    @SharedProperty
    def term(self) -> str:
        organization = self.core.session.info()["organizationId"]
        return str(self.core.payment_terms(organization).create({"name": unique("Net 37"), "daysDue": 37})["id"])

    def labelled(self, *without: str) -> Body:
        """Classifications of every kind but these."""
        return {"classifications": {name: id for name, id in self.labels.items() if name not in without}}

    @property
    def today(self) -> str:
        return self.make.today().isoformat()

    def in_days(self, days: int) -> str:
        return (self.make.today() + timedelta(days=days)).isoformat()

    @property
    def schedule(self) -> Body:
        ends = {"nextDueDate": self.in_days(60), "endDate": self.in_days(400)}
        return {"period": "MONTHLY", "frequency": 1, "daysInAdvance": 7, **ends}


def without(body: Body, *names: str) -> Body:
    return {name: value for name, value in body.items() if name not in names}


def label(kind: str) -> Callable[[Whole], Body]:
    """The body of a label."""

    def body(whole: Whole) -> Body:
        parent = whole.make.label(kind)["id"]
        about = {"parentId": parent, "shortName": unique("s")[:20]}
        fields = whole.make.label_body(kind, **about)
        if kind != "employees":
            fields["description"] = "All that is said of it"
        if kind == "items":
            tax = {"type": "SALES_TAX", "percentage": 5.5, "price": 3.25, "taxable": True}
            bought = {"purchaseDescription": "Bought", "purchaseCost": 2.75, "expenseChartOfAccountId": whole.account}
            return fields | tax | bought | {"chartOfAccountId": whole.account}
        if kind == "chart_of_accounts":
            return fields | {"account": {"type": "EXPENSE", "number": unique("6")[:12]}}
        return fields

    return body


ACCOUNT = {
    "nameOnAccount": "Heron", "accountNumber": "0011226621", "routingNumber": "071000013", "type": "CHECKING",
    "ownerType": "BUSINESS",
}  # fmt: skip
"""A vendor's bank account, of this country."""


def vendor(whole: Whole) -> Body:
    return {
        "name": unique("Heron"), "shortName": "Heron", "accountNumber": unique("A"), "accountType": "BUSINESS",
        "email": "ap@heron.example", "phone": "4085550111", "address": WHERE, "billCurrency": "USD",
        "paymentInformation": {"payeeName": "Heron Inc", "email": "pay@heron.example", "bankAccount": dict(ACCOUNT)},
        "autoPay": {"enabled": True, "bankAccountId": whole.bank, "maxAmount": 500, "daysBeforeDueDate": 3},
        "additionalInfo": {
            "taxId": "12-3456789", "taxIdType": "EIN", "track1099": True, "leadTimeInDays": 3, "combinePayments": True,
            "companyName": "Heron Inc", "paymentTermId": whole.term,
        },
    }  # fmt: skip


def foreign_vendor(whole: Whole) -> Body:
    account = {
        "nameOnAccount": "Garza", "accountNumber": "GB29NWBK60161331926819", "paymentCurrency": "GBP",
        "type": "CHECKING", "ownerType": "BUSINESS", "regulatoryFields": [{"name": "sortCode", "value": "601613"}],
    }  # fmt: skip
    return {
        "name": unique("Garza"), "address": {**WHERE, "country": "GB", "zipOrPostalCode": "NW1 6XE"},
        "accountType": "BUSINESS", "billCurrency": "GBP",
        "paymentInformation": {
            "payeeName": "Garza Ltd", "bankCountry": "GB", "bankAccount": account,
            "paymentPurpose": {"text": "Goods"},
        },
    }  # fmt: skip


def coded_vendor(whole: Whole) -> Body:
    """A vendor in a country that has codes for what a payment is for."""
    rules = whole.core.vendors.international_configuration(country="IN", billCurrency="INR", accountType="BUSINESS")
    account = {
        "nameOnAccount": "Rao", "accountNumber": "123456789012", "paymentCurrency": "INR", "type": "SAVINGS",
        "ownerType": "BUSINESS", "regulatoryFields": [{"name": "ifscCode", "value": "HDFC0123456"}],
    }  # fmt: skip
    return {
        "name": unique("Rao"), "address": {**WHERE, "country": "IN", "zipOrPostalCode": "400001"},
        "accountType": "BUSINESS", "billCurrency": "INR",
        "paymentInformation": {
            "payeeName": "Rao Ltd", "bankCountry": "IN", "bankAccount": account,
            "paymentPurpose": {"code": rules["paymentPurpose"]["codes"][0]},
        },
    }  # fmt: skip


def bill(whole: Whole) -> Body:
    by_price = {"quantity": 2, "price": 12.5, "description": "Flyers", **whole.labelled()}
    by_price["classifications"] = {**by_price["classifications"], "customerId": whole.customer}
    return {
        **whole.make.bill_body({"id": whole.vendor}), "description": "March flyers", "purchaseOrderNumber": "PO-118",
        "payFromChartOfAccountId": whole.labels["chartOfAccountId"], "billLineItems": [by_price],
        **whole.labelled("employeeId", "jobId"),
    }  # fmt: skip


def organization() -> Body:
    return {
        "name": unique("Kite"), "address": WHERE, "mailingAddress": {**WHERE, "line1": "PO Box 40"}, "phone": "4195550100",
        "companyOwner": {"name": "Ida", "dateOfBirth": "1980-02-03"}, "taxId": "12-3456789", "taxIdType": "EIN",
        "industry": "Restaurant Caterer or Bar", "businessCategory": "LLC", "accountType": "BUSINESS",
        "processingOptions": {
            "mailingAddressSameAsPhysical": False, "individualTransferOut": True, "individualTransferIn": True,
        },
    }  # fmt: skip


def foreign_bill(whole: Whole) -> Body:
    return {**bill(whole), "vendorId": whole.foreigners["vendor"]}


def vendor_credit(whole: Whole) -> Body:
    line = {"amount": 12.5, "description": "Returned", **whole.labelled()}
    line["classifications"] = {**line["classifications"], "customerId": whole.customer}
    return {
        "vendorId": whole.vendor, "referenceNumber": unique("CR"), "creditDate": whole.today, "description": "Returned",
        "applyToChartOfAccountId": whole.labels["chartOfAccountId"], "vendorCreditLineItems": [line],
    }  # fmt: skip


def bank_credit(whole: Whole) -> Body:
    """A credit goes to an account of the ledger or to a bank account."""
    return {**without(vendor_credit(whole), "applyToChartOfAccountId"), "applyToBankAccountId": whole.bank}


def recurring_bill(whole: Whole) -> Body:
    return {
        "vendorId": whole.vendor, "description": "Rental", "schedule": whole.schedule,
        "processingOptions": {"autoPayment": True}, "paymentInformation": {"bankAccountId": whole.bank},
        "recurringBillLineItems": [{"amount": 89.0, "description": "Water cooler", **whole.labelled()}],
    }  # fmt: skip


def customer(whole: Whole) -> Body:
    return {
        "name": unique("Kayak"), "email": "ap@kayak.example", "companyName": "Kayak Inc", "phone": "5105550188",
        "contact": {"firstName": "Mina", "lastName": "Okafor"}, "fax": "5105550189", "description": "A club",
        "invoiceCurrency": "USD", "accountType": "BUSINESS", "paymentTermId": whole.term, "accountNumber": unique("K"),
        "billingAddress": WHERE, "shippingAddress": WHERE,
    }  # fmt: skip


def sale_line(whole: Whole) -> Body:
    return {
        "quantity": 2, "price": 20.0, "description": "Rental", "taxable": True,
        **whole.labelled("employeeId"),
    }  # fmt: skip


def sale_lines(whole: Whole) -> list[Body]:
    """A line by its price, and one that is a share of those above it."""
    return [sale_line(whole), {**without(sale_line(whole), "quantity", "price"), "ratePercent": 10}]


def invoice(whole: Whole) -> Body:
    return {
        **whole.make.sale_body({"id": whole.customer}), "invoiceDate": whole.today, "dueDate": whole.in_days(30),
        "paymentTermId": whole.term, "payToChartOfAccountId": whole.labels["chartOfAccountId"],
        "enableCardPayment": True, "convenienceFee": {"percentage": 2.5}, "invoiceLineItems": sale_lines(whole),
        "salesTaxItemId": whole.tax, **whole.labelled("chartOfAccountId", "employeeId", "itemId"),
    }  # fmt: skip


def credit_memo(whole: Whole) -> Body:
    return {
        **whole.make.memo_body({"id": whole.customer}), "description": "Returned",
        "payToChartOfAccountId": whole.labels["chartOfAccountId"], "creditMemoLineItems": sale_lines(whole),
        "salesTaxItemId": whole.tax, **whole.labelled("chartOfAccountId", "employeeId", "itemId"),
    }  # fmt: skip


def bank_memo(whole: Whole) -> Body:
    """As with vendors' credits."""
    return {**without(credit_memo(whole), "payToChartOfAccountId"), "payToBankAccountId": whole.bank}


def foreign_invoice(whole: Whole) -> Body:
    return {**invoice(whole), "customer": {"id": whole.foreigners["customer"]}}


def recurring_invoice(whole: Whole) -> Body:
    line = without(sale_line(whole), "price")
    return {
        "customerId": whole.customer, "description": "Rental", "schedule": whole.schedule, "sendEmail": True,
        "paymentTermId": whole.term, "recurringInvoiceLineItems": [{**line, "amount": 35.0}],
        **whole.labelled("chartOfAccountId", "employeeId", "itemId"),
    }  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """One kind of object: the client's collection of it, what may be sent of one, and whether several are at once."""

    collection: str
    body: Callable[[Whole], Body]
    bulk: bool = False
    name: str = ""
    spend: bool = False

    def __str__(self) -> str:
        return self.name or self.collection

    def of(self, whole: Whole) -> Any:
        """The collection."""
        return getattr(whole.spend.spend if self.spend else whole.core, self.collection)


KINDS = [
    *(Kind(kind, label(kind), bulk=True) for kind in LABELS.values()),
    Kind("vendors", vendor, bulk=True),
    Kind("vendors", foreign_vendor, bulk=True, name="vendors abroad"),
    Kind("vendors", coded_vendor, bulk=True, name="vendors abroad by code"),
    Kind("bills", bill, bulk=True),
    Kind("bills", foreign_bill, bulk=True, name="bills from abroad"),
    Kind("vendor_credits", vendor_credit, bulk=True),
    Kind("vendor_credits", bank_credit, bulk=True, name="vendor credits to a bank"),
    Kind("recurring_bills", recurring_bill),
    Kind("customers", customer),
    Kind("invoices", invoice),
    Kind("invoices", foreign_invoice, name="invoices abroad"),
    Kind("credit_memos", credit_memo, bulk=True),
    Kind("credit_memos", bank_memo, bulk=True, name="credit memos to a bank"),
    Kind("recurring_invoices", recurring_invoice),
]
