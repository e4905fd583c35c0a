"""Who was found to be whom: an edge between two records, made and undone without rewriting anything else."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from lazo.identify.models.match_pair import MatchPair
from lazo.identify.models.party import Party, stands_for_visible
from lazo.identify.models.resolution_run import ResolutionRun
from lazo.kernel.models import User


class MergeQuerySet(models.QuerySet["Merge"]):
    def standing(self) -> "MergeQuerySet":
        """Those nobody undid. Together they are a forest: each tree is a customer."""
        return self.filter(undone_at__isnull=True)

    def to_audit(self) -> "MergeQuerySet":
        """Those a run made and of which a person is asked whether they are right."""
        return self.standing().filter(in_sample=True, pair__isnull=False)

    def visible_to(self, user: User) -> "MergeQuerySet":
        """Merges whose two records stand today for customers that the user may see."""
        return self.filter(stands_for_visible(user, "left", "right"))


class Merge(models.Model):
    """`left` and `right` (the lower number first) are the records that were found to be the same, `customer` the one whose id stayed and `party` the
    customer that became a record of it.

    `why` is told by `queries.why.sentence_of`: `{"equal": [...], "near": [...], "against": [...], "overruled": [...]}`; `note` is what a person
    wrote. Of a run, `probability` and `weight` are those of the pair; `in_sample` are the few a person is asked about, to measure the run.
    """

    id = models.BigAutoField(primary_key=True)
    left = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    right = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="merges")
    pair = models.ForeignKey(MatchPair, on_delete=models.PROTECT, null=True, related_name="merges")
    run = models.ForeignKey(ResolutionRun, on_delete=models.PROTECT, null=True, related_name="merges")
    probability = models.FloatField(null=True)
    weight = models.FloatField(null=True)
    why = models.JSONField(default=dict)
    note = models.CharField(max_length=240, blank=True)
    in_sample = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField(db_default=Now())
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    undone_at = models.DateTimeField(null=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["left", "right"], condition=models.Q(undone_at__isnull=True), name="merge_stands_once"
            ),
            models.CheckConstraint(condition=models.Q(left__lt=models.F("right")), name="merge_left_is_lower"),
            models.CheckConstraint(condition=~models.Q(party=models.F("customer")), name="merge_of_two"),
            models.CheckConstraint(
                condition=models.Q(by__isnull=False) | models.Q(run__isnull=False), name="merge_made_by_somebody"
            ),
            models.CheckConstraint(
                condition=models.Q(undone_by__isnull=True) | models.Q(undone_at__isnull=False),
                name="merge_undone_at_some_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(in_sample=True, undone_at__isnull=True), name="merge_in_sample"
            ),
            models.Index(fields=["left"], name="merge_of_left"),
        ]

    def __str__(self) -> str:
        return f"merge {self.pk} of parties {self.left_id} and {self.right_id}"
