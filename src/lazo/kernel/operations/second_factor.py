"""What a person has besides a password: codes of an application, passkeys, and codes for when both are lost."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction

from lazo.kernel.events import record_event
from lazo.kernel.models import User

LONGEST_NAME = 60


class UnableToAddSecondFactor(Exception):
    """`code` is wrong_code (the application shows another), already_there or no_name."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def add_code_application(*, user: User, secret: str, code: str, by: User) -> Authenticator:
    """From now on `user` is asked for the code that an application makes of `secret`; `code` proves that it does.

    Makes the recovery codes when there are none. Raises UnableToAddSecondFactor.
    """
    if Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        raise UnableToAddSecondFactor("already_there")
    if not validate_totp_code(secret, code):
        raise UnableToAddSecondFactor("wrong_code")
    added = TOTP.activate(user, secret).instance
    RecoveryCodes.activate(user)
    record_event(kind="second_factor.added", by=by, table="user", row=user.pk, data={"type": added.type})
    return added


@transaction.atomic
def add_passkey(*, user: User, name: str, credential: dict[str, Any], by: User) -> Authenticator:
    """Keep a passkey that the browser has made and whose answer was found right. Raises UnableToAddSecondFactor."""
    added = WebAuthn.add(user, _named(name), credential).instance
    RecoveryCodes.activate(user)
    record_event(kind="second_factor.added", by=by, table="user", row=user.pk, data={"type": added.type})
    return added


@transaction.atomic
def rename_passkey(*, passkey: Authenticator, name: str, by: User) -> None:
    """Call a passkey otherwise. Raises UnableToAddSecondFactor when the name is blank."""
    wrapped = passkey.wrap()
    before, wrapped.name = wrapped.name, _named(name)
    passkey.save(update_fields=["data"])
    record_event(
        kind="second_factor.renamed",
        by=by,
        table="user",
        row=passkey.user_id,
        before={"name": before},
        after={"name": wrapped.name},
    )


@transaction.atomic
def remove_second_factor(*, factor: Authenticator, by: User) -> None:
    """Forget one; the recovery codes go with the last."""
    user, kind = factor.user_id, factor.type
    factor.delete()
    rest = Authenticator.objects.filter(user_id=user)
    if not rest.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
        rest.delete()
    record_event(kind="second_factor.removed", by=by, table="user", row=user, data={"type": kind})


@transaction.atomic
def remove_second_factors(*, user: User, by: User | None) -> int:
    """Forget all of somebody who has lost them; they come in with their password alone. Returns how many there were."""
    count: int = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).count()
    Authenticator.objects.filter(user=user).delete()
    if count:
        record_event(kind="second_factor.removed", by=by, table="user", row=user.pk, data={"type": "all"})
    return count


@transaction.atomic
def make_recovery_codes(*, user: User, by: User) -> list[str]:
    """New codes, each good once; the old ones are worth nothing any more."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes: list[str] = RecoveryCodes.activate(user).get_unused_codes()
    record_event(kind="second_factor.codes_made", by=by, table="user", row=user.pk, data={"codes": len(codes)})
    return codes


def _named(name: str) -> str:
    if not name.strip():
        raise UnableToAddSecondFactor("no_name")
    return name.strip()[:LONGEST_NAME]
