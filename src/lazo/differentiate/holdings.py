"""What differentiate inferred of a person: handed over as such, and erased with everything it came from."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from lazo.differentiate.propensity.table_file import FOLDER, forget_rows
from lazo.kernel.personal_data import (
    CUSTOMER as REMADE,
)
from lazo.kernel.personal_data import (
    Forgotten,
    Gathering,
    Holding,
    register_finding,
    register_forgetting,
    register_gathering,
    register_holding,
)
from lazo.kernel.workspace import Workspace

if TYPE_CHECKING:
    import pyarrow.parquet as pq

CUSTOMER = "customer_id"
PAST = {"run": _("Cálculo"), "said": _("Lo que dijo")}
HOLDINGS = (
    Holding(
        model="differentiate.Score",
        label=_("Puntajes (inferidos)"),
        parties=(CUSTOMER,),
        told={
            "on_date": _("Calculado al"),
            "area": _("Área del ciclo"),
            "place": _("Lugar en el área"),
            "tier": _("Nivel de valor"),
            "rfm": _("Recencia, frecuencia y monto"),
            "value_12m": _("Valor actual (unidades menores)"),
            "value_365d": _("Valor proyectado (unidades menores)"),
            "clv": _("Valor de vida (unidades menores)"),
            "p_alive": _("Probabilidad de seguir activo"),
            "strategic_kinds": _("Cliente estratégico"),
            "rule": _("Regla"),
            "evidence": _("Con qué se calculó"),
        },
        joined=REMADE,
    ),
    Holding(
        model="differentiate.CyclePosition",
        label=_("Lugares en el ciclo (inferidos)"),
        parties=(CUSTOMER,),
        told={
            "area": _("Área del ciclo"),
            "sub_state": _("Estado"),
            "valid_from": _("Desde"),
            "valid_to": _("Hasta"),
            "rule": _("Regla"),
            "evidence": _("Con qué se calculó"),
        },
        joined=REMADE,
    ),
    Holding(
        model="differentiate.StrategicCustomer",
        label=_("Cliente estratégico"),
        parties=(CUSTOMER, "born_with"),
        told={
            "kind": _("Clase"),
            "valid_from": _("Desde"),
            "valid_to": _("Hasta"),
            "evidence": _("Con qué se calculó"),
            "plan": _("Plan"),
            "end_reason": _("Por qué dejó de serlo"),
        },
        joined="strategic",
        rank=1,
    ),
    Holding(
        model="differentiate.StrategicEvidence",
        label=_("Por qué es un cliente estratégico"),
        parties=("entry__customer_id", "other_id"),
        joined="strategic",
        told={"text": _("Qué pasó"), "said_on": _("Cuándo pasó")},
    ),
    Holding(
        model="differentiate.StrategicReview",
        label=_("Revisiones del cliente estratégico"),
        parties=("entry__customer_id",),
        joined="strategic",
        told={"on": _("Revisado"), "note": _("Qué se vio")},
    ),
    Holding(
        model="differentiate.AccountJudgement",
        label=_("Lo que se piensa de la cuenta"),
        parties=("account_id",),
        told={"factor": _("Factor"), "value": _("De 0 a 100"), "note": _("Por qué"), "on": _("Desde")},
    ),
    Holding(
        model="differentiate.AccountStrategy",
        label=_("Estrategia con la cuenta"),
        parties=("account_id",),
        told={"strategy": _("Estrategia"), "reason": _("Por qué"), "valid_from": _("Desde"), "valid_to": _("Hasta")},
    ),
    Holding(
        model="differentiate.Propensity",
        label=_("Propensiones (inferidas)"),
        parties=(CUSTOMER,),
        told={
            "model__name": _("Modelo"),
            "chance": _("Probabilidad"),
            "confidence": _("Confianza"),
            "answer": _("Respuesta"),
            "reasons": _("Razones"),
            "on_date": _("Calculado al"),
            "expires_on": _("Vence"),
        },
        joined=REMADE,
    ),
    Holding(
        model="differentiate.PartyCard", parties=(CUSTOMER,), untold="repeats the customer for lists", joined=REMADE
    ),
    Holding(
        model="differentiate.BulkChangeRow",
        label=_("Cambios a muchos clientes a la vez"),
        parties=("party",),
        told={
            "change__created_at": _("Cuándo"),
            "change__action": _("Qué"),
            "change__field__name": _("Dato"),
            "said": _("Antes"),
        },
    ),
    Holding(
        model="differentiate.SegmentMember",
        label=_("Listas en las que está"),
        parties=("party",),
        told={"segment_id": _("Lista"), "added_at": _("Desde")},
    ),
)


def register_holdings() -> None:
    """Tell the registry; called once when the application starts."""
    for holding in HOLDINGS:
        register_holding(holding)
    register_forgetting("answer_tables", forget_rows, folder=FOLDER)
    register_gathering("score_history", Gathering(_("Cálculos anteriores (inferidos)"), PAST, told_history))
    register_forgetting("score_history", forget_history)
    register_forgetting("card_snapshot", forget_snapshot)
    register_finding("score_history", found_in_history)


def told_history(workspace: Workspace, family: Sequence[int]) -> Iterator[dict[str, Any]]:
    """What past runs said of them: the file of the run, and what it says of each of their numbers."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    for path in sorted(workspace.history.rglob("*.parquet")):
        rows = pq.read_table(path, partitioning=None, filters=pc.field(CUSTOMER).isin(list(family)))
        name = str(path.relative_to(workspace.history).with_suffix(""))
        yield from ({"run": name, "said": row} for row in rows.to_pylist())


def forget_history(person: Forgotten) -> int:
    """Write every past run in which the person is anew, without them."""
    count = 0
    for path in _files(person):
        count += _rewrite(path, person)
    return count


def forget_snapshot(person: Forgotten) -> int:  # noqa: ARG001 - the contract of a forgetting; the snapshot is written whole
    """Write the snapshot of lists again from cards that no longer have the person; the one before is deleted."""
    from lazo.differentiate.operations.cards import write_snapshot
    from lazo.differentiate.queries.customer_snapshot_file import has_snapshot

    return int(has_snapshot() and write_snapshot())


def found_in_history(person: Forgotten) -> dict[str, int]:
    left = sum(_rows(path, person) for path in _files(person))
    return {"score_history": left} if left else {}


def _files(person: Forgotten) -> list[Path]:
    return sorted(person.workspace.history.rglob("*.parquet"))


def _rows(path: Path, person: Forgotten) -> int:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    wanted = pa.array(sorted(person.family), pa.int64())
    column = pq.read_table(path, columns=[CUSTOMER], partitioning=None).column(0)
    return int(pc.sum(pc.is_in(column, wanted)).as_py() or 0)


def _codecs(file: "pq.ParquetFile") -> dict[str, str]:
    """How each column is packed, in the words of who writes: whole numbers that were packed by hand are not packed twice."""
    first = file.metadata.row_group(0)
    columns = (first.column(place) for place in range(first.num_columns))
    return {
        one.path_in_schema: "none" if one.compression == "UNCOMPRESSED" else str(one.compression).lower()
        for one in columns
    }


def _rewrite(path: Path, person: Forgotten) -> int:
    """Row group by row group into a file beside it, which then takes its place."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    gone = _rows(path, person)
    if not gone:
        return 0
    wanted = pa.array(sorted(person.family), pa.int64())
    draft = path.with_suffix(".draft")
    file = pq.ParquetFile(path)
    with pq.ParquetWriter(draft, file.schema_arrow, compression=_codecs(file)) as writer:
        for number in range(file.num_row_groups):
            rows = file.read_row_group(number)
            writer.write_table(rows.filter(pc.invert(pc.is_in(rows.column(CUSTOMER), wanted))))
    draft.replace(path)
    return gone
