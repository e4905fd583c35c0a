"""A QR code as an SVG of one path, black on white in any theme: cameras need the contrast."""

from django.utils.html import escape
from django.utils.translation import gettext as _

QUIET = 4


def qr_code(text: str) -> str:
    """The picture of `text`; one unit a module."""
    import qrcode  # a slow import that only this page pays

    code = qrcode.QRCode(border=0, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    modules = code.get_matrix()
    size = len(modules) + 2 * QUIET
    path = "".join(
        f"M{column + QUIET} {row + QUIET}h1v1h-1z"
        for row, line in enumerate(modules)
        for column, is_dark in enumerate(line)
        if is_dark
    )
    label = escape(_("Código QR para tu aplicación"))
    return (
        f'<svg class="qr" viewBox="0 0 {size} {size}" role="img" aria-label="{label}" shape-rendering="crispEdges">'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path d="{path}" fill="#000"/></svg>'
    )
