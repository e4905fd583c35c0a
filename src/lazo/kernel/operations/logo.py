"""The company's logo: a small PNG or JPEG among the workspace's files."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.db import transaction

from lazo.kernel.events import record_event
from lazo.kernel.models import Company, User

LARGEST = 200 * 1024
KINDS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
FOLDER = "logo"


class UnableToSetLogo(ValueError):
    """`code` is too_large (200 KB) or not_an_image (neither PNG nor JPEG)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def set_logo(*, content: bytes, by: User) -> str:
    """Keep the picture as the logo; its name follows from its content, so that browsers may keep it. Returns the name.

    What is drawn by instructions (SVG) is refused: it can carry programs. Raises UnableToSetLogo.
    """
    if len(content) > LARGEST:
        raise UnableToSetLogo("too_large")
    kind = next((kind for mark, kind in KINDS.items() if content.startswith(mark)), "")
    if not kind:
        raise UnableToSetLogo("not_an_image")
    name = f"{hashlib.sha256(content).hexdigest()[:24]}.{kind}"
    path = logo_path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    _keep(name, by)
    return name


@transaction.atomic
def remove_logo(*, by: User) -> None:
    """Show the product's own mark again; the file stays, as the trail may ask for it."""
    _keep("", by)


def logo_path(name: str) -> Path:
    """Where a logo of that name lies."""
    folder: Path = settings.WORKSPACE.files / FOLDER
    return folder / name


def _keep(name: str, by: User) -> None:
    company = Company.objects.select_for_update().get(pk=1)
    before, company.logo = company.logo, name
    if before == name:
        return
    company.save(update_fields=["logo"])
    record_event(kind="company.logo_set", by=by, table="company", row=1, before={"logo": before}, after={"logo": name})
