"""Print the table; exit 1 when a budget is not kept. `python -m benchmarks startup throughput scale` picks parts."""

import sys

from . import scale, startup, throughput

PARTS = {"startup": startup, "throughput": throughput, "scale": scale}


def main(names: list[str]) -> int:
    kept = True
    print(f"{'what':<66} {'measured':<40} {'budget':<9} kept")
    for name in names or PARTS:
        for what, measured, budget, good in PARTS[name].measure():
            print(f"{what:<66} {measured:<40} {budget:<9} {'yes' if good else 'NO'}", flush=True)
            kept = kept and good
    return 0 if kept else 1


sys.exit(main(sys.argv[1:]))
