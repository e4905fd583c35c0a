"""A group of customers under a name: said by rules, or a list that people keep by hand."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class SegmentQuerySet(models.QuerySet["Segment"]):
    """Segments are the company's: everybody sees their names and rules, and of their members those one may see anyway."""

    def live(self) -> "SegmentQuerySet":
        """Those that nobody threw away."""
        return self.filter(removed_at__isnull=True)


class Segment(models.Model):
    """`definition` is the tree of a RULES segment (empty of a list); `is_descriptive` says that it only describes (DOMAIN 3.1).

    `sequence` is the last rebuild that changed its members (0: none yet), `members` how many they are, `as_of` the day they are of. `version`
    grows with each edit, and each is a row of SegmentVersion.
    """

    class Kind(models.TextChoices):
        RULES = "RULES", _("por reglas")
        LIST = "LIST", _("lista fija")

    id = models.BigAutoField(primary_key=True)
    key = models.SlugField(_("clave"), max_length=60)
    name = models.CharField(_("nombre"), max_length=120)
    description = models.CharField(_("descripción"), max_length=240, blank=True)
    kind = models.CharField(_("tipo"), max_length=5, choices=Kind.choices, default=Kind.RULES)
    definition = models.JSONField(_("reglas"), default=dict)
    is_descriptive = models.BooleanField(_("solo describe"), default=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    sequence = models.PositiveIntegerField(default=0)
    members = models.BigIntegerField(null=True)
    as_of = models.DateField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())
    removed_at = models.DateTimeField(null=True)

    objects = SegmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(removed_at__isnull=True), name="segment_key_once"
            ),
        ]

    def __str__(self) -> str:
        return f"segment {self.pk}"


class SegmentVersion(models.Model):
    """What a segment said, from an edit on until the next."""

    id = models.BigAutoField(primary_key=True)
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    description = models.CharField(max_length=240, blank=True)
    definition = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["segment", "number"], name="segment_version_once")]

    def __str__(self) -> str:
        return f"version {self.number} of segment {self.segment_id}"


class SegmentMember(models.Model):
    """A party that somebody put on a list; whom it stands for today is on it."""

    pk = models.CompositePrimaryKey("segment_id", "party")
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="listed", db_index=False)
    party = models.BigIntegerField()
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["party"], name="segment_member_party")]

    def __str__(self) -> str:
        return f"member of segment {self.segment_id}"


class SegmentRebuild(models.Model):
    """The members of a segment changed: how many came and went. Who, and why, is in the files of the history under the same number."""

    id = models.BigAutoField(primary_key=True)
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="rebuilds")
    sequence = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    on_date = models.DateField()
    members = models.BigIntegerField()
    entered = models.BigIntegerField()
    left = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["segment", "sequence"], name="segment_rebuild_once")]

    def __str__(self) -> str:
        return f"rebuild {self.sequence} of segment {self.segment_id}"
