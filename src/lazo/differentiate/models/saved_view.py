"""A question to the list of customers that has a name: somebody's, for themselves or for others, or one that comes with Lazo."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.kernel.models import Team


class SavedView(models.Model):
    """`params` is the address of the list as its page writes it: filters, order, columns. Who opens it sees their own rows.

    Beside what an address says they may hold ME for an owner and a number of days before today, such as "-30", for a day. A `shipped` view
    comes with Lazo and is nobody's: everybody has it while it is not `removed_at`, and a blank name is that of Lazo in each language.
    """

    class Audience(models.TextChoices):
        OWN = "OWN", _("solo yo")
        TEAM = "TEAM", _("un equipo")
        ALL = "ALL", _("todos")

    class Shipped(models.TextChoices):
        ALL = "all", _("Todos")
        MINE = "mine", _("Mis cuentas")
        STRATEGIC = "strategic", _("Estratégicos")
        COOLING = "cooling", _("Se enfrían")
        NEW = "new", _("Nuevos")

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(_("nombre"), max_length=80, blank=True)
    params = models.JSONField(default=dict)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    audience = models.CharField(_("quién la ve"), max_length=4, choices=Audience.choices, default=Audience.OWN)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("equipo"))
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())
    shipped = models.CharField(max_length=12, choices=Shipped.choices, blank=True, default="", db_default="")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="saved_view_name_once"),
            models.CheckConstraint(
                condition=Q(audience="TEAM", team__isnull=False) | (~Q(audience="TEAM") & Q(team__isnull=True)),
                name="saved_view_team_where_shared",
            ),
            models.UniqueConstraint(fields=["shipped"], condition=~Q(shipped=""), name="saved_view_shipped_once"),
            models.CheckConstraint(
                condition=(Q(owner__isnull=False, removed_at__isnull=True, shipped="") & ~Q(name=""))
                | (Q(owner__isnull=True, audience="ALL") & ~Q(shipped="")),
                name="saved_view_somebodys_or_shipped",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="saved_view_removed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"saved view {self.pk}"

    @property
    def label(self) -> str:
        """What it is called, in the language of the moment where nobody named it."""
        return self.name or str(self.Shipped(self.shipped).label)


ME = "yo"
"""The owner who asks, in `params`."""
