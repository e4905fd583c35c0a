"""Offers made, edited, thrown away and taken back; every edit is a version that can be brought back."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from lazo.customize.models import Offer, OfferVersion
from lazo.customize.models.experiment import WHOLE, Experiment
from lazo.customize.operations.experiment import ArmPlan, ExperimentPlan, create_experiment
from lazo.customize.operations.offer_details import (
    KEPT,
    LONGEST_KEY,
    OfferDetails,
    UnableToSaveOffer,
    check_experiment,
    read_details,
)
from lazo.identify.folding import fold
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import Company, User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

TABLE = "customize_offer"
UNDO, UNDO_EDIT = "offer.removed", "offer.edited"
MOST_OFFERS = 200
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@transaction.atomic
def create_offer(*, details: OfferDetails, by: User | None, on: date) -> Offer:
    """Write down what can be proposed, with the experiment that will say what it brings. Writes `offer.created`.

    `by` null is a package that brings it along. Raises UnableToSaveOffer, and UnableToParseSegment for rules that cannot be read.
    """
    _allow(by)
    if Offer.objects.live().count() >= MOST_OFFERS:
        raise UnableToSaveOffer("too_many_offers")
    told = read_details(details)
    check_experiment(details)
    key = _key(details.key, told["name"])
    row = Offer(key=key, maker=details.maker, owner=by, experiment=_experiment(details, told, key, on, by), **told)
    _save(row)
    _keep_version(row, by)
    data = {"key": row.key, "kind": row.kind, "area": row.area}
    record_event(kind="offer.created", by=by, table=TABLE, row=row.pk, data=data)
    row.refresh_from_db()
    return row


@transaction.atomic
def edit_offer(*, offer: Offer, by: User, version: int, changes: dict[str, Any]) -> Offer:
    """Another value for some of what an offer says (KEPT); without a difference nothing is written. Writes `offer.edited`.

    `version` is that of the offer when the person began. Raises UnableToSaveOffer, UnableToParseSegment.
    """
    held = _held(offer, by)
    if held.version != version:
        raise UnableToSaveOffer("stale", version=held.version)
    if held.maker and changes.get("definition", held.definition) != held.definition:
        raise UnableToSaveOffer("has_a_maker", "definition")
    before = values(held)
    wanted = replace(details_of(held), **{name: value for name, value in changes.items() if name in KEPT})
    for name, value in read_details(wanted).items():
        setattr(held, name, value)
    changed = [name for name, value in values(held).items() if before[name] != value]
    if not changed:
        return held
    held.version, held.changed_at = version + 1, Now()
    _save(held)
    Experiment.objects.filter(pk=held.experiment_id).update(name=held.name, area=held.area, unit_margin=held.margin)
    _keep_version(held, by)
    record_event(
        kind="offer.edited", by=by, table=TABLE, row=held.pk, data={"version": held.version, "fields": changed}
    )
    held.refresh_from_db()
    return held


def restore_offer_version(*, offer: Offer, by: User, number: int, version: int) -> Offer:
    """Make a former version the newest. Raises as `edit_offer` does."""
    kept = OfferVersion.objects.filter(offer=offer, number=number).first()
    if kept is None:
        raise UnableToSaveOffer("no_such_version")
    return edit_offer(offer=offer, by=by, version=version, changes=_from_json(kept.told))


@transaction.atomic
def remove_offer(*, offer: Offer, by: User) -> str:
    """Throw an offer away: it is proposed to nobody from now on, and what it brought stays. Returns the token that takes it back.

    Writes `offer.removed`. Raises UnableToSaveOffer.
    """
    from lazo.customize.models import NextAction

    held = _held(offer, by)
    Offer.objects.filter(pk=held.pk).update(removed_at=Now())
    NextAction.objects.filter(offer=held).delete()
    record_event(kind="offer.removed", by=by, table=TABLE, row=held.pk, data={"key": held.key})
    label = _("Oferta «%(name)s» eliminada") % {"name": held.name}
    return offer_undo(by=by, label=label, kind=UNDO, data={"offer": held.pk})


def undo_removal(by: User, data: dict[str, Any]) -> Undone:
    """Bring an offer back. Raises UnableToUndo when its key was given to another meanwhile."""
    try:
        with transaction.atomic():
            count = Offer.objects.filter(pk=data["offer"], removed_at__isnull=False).update(removed_at=None)
    except IntegrityError as error:
        raise UnableToUndo("changed_since") from error
    if not count:
        raise UnableToUndo("changed_since")
    record_event(kind="offer.restored", by=by, table=TABLE, row=data["offer"])
    return Undone(restored=1)


def offer_edit_undo(*, offer: Offer, by: User) -> str:
    """The token that brings back what the offer said before its newest version; blank when there is nothing before."""
    if offer.version < 2:
        return ""
    label = _("Oferta «%(name)s» cambiada") % {"name": offer.name}
    data = {"offer": offer.pk, "number": offer.version - 1, "version": offer.version}
    return offer_undo(by=by, label=label, kind=UNDO_EDIT, data=data)


def undo_edit(by: User, data: dict[str, Any]) -> Undone:
    """The version before, unless somebody edited since. Raises UnableToUndo."""
    offer = Offer.objects.live().filter(pk=data["offer"]).first()
    if offer is None or offer.version != data["version"]:
        raise UnableToUndo("changed_since")
    try:
        restore_offer_version(offer=offer, by=by, number=data["number"], version=data["version"])
    except UnableToSaveOffer as error:
        raise UnableToUndo("changed_since") from error
    return Undone(restored=1)


def values(offer: Offer) -> dict[str, Any]:
    """What an edit may change, as it is."""
    return {name: getattr(offer, name) for name in KEPT}


def details_of(offer: Offer) -> OfferDetails:
    told = values(offer)
    return OfferDetails(**{**told, "channels": tuple(told["channels"])}, key=offer.key, maker=offer.maker)


def may_change_offers(user: User) -> bool:
    """Who decides what is proposed to customers."""
    return may(user, "may_administer")


def _allow(by: User | None) -> None:
    if by is not None and not may_change_offers(by):
        raise UnableToSaveOffer("not_allowed")


def _held(offer: Offer, by: User) -> Offer:
    _allow(by)
    held = Offer.objects.select_for_update().live().filter(pk=offer.pk).first()
    if held is None:
        raise UnableToSaveOffer("gone")
    return held


def _experiment(details: OfferDetails, told: dict[str, Any], key: str, on: date, by: User | None) -> Experiment:
    currency = Company.objects.values_list("currency", flat=True).first() or ""
    number = Experiment.objects.filter(key__startswith=f"offer-{key}").count()
    plan = ExperimentPlan(
        key=f"offer-{key}" + (f"-{number + 1}" if number else ""),
        name=told["name"],
        kind=Experiment.Kind.OFFER,
        area=told["area"],
        purpose=told["purpose"],
        currency=currency,
        metric=details.metric,
        window_days=details.window_days,
        unit_margin=told["margin"],
    )
    arms = [
        ArmPlan("control", _("Sin la oferta"), details.control, is_control=True),
        ArmPlan("offer", _("Con la oferta"), WHOLE - details.control, unit_cost=told["unit_cost"]),
    ]
    return create_experiment(plan=plan, arms=arms, by=by, planned={"guess": details.guess, "on": on.isoformat()})


def _key(key: str, name: str) -> str:
    """The key asked for, or one made from the name that nobody has."""
    taken = set(Offer.objects.live().values_list("key", flat=True))
    if key:
        if not KEY.fullmatch(key) or len(key) > LONGEST_KEY:
            raise UnableToSaveOffer("bad_offer_key", "key")
        if key in taken:
            raise UnableToSaveOffer("key_taken", "key")
        return key
    base = "-".join(re.findall(r"[a-z0-9]+", fold(name)))[: LONGEST_KEY - 5].strip("-") or "oferta"
    return next(one for one in (base, *(f"{base}-{n}" for n in range(2, MOST_OFFERS + 3))) if one not in taken)


def _save(row: Offer) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise UnableToSaveOffer("key_taken", "key") from error


def _keep_version(row: Offer, by: User | None) -> None:
    told = {name: value.isoformat() if isinstance(value, date) else value for name, value in values(row).items()}
    OfferVersion.objects.create(offer=row, number=row.version, told=told, by=by)


def _from_json(told: dict[str, Any]) -> dict[str, Any]:
    days = {name: date.fromisoformat(told[name]) for name in ("valid_from", "valid_to") if told[name]}
    return {**told, **days, "channels": tuple(told["channels"])}
