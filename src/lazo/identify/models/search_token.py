"""The words by which a party is found: folded, one row per word, kept in the transaction of what they repeat."""

from django.db import models

LONGEST_TOKEN = 80


class SearchToken(models.Model):
    """`token` is folded text; phones, documents and numbers of other systems are there forwards and backwards too, so that an index finds their end.
    A phone is there from each of its figures on as well, so that a piece of its middle is a beginning.

    On PostgreSQL `token` sorts by its bytes, as in SQLite: a beginning is a range. No foreign key: rows go with their party, and must not count as something that refers to it.
    """

    class Field(models.TextChoices):
        NAME = "n"
        EMAIL = "e"
        PHONE = "p"
        PHONE_END = "q"
        PHONE_MIDDLE = "m"
        TAX_ID = "t"
        TAX_ID_END = "u"
        EXTERNAL_ID = "x"
        EXTERNAL_ID_END = "y"

    pk = models.CompositePrimaryKey("token", "party", "field")
    token = models.CharField(max_length=LONGEST_TOKEN)
    party = models.BigIntegerField()
    field = models.CharField(max_length=1, help_text="one of Field")

    class Meta:
        # Whole, so that whether a party has a word is one look, however many words it has.
        indexes = [models.Index(fields=["party", "token", "field"], name="token_of_party")]

    def __str__(self) -> str:
        return f"search token of party {self.party}"


class SearchWord(models.Model):
    """A word of names and what it becomes when a letter is left out, so that a word with a slip meets it. Derived, for typos only."""

    pk = models.CompositePrimaryKey("variant", "word")
    variant = models.CharField(max_length=LONGEST_TOKEN)
    word = models.CharField(max_length=LONGEST_TOKEN)

    def __str__(self) -> str:
        return "search word"
