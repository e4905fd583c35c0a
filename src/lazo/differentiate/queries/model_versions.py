"""The versions of each model, and which of them holds: the pinned one, else the newest."""

from collections.abc import Iterable

from django.db.models import QuerySet

from lazo.differentiate.models import ModelPin, ModelVersion, PropensityModel, ScoreRun

VALUE = "value"
PROPENSITY = "propensity-"


def subject_of(model: PropensityModel) -> str:
    return f"{PROPENSITY}{model.pk}"


def fits() -> "QuerySet[ScoreRun]":
    """The score runs that fitted the value models, the newest first."""
    fitted = ScoreRun.objects.filter(state=ScoreRun.State.DONE, is_refit=True, fitted_on__isnull=False)
    return fitted.order_by("-on_date", "-pk")


def versions_of(model: PropensityModel) -> "QuerySet[ModelVersion]":
    """The newest first, without their numbers."""
    return ModelVersion.objects.filter(model=model).defer("numbers").select_related("created_by").order_by("-number")


def open_pins(subjects: Iterable[str] | None = None) -> dict[str, ModelPin]:
    """The pins that hold, by subject."""
    pins = ModelPin.objects.filter(released_at__isnull=True).select_related("pinned_by")
    if subjects is not None:
        pins = pins.filter(subject__in=list(subjects))
    return {pin.subject: pin for pin in pins}


def in_force(subject: str) -> int | None:
    """The id of the version that holds; null when there is none."""
    pin = open_pins([subject]).get(subject)
    if pin is not None:
        return pin.version
    return _ids(subject).first()


def version_in_force(model: PropensityModel) -> ModelVersion | None:
    """The version that answers, with its numbers: the pinned one, else the newest."""
    number = in_force(subject_of(model))
    return None if number is None else ModelVersion.objects.filter(pk=number).first()


def pinned_fit() -> ScoreRun | None:
    """The score run whose parameters every run is to use; null: none is pinned."""
    pin = open_pins([VALUE]).get(VALUE)
    return None if pin is None else fits().filter(pk=pin.version).first()


def may_hold(subject: str, version: int) -> bool:
    """Whether it is a version of that model."""
    return _ids(subject).filter(pk=version).exists()


def version_before(subject: str, version: int) -> int | None:
    """The id of the version before this one; null when there is none."""
    ids = list(_ids(subject))
    later = ids[ids.index(version) + 1 :] if version in ids else []
    return later[0] if later else None


def _ids(subject: str) -> "QuerySet[ScoreRun, int] | QuerySet[ModelVersion, int]":
    if subject == VALUE:
        return fits().values_list("pk", flat=True)
    number = subject.removeprefix(PROPENSITY)
    model = int(number) if subject.startswith(PROPENSITY) and number.isdecimal() else 0
    return ModelVersion.objects.filter(model=model).order_by("-number").values_list("pk", flat=True)
