"""Keeping the rows of companies that repeat what holds of industry and size, in the transaction of whatever says it."""

from collections.abc import Collection, Sequence

from django.db.models import Q

from lazo.identify.company_traits import CODES, COLUMN_OF
from lazo.identify.models import CompanyProfile, Party, TraitValue
from lazo.identify.models.trait import STRENGTH
from lazo.identify.queries.families import customers_of, families_of
from lazo.kernel.changes import note_changes, runs
from lazo.kernel.models import Change

AT_ONCE = 500
KEYS = tuple(COLUMN_OF)


def refresh_profiles(customers: Collection[int]) -> None:
    """Make the profiles of these companies again, of whatever holds of all their records; who is no company has none."""
    numbers = sorted(set(customers))
    for start in range(0, len(numbers), AT_ONCE):
        rows = Party.objects.filter(
            pk__in=numbers[start : start + AT_ONCE], kind=Party.Kind.ORGANIZATION, canonical__isnull=True
        )
        companies = list(rows.values_list("pk", flat=True))
        told = _held(companies)
        known = set(CompanyProfile.objects.filter(pk__in=companies).values_list("pk", flat=True))
        made = [
            CompanyProfile(party_id=number, **told.get(number, {}))
            for number in companies
            if number in known | told.keys()
        ]
        CompanyProfile.objects.bulk_create(
            made, update_conflicts=True, unique_fields=["party"], update_fields=["industry", "size"]
        )


def follow_traits(changes: Sequence[Change]) -> None:
    """Keep the profiles of the companies of whom something was said, or no longer is; they are told of, since the mirror of companies repeats them."""
    found = {change.party for change in changes if change.party and change.operation == Change.Operation.DELETE}
    customers = _described(found) if found else set()
    said = TraitValue.objects.filter(definition__key__in=KEYS)
    for span in _spans([change for change in changes if change.operation != Change.Operation.DELETE]):
        rows = said.filter(span).values_list("party_id", "party__canonical_id").distinct()
        customers |= {canonical or party for party, canonical in rows}
    if customers:
        refresh_profiles(customers)
        _tell(customers)


def follow_parties(changes: Sequence[Change]) -> None:
    """The same of companies that were joined or parted, or whose values went with an import."""
    touched = [change for change in changes if change.operation == Change.Operation.UPDATE]
    if not touched or not CompanyProfile.objects.exists():
        return
    companies, customers = Party.objects.filter(kind=Party.Kind.ORGANIZATION), set()
    for span in _spans(touched):
        rows = companies.filter(span).values_list("pk", "canonical_id")
        customers |= {canonical or party for party, canonical in rows}
    if customers:
        refresh_profiles(customers)


def forget_profiles(parties: Collection[int]) -> None:
    """The rows go before their companies do."""
    numbers = sorted(parties)
    for start in range(0, len(numbers), AT_ONCE):
        CompanyProfile.objects.filter(pk__in=numbers[start : start + AT_ONCE]).delete()


def on_append() -> tuple[str, ...]:
    """`follow_traits` for new values {first}..{last}, as a statement for a process without Django."""
    strength = " ".join(f"WHEN '{kind}' THEN {place}" for place, kind in enumerate(STRENGTH))
    keys = ", ".join(f"'{key}'" for key in KEYS)
    columns = ", ".join(
        f"coalesce(max(CASE WHEN key = '{key}' AND place = 1 AND text IN ({_listed(key)}) THEN text END), '') AS {column}"
        for key, column in COLUMN_OF.items()
    )
    return (
        f"""INSERT INTO identify_companyprofile (party_id, industry, size)
        SELECT customer, {columns} FROM (
            SELECT f.customer, d.key, v.text, row_number() OVER (PARTITION BY f.customer, d.key ORDER BY CASE v.kind {strength} END DESC,
                CASE WHEN v.source_id IS NULL THEN 0 ELSE 1 END, v.set_at DESC, v.id DESC) AS place
            FROM (
                SELECT t.customer, t.customer AS record FROM ({_TOUCHED}) t
                UNION SELECT t.customer, r.id FROM ({_TOUCHED}) t JOIN identify_party r ON r.canonical_id = t.customer
            ) f JOIN identify_traitvalue v ON v.party_id = f.record JOIN identify_traitdefinition d ON d.id = v.definition_id
            WHERE d.key IN ({keys})) held WHERE true GROUP BY customer
        ON CONFLICT (party_id) DO UPDATE SET industry = excluded.industry, size = excluded.size""",  # noqa: S608 - names and codes of ours
        # New companies lie beside each other: one change tells of all of them, and of each older one its own.
        f"""INSERT INTO {Change._meta.db_table} ("table", operation, row_from, row_to)
        SELECT 'parties', 'U', min(customer), max(customer) FROM ({_TOUCHED}) t
        GROUP BY CASE WHEN fresh THEN 0 ELSE customer END""",  # noqa: S608, SLF001 - names of ours; documented API of Django
    )


_TOUCHED = f"""SELECT DISTINCT c.id AS customer, c.batch_id IS NOT NULL AND c.batch_id = n.batch AS fresh
    FROM identify_traitvalue n JOIN identify_party p ON p.id = n.party_id
    JOIN identify_party c ON c.id = coalesce(p.canonical_id, p.id) AND c.kind = 'ORGANIZATION'
    WHERE n.id BETWEEN {{first}} AND {{last}} AND n.definition_id IN (
        SELECT id FROM identify_traitdefinition WHERE key IN ({", ".join(f"'{key}'" for key in KEYS)}))"""  # noqa: S608 - as above


def _tell(customers: Collection[int]) -> None:
    """Nobody who follows parties repeats what is said here: only the mirror is told."""
    note_changes(
        [
            Change(table="parties", operation=Change.Operation.UPDATE, row_from=first, row_to=last)
            for first, last in runs(customers)
        ],
        follow=False,
    )


def _spans(changes: Sequence[Change]) -> list[Q]:
    """The rows of changes as a few conditions on their numbers."""
    single = [change.row_from for change in changes if change.row_from == change.row_to]
    spans = [Q(pk__in=single[start : start + AT_ONCE]) for start in range(0, len(single), AT_ONCE)]
    return spans + [Q(pk__gte=one.row_from, pk__lte=one.row_to) for one in changes if one.row_from != one.row_to]


def _listed(key: str) -> str:
    return ", ".join(f"'{code}'" for code in sorted(CODES[key]))


def _described(records: Collection[int]) -> set[int]:
    """Whom these records stand for, of those that have a profile."""
    customers = set(customers_of(records).values())
    return set(CompanyProfile.objects.filter(pk__in=customers).values_list("pk", flat=True))


def _held(companies: Sequence[int]) -> dict[int, dict[str, str]]:
    """By company the codes that hold, of all its records; who said nothing is not there."""
    families = families_of(companies)
    customer_of = {record: customer for customer, family in families.items() for record in family}
    rows = TraitValue.objects.filter(party_id__in=customer_of, definition__key__in=KEYS).select_related("definition")
    found: dict[int, dict[str, str]] = {}
    for row in sorted(rows, key=lambda row: row.precedence):
        if row.text in CODES[row.definition.key]:
            found.setdefault(customer_of[row.party_id], {}).setdefault(COLUMN_OF[row.definition.key], row.text)
    return found
