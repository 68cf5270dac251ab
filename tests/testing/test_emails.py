"""What a test reads of the e-mails that BILL would have sent."""

import pytest


@pytest.fixture
def invoice(mockbill):
    return mockbill.client.invoices.create({
        "customer": {"name": "Bay Rowers", "email": "ap@bay.example"}, "invoiceLineItems": [{"quantity": 1, "price": 5}],
        "processingOptions": {"sendEmail": True},
    })  # fmt: skip


def test_emails_are_a_list_that_can_be_searched_and_forgotten(mockbill, invoice):
    assert len(mockbill.emails) == 1 and list(mockbill.emails) == mockbill.emails[:] == [mockbill.emails[0]]
    assert mockbill.emails.find(to="ap@bay.example", kind="invoice", about=invoice["id"]) == [mockbill.emails[-1]]
    assert mockbill.emails.find(to="other@bay.example") == []
    mockbill.emails.clear()
    assert len(mockbill.emails) == 0


def test_attachments_are_read_as_bytes(mockbill, invoice):
    email = mockbill.emails[0]
    assert mockbill.emails.attached(email).startswith(b"%PDF")
    mockbill.emails.clear()
    with pytest.raises(ValueError, match="there is no attachment"):
        mockbill.emails.attached(email)
