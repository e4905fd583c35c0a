"""The standard types of relation between parties (families of the party model), with their words from both ends.

Words are kept in Spanish and read between two names: «Ana es madre o padre de Beto», «Beto es hija o hijo de Ana».
"""

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from lazo.identify.models.relationship import HOUSEHOLD_MEMBER, RelationshipType

FAMILY, SOCIAL, COMPANY, BUYING_CENTER, MONEY = RelationshipType.Family


@dataclass(frozen=True)
class StandardType:
    """`name` is read from the origin, `inverse_name` from the target; without one both ends say the same."""

    key: str
    family: RelationshipType.Family
    name: str
    inverse_name: str = ""

    @property
    def is_symmetric(self) -> bool:
        return not self.inverse_name


STANDARD_TYPES = (
    StandardType("spouse", FAMILY, _("es pareja de")),
    StandardType("parent-child", FAMILY, _("es madre o padre de"), _("es hija o hijo de")),
    StandardType("sibling", FAMILY, _("es hermana o hermano de")),
    StandardType("same-household", FAMILY, _("vive con")),
    StandardType("guardian", FAMILY, _("responde legalmente por"), _("tiene como responsable legal a")),
    StandardType(HOUSEHOLD_MEMBER, FAMILY, _("es parte de"), _("tiene como integrante a")),
    StandardType("friend", SOCIAL, _("tiene amistad con")),
    StandardType("referred-by", SOCIAL, _("llegó por recomendación de"), _("recomendó a")),
    StandardType("follows", SOCIAL, _("sigue a"), _("tiene de seguidor a")),
    StandardType("same-community", SOCIAL, _("está en la misma comunidad que")),
    StandardType("same-team", SOCIAL, _("está en el mismo equipo o curso que")),
    StandardType("employed-by", COMPANY, _("trabaja en"), _("emplea a")),
    StandardType("owns", COMPANY, _("es dueña o dueño de"), _("es propiedad de")),
    StandardType("director-of", COMPANY, _("dirige"), _("tiene en la dirección a")),
    StandardType("parent-subsidiary", COMPANY, _("es matriz de"), _("es filial de")),
    StandardType("site-of", COMPANY, _("es sede de"), _("tiene como sede a")),
    StandardType("same-group", COMPANY, _("es del mismo grupo que")),
    StandardType("franchisee", COMPANY, _("es franquicia de"), _("tiene como franquicia a")),
    StandardType("distributor-of", COMPANY, _("distribuye lo de"), _("distribuye por medio de")),
    StandardType("supplier-of", COMPANY, _("provee a"), _("tiene como proveedor a")),
    StandardType("competitor-of", COMPANY, _("compite con")),
    StandardType("accountant-of", COMPANY, _("lleva la contabilidad de"), _("confía su contabilidad a")),
    StandardType("initiator", BUYING_CENTER, _("propone compras en"), _("tiene como quien propone compras a")),
    StandardType("user", BUYING_CENTER, _("usa lo que compra"), _("compra para que lo use")),
    StandardType("influencer", BUYING_CENTER, _("influye en las compras de"), _("tiene como quien influye a")),
    StandardType("decider", BUYING_CENTER, _("decide las compras de"), _("tiene como quien decide a")),
    StandardType("buyer", BUYING_CENTER, _("hace las compras de"), _("tiene como comprador a")),
    StandardType("gatekeeper", BUYING_CENTER, _("abre o cierra la puerta en"), _("tiene como quien abre la puerta a")),
    StandardType("signatory", BUYING_CENTER, _("firma por"), _("tiene como quien firma a")),
    StandardType("pays-for", MONEY, _("paga por"), _("tiene como quien paga a")),
    StandardType("guarantees", MONEY, _("es codeudor o aval de"), _("tiene como codeudor o aval a")),
    StandardType("joint-holder", MONEY, _("es cotitular con")),
)
