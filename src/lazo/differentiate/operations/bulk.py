"""One change for all customers that fit a question: assign an owner or a team, fill a field, retire; and taking it back."""

# ruff: noqa: S608 - names of tables and columns are our own constants; values go in as parameters

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils.translation import ngettext

from lazo.differentiate.models import BulkChange, CustomerCard
from lazo.differentiate.operations.bulk_field import keep_said
from lazo.differentiate.operations.bulk_rows import TABLE, carry_out, take_back
from lazo.differentiate.queries.customer_list import matching
from lazo.differentiate.queries.customer_question import ListQuestion
from lazo.identify.models import TraitDefinition
from lazo.identify.operations.custom_value import UnableToReadValue, read_value
from lazo.identify.queries.custom_fields import OWN, VALUE_COLUMNS, custom_field
from lazo.kernel.access import row_rule
from lazo.kernel.events import record_event
from lazo.kernel.jobs import NullContext, enqueue
from lazo.kernel.models import Team, User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

Action, State = BulkChange.Action, BulkChange.State
MOST_AT_ONCE = 5_000
"""More customers than this are a job's work."""
UNDO = "customers.bulk"
HELD = {Action.OWNER: "owner_id", Action.TEAM: "team_id"}


class UnableToChangeMany(Exception):
    """`code` is not_allowed (the person sees nobody), unknown_field, bad_value, closed_user (the new owner has no access any more) or nobody_fits."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class BulkDone:
    """`customers` that change, the token that takes it back, and the job that does it when they are many (null: it is done)."""

    customers: int
    change: int
    undo: str
    job: int | None


@transaction.atomic
def assign_owner(
    *, by: User, question: ListQuestion, owner: User | None, customers: Collection[int] | None = None
) -> BulkDone:
    """Give everybody who fits `question` (or those of `customers` who do) to `owner`; null is nobody.

    Those who have that owner already do not count. Writes one event, `customers.assigned`, and offers to undo. Raises UnableToChangeMany.
    """
    if owner is not None and not owner.is_active:
        raise UnableToChangeMany("closed_user")
    value = None if owner is None else owner.pk
    found = _who(by, question, customers).exclude(owner_id=value) if value else _who(by, question, customers)
    return _change(by, Action.OWNER, found if value else found.exclude(owner=None), value)


@transaction.atomic
def assign_team(
    *, by: User, question: ListQuestion, team: Team | None, customers: Collection[int] | None = None
) -> BulkDone:
    """Give everybody who fits to a team, by the rules of `assign_owner`. Raises UnableToChangeMany."""
    value = None if team is None else team.pk
    found = _who(by, question, customers)
    return _change(by, Action.TEAM, found.exclude(team_id=value) if value else found.exclude(team=None), value)


@transaction.atomic
def retire_customers(*, by: User, question: ListQuestion, customers: Collection[int] | None = None) -> BulkDone:
    """Take everybody who fits out of the lists; their history stays. Writes `customers.retired`. Raises UnableToChangeMany."""
    return _change(by, Action.RETIRE, _who(by, question, customers), None)


@transaction.atomic
def fill_field(
    *, by: User, question: ListQuestion, key: str, value: Any, customers: Collection[int] | None = None
) -> BulkDone:
    """Say one value of the company's own field `key` (a tag is a choice or a text) of everybody who fits; null takes it away.
    A field that is for some kinds of customer alone passes the others over.

    `value` is of the field's type: text, a number, minor units, a date, a bool, a party's id. What files said stays beside it. Writes one
    event, `customers.filled`, and offers to undo. Raises UnableToChangeMany: unknown_field, bad_value, or as `assign_owner`.
    """
    definition = TraitDefinition.objects.filter(key=key, package=OWN, archived_at__isnull=True).first()
    if definition is None:
        raise UnableToChangeMany("unknown_field")
    try:
        read = read_value(custom_field(definition), value, by=by)
    except UnableToReadValue as error:
        raise UnableToChangeMany("bad_value") from error
    said = None if read is None else read.isoformat() if isinstance(read, date) else _as_text(read, definition)
    found = _who(by, question, customers)
    if definition.party_kinds:
        found = found.filter(kind__in=definition.party_kinds)
    return _change(by, Action.FIELD, found, None, field=definition, said=said)


def _as_text(value: Any, definition: TraitDefinition) -> str:
    is_number = VALUE_COLUMNS[TraitDefinition.Type(definition.type)] == "number"
    return repr(float(value)) if is_number else str(value)


def undo_bulk(by: User, data: dict[str, int]) -> Undone:
    """Give everyone what they had before, except those whom somebody changed since: they are counted and named.

    Raises UnableToUndo while the change itself is still going on.
    """
    change = BulkChange.objects.select_for_update().get(pk=data["change"])
    if change.state != State.DONE:
        raise UnableToUndo("already_undone" if change.state in {State.UNDOING, State.UNDONE} else "not_allowed")
    BulkChange.objects.filter(pk=change.pk).update(state=State.UNDOING, watermark=0)
    change.refresh_from_db()
    if change.total > MOST_AT_ONCE:
        job = enqueue("differentiate.undo_bulk", by=by, arguments={"change": change.pk}, key=f"bulk:{change.pk}")
        return Undone(restored=change.total, job=job.pk)
    take_back(change, context=NullContext())
    return Undone(restored=change.total - change.kept, kept=change.kept, kept_rows=tuple(change.kept_rows))


def _who(by: User, question: ListQuestion, customers: Collection[int] | None) -> "QuerySet[CustomerCard]":
    if row_rule(by).nothing:
        raise UnableToChangeMany("not_allowed")
    found = matching(user=by, question=question)
    return found if customers is None else found.filter(customer_id__in=list(customers))


def _change(
    by: User,
    action: BulkChange.Action,
    found: "QuerySet[CustomerCard]",
    value: int | None,
    *,
    field: TraitDefinition | None = None,
    said: str | None = None,
) -> BulkDone:
    change = BulkChange.objects.create(action=action, value=value, by=by, field=field, said=said)
    total = _keep_before(change, found)
    if not total:
        raise UnableToChangeMany("nobody_fits")
    BulkChange.objects.filter(pk=change.pk).update(total=total)
    change.refresh_from_db()
    data = {
        "change": change.pk,
        "customers": total,
        "field": field.key if field else HELD.get(action, ""),
        "value": value,
    }
    if action == Action.RETIRE:
        record_event(kind="customers.retired", by=by, table=TABLE, row=change.pk, data=data)
    elif action == Action.FIELD:
        record_event(kind="customers.filled", by=by, table=TABLE, row=change.pk, data=data)
    else:
        record_event(kind="customers.assigned", by=by, table=TABLE, row=change.pk, data=data)
    token = offer_undo(by=by, label=_label(action, total), kind=UNDO, data={"change": change.pk})
    if total <= MOST_AT_ONCE:
        carry_out(change, context=NullContext())
        return BulkDone(total, change.pk, token, None)
    job = enqueue("differentiate.bulk", by=by, arguments={"change": change.pk}, key=f"bulk:{change.pk}")
    return BulkDone(total, change.pk, token, job.pk)


def _keep_before(change: BulkChange, found: "QuerySet[CustomerCard]") -> int:
    """Write who changes and what they had, in one statement."""
    column = HELD.get(Action(change.action))
    rows = found.order_by().annotate(before=F(column)) if column else found.order_by()
    names = ("customer_id", "before") if column else ("customer_id",)
    try:
        sql, values = rows.values_list(*names).query.sql_with_params()
    except EmptyResultSet:
        return 0
    if change.action == Action.FIELD:
        return keep_said(change, sql, values)
    columns = "party, before" if column else "party"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO differentiate_bulkchangerow (change_id, {columns}) SELECT {int(change.pk)}, q.* FROM ({sql}) q",
            values,
        )
        return int(cursor.rowcount)


def _label(action: BulkChange.Action, total: int) -> str:
    if action == Action.RETIRE:
        return ngettext("%(n)s cliente retirado", "%(n)s clientes retirados", total) % {"n": total}
    if action == Action.FIELD:
        return ngettext("%(n)s cliente cambiado", "%(n)s clientes cambiados", total) % {"n": total}
    return ngettext("%(n)s cliente asignado", "%(n)s clientes asignados", total) % {"n": total}
