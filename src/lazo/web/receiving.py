"""A file that somebody uploads: what it brings and from where, asked in a form and guessed when left blank."""

from pathlib import Path
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lazo.identify.imports.operations.choose_entity import choose_entity
from lazo.identify.imports.operations.discard_batch import discard_batch
from lazo.identify.imports.operations.preview_batch import preview_batch
from lazo.identify.imports.operations.receive_file import receive_file
from lazo.identify.imports.readers.problem import UnableToRead
from lazo.identify.models import ImportBatch, Source
from lazo.identify.operations.source import ensure_source
from lazo.kernel.models import User

GUESS = ""
LONGEST_NAME = 120
ASKED_LATER = frozenset({"no_header"})
"""What a person can still answer about a file that can't be read as it is."""


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Archivo"),
        error_messages={
            "required": _("Elige un archivo."),
            "empty": _("El archivo está vacío. Guarda en él una fila de títulos y las filas de datos."),
        },
    )
    entity = forms.ChoiceField(
        label=_("Qué trae"), required=False, choices=[(GUESS, _("Reconócelo tú")), *ImportBatch.Entity.choices]
    )
    source = forms.CharField(label=_("De dónde viene"), required=False, max_length=LONGEST_NAME)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entity"].widget.attrs["class"] = "select"
        self.fields["source"].widget.attrs |= {"class": "input", "list": "fuentes", "autocomplete": "off"}
        self.fields["file"].widget.attrs |= {"class": "vh", "data-names-its-file": True}

    def clean_source(self) -> str:
        name = str(self.cleaned_data["source"]).strip()
        if name and not slugify(name):
            raise forms.ValidationError(gettext("Ponle un nombre con letras o números, como «Tienda en línea»."))
        return name

    def sources(self) -> list[str]:
        """Names to choose from while typing."""
        return list(Source.objects.order_by("name").values_list("name", flat=True)[:50])


def receive_upload(form: UploadForm, *, by: User) -> ImportBatch:
    """Take the uploaded file in; one that can't be read leaves nothing behind.

    Raises UnableToReceiveFile, and UnableToRead with the file's own name.
    """
    file = form.cleaned_data["file"]
    name = str(file.name)
    source = ensure_source(name=form.cleaned_data["source"] or source_name(name), by=by)
    entity = form.cleaned_data["entity"] or ImportBatch.Entity.CUSTOMERS
    batch = receive_file(source=source, entity=entity, file_name=name, stream=file, by=by)
    try:
        suggested = preview_batch(batch).suggested_entity
    except UnableToRead as error:
        if error.code in ASKED_LATER:
            return batch
        discard_batch(batch=batch, by=by)
        raise UnableToRead(error.code, **named(error, name)) from error
    if form.cleaned_data["entity"]:
        return batch
    return choose_entity(batch=batch, entity=suggested or batch.entity, by=by)


def source_name(file_name: str) -> str:
    """The name of a source nobody named: the file's, without its suffix."""
    stem = Path(file_name).stem[:LONGEST_NAME]
    return stem if slugify(stem) else gettext("Archivo")


def named(error: UnableToRead, file_name: str) -> dict[str, str | int]:
    """The figures of a failure, with the name the person gave the file instead of the one it is kept under."""
    return {**error.params, "name": file_name} if "name" in error.params else dict(error.params)
