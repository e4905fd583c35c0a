"""What a company does and how large it is, as traits: whoever says it, and from which file, lists and segments see it."""

from django.utils.translation import gettext_noop

from lazo.identify.models import CompanyProfile, TraitDefinition
from lazo.identify.traits import RegisteredTrait, register_trait, registered_traits

INDUSTRY, SIZE = "identify.industry", "identify.size"
COLUMN_OF = {INDUSTRY: "industry", SIZE: "size"}
FIELD_OF = {"industry": INDUSTRY, "employees": SIZE}
"""Field of an import -> trait."""
CODES = {INDUSTRY: frozenset(CompanyProfile.Industry.values), SIZE: frozenset(CompanyProfile.Size.values)}


def register_company_traits() -> None:
    """Announce both; called when the application starts."""
    for key, name in ((INDUSTRY, gettext_noop("Sector")), (SIZE, gettext_noop("Tamaño"))):
        register_trait(
            key=key, name=name, type=TraitDefinition.Type.CHOICE, kind=TraitDefinition.Kind.DECLARED, package="identify"
        )


def company_definitions() -> dict[str, TraitDefinition]:
    """The definitions of both by key, made where the workspace has them not yet."""
    found = {row.key: row for row in TraitDefinition.objects.filter(key__in=COLUMN_OF)}
    for trait in _announced():
        if trait.key not in found:
            told = {"name": trait.name, "type": trait.type, "kind": trait.kind, "package": trait.package}
            found[trait.key] = TraitDefinition.objects.get_or_create(key=trait.key, defaults=told)[0]
    return found


def word_of_code(key: str, value: object) -> str | None:
    """The words of a code of one of these traits; None of any other value."""
    if key == INDUSTRY and value in CODES[INDUSTRY]:
        return str(CompanyProfile.Industry(str(value)).label)
    if key == SIZE and value in CODES[SIZE]:
        return str(CompanyProfile.Size(str(value)).label)
    return None


def _announced() -> list[RegisteredTrait]:
    return [trait for trait in registered_traits() if trait.key in COLUMN_OF]
