"""The files that the fictitious company's systems export, as untidy as those of a real one."""

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from lazo.demo.behaviour import Behaviour
from lazo.demo.company import ATTENDED_ONE_IN, PEOPLE
from lazo.demo.records import BILLING, SHOP, TILLS, Record

SLUGS = {SHOP: "tienda", TILLS: "cajas", BILLING: "facturacion"}


@dataclass(frozen=True)
class SourceFile:
    """A file to bring in: from which source, as what, and how many rows it has."""

    source: str
    entity: str
    path: Path
    rows: int


def _day_first(day: str) -> str:
    return f"{day[8:]}/{day[5:7]}/{day[:4]}" if day else ""


Layout = Sequence[tuple[str, Callable[[Record, str], str]]]

SHOP_LAYOUT: Layout = (
    ("Código", lambda record, _: record.external_id),
    ("Nombres", lambda record, _: record.person.given_name),
    ("Apellidos", lambda record, _: record.person.surnames),
    ("Documento", lambda record, _: record.person.document),
    ("Correo electrónico", lambda record, _: record.person.email),
    ("Celular", lambda record, _: record.person.phone),
    ("Fecha de nacimiento", lambda record, _: record.person.birth_date),
    ("Dirección", lambda record, _: record.person.address),
    ("País", lambda record, _: record.person.country.name),
    ("Ciudad", lambda record, _: record.person.city),
    ("Fecha de alta", lambda _, came: came),
    ("Responsable", lambda record, _: account_owner(record)),
    ("Equipo", lambda record, _: record.person.country.team),
)
TILLS_LAYOUT: Layout = (
    ("ID CLIENTE", lambda record, _: record.external_id),
    ("NOMBRE", lambda record, _: record.person.given_name),
    ("APELLIDO", lambda record, _: record.person.surnames),
    ("CEDULA", lambda record, _: record.person.document),
    ("E-MAIL", lambda record, _: record.person.email),
    ("TEL", lambda record, _: record.person.phone),
    ("NACIMIENTO", lambda record, _: _day_first(record.person.birth_date)),
    ("DIRECCION", lambda record, _: record.person.address),
    ("PAIS", lambda record, _: record.person.country.code),
    ("CIUDAD", lambda record, _: record.person.city.upper()),
    ("FECHA ALTA", lambda _, came: _day_first(came)),
    ("EQUIPO", lambda record, _: record.person.country.team),
)
BILLING_LAYOUT: Layout = (
    ("Código cliente", lambda record, _: record.external_id),
    ("Razón social", lambda record, _: record.person.given_name),
    ("Nombre comercial", lambda record, _: record.person.trade_name),
    ("NIT / RFC / CUIT / CNPJ", lambda record, _: record.person.document),
    ("Correo", lambda record, _: record.person.email),
    ("Teléfono", lambda record, _: record.person.phone),
    ("Dirección", lambda record, _: record.person.address),
    ("País", lambda record, _: record.person.country.name),
    ("Ciudad", lambda record, _: record.person.city),
    ("Fecha de alta", lambda _, came: came),
    ("Responsable", lambda record, _: account_owner(record)),
    ("Equipo", lambda record, _: record.person.country.team),
)
LAYOUTS = {
    SHOP: (SHOP_LAYOUT, ",", "utf-8"),
    TILLS: (TILLS_LAYOUT, ";", "cp1252"),
    BILLING: (BILLING_LAYOUT, ";", "utf-8-sig"),
}


def account_owner(record: Record) -> str:
    """The address of whoever of the country's team looks after a customer; blank for most persons."""
    if not record.person.is_organization and record.truth % ATTENDED_ONE_IN:
        return ""
    sellers = [one.email for one in PEOPLE if record.person.country.team in one.teams]
    return sellers[record.truth // ATTENDED_ONE_IN % len(sellers)]


def write_customers(folder: Path, records: Iterable[Record], behaviour: Behaviour) -> list[SourceFile]:
    """A file of customers per source, each with its own headers, separator and encoding."""
    came = np.datetime_as_string(behaviour.came, unit="D")
    by_source: dict[str, list[Record]] = {source: [] for source in LAYOUTS}
    for record in records:
        by_source[record.source].append(record)
    return [
        _write_customer_file(folder / f"clientes_{SLUGS[source]}.csv", source, rows, came)
        for source, rows in by_source.items()
        if rows
    ]


def _write_customer_file(
    path: Path, source: str, records: list[Record], came: "np.ndarray[tuple[int], np.dtype[np.str_]]"
) -> SourceFile:
    layout, separator, encoding = LAYOUTS[source]
    with path.open("w", newline="", encoding=encoding, errors="replace") as stream:
        writer = csv.writer(stream, delimiter=separator)
        writer.writerow([header for header, _ in layout])
        for record in records:
            day = str(came[record.truth - 1])
            writer.writerow([value(record, day) for _, value in layout])
    return SourceFile(source, "customers", path, len(records))


def write_interactions(
    folder: Path, records: list[Record], behaviour: Behaviour, rng: np.random.Generator, *, on: date
) -> SourceFile:
    """What customers and the company said to each other in the last two years."""
    path = folder / "conversaciones.csv"
    counts = rng.poisson(1.2, size=len(records))
    rows = 0
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["Cliente", "Fecha", "Canal", "Sentido", "Tipo", "Asunto"])
        for record, count in zip(records, counts, strict=True):
            if record.source != SHOP:
                continue
            span = max(int((np.datetime64(on, "D") - behaviour.came[record.truth - 1]).astype(int)), 1)
            for back in rng.integers(0, span, size=count):
                kind = KINDS[int(rng.integers(len(KINDS)))]
                writer.writerow([record.external_id, np.datetime64(on, "D") - int(back), *kind])
                rows += 1
    return SourceFile(SHOP, "interactions", path, rows)


KINDS = (
    ("WhatsApp", "entrante", "consulta", "Pregunta por un pedido"),
    ("WhatsApp", "saliente", "seguimiento", "Respuesta a su consulta"),
    ("Teléfono", "entrante", "reclamo", "El pedido llegó tarde"),
    ("Correo", "saliente", "boletín", "Cosecha nueva de Jericó"),
    ("Tienda", "entrante", "visita", "Cata en la tienda"),
)
