"""The pages: a door of the house. They show what the floors below know and call their operations; no rule of the domain lives here.

"El ciclo de relación se dibuja sobre el ciclo de vida del cliente": the cycle map is the first page, every other one opens from it.
"""
