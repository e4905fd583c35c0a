"""How customers move from class to class between two dated snapshots, over any scheme of classes.

The seed asks that the life cycle be seen per customer; the domain, that every figure of a movement reconciles: who is new and who is lost have
their own row and column.
"""
