"""A file of what came of ways of contact, as mailers, dialers and people write it: rows of address, outcome and moment."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lazo.identify.imports.columns.guess import plain
from lazo.identify.imports.readers.opening import open_table
from lazo.identify.imports.readers.table import ROW
from lazo.identify.imports.values.dates import guess_date_format, parse_instants
from lazo.identify.imports.values.folding import fold
from lazo.identify.models import ContactOutcome, ContactPoint

Outcome, Kind = ContactOutcome.Outcome, ContactPoint.Kind
SAMPLE_ROWS = 1_000
TITLES: dict[str, str] = {
    "email": "email|e mail|correo|correo electronico|recipient|destinatario|mail|to|para|address|email address",
    "phone": "phone|telefono|celular|movil|numero|telefone|fone|whatsapp|msisdn|destination|number",
    "contact": "contacto|contact|contato|direccion|destino",
    "outcome": "resultado|outcome|event|evento|status|estado|tipo|type|bounce type|tipo de rebote|smtp status|codigo|code|bounce",
    "at": "fecha|date|created|fecha y hora|timestamp|time|hora|when|data|event time|bounced at|sent at",
    "reference": "id|message id|mensaje|id mensaje|reference|referencia|sg message id|call id|id llamada",
    "evidence": "motivo|reason|detalle|detail|description|diagnostic|respuesta|response|razon|mensagem",
}
WORDS: dict[str, str] = {
    Outcome.DELIVERED: "delivered|delivery|entregado|entregue|se entrego|ok|sent|leido|read|open|opened|abierto|click|contactado|contesta",
    Outcome.REPLIED: "replied|reply|respondio|respuesta|respondeu",
    Outcome.SOFT_BOUNCE: "soft bounce|softbounce|soft|transient|temporary|deferred|blocked|buzon lleno|mailbox full|rebote suave|rebote temporal|rebato por ahora|ocupado|busy",
    Outcome.HARD_BOUNCE: "hard bounce|hardbounce|hard|bounce|bounced|permanent|invalid|dropped|no existe|rebote|rebote duro|reboto|rejected|inexistente|inexistent|invalido|numero invalido|devuelto|fuera de servicio|nao existe",
    Outcome.UNREACHABLE: "unreachable|no answer|no contesta|nadie responde|nao atende|apagado|sin respuesta",
    Outcome.OTHER_OWNER: "wrong number|numero equivocado|equivocado|otra persona|de otra persona|numero errado|other owner|engano",
}
KNOWN = {word: code for code, words in WORDS.items() for word in (*words.split("|"), code.replace("_", " ").lower())}
SENTENCES: dict[str, str | Promise] = {
    "no_contact": _("La fila no dice de qué correo o teléfono es."),
    "bad_contact": _("No parece un correo ni un teléfono. Corrígelo o quita la fila."),
    "bad_email": _("No parece un correo. Corrígelo o quita la fila."),
    "bad_phone": _("No parece un teléfono. Escríbelo con su indicativo de país."),
    "outcome_unknown": _(
        "No entendimos qué pasó. Escribe entregado, rebote, rebote temporal, no contesta o equivocado."
    ),
    "not_a_date": _("No es una fecha. Escríbela como 2026-03-31 o 2026-03-31 10:30."),
    "future": _("La fecha todavía no llega. Revisa el año."),
    "too_long": _("Un texto es demasiado largo."),
}
AHEAD = 86_400


class UnableToReadOutcomes(Exception):
    """The file as a whole can't be read; `code` is no_contact_column, or no_outcome_column where none was said for all rows."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class OutcomeLine:
    """One row: what is left blank was not said. `code` says what cannot be read, blank when all can."""

    row: int
    kind: str = ""
    text: str = ""
    outcome: str = ""
    at: datetime | None = None
    reference: str = ""
    evidence: str = ""
    code: str = ""


@dataclass(frozen=True)
class Usual:
    """What holds of rows that do not say it: the outcome (blank: each must) and the moment; `zone` is that of clock times."""

    outcome: str
    at: datetime
    zone: str


def read_outcomes(path: Path, *, usual: Usual) -> Iterator[list[OutcomeLine]]:
    """The rows of a CSV, XLSX... with titles in Spanish, Portuguese or English, some at a time. Raises UnableToReadOutcomes, UnableToRead."""
    reader = open_table(path)
    columns = _columns(reader.header)
    if not {"email", "phone", "contact"} & columns.keys():
        raise UnableToReadOutcomes("no_contact_column")
    if "outcome" not in columns and not usual.outcome:
        raise UnableToReadOutcomes("no_outcome_column")
    moment = guess_date_format(reader.sample(SAMPLE_ROWS)[columns["at"]]) if "at" in columns else None
    for chunk in reader.chunks():
        rows = chunk.rows
        cells = {key: _cells(rows, name) for key, name in columns.items()}
        times: Sequence[Any] = [None] * rows.num_rows
        if moment is not None:
            texts = rows.column(rows.schema.get_field_index(columns["at"]))
            times = parse_instants(texts, moment, zone=usual.zone).values.to_pylist()
        numbers = rows.column(rows.schema.get_field_index(ROW)).to_pylist()
        yield [
            _line(number, {key: column[place] for key, column in cells.items()}, times[place], usual)
            for place, number in enumerate(numbers)
        ]


def _columns(header: Sequence[str]) -> dict[str, str]:
    """Field -> the first column that goes by one of its titles."""
    found: dict[str, str] = {}
    for key, titles in TITLES.items():
        known = set(titles.split("|"))
        name = next((name for name in header if plain(name) in known and name not in found.values()), None)
        if name is not None:
            found[key] = name
    return found


def _cells(rows: pa.RecordBatch, name: str) -> list[str]:
    return [(text or "").strip() for text in rows.column(rows.schema.get_field_index(name)).to_pylist()]


def _line(row: int, told: Mapping[str, str], at: datetime | None, usual: Usual) -> OutcomeLine:
    email, phone, either = (told.get(key, "") for key in ("email", "phone", "contact"))
    text = email or phone or either
    if not text:
        return OutcomeLine(row, code="no_contact")
    kind = Kind.EMAIL if "@" in text else Kind.PHONE
    outcome = _outcome(told.get("outcome", "")) or ("" if told.get("outcome") else usual.outcome)
    if not outcome:
        return OutcomeLine(row, code="outcome_unknown")
    if told.get("at") and at is None:
        return OutcomeLine(row, code="not_a_date")
    moment = at.replace(tzinfo=UTC) if at is not None else usual.at
    if (moment - usual.at).total_seconds() > AHEAD:
        return OutcomeLine(row, code="future")
    evidence = told.get("evidence", "")
    # What a server answers names the address: only its code is kept.
    proof = "" if text.lower() in evidence.lower() or "@" in evidence else evidence[:240]
    return OutcomeLine(row, kind, text, outcome, moment, told.get("reference", ""), proof)


def _outcome(text: str) -> str:
    """The code of what a cell says: a word of ours, or the first figure of an answer of SMTP (5 for ever, 4 for now)."""
    said = plain(text)
    if said in KNOWN:
        return KNOWN[said]
    digits = fold(text).strip()
    if digits[:1] in {"4", "5"} and digits[:3].replace(".", "").isdigit():
        return Outcome.HARD_BOUNCE if digits.startswith("5") else Outcome.SOFT_BOUNCE
    return Outcome.DELIVERED if digits.startswith("2") and digits[:3].replace(".", "").isdigit() else ""
