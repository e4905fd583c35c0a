"""What a model guessed, put right by a person: the declared value stands beside the inferred one, and outweighs it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lazo.identify.models import Party, TraitDefinition, TraitValue
from lazo.identify.operations.trait import Saying, UnableToSetTrait, say_trait
from lazo.identify.queries.parties import family_of
from lazo.kernel.models import User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

UNDO = "trait.corrected"
Kind = TraitDefinition.Kind


class UnableToCorrectTrait(Exception):
    """`code` is what UnableToSetTrait says, not_current, or nothing_inferred when nobody guessed: then it is set, not corrected."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def correct_trait(*, party: Party, key: str, value: str | float | date | bool | None, by: User) -> str:
    """Declare the value of a trait that was inferred, or bought from a third party; what was inferred stays beside it.

    `value` is of the trait's type, as in `set_trait`; None takes back the correction. Who and when are kept with the value. Gives the token
    under which `by` can undo it. Raises UnableToCorrectTrait.
    """
    if not Party.objects.visible_to(by).filter(pk=party.pk).exists():
        raise UnableToCorrectTrait("not_visible")
    if party.canonical_id is not None or party.retired_at is not None:
        raise UnableToCorrectTrait("not_current")
    guessed = TraitValue.objects.filter(party_id__in=family_of(party), definition__key=key)
    if not guessed.filter(kind__in=(Kind.INFERRED, Kind.APPENDED)).exists():
        raise UnableToCorrectTrait("nothing_inferred")
    before = _declared(party, key)
    try:
        after = say_trait(Saying(party, key, value, Kind.DECLARED), by=by, event="trait.corrected")
    except UnableToSetTrait as error:
        raise UnableToCorrectTrait(error.code) from error
    data = {"party": party.pk, "key": key, "before": _plain(before), "after": _plain(after)}
    return offer_undo(by=by, label=_("Dato corregido"), kind=UNDO, data=data)


def undo_correction(by: User, data: dict[str, Any]) -> Undone:
    """Put back what was declared before, or nothing; registered with kernel.undo. Raises UnableToUndo."""
    party = Party.objects.visible_to(by).filter(pk=data["party"]).first()
    definition = TraitDefinition.objects.filter(key=data["key"]).first()
    if party is None or definition is None:
        raise UnableToUndo("not_allowed")
    if _plain(_declared(party, data["key"])) != data["after"]:
        raise UnableToUndo("changed_since")
    before = data["before"]
    value = date.fromisoformat(before) if definition.type == TraitDefinition.Type.DATE and before else before
    say_trait(Saying(party, data["key"], value, Kind.DECLARED), by=by, event="trait.correction_undone")
    return Undone(restored=1)


def _declared(party: Party, key: str) -> TraitValue | None:
    """What a person said of it."""
    said = TraitValue.objects.filter(party=party, definition__key=key, kind=Kind.DECLARED, source__isnull=True)
    return said.select_related("definition").first()


def _plain(said: TraitValue | None) -> Any:
    value = said.value if said else None
    return value.isoformat() if isinstance(value, date) else value
