"""A file that somebody hands over, kept as it came."""

import hashlib
import os
from pathlib import Path
from typing import BinaryIO

PIECE = 1024 * 1024


def keep_file(stream: BinaryIO, place: Path) -> tuple[int, str]:
    """Copy a stream to `place`, piece by piece, until it lies on the disk; gives its bytes and its SHA-256 in hexadecimal.

    Raises OSError when there is no room or no right, and leaves no half of it.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    try:
        with place.open("wb") as copy:
            while piece := stream.read(PIECE):
                digest.update(piece)
                size += len(piece)
                copy.write(piece)
            copy.flush()
            os.fsync(copy.fileno())
    except OSError:
        place.unlink(missing_ok=True)
        raise
    return size, digest.hexdigest()
