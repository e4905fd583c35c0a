"""Data and a typesetter's page become a PDF; the letters are those of the house."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def typeset(page: str, told: Mapping[str, Any]) -> bytes:
    """The page `page`.typ filled with `told`. Its words are data to the typesetter: none of them is a command."""
    import typst

    # A folder of its own as the root: the program reads no file of ours.
    with tempfile.TemporaryDirectory() as root:
        main = Path(root) / "main.typ"
        main.write_text((HERE / f"{page}.typ").read_text("utf-8"), encoding="utf-8")
        fonts = [str(HERE / "fonts")]
        inputs = {"told": json.dumps(told, ensure_ascii=False)}
        made: bytes = typst.compile(str(main), root=root, font_paths=fonts, ignore_system_fonts=True, sys_inputs=inputs)
    return made
