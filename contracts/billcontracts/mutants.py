"""The contracts put to the proof: a target with one thing wrong must fail one of them.

`python -m billcontracts.mutants` derives every single deviation from what is declared, serves a mock with each, and lists
those that no contract noticed. What nothing needs to notice has a reason in `survivors.tsv`. `--sample 12 --seed 7` proves
a part, as CI does, with only the contracts that `killers.tsv` says notice what is wrong with an operation.
"""

import random
import sys
import time
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Callable, Collection
from importlib.resources import files
from os import devnull
from pathlib import Path
from unittest.mock import patch

from . import ledger
from .proof import Proof, Prover
from .survivors import killers
from .wire import tap


def prove(places: Collection[str] = (), say: Callable[[str], None] = print) -> Prover:
    """Hold a mock of our own, with each deviation in turn, to the contracts.

    Parameters:
        places: operations and events; all unless given.
        say: told of each survivor.

    Raises:
        RuntimeError: the contracts do not hold although nothing is wrong.
    """
    import pytest
    from hypothesis import Phase, settings

    settings.register_profile("proof", phases=(Phase.explicit, Phase.generate), derandomize=True, deadline=None)
    settings.load_profile("proof")  # a failure is all that is asked for, not the smallest
    prover = Prover(places, say)
    end = tap(prover.wire)
    folder = str(ledger.folder())
    arguments = [folder, "-c", devnull, "--rootdir", folder, "--import-mode=importlib", "-q"]
    arguments += ["-p", "billcontracts.plugin", "-p", "no:cacheprovider", "-p", "no:randomly"]
    arguments += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
    try:
        with patch("billcontracts.fixtures.open_target", prover.reach):
            code = pytest.main(arguments, plugins=[prover])
    finally:
        end()
    if code == pytest.ExitCode.INTERNAL_ERROR:
        raise RuntimeError("the proof broke off; why is said above")
    return prover


def written(proof: Proof) -> str:
    """`killers.tsv`, from a whole proof."""
    by_place: dict[str, dict[str, None]] = defaultdict(dict)
    for deviation, contract in proof.killers.items():
        by_place[deviation.place][contract] = None
    return "".join(f"{place}\t{' '.join(sorted(found))}\n" for place, found in sorted(by_place.items()))


def main(*arguments: str) -> int:
    parser = ArgumentParser(prog="python -m billcontracts.mutants", description=__doc__)
    parser.add_argument("--sample", type=int, default=0, help="draw so many operations and events; all unless given")
    parser.add_argument("--seed", type=int, default=0, help="what they are drawn by")
    parser.add_argument("--place", action="append", default=[], help="this operation, or event; may be repeated")
    asked = parser.parse_args(arguments)
    places = asked.place
    if asked.sample:
        known = sorted(killers())
        places = sorted(random.Random(asked.seed).sample(known, min(asked.sample, len(known))))
    started = time.monotonic()
    prover = prove(places)
    proof = prover.proof
    if not places:
        Path(str(files(__package__).joinpath("killers.tsv"))).write_text(written(proof), "utf-8")
    for problem in sorted(prover.problems):
        print(f"mutants: {problem}")
    print(
        f"{len(proof.killers)} of {len(proof.killers) + len(proof.survivors)} deviations noticed, "
        f"{len(proof.survivors)} survive, {len(prover.problems)} without a reason; {time.monotonic() - started:.0f} s"
    )
    return 1 if prover.problems or not proof.killers else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
