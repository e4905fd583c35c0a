"""Whether the last decision said to whom something is worth offering."""

from lazo.differentiate.offer_trait import WORTH_OFFERING
from lazo.identify.models import TraitDefinition, TraitValue


def offering_definition() -> int | None:
    """The trait of who is worth an offer, where anybody is; null else, and then nobody looks for it."""
    found = TraitDefinition.objects.filter(key=WORTH_OFFERING).values_list("pk", flat=True).first()
    return found if found is not None and TraitValue.objects.filter(definition_id=found).exists() else None
