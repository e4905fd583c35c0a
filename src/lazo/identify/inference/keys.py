"""What two records must have in common, as expressions of the engine: addresses, surnames, names of companies, domains."""

from collections.abc import Iterable

from lazo.identify.email_domains import PROVIDERS, ROLES

FOLDED = "trim(regexp_replace(lower(strip_accents(coalesce({}, ''))), '[^a-z0-9]+', ' ', 'g'))"

STREET_WORDS = (
    (r"\b(calle|cll|cle)\b", "cl"),
    (r"\b(carrera|cra|kra|kr)\b", "cr"),
    (r"\b(avenida|avda|ave)\b", "av"),
    (r"\b(diagonal|diag)\b", "dg"),
    (r"\b(transversal|transv|tranv)\b", "tv"),
    (r"\b(departamento|depto|dpto|dep|apartamento|apto|apt)\b", "ap"),
    (r"\b(numero|num|nro|no)\b", ""),
)
PARTICLES = (
    "de",
    "del",
    "la",
    "las",
    "los",
    "da",
    "do",
    "dos",
    "das",
    "san",
    "santa",
    "von",
    "van",
    "di",
    "viuda",
    "vda",
)
LEGAL_FORM = (
    r"\s(s a s|sas|s a de c v|sa de cv|s de r l de c v|s de rl de cv|s a b de c v|sapi de cv|s a|sa|s r l|srl|s de r l|s p a|spa"
    r"|e i r l|eirl|eireli|ltda|limitada|cia ltda|y cia|cia|s c a|s c|s a c|sac|e p p|epp|me|mei|c a|inc|corp|llc|ltd)$"
)
SITE_WORD = r"\s(sucursal|sede|filial|agencia|planta|bodega|local|tienda|loja|unidade|unidad)\b.*$"
LEAST_ADDRESS = 6
LEAST_SURNAME = 3

FREE_MAIL = tuple(sorted({domain.partition(".")[0] for domain in PROVIDERS}))
"""The first word of domains where anybody has an address, in whatever country: sharing one says nothing."""
ROLE_ADDRESSES = tuple(sorted(ROLES))
"""An address of an office, not of whoever reads it."""


def folded(column: str) -> str:
    """Letters and figures only, small, without accents, single spaces."""
    return FOLDED.format(column)


def address_key(address: str, city: str) -> str:
    """An address as it compares, with its city; null without a figure, or where it is too short to be one."""
    key = folded(address)
    for pattern, short in STREET_WORDS:
        key = f"regexp_replace({key}, '{pattern}', '{short}', 'g')"
    key = f"trim(regexp_replace({key}, ' +', ' ', 'g'))"
    is_one = f"regexp_matches({key}, '[0-9]') AND regexp_matches({key}, '[a-z]') AND length({key}) >= {LEAST_ADDRESS}"
    return f"CASE WHEN {is_one} THEN {key} || '|' || {folded(city)} END"


def words_of(column: str) -> str:
    """The list of a name's words, particles aside."""
    particles = ", ".join(f"'{word}'" for word in PARTICLES)
    return f"list_filter(string_split({folded(column)}, ' '), lambda word: length(word) >= {LEAST_SURNAME} AND word NOT IN ({particles}))"


def name_root(column: str) -> str:
    """A company's name without its legal form, once for each of two that stand behind each other, and without its site."""
    bare = f"regexp_replace({folded(column)}, '{SITE_WORD}', '')"
    for _ in range(2):
        bare = f"regexp_replace({bare}, '{LEGAL_FORM}', '')"
    return bare


def is_site(column: str) -> str:
    """Whether the name says that this is one of several places."""
    return f"regexp_matches({folded(column)}, '{SITE_WORD}')"


def quoted(words: Iterable[str]) -> str:
    """Our own words as a list of SQL."""
    return ", ".join(f"'{word}'" for word in words)
