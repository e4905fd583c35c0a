"""How identify forgets what is not rows of a person: files that were brought in, rejected rows, words of names, exports made before."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from lazo.identify.imports.pipeline.folder import BatchFolder
from lazo.identify.models import ContactOutcome, ImportBatch, ImportProblem, SearchToken, SearchWord
from lazo.identify.search.words import Field, name_tokens
from lazo.kernel.personal_data import Forgotten, shared_folders
from lazo.kernel.text_search import files_with, rows_with

State = ImportBatch.State
IMPORTS, EXPORTS, LOGOS = "imports", "rights", "logo"
KEPT_BASE, RUNS = "linkage", "resolution"
UNFINISHED = (State.UPLOADED, State.MAPPED, State.CHECKED)
AT_WORK = (State.RUNNING, State.UNDOING)
ERASED = {"code": "file_erased", "message": "", "params": {}}


def forget_imports(person: Forgotten) -> int:
    """Blank the cells of rejected and doubtful rows that name the person."""
    count = 0
    with transaction.atomic():
        for column in ("value", "params"):
            numbers = list(rows_with(ImportProblem, column, person.values).values_list("pk", flat=True))
            count += ImportProblem.objects.filter(pk__in=numbers).update(value="", params={})
    return count


def forget_outcomes(person: Forgotten) -> int:
    """What came of using an address, said of the address itself, whoever has it."""
    return ContactOutcome.objects.filter(key__in=list(person.values)).delete()[0]


def forget_kept_base(person: Forgotten) -> int:
    """Drop the base that resolution runs keep, in which names and keys are: the next run makes it again from who is left."""
    place = person.workspace.warehouse / KEPT_BASE
    count = sum(path.is_file() for path in place.rglob("*")) if place.exists() else 0
    shutil.rmtree(place, ignore_errors=True)
    shutil.rmtree(person.workspace.files / RUNS, ignore_errors=True)
    return count


def forget_words(person: Forgotten) -> int:
    """The words in which slips are forgiven, those of this person's names that nobody else has."""
    words = {token for token, field in name_tokens(*person.values) if field == Field.NAME}
    held = set(SearchToken.objects.filter(token__in=words, field=Field.NAME).values_list("token", flat=True))
    count: int = SearchWord.objects.filter(word__in=sorted(words - held)).delete()[0]
    return count


def forget_files(person: Forgotten) -> int:
    """Delete the files of imports in which the person is, their rejected rows and what was staged, and exports made for them.

    A file that was not imported yet goes too: whoever brought it is told to bring it without this person. Files of many people, such as kept
    letters, are left to their own forgetting.
    """
    files, count = person.workspace.files, 0
    for one in person.family:
        place = files / EXPORTS / str(one)
        count += sum(path.is_file() for path in place.rglob("*")) if place.exists() else 0
        shutil.rmtree(place, ignore_errors=True)
    found = {int(path.relative_to(files).parts[1]) for path in _with_person(person) if _is_import(path, files)}
    for batch in ImportBatch.objects.filter(pk__in=found | set(person.batches)).exclude(state__in=AT_WORK):
        count += _forget_batch(batch)
    for path in _with_person(person):
        if not _is_import(path, files) and path.relative_to(files).parts[0] not in shared_folders():
            path.unlink(missing_ok=True)
            count += 1
    return count


def found_in_files(person: Forgotten) -> dict[str, int]:
    """Files of the workspace that still have something of the person, such as one that is being imported."""
    left = sum(1 for _ in _with_person(person))
    return {"files": left} if left else {}


def _with_person(person: Forgotten) -> Iterator[Path]:
    logos = person.workspace.files / LOGOS
    return (path for path in files_with(person.workspace.files, person.values) if not path.is_relative_to(logos))


def _is_import(path: Path, files: Path) -> bool:
    parts = path.relative_to(files).parts
    return parts[0] == IMPORTS and len(parts) > 2 and parts[1].isdecimal()


def _forget_batch(batch: ImportBatch) -> int:
    folder = BatchFolder.of(batch).root
    count = sum(path.is_file() for path in folder.rglob("*")) if folder.exists() else 0
    if batch.state in UNFINISHED:
        ImportBatch.objects.filter(pk=batch.pk).update(state=State.FAILED, error=ERASED)
    shutil.rmtree(folder, ignore_errors=True)
    return count
