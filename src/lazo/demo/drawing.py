"""Draws the whole company and writes its files."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, Self

import numpy as np

from lazo.demo.behaviour import draw_behaviour
from lazo.demo.company import SEED
from lazo.demo.files import SourceFile, write_customers, write_interactions
from lazo.demo.orders import write_purchases
from lazo.demo.people import draw_people
from lazo.demo.records import draw_records
from lazo.demo.truth import write_truth


@dataclass(frozen=True)
class DrawnCompany:
    """The files of the fictitious company, in the order in which they are to be brought in."""

    files: tuple[SourceFile, ...]
    people: int
    records: int

    def as_json(self) -> dict[str, Any]:
        files = [[one.source, one.entity, str(one.path), one.rows] for one in self.files]
        return {"files": files, "people": self.people, "records": self.records}

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Self:
        files = [SourceFile(source, entity, Path(path), rows) for source, entity, path, rows in told["files"]]
        return cls(tuple(files), told["people"], told["records"])


def draw_company(folder: Path, *, customers: int, on: date, seed: int = SEED) -> DrawnCompany:
    """Write the files of a company of `customers` true people and businesses, with a history up to `on`, into `folder`.

    The same arguments give the same bytes. The truth (who is who, which rate bought) goes into `folder`/truth.
    """
    folder.mkdir(parents=True, exist_ok=True)
    people = draw_people(Random(seed), customers)
    records = draw_records(Random(seed + 1), people)
    organizations = np.array([person.is_organization for person in people])
    behaviour = draw_behaviour(np.random.default_rng(seed), organizations, on=on)
    files = write_customers(folder, records, behaviour)
    files += write_purchases(folder, people, records, behaviour.purchases, np.random.default_rng(seed + 2), on=on)
    files.append(write_interactions(folder, records, behaviour, np.random.default_rng(seed + 3), on=on))
    truth = folder / "truth"
    truth.mkdir(exist_ok=True)
    write_truth(truth, records, behaviour)
    return DrawnCompany(tuple(files), len(people), len(records))
