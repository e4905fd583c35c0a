"""A file that somebody uploads: what it brings and from where, asked in a form and guessed when left blank."""

from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lazo.identify.imports.operations.choose_entity import choose_entity
from lazo.identify.imports.operations.preview_batch import preview_batch
from lazo.identify.imports.operations.receive_file import receive_file
from lazo.identify.models import ImportBatch, Source
from lazo.identify.operations.source import ensure_source
from lazo.kernel.models import User

GUESS = ""


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
    source = forms.CharField(label=_("De dónde viene"), required=False, max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entity"].widget.attrs["class"] = "select"
        self.fields["source"].widget.attrs |= {"class": "input", "list": "fuentes", "autocomplete": "off"}
        self.fields["file"].widget.attrs |= {"class": "vh", "data-names-its-file": True}

    def sources(self) -> list[str]:
        """Names to choose from while typing."""
        return list(Source.objects.order_by("name").values_list("name", flat=True)[:50])


def receive_upload(form: UploadForm, *, by: User) -> ImportBatch:
    """Take the uploaded file in. Raises UnableToReceiveFile, and UnableToRead when nobody can tell what it brings."""
    file = form.cleaned_data["file"]
    name = str(file.name)
    source = ensure_source(name=form.cleaned_data["source"].strip() or Path(name).stem[:120], by=by)
    entity = form.cleaned_data["entity"] or ImportBatch.Entity.CUSTOMERS
    batch = receive_file(source=source, entity=entity, file_name=name, stream=file, by=by)
    if form.cleaned_data["entity"]:
        return batch
    return choose_entity(batch=batch, entity=preview_batch(batch).suggested_entity or batch.entity, by=by)
