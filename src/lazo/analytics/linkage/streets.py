"""Addresses of the region's streets in one spelling: Cl. 10 # 43-21, Calle 10 No. 43 - 21, R. das Flores nº 5."""

from __future__ import annotations

SPELLED = {
    "c": "calle", "cl": "calle", "cll": "calle", "clle": "calle", "cra": "carrera", "cr": "carrera", "kr": "carrera", "kra": "carrera", "crr": "carrera",
    "carr": "carretera", "av": "avenida", "avda": "avenida", "ave": "avenida", "aven": "avenida", "dg": "diagonal", "diag": "diagonal",
    "tv": "transversal", "tr": "transversal", "transv": "transversal", "trv": "transversal", "r": "rua", "pje": "pasaje", "psje": "pasaje",
    "jr": "jiron", "blvd": "bulevar", "blv": "bulevar", "boulevard": "bulevar", "bvd": "bulevar", "cto": "circuito", "circ": "circuito",
    "pza": "plaza", "plz": "plaza", "pca": "praca", "al": "alameda", "trav": "travessa", "rod": "rodovia", "est": "estrada", "urb": "urbanizacion",
    "col": "colonia", "fracc": "fraccionamiento", "mz": "manzana", "mza": "manzana", "lt": "lote", "edif": "edificio", "ed": "edificio",
    "apto": "apartamento", "apt": "apartamento", "ap": "apartamento", "dpto": "apartamento", "depto": "apartamento", "dto": "apartamento",
    "departamento": "apartamento", "of": "oficina", "int": "interior", "ext": "exterior", "pso": "piso", "psio": "piso", "km": "kilometro",
    "no": "", "nro": "", "num": "", "numero": "", "n": "", "de": "", "del": "", "la": "", "las": "", "los": "", "el": "", "da": "", "das": "", "do": "", "dos": "",
    "sn": "", "st": "street", "rd": "road", "ct": "court", "pl": "place", "cct": "circuit", "cres": "crescent",
}  # fmt: skip
