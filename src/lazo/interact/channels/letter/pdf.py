"""A day's letters as one PDF: each begins on a page of its own; and the sheet of their addresses, to be cut."""

import json
import tempfile
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from babel.dates import format_date

from lazo.interact.channels.file.store import Kept

LETTERS = """
#let letters = json(bytes(sys.inputs.letters))
#let sender = json(bytes(sys.inputs.sender))
#set page(paper: "a4", margin: (left: 25mm, right: 20mm, top: 20mm, bottom: 20mm))
#set text(font: ("Libertinus Serif", "New Computer Modern"), size: 11pt)
#set par(justify: false, leading: 0.7em, spacing: 1.1em)
#for (place, letter) in letters.enumerate() {
  if place > 0 { pagebreak(weak: false) }
  set text(lang: letter.language)
  block(height: 25mm)[*#sender.company* \\ #text(size: 9pt, sender.address)]
  block(height: 35mm)[#letter.recipient \\ #letter.address]
  align(right)[#if sender.place != "" [#sender.place, ]#letter.day]
  v(6mm)
  if letter.subject != "" [*#letter.subject* #v(3mm)]
  for paragraph in letter.paragraphs { par(paragraph) }
}
"""
SHEET = """
#let letters = json(bytes(sys.inputs.letters))
#set page(paper: "a4", margin: 10mm)
#set text(font: ("Libertinus Serif", "New Computer Modern"), size: 10pt)
#grid(columns: (1fr, 1fr, 1fr), rows: 37mm,
  ..letters.map(letter => box(inset: 5mm, width: 100%, height: 37mm)[#letter.recipient \\ #letter.address]))
"""


def letters_pdf(rows: Iterable[Kept], *, sender: Mapping[str, str]) -> bytes:
    """The letters in their order. Their words are data to the typesetter and nothing of them is a command."""
    told = {name: str(sender.get(name) or "").rstrip(" ,") for name in ("company", "address", "place")}
    return _compiled(LETTERS, {"letters": json.dumps([_letter(row) for row in rows]), "sender": json.dumps(told)})


def address_sheet(rows: Iterable[Kept]) -> bytes:
    """The addresses, twenty-four on a sheet."""
    told = [{"recipient": row.recipient, "address": row.address} for row in rows]
    return _compiled(SHEET, {"letters": json.dumps(told)})


def _letter(row: Kept) -> dict[str, object]:
    written = format_date(date.fromisoformat(row.day), "long", locale=row.language[:2])
    return {
        "recipient": row.recipient,
        "address": row.address,
        "day": written,
        "language": row.language[:2],
        "subject": row.subject,
        "paragraphs": [block.strip() for block in row.body.split("\n\n") if block.strip()],
    }


def _compiled(source: str, inputs: Mapping[str, str]) -> bytes:
    import typst

    # A folder of its own as the root: the program reads no file of ours.
    with tempfile.TemporaryDirectory() as root:
        main = Path(root) / "main.typ"
        main.write_text(source, encoding="utf-8")
        made: bytes = typst.compile(str(main), root=root, sys_inputs=dict(inputs))
    return made
