"""What is sold, told by another system: one by one or a thousand at once, each by its code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from lazo.identify.models import Product
from lazo.identify.operations.written_text import is_storable
from lazo.kernel.access import may
from lazo.kernel.changes import note_changes, runs
from lazo.kernel.events import record_event
from lazo.kernel.models import Change, User

MOST = 1_000
LONGEST = {"sku": 80, "name": 240, "category": 120}
CREATED, CHANGED, SAME, REJECTED = "created", "changed", "same", "rejected"
TABLE = "identify_product"


class UnableToSaveProducts(Exception):
    """`code` is not_allowed (products are for who may import), too_many, or busy when somebody saved the same codes at this moment."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnableToEditProduct(Exception):
    """`code` is not_allowed, gone, too_long or bad_characters; `field` says where."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.field = field


@dataclass(frozen=True)
class SaidProduct:
    """`sku` is the code by which purchases name it; a blank name or category leaves what is known."""

    sku: str
    name: str = ""
    category: str = ""


@dataclass(frozen=True)
class SavedProduct:
    """`outcome` created, changed, same or rejected, with the `code` and `field` of what is wrong."""

    outcome: str
    product: int | None = None
    field: str = ""
    code: str = ""


def save_products(*, rows: Sequence[SaidProduct], by: User) -> list[SavedProduct]:
    """Keep products by their code: new ones are made, known ones get the name and category that are said; one answer a row.

    One event for all that were made and one for all that changed; a fixed number of statements. Raises UnableToSaveProducts.
    """
    if not may(by, "may_import"):
        raise UnableToSaveProducts("not_allowed")
    if len(rows) > MOST:
        raise UnableToSaveProducts("too_many")
    try:
        with transaction.atomic():
            return _save([_read(row) for row in rows], by)
    except IntegrityError as error:
        raise UnableToSaveProducts("busy") from error


@transaction.atomic
def edit_product(*, product: Product, changes: Mapping[str, str], by: User) -> Product:
    """Give a product another `name` or `category`, blank too; its code stays. Raises UnableToEditProduct."""
    if not may(by, "may_import"):
        raise UnableToEditProduct("not_allowed")
    held = Product.objects.select_for_update().filter(pk=product.pk).first()
    if held is None:
        raise UnableToEditProduct("gone")
    wanted = {name: _line(changes[name]) for name in ("name", "category") if name in changes}
    for name, text in wanted.items():
        trouble = _trouble(name, text)
        if trouble:
            raise UnableToEditProduct(trouble, name)
    before = {name: getattr(held, name) for name in wanted}
    if wanted != before:
        Product.objects.filter(pk=held.pk).update(**wanted)
        held.refresh_from_db()
        _note(Change.Operation.UPDATE, [held.pk])
        record_event(kind="product.edited", by=by, table=TABLE, row=held.pk, before=before, after=wanted)
    return held


def _save(rows: Sequence[SaidProduct | SavedProduct], by: User) -> list[SavedProduct]:
    said = [row for row in rows if isinstance(row, SaidProduct)]
    held = {one.sku: one for one in Product.objects.select_for_update().filter(sku__in=[row.sku for row in said])}
    new: dict[str, Product] = {}
    changed: dict[int, Product] = {}
    found: list[tuple[str, Product] | SavedProduct] = []
    for row in rows:
        if isinstance(row, SavedProduct):
            found.append(row)
            continue
        one, is_known = held.get(row.sku), row.sku in held
        if one is None:
            one = held[row.sku] = new[row.sku] = Product(sku=row.sku)
        is_other = _fill(one, row)
        if is_other and row.sku not in new:
            changed[one.pk] = one
        found.append((CREATED if not is_known else CHANGED if is_other else SAME, one))
    _write(list(new.values()), list(changed.values()), by)
    return [one if isinstance(one, SavedProduct) else SavedProduct(one[0], one[1].pk) for one in found]


def _fill(one: Product, row: SaidProduct) -> bool:
    """Whether what is said differs from what was known."""
    before = (one.name, one.category)
    one.name, one.category = row.name or one.name, row.category or one.category
    return before != (one.name, one.category)


def _write(new: list[Product], changed: list[Product], by: User) -> None:
    if new:
        Product.objects.bulk_create(new)
        _note(Change.Operation.APPEND, [one.pk for one in new])
        record_event(kind="products.added", by=by, table=TABLE, data={"products": [one.pk for one in new]})
    if changed:
        Product.objects.bulk_update(changed, ["name", "category"])
        _note(Change.Operation.UPDATE, [one.pk for one in changed])
        record_event(kind="products.changed", by=by, table=TABLE, data={"products": [one.pk for one in changed]})


def _note(operation: Change.Operation, ids: Sequence[int]) -> None:
    note_changes([Change(table="products", operation=operation, row_from=low, row_to=high) for low, high in runs(ids)])


def _read(row: SaidProduct) -> SaidProduct | SavedProduct:
    """The row as it is kept, or why it cannot be."""
    told: dict[str, Any] = {name: _line(getattr(row, name)) for name in LONGEST}
    if not told["sku"]:
        return SavedProduct(REJECTED, field="sku", code="missing")
    wrong = next(((name, code) for name, text in told.items() if (code := _trouble(name, text))), None)
    return SavedProduct(REJECTED, field=wrong[0], code=wrong[1]) if wrong else SaidProduct(**told)


def _line(text: str) -> str:
    return " ".join(text.split())


def _trouble(name: str, text: str) -> str:
    if len(text) > LONGEST[name]:
        return "too_long"
    return "" if is_storable(text) else "bad_characters"
