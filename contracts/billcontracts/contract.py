"""How a test says which promise of BILL it holds to."""

from typing import Any, Literal

Evidence = Literal["D", "O", "S", "I"]


def contract(id: str, statement: str, evidence: Evidence, source: str) -> Any:
    """Mark a test as one contract of the ledger.

    Parameters:
        id: area, subject and number, e.g. `AP-BILL-012`; parameters of a test share it.
        statement: one sentence, as a client would rely on it.
        evidence: D documented, O observed, S from BILL's OpenAPI, I inferred. An inferred contract asserts
            class and shape only, and against anything but a mock its failure is a finding, not an error.
        source: slug of BILL's page (under developer.bill.com), or `observed`.
    """
    import pytest  # of the extra `kit`; without it `run` says so

    return pytest.mark.contract(id=id, statement=statement, evidence=evidence, source=source)


def differs(target: str, reason: str) -> Any:
    """Mark a contract that a target is known to break. Strict: a healed difference fails the run."""
    import pytest

    return pytest.mark.differs(target=target, reason=reason)
