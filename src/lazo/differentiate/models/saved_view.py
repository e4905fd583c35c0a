"""A question to the list of customers that somebody gave a name, for themselves or for others."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.kernel.models import Team


class SavedView(models.Model):
    """`params` is the address of the list as its page writes it: filters, order, columns. Who opens it sees their own rows."""

    class Audience(models.TextChoices):
        OWN = "OWN", _("solo yo")
        TEAM = "TEAM", _("un equipo")
        ALL = "ALL", _("todos")

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(_("nombre"), max_length=80)
    params = models.JSONField(default=dict)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    audience = models.CharField(_("quién la ve"), max_length=4, choices=Audience.choices, default=Audience.OWN)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("equipo"))
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="saved_view_name_once"),
            models.CheckConstraint(
                condition=models.Q(audience="TEAM", team__isnull=False)
                | (~models.Q(audience="TEAM") & models.Q(team__isnull=True)),
                name="saved_view_team_where_shared",
            ),
        ]

    def __str__(self) -> str:
        return f"saved view {self.pk}"
