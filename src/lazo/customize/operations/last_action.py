"""Telling of a customer what was done with them last, as a trait."""

from django.db.models.functions import Now

from lazo.customize.models import ActionAnswer
from lazo.customize.traits import LAST_ACTION, LAST_ACTION_ON
from lazo.identify.models import TraitDefinition, TraitValue
from lazo.identify.operations.trait import sync_trait_definitions
from lazo.identify.operations.trait_changes import APPEND, UPDATE, note_values

Kind = TraitDefinition.Kind


def tell_last_action(answer: ActionAnswer) -> None:
    """Say of a customer what was done last, and when; in the caller's transaction."""
    _set(definition_of(LAST_ACTION), answer.party_id, text=answer.offer.name)
    _set(definition_of(LAST_ACTION_ON), answer.party_id, date=answer.on)


def _set(definition: TraitDefinition, party: int, **value: object) -> None:
    row, is_new = TraitValue.objects.update_or_create(
        definition=definition, party_id=party, kind=Kind.OBSERVED, source=None, defaults={**value, "set_at": Now()}
    )
    note_values(APPEND if is_new else UPDATE, [row.pk])


def definition_of(key: str) -> TraitDefinition:
    """The definition of a registered trait."""
    found = TraitDefinition.objects.filter(key=key).first()
    if found is None:
        sync_trait_definitions()
        found = TraitDefinition.objects.get(key=key)
    return found
