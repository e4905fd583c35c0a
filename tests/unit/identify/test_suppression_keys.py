"""What is kept of a key is its HMAC, as the standard library computes it."""

import hmac

from lazo.identify.suppression_keys import PURPOSE, hasher
from lazo.kernel.workspace import Workspace


def test_a_digest_is_the_beginning_of_an_hmac(workspace: Workspace) -> None:
    secret = hmac.digest(workspace.secret_key().encode(), PURPOSE, "sha256")
    for key in ("", "+573001234567", "maría@correo.example", "x" * 254):
        assert hasher()(key) == hmac.digest(secret, key.encode(), "sha256")[:16]
