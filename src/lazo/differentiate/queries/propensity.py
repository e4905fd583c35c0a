"""The propensity models as pages and programs show them: which version holds, what it said of whom, what changed."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Max, QuerySet

from lazo.differentiate.models import LabelTable, ModelPin, ModelVersion, Propensity, PropensityModel
from lazo.differentiate.queries.model_versions import open_pins, subject_of, versions_of
from lazo.identify.models import Party
from lazo.kernel.access import may
from lazo.kernel.models import Job, User

TRAIN, APPLY = "differentiate.train", "differentiate.apply"
TRIED_ROWS = 20_000
SHOWN = 12


@dataclass(frozen=True)
class ModelLine:
    """A model with the version that holds (null before the first), the pin, and how many customers it speaks of, as of when."""

    model: PropensityModel
    version: ModelVersion | None
    newest: ModelVersion | None
    pin: ModelPin | None
    told: int = 0
    told_on: date | None = None


@dataclass(frozen=True)
class Changed:
    """What a version brought against the one before: differences of the figures, columns that came and went."""

    before: ModelVersion
    rows: int
    auc: float
    ece: float
    came: list[str] = field(default_factory=list)
    went: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Tried:
    """A table's choices tried: rows, how many of them said yes and are not known, what the guard leaves out, whose ids are known."""

    rows: int
    yes: int
    open_rows: int
    findings: list[dict[str, Any]]
    ids: int
    matched: int


def may_see_models(user: User) -> bool:
    """Who sees how the company is computed, or brings data in."""
    return may(user, "may_export") or may(user, "may_import")


def model_lines() -> list[ModelLine]:
    """All, the oldest first; a number of queries that does not grow with them."""
    models = list(PropensityModel.objects.select_related("table", "created_by").order_by("pk"))
    pins = open_pins([subject_of(one) for one in models])
    versions: dict[int, list[ModelVersion]] = {}
    for version in ModelVersion.objects.defer("numbers").order_by("model_id", "-number"):
        versions.setdefault(version.model_id, []).append(version)
    told: dict[int, dict[str, Any]] = {
        row["model"]: dict(row)
        for row in Propensity.objects.values("model").annotate(customers=Count("pk"), on=Max("on_date"))
    }
    return [_line(one, versions.get(one.pk, []), pins.get(subject_of(one)), told.get(one.pk, {})) for one in models]


def model_line(model: PropensityModel) -> ModelLine:
    """One of them."""
    told = Propensity.objects.filter(model=model).aggregate(customers=Count("pk"), on=Max("on_date"))
    return _line(model, list(versions_of(model)), open_pins([subject_of(model)]).get(subject_of(model)), told)


def _line(
    model: PropensityModel, versions: list[ModelVersion], pin: ModelPin | None, told: dict[str, Any]
) -> ModelLine:
    newest = versions[0] if versions else None
    pinned = next((one for one in versions if pin is not None and one.pk == pin.version), None)
    return ModelLine(model, pinned or newest, newest, pin, told.get("customers", 0), told.get("on"))


def changed_in(version: ModelVersion) -> Changed | None:
    """Against the version before; null of the first."""
    before = versions_of(version.model).filter(number__lt=version.number).first()
    if before is None:
        return None
    now, then = version.card, before.card
    names, earlier = ({one["name"] for one in card["columns"]} for card in (now, then))
    return Changed(
        before=before,
        rows=now["rows"] - then["rows"],
        auc=now["out_of_fold"]["auc"] - then["out_of_fold"]["auc"],
        ece=now["out_of_fold"]["ece"] - then["out_of_fold"]["ece"],
        came=sorted(names - earlier),
        went=sorted(earlier - names),
    )


def likeliest(*, model: PropensityModel, user: User) -> "QuerySet[Propensity]":
    """Of whom `user` sees, the likeliest first; ties by the customer."""
    rows = Propensity.objects.filter(model=model, customer__in=Party.objects.visible_to(user))
    return rows.select_related("customer", "version").order_by("-chance", "customer_id")


def propensities_of(*, parties: list[int]) -> list[Propensity]:
    """What the models say of one customer, by all of their records; by model."""
    rows = Propensity.objects.filter(customer_id__in=parties)
    return list(rows.select_related("model", "version").order_by("model_id", "-on_date", "pk"))


def job_of(model: PropensityModel) -> Job | None:
    """The newest request to train or apply it."""
    keys = [f"{TRAIN} {model.pk}", f"{APPLY} {model.pk}"]
    return Job.objects.filter(key__in=keys).order_by("-pk").first()


def try_choices(table: LabelTable, choices: dict[str, Any]) -> Tried:
    """Read the first 20,000 rows by these choices and let the guard look at them. Raises UnableToReadLabel."""
    from lazo.analytics.propensity.guard import inspect
    from lazo.analytics.propensity.past import PAST
    from lazo.analytics.propensity.training import told
    from lazo.differentiate.propensity.labelled import read_label_table
    from lazo.differentiate.propensity.linking import match_share

    read = read_label_table(table, choices, first=TRIED_ROWS)
    rows = read.labelled
    looked = [one for one in rows.columns if one.name not in PAST]
    findings = inspect(looked, rows.yes, days=rows.days, declared=rows.declared, seed=1) if rows.yes.size else []
    matched, ids = match_share(read.ids[:TRIED_ROWS]) if read.ids else (0, 0)
    return Tried(
        rows=len(read.labels.yes),
        yes=int(rows.yes.sum()),
        open_rows=int((~read.labels.known).sum()),
        findings=[told(one) for one in findings],
        ids=ids,
        matched=matched,
    )


def sample_of(table: LabelTable, *, rows: int = 3) -> dict[str, str]:
    """By column, its first filled cells, for a person to recognise it."""
    from lazo.differentiate.propensity.table_file import read_rows

    some = read_rows(table, first=200)
    found = {}
    for name in some.column_names:
        cells = dict.fromkeys(one for one in some.column(name).to_pylist() if one)
        found[name] = ", ".join(list(cells)[:rows])
    return found
