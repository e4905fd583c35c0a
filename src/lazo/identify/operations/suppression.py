"""Lists of people who must not be contacted: a registry's file taken in, the company's own list added to and taken from."""

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from lazo.identify.models import SuppressionConsultation, SuppressionEntry, SuppressionList
from lazo.identify.suppression_keys import hasher
from lazo.identify.suppression_registries import BY_KEY, ERASED, OWN
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.jobs import enqueue
from lazo.kernel.models import User
from lazo.kernel.received_file import keep_file

TABLE = "identify_suppressionlist"
JOB = "identify.suppression"
FOLDER = "suppression"
MOST_AT_ONCE = 1_000


class UnableToSuppress(Exception):
    """`code` is not_allowed, unknown_list, not_by_file, future, no_space, no_key or too_many."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def upload_path(consultation: int) -> Path:
    """Where the registry's file waits to be read; it is deleted as soon as its digests are taken."""
    place: Path = settings.WORKSPACE.files / FOLDER / f"{consultation}.upload"
    return place


def receive_consultation(
    *, key: str, file_name: str, stream: BinaryIO, consulted_on: date, by: User, on: date, reference: str = ""
) -> SuppressionConsultation:
    """Take in the file of registry `key` as it was consulted on `consulted_on`, not after `on`, and enqueue the job that reads it.

    Until that job ends the former consultation counts. `reference` is the number that the registry gave as a receipt. Writes one event,
    `suppression.received`. Raises UnableToSuppress.
    """
    if not may(by, "may_import"):
        raise UnableToSuppress("not_allowed")
    if key not in BY_KEY:
        raise UnableToSuppress("unknown_list")
    if key == ERASED:
        raise UnableToSuppress("not_by_file")
    if consulted_on > on:
        raise UnableToSuppress("future")
    name = Path(file_name.replace("\\", "/")).name[-240:] or "archivo"
    with transaction.atomic():
        row = list_of(key)
        consultation = SuppressionConsultation.objects.create(
            list=row,
            consulted_on=consulted_on,
            expires_on=SuppressionConsultation.expiry(consulted_on, row.consult_days),
            file_name=name,
            reference=reference.strip()[:240],
            by=by,
        )
        try:
            consultation.size, consultation.sha256 = keep_file(stream, upload_path(consultation.pk))
        except OSError as error:
            raise UnableToSuppress("no_space") from error
        job = enqueue(JOB, by=by, arguments={"consultation": consultation.pk}, key=f"suppression:{consultation.pk}")
        consultation.job = job.pk
        consultation.save(update_fields=["size", "sha256", "job"])
        told = {"list": key, "consultation": consultation.pk, "size": consultation.size, "sha256": consultation.sha256}
        record_event(kind="suppression.received", by=by, table=TABLE, row=row.pk, data=told)
    return consultation


@transaction.atomic
def add_to_own_list(*, keys: Collection[str], by: User | None, on: date) -> int:
    """Put canonical keys on the company's own list; how many were not there. Writes one event, `suppression.added`.

    Raises UnableToSuppress (no_key, too_many).
    """
    if not keys:
        raise UnableToSuppress("no_key")
    if len(keys) > MOST_AT_ONCE:
        raise UnableToSuppress("too_many")
    added = remember_keys(key=OWN, keys=keys, on=on)
    record_event(kind="suppression.added", by=by, table=TABLE, row=list_of(OWN).pk, data={"added": added})
    return added


@transaction.atomic
def take_off_own_list(*, keys: Collection[str], by: User) -> int:
    """Take canonical keys off the company's own list; how many were there. Writes one event, `suppression.removed`."""
    row, digest = list_of(OWN), hasher()
    wanted = [digest(key) for key in keys]
    count, _rows = SuppressionEntry.objects.filter(digest__in=wanted, consultation=row.current_id or 0).delete()
    SuppressionConsultation.objects.filter(pk=row.current_id or 0).update(entries=F("entries") - count)
    record_event(kind="suppression.removed", by=by, table=TABLE, row=row.pk, data={"removed": count})
    return count


def remember_keys(*, key: str, keys: Collection[str], on: date) -> int:
    """Put keys on a list of our own (`own`, `erased`), part of a larger operation; how many were not there."""
    row, digest = list_of(key), hasher()
    if row.current is None:
        row.current = SuppressionConsultation.objects.create(
            list=row, consulted_on=on, state=SuppressionConsultation.State.DONE
        )
        row.save(update_fields=["current"])
    consultation = row.current
    digests = sorted({digest(one) for one in keys})
    held = SuppressionEntry.objects.filter(digest__in=digests, consultation=consultation.pk)
    fresh = len(digests) - held.count()
    write_digests(digests, consultation.pk)
    SuppressionConsultation.objects.filter(pk=consultation.pk).update(entries=F("entries") + fresh)
    return fresh


def list_of(key: str) -> SuppressionList:
    """The row of a registry that we know, made when it is not there."""
    known = BY_KEY[key]
    defaults = {
        "name": str(known.name),
        "country": known.country,
        "holds": known.holds,
        "channels": list(known.channels),
        "purposes": list(known.purposes),
        "consult_days": known.consult_days,
        "law": known.law,
    }
    return SuppressionList.objects.select_related("current").get_or_create(key=key, defaults=defaults)[0]


def write_digests(digests: Collection[bytes], consultation: int) -> None:
    """Add entries in one statement; those that are there stay."""
    name = SuppressionEntry._meta.db_table  # noqa: SLF001 - documented API of Django despite its name
    sql = f"INSERT INTO {name} (digest, consultation) VALUES (%s, {int(consultation)}) ON CONFLICT DO NOTHING"  # noqa: S608 - our own table
    with connection.cursor() as cursor:
        cursor.executemany(sql, [(one,) for one in digests])
