"""One run of the contracts, as `mockbill verify` makes it."""

import sys
from collections.abc import Sequence
from importlib.util import find_spec
from os import PathLike, devnull, fspath

from .targets import MOCK, missing_credentials

File = str | PathLike[str]


def run(
    target: str = MOCK,
    area: str | Sequence[str] | None = None,
    html: File | None = None,
    junit: File | None = None,
    json: File | None = None,
    write_choices: File | None = None,
) -> int:
    """Hold a target to the contracts.

    Parameters:
        target: `mock` (started for the run), `sandbox` (credentials from `BILL_*`), or a URL.
        area: only these folders of contracts: platform, payables, payments, classifications, spend, webhooks.
        junit, json: files to write a report to.
        html, write_choices: not in this release.

    Returns:
        0 when every contract held; 1 when one failed, or the run showed nothing; 2 when it could not be made.
    """
    problem = missing_credentials(target)
    for option, value in (("an HTML report", html), ("writing choices", write_choices)):
        problem = problem or (f"{option} is not in this release" if value else "")
    if problem:
        print(f"verify: {problem}", file=sys.stderr)
        return 2
    if not (find_spec("pytest") and find_spec("hypothesis")):
        print("verify: needs pytest and hypothesis; install mockbill[kit]", file=sys.stderr)
        return 2
    import pytest

    from . import ledger

    folder = str(ledger.folder())
    arguments = [folder, "-c", devnull, "--rootdir", folder, "-p", "billcontracts.plugin", "-p", "no:cacheprovider"]
    # This package is imported before pytest could rewrite its asserts, which matters to the contract files alone.
    arguments += [
        "--import-mode=importlib",
        "-q",
        "-W",
        "ignore::pytest.PytestAssertRewriteWarning",
        "--target",
        target,
    ]
    for name in [area] if isinstance(area, str) else area or ():
        arguments += ["--area", name]
    arguments += ["--junitxml", fspath(junit)] if junit else []
    arguments += ["--contracts-json", fspath(json)] if json else []
    code = int(pytest.main(arguments))
    return {0: 0, int(pytest.ExitCode.INTERRUPTED): 2, int(pytest.ExitCode.USAGE_ERROR): 2}.get(code, 1)
