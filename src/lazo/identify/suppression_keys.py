"""What a list of who must not be contacted keeps of a telephone, an address or a document: a keyed digest, which leads back to nobody."""

import hmac
from collections.abc import Callable

from django.conf import settings

DIGEST_BYTES = 16
PURPOSE = b"lazo suppression"

Hasher = Callable[[str], bytes]


def hasher() -> Hasher:
    """A function from a canonical key (of a contact point or a document) to its digest, with the key of this workspace.

    Without the workspace's `secret.key` nobody can try numbers until one fits; with another one no digest is found any more.
    """
    secret = hmac.digest(settings.WORKSPACE.secret_key().encode(), PURPOSE, "sha256")

    def digest(key: str) -> bytes:
        return hmac.digest(secret, key.encode(), "sha256")[:DIGEST_BYTES]

    return digest
