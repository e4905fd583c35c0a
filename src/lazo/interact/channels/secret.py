"""Keys and passwords of accounts: enciphered with the key of the workspace, so that whoever reads the database cannot write in our name."""

import base64
import hashlib
import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class UnableToDecipher(Exception):
    """The workspace has another key than the one it was enciphered with: the secret must be written again."""


def encipher(secret: Mapping[str, str]) -> str:
    """Blank for no secret."""
    kept = {name: value for name, value in secret.items() if value}
    return _box().encrypt(json.dumps(kept, sort_keys=True).encode()).decode() if kept else ""


def decipher(text: str) -> dict[str, str]:
    """What `encipher` was given. Raises UnableToDecipher."""
    if not text:
        return {}
    try:
        found: dict[str, str] = json.loads(_box().decrypt(text.encode()))
    except InvalidToken as error:
        raise UnableToDecipher from error
    return found


def _box() -> Fernet:
    key = hashlib.sha256(b"lazo.channel.secret\x00" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
