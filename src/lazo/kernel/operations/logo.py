"""The company's logo: a small PNG or JPEG among the workspace's files."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import Company, User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo, register_undo

LARGEST = 200 * 1024
KINDS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
FOLDER = "logo"
UNDO = "company.logo"


class UnableToSetLogo(ValueError):
    """`code` is too_large (200 KB) or not_an_image (neither PNG nor JPEG)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def set_logo(*, content: bytes, by: User) -> str:
    """Keep the picture as the logo; its name follows from its content, so that browsers may keep it. Returns the token that takes
    it back, blank when it was the logo already.

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
    return _offered(_keep(name, by), name, label=_("Logo cambiado"), by=by)


@transaction.atomic
def remove_logo(*, by: User) -> str:
    """Show the product's own mark again; the file stays, as the trail may ask for it. Returns the token that takes it back, blank
    when there was no logo.
    """
    return _offered(_keep("", by), "", label=_("Logo quitado"), by=by)


def undo_logo(by: User, data: dict[str, Any]) -> Undone:
    """Show the logo of before, unless somebody chose another since. Raises UnableToUndo."""
    if not may(by, "may_administer"):
        raise UnableToUndo("not_allowed")
    if Company.objects.select_for_update().get(pk=1).logo != data["after"]:
        raise UnableToUndo("changed_since")
    _keep(data["before"], by)
    return Undone(1)


def logo_path(name: str) -> Path:
    """Where a logo of that name lies."""
    folder: Path = settings.WORKSPACE.files / FOLDER
    return folder / name


def _offered(before: str | None, after: str, *, label: str, by: User) -> str:
    if before is None:
        return ""
    return offer_undo(by=by, label=label, kind=UNDO, data={"before": before, "after": after})


def _keep(name: str, by: User) -> str | None:
    """The name of before; None when it was this one already."""
    company = Company.objects.select_for_update().get(pk=1)
    before, company.logo = company.logo, name
    if before == name:
        return None
    company.save(update_fields=["logo"])
    record_event(kind="company.logo_set", by=by, table="company", row=1, before={"logo": before}, after={"logo": name})
    return before


register_undo(UNDO, undo_logo)
