"""Contracts that a person enters, mends or ends, on a customer's page or by program; those of a file come by the imports."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lazo.identify.models import Contract, Party, Product
from lazo.identify.operations.source import ensure_source
from lazo.identify.operations.written_text import is_storable
from lazo.identify.queries.families import customers_of
from lazo.kernel.changes import note_change
from lazo.kernel.events import record_event
from lazo.kernel.models import Change, User
from lazo.kernel.money.currency import UnableToKnowCurrency, digits_of
from lazo.kernel.money.exchange import ExchangeTable, UnableToConvert
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

TABLE, MIRRORED = "identify_contract", "contracts"
UNDO_ADDED, UNDO_EDITED, UNDO_ENDED = "contract.added", "contract.edited", "contract.ended"
BY_HAND = "Lazo"
"""The source of contracts that nobody's file told of."""

LONGEST_PERIOD = 120
LARGEST = 2**62
LONGEST_PLAN = 80
KEPT = (
    "party_id",
    "source_id",
    "external_id",
    "product_id",
    "started_on",
    "ends_on",
    "period_months",
    "currency",
    "amount",
)


class UnableToAddContract(Exception):
    """`code` is not_visible, not_current, bad_text, not_positive, out_of_range, ends_before_start, unknown_currency,
    unknown_rate or already_there; `field` says of what.
    """

    def __init__(self, code: str, field: str = "", params: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.params = params or {}


class UnableToEditContract(UnableToAddContract):
    """The codes of UnableToAddContract, of_a_file (the next file would write over it), or stale: then `kept` is the contract as it is now."""

    def __init__(
        self, code: str, field: str = "", params: Mapping[str, Any] | None = None, *, kept: Contract | None = None
    ) -> None:
        super().__init__(code, field, params)
        self.kept = kept


class UnableToEndContract(Exception):
    """`code` is not_visible, already_ended or ends_before_start."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class SaidContract:
    """`plan` is a product by its code or name, made on first use, blank: none; `amount` minor units of `currency`, of a period."""

    started_on: date
    amount: int
    currency: str
    period_months: int = 1
    plan: str = ""
    ends_on: date | None = None
    external_id: str = ""

    @classmethod
    def of(cls, contract: Contract) -> "SaidContract":
        """What is known of a contract, as a person would say it."""
        plan = contract.product.sku if contract.product else ""
        return cls(
            started_on=contract.started_on,
            amount=contract.amount,
            currency=contract.currency,
            period_months=contract.period_months,
            plan=plan,
            ends_on=contract.ends_on,
            external_id=contract.external_id or "",
        )


@dataclass(frozen=True)
class AddedContract:
    """The contract, and the token under which who entered it can take it back."""

    contract: Contract
    undo: str


@transaction.atomic
def add_contract(*, party: Party, said: SaidContract, by: User) -> AddedContract:
    """Enter a contract of a customer. Raises UnableToAddContract."""
    seen = Party.objects.visible_to(by).filter(pk=party.pk)
    if not seen.exists():
        raise UnableToAddContract("not_visible")
    if not seen.current().exists():
        raise UnableToAddContract("not_current")
    values = _values(said)
    source = ensure_source(name=BY_HAND, by=by)
    try:
        with transaction.atomic():
            made = Contract.objects.create(
                party=party,
                source=source,
                **values,
            )
    except IntegrityError as error:
        raise UnableToAddContract("already_there", "external_id") from error
    note_change(table=MIRRORED, operation=Change.Operation.APPEND, row_from=made.pk)
    _record(made, kind="contract.added", by=by, after=_told(made))
    offer = offer_undo(
        by=by, label=_("Contrato agregado"), kind=UNDO_ADDED, data={"contract": made.pk, "was": _told(made)}
    )
    return AddedContract(made, offer)


def contract_version(contract: Contract) -> str:
    """Tells a contract from itself after somebody changed it."""
    told = json.dumps([_told(contract), str(contract.cancelled_on)], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def is_by_hand(contract: Contract) -> bool:
    """Whether a person may mend it: no file tells of it."""
    return contract.source.name == BY_HAND


@transaction.atomic
def edit_contract(*, contract: Contract, version: str, said: SaidContract, by: User) -> str:
    """Write what is true of a contract by hand; the token that takes it back, blank where nothing differs. Raises UnableToEditContract."""
    if not _is_seen(contract, by):
        raise UnableToEditContract("not_visible")
    held = Contract.objects.select_for_update(of=("self",)).select_related("source", "product").get(pk=contract.pk)
    if not is_by_hand(held):
        raise UnableToEditContract("of_a_file")
    try:
        wanted = _values(said)
    except UnableToAddContract as error:
        raise UnableToEditContract(error.code, error.field, error.params) from error
    was = {name: getattr(held, name) for name in wanted}
    if was == wanted:
        return ""
    if contract_version(held) != version:
        raise UnableToEditContract("stale", kept=held)
    before, base = _told(held), held.base_amount
    _rewrite(held, wanted)
    after = _told(held)
    _record(held, kind="contract.edited", by=by, before=before, after=after)
    data = {"contract": held.pk, "was": before, "base_was": base, "now": after}
    return offer_undo(by=by, label=_("Contrato corregido"), kind=UNDO_EDITED, data=data)


@transaction.atomic
def end_contract(*, contract: Contract, on: date, by: User) -> str:
    """Say the first day without it, passed or to come; the token that takes it back. Raises UnableToEndContract."""
    if not _is_seen(contract, by):
        raise UnableToEndContract("not_visible")
    held = Contract.objects.select_for_update().get(pk=contract.pk)
    if held.ended_on() is not None:
        raise UnableToEndContract("already_ended")
    if on < held.started_on:
        raise UnableToEndContract("ends_before_start")
    _set_end(held, on)
    _record(held, kind="contract.ended", by=by, before={"ends_on": None}, after={"ends_on": on.isoformat()})
    data = {"contract": held.pk, "ends_on": on.isoformat()}
    return offer_undo(by=by, label=_("Fin del contrato anotado"), kind=UNDO_ENDED, data=data)


def undo_adding(by: User, data: dict[str, Any]) -> Undone:
    """The contract goes, unless somebody changed it since; registered with kernel.undo. Raises UnableToUndo."""
    held = _held(by, data)
    if _told(held) != data["was"]:
        raise UnableToUndo("changed_since")
    number, before = held.pk, _told(held)
    record_event(kind="contract.removed", by=by, table=TABLE, row=number, data={"party": held.party_id}, before=before)
    held.delete()
    note_change(table=MIRRORED, operation=Change.Operation.DELETE, row_from=number)
    return Undone(restored=1)


def undo_edit(by: User, data: dict[str, Any]) -> Undone:
    """It says again what it said; registered with kernel.undo. Raises UnableToUndo."""
    held = _held(by, data)
    if _told(held) != data["now"]:
        raise UnableToUndo("changed_since")
    days = ("started_on", "ends_on")
    was = {name: date.fromisoformat(told) if name in days and told else told for name, told in data["was"].items()}
    try:
        _rewrite(held, was | {"base_amount": data["base_was"]})
    except UnableToEditContract as error:
        raise UnableToUndo("changed_since") from error
    _record(held, kind="contract.edited", by=by, before=data["now"], after=data["was"])
    return Undone(restored=1)


def undo_end(by: User, data: dict[str, Any]) -> Undone:
    """It runs on as before; registered with kernel.undo. Raises UnableToUndo."""
    held = _held(by, data)
    if held.ends_on != date.fromisoformat(data["ends_on"]) or held.cancelled_on is not None:
        raise UnableToUndo("changed_since")
    _set_end(held, None)
    _record(held, kind="contract.reopened", by=by, before={"ends_on": data["ends_on"]}, after={"ends_on": None})
    return Undone(restored=1)


def _values(said: SaidContract) -> dict[str, Any]:
    """The columns of a contract that say so; the plan is made where nobody named it yet. Raises UnableToAddContract."""
    base = _checked(said)
    product = _product(" ".join(said.plan.split()))
    return {
        "product_id": product.pk if product else None,
        "external_id": said.external_id.strip() or None,
        "started_on": said.started_on,
        "ends_on": said.ends_on,
        "period_months": said.period_months,
        "currency": said.currency,
        "amount": said.amount,
        "base_amount": base,
    }


def _rewrite(held: Contract, values: Mapping[str, Any]) -> None:
    """Raises UnableToEditContract: already_there."""
    for name, value in values.items():
        setattr(held, name, value)
    try:
        with transaction.atomic():
            held.save(update_fields=[name for name in values if name not in {"party_id", "source_id"}])
    except IntegrityError as error:
        raise UnableToEditContract("already_there", "external_id") from error
    note_change(table=MIRRORED, operation=Change.Operation.UPDATE, row_from=held.pk)


def _checked(said: SaidContract) -> int:
    """The amount in the base currency, of the first day."""
    for name, text, longest in (("plan", said.plan, LONGEST_PLAN), ("external_id", said.external_id, 120)):
        if len(text) > longest or not is_storable(text):
            raise UnableToAddContract("bad_text", name)
    if not 1 <= said.period_months <= LONGEST_PERIOD:
        raise UnableToAddContract("out_of_range", "period_months")
    if said.amount <= 0:
        raise UnableToAddContract("not_positive", "amount")
    if said.ends_on is not None and said.ends_on < said.started_on:
        raise UnableToAddContract("ends_before_start", "ends_on")
    try:
        digits_of(said.currency)
        base = ExchangeTable.load({said.currency}).base_amount(said.amount, said.currency, said.started_on)
    except UnableToKnowCurrency as error:
        raise UnableToAddContract("unknown_currency", "currency") from error
    except UnableToConvert as error:
        raise UnableToAddContract("unknown_rate", "currency", error.params) from error
    if max(base, said.amount) > LARGEST:
        raise UnableToAddContract("out_of_range", "amount")
    return base


def _product(plan: str) -> Product | None:
    if not plan:
        return None
    found = Product.objects.filter(Q(sku__iexact=plan) | Q(name__iexact=plan)).order_by("pk").first()
    if found is None:
        found = Product.objects.create(sku=plan, name=plan)
        note_change(table="products", operation=Change.Operation.APPEND, row_from=found.pk)
    return found


def _is_seen(contract: Contract, by: User) -> bool:
    """Whoever sees the customer sees what any of their records is bound by."""
    customer = customers_of([contract.party_id]).get(contract.party_id, contract.party_id)
    return Party.objects.visible_to(by).filter(pk=customer).exists()


def _held(by: User, data: dict[str, Any]) -> Contract:
    held = Contract.objects.select_for_update().filter(pk=data["contract"]).first()
    if held is None:
        raise UnableToUndo("changed_since")
    if not _is_seen(held, by):
        raise UnableToUndo("not_allowed")
    return held


def _set_end(held: Contract, on: date | None) -> None:
    held.ends_on = on
    held.save(update_fields=["ends_on"])
    note_change(table=MIRRORED, operation=Change.Operation.UPDATE, row_from=held.pk)


def _told(contract: Contract) -> dict[str, Any]:
    """The contract as an event and an offer keep it."""
    found = {name: getattr(contract, name) for name in KEPT}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items()}


def _record(contract: Contract, *, kind: str, by: User, **told: Any) -> None:
    record_event(kind=kind, by=by, table=TABLE, row=contract.pk, data={"party": contract.party_id}, **told)
