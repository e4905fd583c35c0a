"""Change capture: what a write owes to the warehouse and to whoever repeats its rows, in the same transaction."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from lazo.kernel.models import Change
from lazo.kernel.written import insert

Followed = Callable[[Sequence[Change]], None]
BATCH = 5_000


@dataclass(frozen=True)
class Follower:
    """Keeps rows that repeat those of a table, inside the transaction that changes them.

    `function` answers any change. `on_append` says the same for new rows as statements of SQL with the two places `{first}` and
    `{last}` for ids, so that a process without Django can bring rows in by the million; blank when there is none.
    """

    function: Followed
    on_append: Callable[[], tuple[str, ...]] | None = None


_followers: dict[str, list[Follower]] = {}


def follow(table: str, function: Followed, *, on_append: Callable[[], tuple[str, ...]] | None = None) -> None:
    """Call `function` with the changes of `table` right after they are noted; registering again changes nothing."""
    known = _followers.setdefault(table, [])
    if all(one.function is not function for one in known):
        known.append(Follower(function, on_append))


def append_statements(table: str) -> tuple[str, ...]:
    """What followers of `table` must run for new rows, see Follower."""
    told = [one.on_append() for one in _followers.get(table, ()) if one.on_append]
    return tuple(statement for statements in told for statement in statements)


def note_change(
    *,
    table: str,
    operation: str,
    row_from: int,
    row_to: int | None = None,
    party: int | None = None,
    batch: int | None = None,
) -> Change:
    """Say that rows `row_from`..`row_to` (included) of the mirrored `table` were appended, updated or deleted.

    `table` is a name registered in `lazo.kernel.warehouse.registry`; `operation` is one of `Change.Operation`. Call it after the rows
    were written: whoever follows the table reads them at once.
    """
    change = Change(
        table=table, operation=operation, row_from=row_from, row_to=row_to or row_from, party=party, batch=batch
    )
    insert([change])
    _tell([change])
    return change


def note_changes(changes: Sequence[Change], *, follow: bool = True) -> list[Change]:
    """The same for many changes of one table at once; without `follow` the caller keeps what repeats those rows."""
    noted = Change.objects.bulk_create(changes, batch_size=BATCH)
    if noted and follow:
        _tell(noted)
    return noted


def runs(ids: Iterable[int]) -> list[tuple[int, int]]:
    """Ids as ranges (first, last) without a hole, for whoever notes many rows at once."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(ids)):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def _tell(changes: Sequence[Change]) -> None:
    for follower in _followers.get(changes[0].table, ()):
        follower.function(changes)
