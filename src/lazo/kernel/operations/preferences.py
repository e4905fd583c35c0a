"""What a person sets for themselves: how they are called, keys of the keyboard, how close rows lie."""

from typing import Any

from django.db import transaction

from lazo.kernel.events import record_event
from lazo.kernel.models import Density, User

FIELDS = ("name", "shortcuts", "density")
LONGEST_NAME = 150


class UnableToSetPreferences(ValueError):
    """`code` is no_name, too_long or unknown_density; `field` says where."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(code)
        self.field, self.code = field, code


@transaction.atomic
def set_preferences(*, user: User, name: str, shortcuts: bool, density: str, by: User) -> None:
    """Keep how `user` likes the pages; nothing changed, nothing written. Raises UnableToSetPreferences."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise UnableToSetPreferences("name", "too_long" if name else "no_name")
    if density not in Density.values:
        raise UnableToSetPreferences("density", "unknown_density")
    wanted: dict[str, Any] = {"name": name, "shortcuts": shortcuts, "density": density}
    changed = [field for field in FIELDS if getattr(user, field) != wanted[field]]
    if not changed:
        return
    before = {field: getattr(user, field) for field in changed}
    for field in changed:
        setattr(user, field, wanted[field])
    user.save(update_fields=changed)
    after = {field: wanted[field] for field in changed}
    record_event(kind="user.preferences_set", by=by, table="user", row=user.pk, before=before, after=after)
