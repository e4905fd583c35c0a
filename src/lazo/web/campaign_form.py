"""The form of a campaign: one page in sections, read into a plan; and the words of what is refused."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from lazo.customize.models.experiment import BOUGHT, MONEY, WHOLE
from lazo.customize.operations.experiment import CONTROL_SHARE
from lazo.differentiate.models import Segment
from lazo.differentiate.models.score import CycleArea
from lazo.identify.models import ConsentEntry
from lazo.interact.campaign_plan import ArmDraft, CampaignPlan
from lazo.interact.campaign_words import CAMPAIGN_FAILURES, problem_words
from lazo.interact.models import Campaign, Message, TemplateVersion
from lazo.interact.operations.campaign import CHANNELS, LARGEST_CONTROL, MOST_ARMS
from lazo.web.formats import Formats
from lazo.web.strategic_form import day_field
from lazo.web.written_amount import read_amount

FIELD_OF = {
    "nameless": "name", "no_segment": "segment", "only_describes": "segment", "unknown_area": "area",
    "unknown_purpose": "purpose", "no_channels": "channel_1", "unknown_channel": "channel_1", "control_too_large": "control",
    "needs_reason": "no_control", "bad_window": "window_days", "starts_past": "starts_on", "ends_before": "ends_on",
    "bad_pace": "per_hour", "not_a_service": "lane", "bad_rate": "base",
}  # fmt: skip
METRICS = ((BOUGHT, _("quién compra")), (MONEY, _("cuánto margen dejan")))
TOLD = "told"
"""What is measured is something that another system tells, under a name."""
PLACES = (_("Primero"), _("Si no se puede"), _("Y si no"))


class AmountField(forms.CharField):
    """Money as people write it, into minor units of the company's currency."""

    def __init__(self, formats: Formats, **options: Any) -> None:
        super().__init__(required=False, widget=_input(inputmode="decimal"), **options)
        self.formats = formats

    def clean(self, value: Any) -> int | None:
        text = super().clean(value).strip()
        if not text:
            return None
        amount = read_amount(text, self.formats)
        if amount is None or amount < 0:
            raise forms.ValidationError(CAMPAIGN_FAILURES["bad_amount"])
        return amount


class PercentField(forms.DecimalField):
    """A part of a hundred, with a comma or a point, into the decimal number."""

    def __init__(self, **options: Any) -> None:
        told = {"invalid": CAMPAIGN_FAILURES["bad_rate"]}
        super().__init__(min_value=0, max_value=100, widget=_input(inputmode="decimal"), error_messages=told, **options)

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".").replace("%", "").strip() if isinstance(value, str) else value)


def _input(**attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "input", **attrs})


def _select() -> forms.Select:
    return forms.Select(attrs={"class": "select"})


class CampaignForm(forms.Form):
    """Everything a campaign says. `arms` is how many variants there are; the fields of each are `arm_0_name` and so on."""

    name = forms.CharField(
        label=_("Nombre"), max_length=160, widget=_input(), error_messages={"required": CAMPAIGN_FAILURES["nameless"]}
    )
    segment = forms.ChoiceField(
        label=_("Segmento"), widget=_select(), error_messages={"required": _("Elige a quiénes.")}
    )
    without = forms.MultipleChoiceField(
        label=_("Menos quienes están en"), required=False, widget=forms.CheckboxSelectMultiple
    )
    area = forms.ChoiceField(label=_("Área del ciclo"), choices=CycleArea.choices, widget=_select())
    purpose = forms.ChoiceField(
        label=_("Para qué se les escribe"),
        choices=ConsentEntry.Purpose.choices,
        widget=_select(),
        help_text=_("Decide qué permiso hace falta."),
    )
    control = PercentField(label=_("Grupo de control, %"), max_digits=5, decimal_places=2)
    no_control = forms.CharField(label=_("Por qué no lo hay"), required=False, max_length=240, widget=_input())
    metric = forms.ChoiceField(
        label=_("Qué se mide"), choices=(*METRICS, (TOLD, _("otra cosa que se cuenta"))), widget=_select()
    )
    told = forms.CharField(
        label=_("Su nombre, si es otra cosa"),
        required=False,
        max_length=60,
        widget=_input(),
        help_text=_("Como «tarjeta-abierta»: otro sistema cuenta quién lo hizo."),
    )
    window_days = forms.IntegerField(
        label=_("En cuántos días"), min_value=1, max_value=730, widget=_input(inputmode="numeric")
    )
    base = PercentField(label=_("Lo hace sin campaña, %"), required=False, max_digits=6, decimal_places=3)
    effect = PercentField(label=_("Lo haría además con ella, %"), required=False, max_digits=6, decimal_places=3)
    repeats = forms.ChoiceField(label=_("Cuándo entran"), choices=Campaign.Repeats.choices, widget=_select())
    starts_on = day_field(_("Empieza"), required=False)
    ends_on = day_field(_("Deja de recibir gente"), required=False)
    per_hour = forms.IntegerField(
        label=_("Mensajes por hora, a lo más"), required=False, min_value=1, widget=_input(inputmode="numeric")
    )
    lane = forms.TypedChoiceField(label=_("Carril"), coerce=int, choices=Message.Lane.choices, widget=_select())
    arms = forms.IntegerField(min_value=1, max_value=MOST_ARMS, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None = None, *, formats: Formats, initial: Mapping[str, Any], arms: int
    ) -> None:
        super().__init__(data, initial={**initial, "arms": arms})
        self.formats, self.count = formats, arms
        segments = list(Segment.objects.live().order_by("name", "pk").values_list("key", "name"))
        self._offer("segment", [("", "–"), *segments])
        self._offer("without", segments)
        channels = [(channel.value, channel.label) for channel in CHANNELS]
        for place, label in enumerate(PLACES, 1):
            field = forms.ChoiceField(
                label=label, required=place == 1, choices=[("", "–"), *channels], widget=_select()
            )
            field.error_messages["required"] = CAMPAIGN_FAILURES["no_channels"]
            self.fields[f"channel_{place}"] = field
        self.fields["unit_margin"] = AmountField(formats, label=_("Margen de cada logro"))
        self.fields["budget"] = AmountField(formats, label=_("Presupuesto"))
        templates = newest_templates()
        for place in range(arms):
            self._add_arm(place, templates)

    def _offer(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field

    def _add_arm(self, place: int, templates: Mapping[str, list[tuple[str, str]]]) -> None:
        one = f"arm_{place}"
        told = {"required": _("Ponle un nombre.")}
        self.fields[f"{one}_name"] = forms.CharField(
            label=_("Variante"), max_length=80, widget=_input(), error_messages=told
        )
        self.fields[f"{one}_weight"] = forms.IntegerField(
            label=_("Parte"), min_value=1, max_value=WHOLE, initial=1, widget=_input(inputmode="numeric")
        )
        self.fields[f"{one}_cost"] = AmountField(self.formats, label=_("Costo de cada uno"))
        for channel in CHANNELS:
            choices = [("", "–"), *templates.get(channel, [])]
            self.fields[f"{one}_{channel}"] = forms.TypedChoiceField(
                label=channel.label, required=False, coerce=int, empty_value=None, choices=choices, widget=_select()
            )

    def arm_fields(self) -> list[dict[str, Any]]:
        """The bound fields of each variant, for the page."""
        return [
            {
                "letter": "ABCDEFGHIJ"[place],
                "name": self[f"arm_{place}_name"],
                "weight": self[f"arm_{place}_weight"],
                "cost": self[f"arm_{place}_cost"],
                "templates": [self[f"arm_{place}_{channel}"] for channel in CHANNELS],
            }
            for place in range(self.count)
        ]

    def channel_fields(self) -> list[Any]:
        return [self[f"channel_{place}"] for place in range(1, len(PLACES) + 1)]

    def clean(self) -> None:
        """What is told needs a name of its own."""
        if self.cleaned_data.get("metric") == TOLD:
            self.cleaned_data["told"] = slugify(self.cleaned_data.get("told", ""))[:60]
            if self.cleaned_data["told"] in {"", BOUGHT, MONEY}:
                self.add_error("told", _("Ponle un nombre a lo que se cuenta."))

    def plan(self) -> CampaignPlan:
        """What the form says; it is valid."""
        said = self.cleaned_data
        names = (
            "name",
            "segment",
            "area",
            "purpose",
            "no_control",
            "window_days",
            "unit_margin",
            "lane",
            "repeats",
        )
        more = ("starts_on", "ends_on", "per_hour", "budget")
        channels = tuple(said[f"channel_{place}"] for place in range(1, len(PLACES) + 1) if said[f"channel_{place}"])
        return CampaignPlan(
            **{name: said[name] for name in (*names, *more)},
            metric=said["told"] if said["metric"] == TOLD else said["metric"],
            without=tuple(said["without"]),
            channels=channels,
            control=round(said["control"] * 100),
            base=_rate(said["base"]),
            effect=_rate(said["effect"]),
            arms=tuple(self._arm(place, channels) for place in range(self.count)),
        )

    def sketch(self) -> CampaignPlan | None:
        """What can be counted of a form that is still being written: everything that is right, the rest as it begins; null without a segment
        or a channel.
        """
        if self.is_valid():
            return self.plan()
        said = self.cleaned_data
        if not said.get("segment") or not said.get("channel_1"):
            return None
        channels = tuple(dict.fromkeys(said[name] for place in (1, 2, 3) if said.get(name := f"channel_{place}")))
        arms = tuple(
            ArmDraft(
                said.get(f"arm_{place}_name") or "ABCDEFGHIJ"[place],
                said.get(f"arm_{place}_weight") or 1,
                said.get(f"arm_{place}_cost") or 0,
            )
            for place in range(self.count)
        )
        control = said.get("control")
        return CampaignPlan(
            name="",
            segment=said["segment"],
            area=said.get("area", ""),
            purpose=said.get("purpose") or "marketing",
            channels=channels,
            arms=arms,
            without=tuple(said.get("without", ())),
            control=CONTROL_SHARE if control is None else min(round(control * 100), LARGEST_CONTROL),
            base=_rate(said.get("base")),
            effect=_rate(said.get("effect")),
            budget=said.get("budget"),
        )

    def _arm(self, place: int, channels: tuple[str, ...]) -> ArmDraft:
        said = {name: self.cleaned_data[f"arm_{place}_{name}"] for name in ("name", "weight", "cost", *CHANNELS)}
        templates = {channel: said[channel] for channel in channels if said[channel]}
        return ArmDraft(said["name"], said["weight"], said["cost"] or 0, templates)

    def refuse(self, code: str, params: Mapping[str, Any]) -> None:
        """Say beside the field what an operation refused."""
        field = FIELD_OF.get(code)
        self.add_error(field if field in self.fields else None, problem_words(code, params))


def newest_templates() -> dict[str, list[tuple[str, str]]]:
    """The newest version of each template in use, by channel: number and name. One query."""
    rows = TemplateVersion.objects.filter(template__archived_at__isnull=True).order_by("template__name", "-number")
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for pk, channel, name, number in rows.values_list("pk", "template__channel", "template__name", "number"):
        found.setdefault(channel, {}).setdefault(name, (str(pk), f"{name} · {number}"))
    return {channel: list(names.values()) for channel, names in found.items()}


def initial_of(plan: CampaignPlan, formats: Formats) -> dict[str, Any]:
    """A plan as the first values of the form."""
    same = (
        "name",
        "segment",
        "area",
        "purpose",
        "no_control",
        "window_days",
        "lane",
        "repeats",
        "starts_on",
        "ends_on",
        "per_hour",
    )
    told: dict[str, Any] = {name: getattr(plan, name) for name in same}
    is_told = plan.metric not in dict(METRICS)
    told |= {"metric": TOLD if is_told else plan.metric, "told": plan.metric if is_told else ""}
    told |= {"without": list(plan.without), "control": _percent(plan.control / WHOLE)}
    told |= {name: _percent(getattr(plan, name)) for name in ("base", "effect")}
    told |= {name: _amount(getattr(plan, name), formats) for name in ("unit_margin", "budget")}
    told |= {f"channel_{place}": channel for place, channel in enumerate(plan.channels, 1)}
    for place, arm in enumerate(plan.arms):
        told |= {
            f"arm_{place}_name": arm.name,
            f"arm_{place}_weight": arm.weight,
            f"arm_{place}_cost": _amount(arm.unit_cost, formats),
        }
        told |= {f"arm_{place}_{channel}": number for channel, number in arm.templates.items()}
    return told


def blank_plan(*, segment: str = "", without: tuple[str, ...] = (), on: date) -> CampaignPlan:  # noqa: ARG001 - the day a page is opened on belongs to every first value
    """What a new campaign begins with."""
    return CampaignPlan(
        name="", segment=segment, area="MAXIMIZE", channels=("email",), arms=(ArmDraft(""),), without=without
    )


def _rate(percent: Any) -> float | None:
    return None if percent is None else float(percent / 100)


def _percent(rate: float | None) -> str:
    return "" if rate is None else f"{rate * 100:.3f}".rstrip("0").rstrip(".")


def _amount(minor: int | None, formats: Formats) -> str:
    if minor is None:
        return ""
    major = formats.major(minor)
    return formats.number(major, 0 if major == major.to_integral_value() else formats.minor_digits)
