"""The address at which a provider tells us things: signed, so that nobody finds it by trying; each call is then checked as its provider signs."""

from functools import cache

from django.core.signing import BadSignature, Signer


@cache
def _signer() -> Signer:
    return Signer(salt="lazo.inbound", sep=".")


def inbound_path(account: int) -> str:
    return f"/entrantes/{_signer().sign(str(account))}"


def account_of(token: str) -> int | None:
    """The account that a token is of; null for one that we did not sign."""
    try:
        number = _signer().unsign(token)
    except BadSignature:
        return None
    return int(number) if number.isascii() and number.isdecimal() else None
