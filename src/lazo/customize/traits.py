"""What decisions tell the next score of a customer: the last thing that was done with them, and whether something is worth offering them."""

from functools import partial

from django.utils.translation import gettext_noop as _

from lazo.differentiate.offer_trait import WORTH_OFFERING
from lazo.identify.models import TraitDefinition
from lazo.identify.traits import register_trait

LAST_ACTION, LAST_ACTION_ON = "customize.last_action", "customize.last_action_on"
__all__ = ["LAST_ACTION", "LAST_ACTION_ON", "WORTH_OFFERING", "register_traits", "uplift_trait"]


def uplift_trait(arm: int) -> str:
    """The key of the trait in which a study tells customers by how many percent points that arm changes them."""
    return f"measure.uplift_{arm}"


def register_traits() -> None:
    """Tell the registry; called once when the application starts."""
    done = partial(
        register_trait,
        kind=TraitDefinition.Kind.OBSERVED,
        package="customize",
        method=_("lo que alguien marcó como hecho"),
    )
    done(key=LAST_ACTION, name=_("Última acción"), type=TraitDefinition.Type.TEXT)
    done(key=LAST_ACTION_ON, name=_("Fecha de la última acción"), type=TraitDefinition.Type.DATE)
    register_trait(
        key=WORTH_OFFERING,
        name=_("Hay qué ofrecerle"),
        type=TraitDefinition.Type.FLAG,
        kind=TraitDefinition.Kind.INFERRED,
        package="customize",
        method=_("una oferta de Maximizar le trae más de lo que cuesta"),
    )
