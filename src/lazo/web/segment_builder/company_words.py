"""The words of this company for what rules may be about: people, teams, fields of its own, other segments."""

from dataclasses import dataclass

from babel import Locale
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lazo.analytics.segments.vocabulary import Vocabulary
from lazo.customize.models import Experiment
from lazo.differentiate.queries.segments import live_segments
from lazo.differentiate.segments.rules import vocabulary
from lazo.identify.models import ConsentEntry, Interaction, RelationshipType, TraitDefinition
from lazo.web.queries.customers import active_people, team_names
from lazo.web.segment_builder.inputs import Words
from lazo.web.segment_builder.subjects import Choices, Subject, subjects
from lazo.web.words import AREA_NAMES, CLASS_NAMES, KIND_NAMES, STRATEGIC_KINDS, TIER_NAMES

COUNTRIES = (
    "AR", "BO", "BR", "CL", "CO", "CR", "CU", "DO", "EC", "ES", "GT", "HN", "MX", "NI", "PA", "PE", "PR", "PT", "PY", "SV",
    "US", "UY", "VE",
)  # fmt: skip
MOST_CAMPAIGNS = 50
"""The newest; of others the key can be written."""
SUB_STATES: dict[str, str | Promise] = {
    "welcome": gettext_lazy("Bienvenida"),
    "once": gettext_lazy("Compró una vez"),
    "inferred": gettext_lazy("Se enfría"),
    "explicit": gettext_lazy("Pidió irse"),
    "recycled": gettext_lazy("De vuelta"),
    "silent": gettext_lazy("Prospecto callado"),
    "lost": gettext_lazy("Perdido"),
}


@dataclass(frozen=True)
class Spoken:
    """What the builder needs to know of the company, read once a request: seven queries."""

    vocabulary: Vocabulary
    subjects: dict[str, Subject]
    words: Words


def spoken(*, locale: Locale, but: str = "") -> Spoken:
    """`but` is the key of the segment that is edited: no rule of it names itself."""
    words = vocabulary()
    traits = list(TraitDefinition.objects.filter(archived_at__isnull=True).order_by("name", "pk"))
    segments = tuple((one.key, one.name) for one in live_segments() if one.key != but)
    return Spoken(words, subjects(words, traits, Choices(_of_fields(locale), segments)), _words())


def _of_fields(locale: Locale) -> dict[str, tuple[tuple[str, str], ...]]:
    areas = tuple((key, str(name)) for key, name in AREA_NAMES.items())
    countries = sorted(((code, str(locale.territories.get(code, code))) for code in COUNTRIES), key=lambda one: one[1])
    return {
        "kind": tuple((key, str(name)) for key, name in KIND_NAMES.items()),
        "country": tuple(countries),
        "owner": tuple((str(pk), name) for pk, name in active_people()),
        "team": tuple((str(pk), name) for pk, name in team_names()),
        "area": (*areas, ("OUT", _("Fuera del ciclo"))),
        "also_in": areas,
        "sub_state": tuple((key, str(name)) for key, name in SUB_STATES.items()),
        "tier": tuple((key, str(name)) for key, name in TIER_NAMES.items()),
        "customer_class": tuple((key, str(name)) for key, name in CLASS_NAMES.items()),
        "strategic_kinds": tuple((key, str(name)) for key, name in STRATEGIC_KINDS.items()),
    }


def _words() -> Words:
    types = RelationshipType.objects.order_by("family", "key").values_list("key", "name")
    return Words(
        relations=tuple((key, _(name)) for key, name in types),
        purposes=tuple(ConsentEntry.Purpose.choices),
        channels=tuple(ConsentEntry.Channel.choices),
        areas=tuple(AREA_NAMES.items()),
        sources=tuple(TraitDefinition.Kind.choices),
        attributes={
            "directions": tuple(Interaction.Direction.choices),
            "groups": (("treated", _("la recibió")), ("control", _("de control"))),
            "campaigns": tuple(Experiment.objects.order_by("-pk").values_list("key", "name")[:MOST_CAMPAIGNS]),
        },
    )
