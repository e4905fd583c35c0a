"""What is sold: read with purchases, written by who may import."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from lazo.api.answer import answer, page
from lazo.api.caller import caller
from lazo.api.cursor import make_cursor, read_cursor
from lazo.api.found import found_row
from lazo.api.problem import FieldError, Problem, refused
from lazo.api.shape import Body, Cursor, FieldProblem, Fields, Id, Limit, ShortText
from lazo.identify.models import Product
from lazo.identify.operations.product import (
    MOST,
    SaidProduct,
    SavedProduct,
    UnableToEditProduct,
    UnableToSaveProducts,
    edit_product,
    save_products,
)
from lazo.kernel.models import User

router = Router()
Sku = Annotated[str, Field(min_length=1, max_length=80)]
ProductName = Annotated[str, Field(max_length=240)]


class ProductOut(Schema):
    id: int
    sku: str | None = None
    name: str | None = None
    category: str | None = None


class ProductsOut(Schema):
    data: list[ProductOut]
    next: str | None = None


class ProductIn(Body):
    """`sku` is the code by which purchases name it; a blank name or category leaves what is known."""

    sku: Sku
    name: ProductName = ""
    category: ShortText = ""


class ProductPatch(Body):
    """Only what changes; blank takes it away. The code stays."""

    name: ProductName | None = None
    category: ShortText | None = None


class ProductsIn(Body):
    rows: Annotated[list[ProductIn], Field(min_length=1, max_length=MOST)]


class ProductResult(Schema):
    row: int
    outcome: Literal["created", "changed", "same", "rejected"]
    id: int | None = None
    errors: list[FieldProblem]


class ProductResults(Schema):
    created: int
    changed: int
    same: int
    rejected: int
    results: list[ProductResult]


@router.get("/products", response=ProductsOut)
def list_products(
    request: HttpRequest, limit: Limit = 50, cursor: Cursor = "", sku: ShortText = "", fields: Fields = ""
) -> HttpResponse:
    """By their code; `sku`: the one of that code."""
    caller(request, "purchases:read")
    rows = Product.objects.order_by("sku", "pk")
    if sku:
        rows = rows.filter(sku=sku)
    if cursor:
        rows = rows.filter(sku__gt=read_cursor(cursor, str)[0])
    found = list(rows[: limit + 1])
    following = make_cursor(found[limit - 1].sku) if len(found) > limit else ""
    return page([_row(one) for one in found[:limit]], next_cursor=following, fields=fields)


@router.post("/products", response={200: ProductOut, 201: ProductOut})
def create_product(request: HttpRequest, payload: ProductIn) -> HttpResponse:
    """Make a product, or give the one of that code another name and category (200)."""
    done = _saved([payload], _importer(request))[0]
    if done.outcome == "rejected":
        raise Problem(422, done.code, [FieldError(f"/{done.field}", done.code)])
    one = Product.objects.get(pk=done.product or 0)
    return answer(_row(one), status=201 if done.outcome == "created" else 200, location=f"/api/v1/products/{one.pk}")


@router.post("/products/bulk", response=ProductResults)
def create_products(request: HttpRequest, payload: ProductsIn) -> HttpResponse:
    """Make or bring up to date up to 1,000 products by their code. A row that cannot be is rejected alone."""
    found = _saved(payload.rows, _importer(request))
    counts = {word: sum(one.outcome == word for one in found) for word in ("created", "changed", "same", "rejected")}
    return answer({**counts, "results": [_result(place, one) for place, one in enumerate(found)]})


@router.get("/products/{product}", response=ProductOut)
def get_product(request: HttpRequest, product: Id) -> HttpResponse:
    """One product."""
    caller(request, "purchases:read")
    return answer(_row(found_row(Product.objects.all(), product)))


@router.patch("/products/{product}", response=ProductOut)
def change_product(request: HttpRequest, product: Id, payload: ProductPatch) -> HttpResponse:
    """Another name or category."""
    user = _importer(request)
    said = payload.model_dump(exclude_unset=True)
    changes = {name: text or "" for name, text in said.items()}
    try:
        return answer(_row(edit_product(product=found_row(Product.objects.all(), product), changes=changes, by=user)))
    except UnableToEditProduct as error:
        raise refused(error) from error


def _importer(request: HttpRequest) -> User:
    return caller(request, "purchases:write", permission="may_import")


def _saved(rows: list[ProductIn], user: User) -> list[SavedProduct]:
    try:
        return save_products(rows=[SaidProduct(row.sku, row.name, row.category) for row in rows], by=user)
    except UnableToSaveProducts as error:
        raise refused(error) from error


def _row(one: Product) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("id", "sku", "name", "category")}


def _result(place: int, one: SavedProduct) -> dict[str, Any]:
    errors = [FieldError(f"/rows/{place}/{one.field}", one.code).told()] if one.code else []
    return {"row": place, "outcome": one.outcome, "id": one.product, "errors": errors}
