"""Teams, roles and who has them: the raw material of row access."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.kernel.models.user import User


class Scope(models.TextChoices):
    """How far a role sees: nothing, its own rows, its teams' rows, all rows."""

    NONE = "NONE", _("nada")
    OWN = "OWN", _("lo propio")
    TEAM = "TEAM", _("su equipo")
    ALL = "ALL", _("todo")


class Team(models.Model):
    name = models.CharField(_("nombre"), max_length=120, unique=True)
    members = models.ManyToManyField(User, through="TeamMembership", related_name="teams")

    def __str__(self) -> str:
        return f"team {self.pk}"


class TeamMembership(models.Model):
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "user"], name="team_member_once")]

    def __str__(self) -> str:
        return f"membership {self.pk}"


class Role(models.Model):
    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("nombre"), max_length=80)
    scope = models.CharField(max_length=8, choices=Scope.choices, default=Scope.NONE)
    area = models.CharField(_("área"), max_length=10, blank=True, help_text=_("vacía: todas las áreas"))
    may_import = models.BooleanField(default=False)
    may_export = models.BooleanField(default=False)
    may_administer = models.BooleanField(default=False)
    may_erase = models.BooleanField(
        default=False, db_default=False, help_text="answers what people ask about their data"
    )
    may_campaign = models.BooleanField(
        default=False, db_default=False, help_text="makes, approves and launches campaigns and offers"
    )
    may_see_money = models.BooleanField(
        default=False, db_default=False, help_text="sees and books what the company spends and earns"
    )

    def __str__(self) -> str:
        return f"role {self.key}"


class RoleAssignment(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="assignments")
    since = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="role_assigned_once")]

    def __str__(self) -> str:
        return f"role assignment {self.pk}"
