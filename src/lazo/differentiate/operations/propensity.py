"""Giving customers what a model says of them, as traits that expire, and taking away what has expired."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext

from lazo.analytics.propensity import APPLIES_DAYS
from lazo.differentiate.models import ModelVersion, Propensity, PropensityModel
from lazo.differentiate.propensity.foretelling import Foretold, asked_of, foretell
from lazo.differentiate.queries.model_versions import version_in_force
from lazo.identify.models import Party, TraitDefinition, TraitValue
from lazo.identify.operations.trait_changes import APPEND, DELETE, UPDATE, note_value, note_values
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.jobs import JobContext, enqueue
from lazo.kernel.models import Job, User
from lazo.kernel.workspace import Workspace

APPLY = "differentiate.apply"
ROWS = 1_000
Kind = PropensityModel.Kind


class UnableToApplyModel(ValueError):
    """`code` is not_allowed, untrained, not_useful (its proof speaks against it), or nobody when no row leads to a customer."""

    def __init__(self, code: str, params: dict[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code, self.params = code, params or {}


def start_applying(*, model: PropensityModel, on: date, by: User) -> Job:
    """Ask for the customers to be told what the version that holds says of them as of `on`. Raises UnableToApplyModel."""
    if not may(by, "may_import"):
        raise UnableToApplyModel("not_allowed")
    _version(model)
    return enqueue(APPLY, by=by, arguments={"model": model.pk, "on": on.isoformat()}, key=f"{APPLY} {model.pk}")


def apply_model(
    *, workspace: Workspace, model: PropensityModel, on: date, by: User | None, context: JobContext
) -> dict[str, int]:
    """Write each customer's chance, reasons and inferred trait, valid for 180 days from `on`; who is no longer asked about loses theirs.

    Written in pieces by growing id, each with the checkpoint in one transaction: killed and started again it goes on behind the last,
    with the version it began with. One event, `model.applied`, at the end. Returns `customers` and `gone`. Raises UnableToApplyModel.
    """
    version = _begun(model, context)
    definition = ensure_definition(model, version)
    asked = asked_of(workspace, model, on)
    total = len(asked.customers)
    if not total:
        raise UnableToApplyModel("nobody")
    done = int(context.saved.get("count", 0))
    for piece in foretell(asked, version, after=int(context.saved.get("done", 0))):
        for start in range(0, len(piece), ROWS):
            part = piece[start : start + ROWS]
            context.raise_if_cancelled()
            with transaction.atomic():
                _write(part, model, version, definition, on)
                done += len(part)
                context.checkpoint(done=part[-1].customer, count=done)
            context.progress(done, total, "aplicar el modelo")
    with transaction.atomic():
        context.checkpoint(ended=True)
        old = Propensity.objects.filter(model=model).exclude(version=version, on_date=on)
        gone = _take_away(old, definition)
        data = {"version": version.number, "on": on.isoformat(), "customers": done, "gone": gone}
        record_event(kind="model.applied", by=by, table="differentiate_propensitymodel", row=model.pk, data=data)
    return {"customers": done, "gone": gone}


def _version(model: PropensityModel) -> ModelVersion:
    version = version_in_force(model)
    if version is None:
        raise UnableToApplyModel("untrained")
    if not version.is_useful:
        raise UnableToApplyModel("not_useful", {"reasons": version.card.get("reasons", [])})
    return version


def _begun(model: PropensityModel, context: JobContext) -> ModelVersion:
    """The version of this application: the one it began with, when it was killed on the way."""
    begun = context.saved.get("version")
    version = ModelVersion.objects.filter(pk=begun).first() if begun else None
    if version is None:
        version = _version(model)
        context.checkpoint(version=version.pk)
    return version


def trait_key(model: PropensityModel) -> str:
    """The key of the model's trait: by its kind where it learns from purchases, else by its number."""
    if model.table_id is None:
        return f"differentiate.{model.kind.lower()}"
    return f"differentiate.model_{model.pk}"


def ensure_definition(model: PropensityModel, version: ModelVersion) -> TraitDefinition:
    """The trait in which the answers are told: percent, or the category; its method names the model and the version."""
    names = model.kind == Kind.NEXT_CATEGORY
    method = gettext("modelo de propensión %(model)s, versión %(version)s") % {
        "model": model.pk, "version": version.number,
    }  # fmt: skip
    definition, _made = TraitDefinition.objects.update_or_create(
        key=trait_key(model),
        defaults={
            "name": model.name,
            "type": TraitDefinition.Type.TEXT if names else TraitDefinition.Type.NUMBER,
            "kind": TraitDefinition.Kind.INFERRED,
            "method": method,
            "unit": "" if names else "%",
            "package": "differentiate",
        },
    )
    return definition


def _write(
    part: list[Foretold], model: PropensityModel, version: ModelVersion, definition: TraitDefinition, on: date
) -> None:
    """One piece. Who was erased meanwhile is left out."""
    there = set(Party.objects.filter(pk__in=[one.customer for one in part]).values_list("pk", flat=True))
    part = [one for one in part if one.customer in there]
    Propensity.objects.filter(model=model, customer_id__in=[one.customer for one in part]).delete()
    Propensity.objects.bulk_create(
        Propensity(
            model=model,
            version=version,
            customer_id=one.customer,
            chance=one.chance,
            confidence=one.confidence,
            answer=one.answer,
            reasons=one.reasons,
            on_date=on,
            expires_on=on + timedelta(days=APPLIES_DAYS),
        )
        for one in part
    )
    rows = [
        (one.customer, one.answer, 0.0, max(one.chance, 0.0001))
        if one.answer
        else (one.customer, "", round(100 * one.chance, 1), one.confidence)
        for one in part
    ]
    write_inferred(rows, definition)


def write_inferred(rows: Sequence[tuple[int, str, float, float]], definition: TraitDefinition) -> None:
    """Say of each customer a text, or where it is blank a number, with its confidence, in place of what was inferred before; part of a transaction."""
    inferred = TraitDefinition.Kind.INFERRED
    held = {
        value.party_id: value
        for value in TraitValue.objects.filter(
            definition=definition, kind=inferred, source__isnull=True, party_id__in=[row[0] for row in rows]
        )
    }
    made: list[TraitValue] = []
    changed: list[TraitValue] = []
    for party, text, number, confidence in rows:
        value = held.get(party) or TraitValue(party_id=party, definition=definition, kind=inferred)
        value.confidence = confidence
        if text:
            value.text = text
        else:
            value.number = number
        (changed if value.pk else made).append(value)
    for value in changed:
        value.set_at = Now()
    TraitValue.objects.bulk_update(changed, ["text", "number", "confidence", "set_at"], batch_size=200)
    note_values(UPDATE, sorted(value.pk for value in changed))
    if made:
        note_values(APPEND, sorted(value.pk for value in TraitValue.objects.bulk_create(made)))


def _take_away(old: Any, definition: TraitDefinition | None) -> int:
    """Delete these propensities and the traits that told them."""
    customers = list(old.values_list("customer_id", flat=True))
    for start in range(0, len(customers), ROWS):
        some = customers[start : start + ROWS]
        told = TraitValue.objects.filter(
            definition=definition, kind=TraitDefinition.Kind.INFERRED, source__isnull=True, party_id__in=some
        )
        rows = list(told.values_list("pk", "party_id"))
        TraitValue.objects.filter(pk__in=[row for row, _ in rows]).delete()
        for row, party in rows:
            note_value(DELETE, row=row, party=party)
    old.delete()
    return len(customers)


def expire_propensities(*, on: date) -> int:
    """Take away what has expired by `on`; returns how many. Leaves one event, `propensities.expired`, when there were any."""
    count = 0
    for model in PropensityModel.objects.filter(
        pk__in=Propensity.objects.filter(expires_on__lte=on).values("model").distinct()
    ):
        definition = TraitDefinition.objects.filter(key=trait_key(model)).first()
        with transaction.atomic():
            gone = _take_away(Propensity.objects.filter(model=model, expires_on__lte=on), definition)
            data = {"customers": gone, "on": on.isoformat()}
            record_event(
                kind="propensities.expired", by=None, table="differentiate_propensitymodel", row=model.pk, data=data
            )
        count += gone
    return count


def has_expired(*, on: date) -> bool:
    """Whether there is something to take away."""
    return Propensity.objects.filter(expires_on__lte=on).exists()
