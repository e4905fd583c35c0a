"""Text that a person writes at length: read, measured, and refused with a reason when no database could hold it."""

LONGEST_TEXT = 20_000
"""Letters of a note: some ten pages. What is longer is a document, not a note."""


class UnableToReadText(Exception):
    """`code` is nothing_written, text_too_long or bad_characters."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_text(text: str, *, longest: int = LONGEST_TEXT) -> str:
    """The text as it is kept: line breaks of one kind, no blanks at its ends. Raises UnableToReadText."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not whole:
        raise UnableToReadText("nothing_written")
    if len(whole) > longest:
        raise UnableToReadText("text_too_long")
    if not is_storable(whole):
        raise UnableToReadText("bad_characters")
    return whole


def is_storable(text: str) -> bool:
    """Whether both databases can hold it: no zero bytes and no halves of letters."""
    return "\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)
