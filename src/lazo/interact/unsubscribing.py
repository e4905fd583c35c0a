"""The address by which whoever got a message says that they want no more: signed, so that nobody can say it for another."""

from functools import cache

from django.core.signing import BadSignature, Signer

PLACE = "/baja/"


@cache
def _signer() -> Signer:
    return Signer(salt="lazo.unsubscribe", sep=".")


def unsubscribe_token(message: int) -> str:
    return _signer().sign(str(message))


def message_of(token: str) -> int | None:
    """The message that a token is of; null for one that we did not sign."""
    try:
        number = _signer().unsign(token)
    except BadSignature:
        return None
    return int(number) if number.isascii() and number.isdecimal() else None


def unsubscribe_address(base: str, message: int) -> str:
    """`base` is where the company's Lazo is reached from outside."""
    return f"{base.rstrip('/')}{PLACE}{unsubscribe_token(message)}"
