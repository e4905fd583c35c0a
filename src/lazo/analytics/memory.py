"""How a process that works through large arrays asks for memory."""

from __future__ import annotations

import ctypes
import sys

import pyarrow as pa

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
KEPT_BYTES = 1 << 30
OWN_MAPPING_BYTES = 32 << 20


def keep_freed_memory() -> None:
    """Let the C library keep up to a GiB that was freed, and Arrow use it too, for the rest of the process.

    Arrays of some megabytes come and go by the thousand; each time the system would hand out fresh pages, zeroed one by
    one, which was a fifth of the work of a sync. Only where glibc is the C library; elsewhere nothing changes.
    `give_back_memory` says when the work is over.
    """
    library = _glibc()
    if library:
        library.mallopt(M_TRIM_THRESHOLD, KEPT_BYTES)
        library.mallopt(M_MMAP_THRESHOLD, OWN_MAPPING_BYTES)
        pa.set_memory_pool(pa.system_memory_pool())


def give_back_memory() -> None:
    """Hand what was kept to the system, before another process needs the room."""
    library = _glibc()
    if library:
        library.malloc_trim(0)


def _glibc() -> ctypes.CDLL | None:
    library = ctypes.CDLL(None) if sys.platform.startswith("linux") else None
    return library if hasattr(library, "gnu_get_libc_version") else None
