"""Letters to the postal address of a customer: kept until somebody prints the day."""

from lazo.interact.channels.contract import Field
from lazo.interact.channels.file.adapter import Keeping


class Print(Keeping):
    """A letter is sent when it is among those to be printed; printing a day again prints the same."""

    channel, provider = "letter", "print"
    fields = (Field("place"), Field("return_address"))


PRINT = Print()
