"""The signature by which a receiver knows that a letter is ours and not an old one sent again."""

import hashlib
import hmac

HEADER = "Lazo-Signature"


def sign(body: bytes, *, secret: str, at: int) -> str:
    """The header's value for a letter sent at that second (Unix time): HMAC-SHA256 of `<at>.<body>`, in hexadecimal."""
    return f"t={at},v1={_digest(body, secret, at)}"


def is_signed(body: bytes, header: str, *, secret: str, at: int, tolerance: int = 300) -> bool:
    """What a receiver does: the signature fits, and is at most `tolerance` seconds from their own clock's `at`."""
    parts = dict(part.partition("=")[::2] for part in header.split(","))
    said = parts.get("t", "")
    if not said.isascii() or not said.isdecimal() or len(said) > 12 or abs(int(said) - at) > tolerance:
        return False
    return hmac.compare_digest(_digest(body, secret, int(said)), parts.get("v1", ""))


def _digest(body: bytes, secret: str, at: int) -> str:
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
