"""How many examples a property is tried on: few and always the same where every change is checked, many when there is a night."""

import os

TIMES = int(os.environ.get("LAZO_TEST_EXAMPLES", "1"))


def examples(count: int) -> int:
    """`count`, times LAZO_TEST_EXAMPLES."""
    return count * TIMES
