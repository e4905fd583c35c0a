"""The import wizard as a person uses it: a file handed in, columns chosen, the waiting jobs done."""

import io
from typing import Any

from django.test import Client

from lazo.kernel.jobs import run_job
from lazo.kernel.models import Job

PEOPLE = "Nombre;Correo;Celular\nAna Paz;ana@correo.example;300 555 0142\nBeto Gil;beto@correo.example;\n"
SALES = "Cliente;Fecha;Importe\nA1;31/03/2025;1.500\nA2;31/02/2025;2.500\nA3;15/04/2025;3.500\n"


def upload(client: Client, name: str, content: str | bytes, **form: str) -> Any:
    file = io.BytesIO(content if isinstance(content, bytes) else content.encode())
    file.name = name
    return client.post("/datos/importar", {"file": file, **form})


def run_waiting() -> None:
    for job in Job.objects.filter(state="QUEUED").order_by("pk"):
        assert run_job(job.pk).state == "DONE"


def chosen(fields: list[str], **options: str) -> dict[str, str]:
    return {f"columna-{index}": field for index, field in enumerate(fields)} | options
