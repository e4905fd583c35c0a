"""Measuring wallet shares: from what customers say, what a panel measured, and what their look-alikes spend; kept as traits."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from django.db import transaction
from django.db.models.functions import Now

from lazo.analytics.parquet import read_file
from lazo.analytics.wallet import UnableToShare, wallet_share_by_rank, wallet_shares
from lazo.differentiate.models import ScoreRun
from lazo.differentiate.queries.score_run import current_run
from lazo.differentiate.queries.wallet_settings import WalletFields, wallet_fields
from lazo.differentiate.scoring.score_file import score_path
from lazo.differentiate.scoring.spending import look_alike_spending, yearly_spending
from lazo.differentiate.wallet_trait import WALLET
from lazo.identify.models import Source, TraitDefinition, TraitValue
from lazo.identify.operations.trait import sync_trait_definitions
from lazo.identify.operations.trait_changes import APPEND, DELETE, UPDATE, note_value, note_values
from lazo.kernel.events import record_event
from lazo.kernel.jobs import JobContext
from lazo.kernel.warehouse.snapshot import open_snapshot
from lazo.kernel.workspace import Workspace

Kind = TraitDefinition.Kind
PERCENT = 100.0
DIGITS = 1
ROWS = 5_000
Shares = Mapping[int, float]
Row = TypeVar("Row")
SOURCES = {
    "wallet-rank": "Lugar entre las marcas que usa",
    "wallet-spend": "Gasto en la categoría que declara",
    "wallet-panel": "Gasto en la categoría según un panel",
}
"""Sources of what is computed from a field, by key: one value each, beside what somebody says by hand."""


class UnableToMeasureWallet(Exception):
    """Nothing was scored yet, or the file of the run's scores is gone."""


@dataclass(frozen=True)
class Method:
    """How a share became known: the kind of the trait, how sure it is, and the key of its source (blank: a model's)."""

    kind: str
    confidence: float
    source: str


RANK, SPEND = Method(Kind.DECLARED, 1.0, "wallet-rank"), Method(Kind.DECLARED, 1.0, "wallet-spend")
PANEL, LOOK_ALIKES = Method(Kind.APPENDED, 0.8, "wallet-panel"), Method(Kind.INFERRED, 0.5, "")


def measure_wallet_shares(*, workspace: Workspace, context: JobContext) -> dict[str, int]:
    """Bring the trait of wallet shares up to date with the fields in force and the current run; values by method.

    Shares are percent with one decimal. By rank where both numbers make sense; declared and panel: what was bought of us in the 12 months up to the
    run over what is spent in the category in a year; look-alikes: over the P90 of what peers buy of us (kind x country x purchase days, at
    least 25, else the parent cell). What no longer holds is taken away. Written in pieces, each true by itself: killed, the next attempt finds the
    rest to do. Writes one event, `wallet.measured`. Raises UnableToMeasureWallet, UnableToOpenWarehouse.
    """
    run, fields = current_run(), wallet_fields()
    if run is None or not score_path(workspace, run.pk).exists():
        raise UnableToMeasureWallet
    sync_trait_definitions()
    definition = TraitDefinition.objects.get(key=WALLET)
    found = _shares(workspace, run, fields)
    counts = {}
    for done, (name, (method, shares)) in enumerate(found.items()):
        context.progress(done, len(found), "participación de billetera")
        _keep(definition, method, shares, context)
        counts[name] = len(shares)
    record_event(kind="wallet.measured", by=None, table="score_run", row=run.pk, data=counts)
    return counts


def _shares(workspace: Workspace, run: ScoreRun, fields: WalletFields) -> dict[str, tuple[Method, Shares]]:
    scores = read_file(score_path(workspace, run.pk), ["customer_id", "kind", "country", "frequency", "n_purchases"])
    customers = scores.column("customer_id").to_numpy()
    spending = yearly_spending(open_snapshot(workspace), workspace, customers, on=run.on_date)
    ours = dict(zip(customers.tolist(), spending.tolist(), strict=True))
    peers = look_alike_spending(scores, spending) if fields.look_alikes else np.full(len(customers), np.nan)
    return {
        "rank": (RANK, _by_rank(_numbers(fields.rank_field), _numbers(fields.brands_field))),
        "declared": (SPEND, _of_category(ours, _money(fields.spend_field))),
        "panel": (PANEL, _of_category(ours, _money(fields.panel_field))),
        "look_alikes": (LOOK_ALIKES, _of_category(ours, dict(zip(ours, peers.tolist(), strict=True)))),
    }


def _by_rank(ranks: Mapping[int, float], brands: Mapping[int, float]) -> Shares:
    found = {}
    for customer, rank in ranks.items():
        try:
            share = wallet_share_by_rank(rank, int(brands.get(customer, 0)))
        except UnableToShare:
            continue
        found[customer] = round(share * PERCENT, DIGITS)
    return found


def _of_category(ours: Mapping[int, int], category: Mapping[int, float]) -> Shares:
    known = [customer for customer in category if customer in ours]
    shares = wallet_shares([ours[one] for one in known], [category[one] for one in known])
    told = zip(known, (shares * PERCENT).round(DIGITS).tolist(), strict=True)
    return {customer: share for customer, share in told if share == share}  # noqa: PLR0124 - NaN is what differs from itself


def _numbers(key: str) -> dict[int, float]:
    return _values(key, "number")


def _money(key: str) -> dict[int, float]:
    return _values(key, "money")


def _values(key: str, column: str) -> dict[int, float]:
    """By customer the value of a field that holds, by kind, then whoever spoke last."""
    if not key:
        return {}
    rows = TraitValue.objects.filter(definition__key=key, **{f"{column}__isnull": False}).select_related("party")
    best: dict[int, TraitValue] = {}
    for row in rows.iterator(chunk_size=ROWS):
        customer = row.party.canonical_id or row.party_id
        if customer not in best or row.precedence < best[customer].precedence:
            best[customer] = row
    return {customer: float(getattr(row, column)) for customer, row in best.items()}


def _keep(definition: TraitDefinition, method: Method, shares: Shares, context: JobContext) -> None:
    """Make the values of one method these and no others."""
    if method.source and not shares and not Source.objects.filter(key=method.source).exists():
        return
    source = _source(method)
    held = TraitValue.objects.filter(definition=definition, kind=method.kind, source=source)
    before = {party: (pk, number) for pk, party, number in held.values_list("pk", "party_id", "number")}
    gone = [(pk, party) for party, (pk, _number) in before.items() if party not in shares]
    other = [(pk, shares[one]) for one, (pk, number) in before.items() if one in shares and number != shares[one]]
    said = {"definition": definition, "kind": method.kind, "source": source, "confidence": method.confidence}
    fresh = [TraitValue(party_id=party, number=share, **said) for party, share in shares.items() if party not in before]
    _in_pieces(gone, _remove, context)
    _in_pieces(other, _renew, context)
    _in_pieces(fresh, _add, context)


def _source(method: Method) -> Source | None:
    if not method.source:
        return None
    return Source.objects.get_or_create(key=method.source, defaults={"name": SOURCES[method.source]})[0]


def _in_pieces(rows: Sequence[Row], write: Callable[[Sequence[Row]], None], context: JobContext) -> None:
    for start in range(0, len(rows), ROWS):
        context.raise_if_cancelled()
        with transaction.atomic():
            write(rows[start : start + ROWS])


def _remove(rows: Sequence[tuple[int, int]]) -> None:
    TraitValue.objects.filter(pk__in=[pk for pk, _party in rows]).delete()
    for pk, party in rows:
        note_value(DELETE, row=pk, party=party)


def _renew(rows: Sequence[tuple[int, float]]) -> None:
    values = [TraitValue(pk=pk, number=share, set_at=Now()) for pk, share in rows]
    TraitValue.objects.bulk_update(values, ["number", "set_at"], batch_size=500)
    note_values(UPDATE, sorted(pk for pk, _share in rows))


def _add(rows: Sequence[TraitValue]) -> None:
    made = TraitValue.objects.bulk_create(rows, batch_size=500)
    note_values(APPEND, sorted(row.pk for row in made))
