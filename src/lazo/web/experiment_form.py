"""What is asked to bring in a finished experiment."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lazo.differentiate.models import CycleArea
from lazo.identify.models import Source
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import User
from lazo.web.money_form import received

if TYPE_CHECKING:
    from lazo.measure.operations.import_experiment import ExperimentImported

INPUT, SELECT = {"class": "input"}, {"class": "select"}
PROBLEMS: dict[str, tuple[str, str | Promise]] = {
    "not_allowed": ("", _("Tu función no te permite importar.")),
    "no_name": ("name", _("Ponle un nombre con letras o números.")),
    "no_area": ("area", _("Elige un área del ciclo.")),
    "no_source": ("source", _("De esa fuente no hay clientes. Tráelos primero en Datos, Importar.")),
    "no_control": ("control", _("Escribe cuál es el grupo al que no se le hizo nada, como está en el archivo.")),
    "too_many_arms": ("file", _("Los grupos son más de 20, o dos se llaman casi igual. Revisa la columna del grupo.")),
    "no_rows": ("file", _("Ninguna fila sirve: sus clientes no se conocen en esa fuente.")),
    "no_window": ("window", _("Escribe cuántos días se mide, desde 1.")),
    "taken": ("name", _("Ya hay un experimento con ese nombre.")),
    "no_customer_column": ("file", _("No vemos la columna del cliente. Llámala «cliente» o «customer_id».")),
    "no_arm_column": ("file", _("No vemos la columna del grupo. Llámala «grupo» o «segment».")),
    "no_outcome_column": (
        "file",
        _("No vemos qué hicieron. Llama la columna «resultado», «compra», «visita» o «gasto»."),
    ),
}
UNREADABLE = _("El archivo no se puede leer. Guárdalo como CSV o Excel y vuelve a intentarlo.")


class ExperimentForm(forms.Form):
    name = forms.CharField(label=_("Nombre"), max_length=160, widget=forms.TextInput(attrs=INPUT))
    area = forms.ChoiceField(label=_("Área del ciclo"), choices=CycleArea.choices, widget=forms.Select(attrs=SELECT))
    source = forms.ChoiceField(label=_("Fuente de los clientes"), widget=forms.Select(attrs=SELECT))
    on = forms.DateField(label=_("Día en que empezó"), widget=forms.DateInput(attrs={**INPUT, "type": "date"}))
    window = forms.IntegerField(
        label=_("Días que se mide a cada cliente"),
        min_value=1,
        max_value=3650,
        initial=14,
        widget=forms.NumberInput(attrs={**INPUT, "inputmode": "numeric"}),
    )
    control = forms.CharField(
        label=_("Grupo de control"), required=False, max_length=80, widget=forms.TextInput(attrs=INPUT)
    )
    file = forms.FileField(label=_("Archivo"), error_messages={"required": _("Elige un archivo.")})
    outcomes = forms.FileField(label=_("Resultados, si están en otro archivo"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = Source.objects.order_by("name").values_list("name", flat=True)
        self.fields["source"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]  # a choice field

    def save(self, *, by: User) -> "ExperimentImported | None":
        """Bring it in; null where something is wrong, which the form then says."""
        from lazo.identify.imports.readers.problem import UnableToRead
        from lazo.measure.imports.experiment_table import UnableToReadExperiment
        from lazo.measure.operations.import_experiment import (
            ExperimentFile,
            UnableToImportExperiment,
            import_experiment,
        )

        told = self.cleaned_data
        paths = [received(told[name]) for name in ("file", "outcomes") if told.get(name)]
        asked = ExperimentFile(
            file=paths[0],
            outcomes=paths[1] if len(paths) > 1 else None,
            source=told["source"],
            name=told["name"],
            area=told["area"],
            on=told["on"],
            window_days=told["window"],
            control=told["control"].strip(),
        )
        try:
            return import_experiment(told=asked, by=by, context=NullContext())
        except (UnableToImportExperiment, UnableToReadExperiment) as error:
            field, words = PROBLEMS.get(error.code, ("file", UNREADABLE))
            self.add_error(field or None, str(words))
        except UnableToRead:
            self.add_error("file", str(UNREADABLE))
        finally:
            for path in paths:
                path.unlink(missing_ok=True)
        return None

    def refused(self, done: "ExperimentImported") -> list[tuple[int, str]]:
        """The rows that were left out, with what to do."""
        from lazo.measure.imports.experiment_table import SENTENCES

        return [(one.row, str(SENTENCES.get(one.code, one.code))) for one in done.refused]
