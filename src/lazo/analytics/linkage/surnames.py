"""Words around surnames, and surnames as clerks shorten them."""

from __future__ import annotations

PARTICLES = (
    "de", "del", "la", "las", "los", "el", "da", "das", "do", "dos", "di", "du", "y", "e", "i", "von", "van", "der", "vda", "viuda", "vdo", "sra",
    "sr", "srta", "dr", "dra", "don", "dona",
)  # fmt: skip
"""Written by some clerks and left out by others: «de la Torre», «Silva dos Santos», «Prado, viuda de»."""

SHORTENED = {
    "glez": "gonzalez", "gonz": "gonzalez", "glz": "gonzalez", "gzz": "gonzalez", "gzlez": "gonzalez", "rdz": "rodriguez", "rdguez": "rodriguez",
    "rguez": "rodriguez", "rodz": "rodriguez", "fdez": "fernandez", "fdz": "fernandez", "fndez": "fernandez", "hdez": "hernandez",
    "hdz": "hernandez", "hndz": "hernandez", "hrdz": "hernandez", "mtz": "martinez", "mtnez": "martinez", "mtnz": "martinez", "lpz": "lopez",
    "prz": "perez", "pz": "perez", "gmz": "gomez", "jmz": "jimenez", "jimz": "jimenez", "schz": "sanchez", "sanz": "sanz", "snchz": "sanchez",
    "dguez": "dominguez", "dmz": "dominguez", "gtz": "gutierrez", "gtrrz": "gutierrez", "gtrez": "gutierrez", "rmz": "ramirez",
    "rmrz": "ramirez", "vzqz": "vazquez", "vqz": "vazquez", "mdz": "mendez", "mnz": "munoz", "alvz": "alvarez", "alvrz": "alvarez",
    "dz": "diaz", "rz": "ruiz", "cdz": "cardenas", "csta": "costa", "stos": "santos", "olvra": "oliveira", "frra": "ferreira",
    "jr": "junior", "fo": "filho", "nto": "neto", "sta": "santa",
}  # fmt: skip
