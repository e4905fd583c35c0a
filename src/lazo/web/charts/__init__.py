"""Charts as SVG text, drawn on the server in plain Python: data in, markup out.

Colours come from CSS classes, so that dark, print and the content policy need nothing more. Numbers arrive already written by
`lazo.web.formats`; nothing here knows a currency or a language.
"""
