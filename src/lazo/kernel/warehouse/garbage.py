"""Files that are part of the warehouse no longer: kept while a reader may hold them, then removed."""

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from lazo.kernel.warehouse.manifest import Manifest

# The longest a reader may hold a snapshot; a score run of a million customers takes a tenth of it.
GRACE = timedelta(minutes=30)


def mark_garbage(old: Manifest, new: Manifest, *, grace: timedelta = GRACE) -> list[str]:
    """Note in `new` the files that only `old` names; the paths whose grace is over are returned and noted no longer."""
    named = new.named_paths()
    since = dict.fromkeys(old.named_paths() - named, new.as_of) | old.garbage
    now = datetime.fromisoformat(new.as_of)
    expired = {path for path, instant in since.items() if now - datetime.fromisoformat(instant) >= grace}
    new.garbage = {path: instant for path, instant in since.items() if path not in expired | named}
    return sorted(expired - named)


def remove_files(folder: Path, paths: list[str]) -> None:
    """Delete the files, and the folders they leave empty."""
    for path in paths:
        (folder / path).unlink(missing_ok=True)
        with suppress(OSError):
            (folder / path).parent.rmdir()


def remove_orphans(folder: Path, manifest: Manifest) -> None:
    """Delete what a writer that was killed left behind: files that no manifest ever named."""
    known = manifest.named_paths() | manifest.garbage.keys()
    found = {str(path.relative_to(folder)) for path in folder.glob("*/*/*.parquet")}
    remove_files(folder, sorted(found - known))
