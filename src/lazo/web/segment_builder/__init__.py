"""The builder of segments: rules as they lie in a form, half written or whole, and the definition that they say.

A form without any script is enough: each button sends the whole of it, and the answer is the same form with one rule more or less.
"""
