"""Draws the purchases, in a process of its own so that the one that measures stays small."""

import sys
from pathlib import Path

from lazo.bench.purchases import write_purchases

if __name__ == "__main__":
    write_purchases(Path(sys.argv[1]), customers=int(sys.argv[2]), purchases=int(sys.argv[3]))
