"""How alike two texts are, as DuckDB and the Spark functions of Splink measure it."""

from __future__ import annotations

PREFIX_WEIGHT, LONGEST_PREFIX, BOOST_FROM = 0.1, 4, 0.7


def edits(one: str, two: str) -> int:
    """Damerau-Levenshtein distance: letters put in, left out, changed, or swapped with their neighbour (unrestricted)."""
    last_row_of: dict[str, int] = {}
    width = len(two) + 2
    ceiling = len(one) + len(two)
    rows: list[list[int]] = [[ceiling] * width, [ceiling, *range(len(two) + 1)]]
    for i, letter in enumerate(one, start=1):
        row, last_match = [ceiling, i] + [0] * len(two), 0
        rows.append(row)
        for j, other in enumerate(two, start=1):
            above, match = last_row_of.get(other, 0), last_match
            same = letter == other
            if same:
                last_match = j
            row[j + 1] = min(
                rows[i][j] + (not same),
                row[j] + 1,
                rows[i][j + 1] + 1,
                rows[above][match] + (i - above - 1) + 1 + (j - match - 1),
            )
        last_row_of[letter] = i
    return rows[-1][-1]


def jaro(one: str, two: str) -> float:
    """Jaro similarity, 0 to 1."""
    if not one or not two:
        return 1.0 if one == two else 0.0
    reach = max(max(len(one), len(two)) // 2 - 1, 0)
    taken = [False] * len(two)
    found = []
    for place, letter in enumerate(one):
        for other in range(max(0, place - reach), min(len(two), place + reach + 1)):
            if not taken[other] and two[other] == letter:
                taken[other] = True
                found.append(letter)
                break
    if not found:
        return 0.0
    others = [letter for letter, is_taken in zip(two, taken, strict=True) if is_taken]
    swapped = sum(a != b for a, b in zip(found, others, strict=True)) // 2
    common = len(found)
    return (common / len(one) + common / len(two) + (common - swapped) / common) / 3


def jaro_winkler(one: str, two: str) -> float:
    """Jaro similarity, raised where the first letters are the same."""
    similarity = jaro(one, two)
    if similarity <= BOOST_FROM:
        return similarity
    prefix = 0
    for a, b in zip(one[:LONGEST_PREFIX], two[:LONGEST_PREFIX], strict=False):
        if a != b:
            break
        prefix += 1
    return similarity + PREFIX_WEIGHT * prefix * (1.0 - similarity)
