"""Public sets of persons with known truth, read from a folder; what each column is, and nothing else, is declared here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from lazo.analytics.linkage.fields.birth import birth
from lazo.analytics.linkage.fields.contacts import emails
from lazo.analytics.linkage.fields.family import family
from lazo.analytics.linkage.fields.field import Field
from lazo.analytics.linkage.fields.given import given
from lazo.analytics.linkage.fields.texts import category, code, free, place, street
from lazo.analytics.linkage.settings import LinkSettings, every_two


@dataclass(frozen=True)
class PublicSet:
    """Files below the folder, the columns, which of them says the truth, and the F1 to reach."""

    files: tuple[str, ...]
    fields: tuple[Field, ...]
    columns: Mapping[str, str]
    truth: Callable[[pa.Table], list[Any]]
    goal: float
    shared: tuple[str, ...] = ()

    def is_in(self, folder: Path) -> bool:
        return all((folder / file).exists() for file in self.files)

    def read(self, folder: Path) -> tuple[pa.Table, list[Any]]:
        rows = pa.concat_tables([pq.read_table(folder / file) for file in self.files])
        return rows.append_column("party_id", pa.array(range(rows.num_rows), pa.int64())), self.truth(rows)

    def settings(self, name: str) -> LinkSettings:
        return LinkSettings(name, self.fields, every_two(self.fields), columns=self.columns, shared=self.shared)


def _cluster(rows: pa.Table) -> list[Any]:
    found: list[Any] = rows["cluster"].to_pylist()
    return found


def _record_number(rows: pa.Table) -> list[Any]:
    """rec-1496-dup-3 is of person 1496."""
    found: list[Any] = pc.list_element(pc.split_pattern(rows["rec_id"], "-"), 1).to_pylist()
    return found


_FEBRL = (
    given(), family(), birth(), code("soc_sec_id", "soc_sec_id"), street("address", "address_1"), free("address_2", "address_2"),
    code("street_number", "street_number"), place("suburb", "suburb"), code("postcode", "postcode"), category("state", "state"),
)  # fmt: skip
_FEBRL_COLUMNS = {"surnames": "surname", "birth_date": "date_of_birth"}
_NAMES = {"given_name": "first_name", "surnames": "surname", "birth_date": "dob"}

PUBLIC_SETS = {
    "febrl3": PublicSet(("febrl/dataset3.parquet",), _FEBRL, _FEBRL_COLUMNS, _record_number, 0.99),
    "febrl4": PublicSet(
        ("febrl/dataset4a.parquet", "febrl/dataset4b.parquet"), _FEBRL, _FEBRL_COLUMNS, _record_number, 0.995
    ),
    "splink_fake_1000": PublicSet(
        ("splink_fake_1000/fake_1000.parquet",),
        (given(), family(), birth(), place("city", "city"), emails()),
        {**_NAMES, "emails": "email"},
        _cluster,
        0.70,
        ("emails",),
    ),
    "splink_historical_50k": PublicSet(
        ("splink_historical_50k/dev_half_of_people.parquet",),
        (
            given(),
            family(),
            birth(),
            place("birth_place", "birth_place"),
            code("postcode", "postcode_fake", beginning_of=4),
            category("gender", "gender"),
            free("occupation", "occupation"),
        ),
        _NAMES,
        _cluster,
        0.80,
    ),
}
