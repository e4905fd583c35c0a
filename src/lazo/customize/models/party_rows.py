"""Rows that name a party by its number alone, as many as customers: seen by whoever sees the customer."""

from typing import Self, TypeVar

from django.db import models

from lazo.identify.models import Party
from lazo.identify.models.party import stands_for_visible
from lazo.kernel.access import VisibleQuerySet, row_rule
from lazo.kernel.models import User

RowT = TypeVar("RowT", bound=models.Model)


class PartyRowsQuerySet(VisibleQuerySet[RowT]):
    """The column is `party`; a row of a record counts as one of the customer it stands for."""

    def visible_to(self, user: User) -> Self:
        if row_rule(user).everything:
            return self
        return self.filter(party__in=Party.objects.filter(stands_for_visible(user, "")).order_by().values("pk"))
