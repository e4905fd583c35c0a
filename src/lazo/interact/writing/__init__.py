"""Writing: the small language of merge fields, and what its fields stand for.

Safe for whoever may edit a template: no code, no attributes of objects, nothing but names, each with what stands in where it is empty.
"""
