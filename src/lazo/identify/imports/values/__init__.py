"""Values turn a column of text into typed, canonical values, and say of each cell they refuse why.

An identity is only as good as its keys: "a plain validator would reject live customers". One convention is decided for a whole column
from its evidence (dots or commas, day or month first); where the evidence is silent the answer says so, and a person decides.
"""
