"""Wallet share as a trait: said, measured or estimated, each beside the others; lists, segments and programs read it as any trait."""

from django.utils.translation import gettext_noop as _

from lazo.identify.models import TraitDefinition
from lazo.identify.traits import register_trait

WALLET = "differentiate.wallet_share"


def register_wallet() -> None:
    """Tell the registry; called once when the application starts."""
    register_trait(
        key=WALLET,
        name=_("Participación de billetera"),
        type=TraitDefinition.Type.NUMBER,
        kind=TraitDefinition.Kind.INFERRED,
        package="differentiate",
        method=_("nuestro gasto sobre el de sus parecidos"),
        unit="%",
    )
