"""The five areas of the relationship cycle in the order of the ring, and the short names CSS knows them by."""

AREAS = ("ACQUIRE", "KEEP", "MAXIMIZE", "LOYALTY", "RETAIN")

CSS_KEYS = {"ACQUIRE": "adq", "KEEP": "man", "MAXIMIZE": "max", "LOYALTY": "fid", "RETAIN": "ret"}

AREA_OF_CSS_KEY = {short: area for area, short in CSS_KEYS.items()}
