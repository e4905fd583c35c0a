"""Records that are about to go: whoever hangs something on them that would keep them is told before, in the same transaction.

The undo of an import lies below the operations; they register here when the application starts.
"""

from collections.abc import Callable, Collection

Release = Callable[[Collection[int]], None]
_followers: list[Release] = []


def follow_going(release: Release) -> None:
    """Call `release` with the ids of parties before they are deleted or retired."""
    if release not in _followers:
        _followers.append(release)


def let_go(parties: Collection[int]) -> None:
    """Tell everybody that these parties are going."""
    for release in _followers:
        release(parties)
