"""The form of a message template: its name, for what it is, and its words in each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from lazo.identify.models import ConsentEntry
from lazo.interact.models import TemplateText, TemplateVersion
from lazo.interact.operations.template import TemplatePlan, TextPlan, UnableToSaveTemplate
from lazo.web.outbox_words import TEMPLATE_FAILURES

EMPTY: Mapping[str, Any] = {}
STARTER = """<mjml>
  <mj-body>
    <mj-section>
      <mj-column>
        <mj-text font-size="20px">Hola, {{ nombre | "qué gusto saludarte" }}</mj-text>
        <mj-text>Escribe aquí lo que quieres contar.</mj-text>
        <mj-button href="https://">Ver más</mj-button>
        <mj-text font-size="11px"><a href="{{ baja }}">No quiero recibir más</a></mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>"""


@dataclass(frozen=True)
class TextBox:
    """The words in one language as the form shows them, with what is wrong."""

    language: str
    name: str
    subject: str = ""
    body: str = ""
    plain: str = ""
    provider_name: str = ""
    provider_language: str = ""
    parameters: str = ""
    error: str = ""
    error_field: str = ""

    @property
    def is_open(self) -> bool:
        return bool(self.body or self.subject or self.error)


def plan_of(posted: QueryDict) -> TemplatePlan:
    """What was written."""
    texts = {language: _text(posted, language) for language, _name in TemplateText.LANGUAGES}
    return TemplatePlan(posted.get("nombre", ""), posted.get("finalidad", ""), texts)


def boxes_of_version(version: TemplateVersion | None, *, channel: str) -> list[TextBox]:
    """As it is kept; for a new e-mail something to begin with."""
    kept = {text.language: text for text in version.texts.all()} if version is not None else {}
    boxes = []
    for language, name in TemplateText.LANGUAGES:
        text = kept.get(language)
        if text is None:
            begun = STARTER if version is None and channel == "email" and language == "es" else ""
            boxes.append(TextBox(language, name, body=begun))
        else:
            boxes.append(_box(language, name, text.subject, text.body, text.details))
    return boxes


def boxes_of_post(posted: QueryDict, error: UnableToSaveTemplate | None) -> list[TextBox]:
    """What was written, with what is wrong beside the language it is in."""
    boxes = []
    for language, name in TemplateText.LANGUAGES:
        text = _text(posted, language)
        wrong = error is not None and error.language == language
        words = failure_words(error) if error is not None and wrong else ""
        box = _box(language, name, text.subject, text.body, text.details)
        field = error.field if error is not None and wrong else ""
        boxes.append(TextBox(**{**vars(box), "error": words, "error_field": field}))
    return boxes


def failure_words(error: UnableToSaveTemplate) -> str:
    words = str(TEMPLATE_FAILURES[error.code])
    return f"{words} «{error.said}»" if error.said else words


def purposes() -> list[tuple[str, str]]:
    return [(str(one.value), str(one.label)) for one in ConsentEntry.Purpose]


def _text(posted: QueryDict, language: str) -> TextPlan:
    details = {
        "plain": posted.get(f"texto-{language}", "").strip(),
        "name": posted.get(f"aprobada-{language}", "").strip(),
        "language": posted.get(f"codigo-{language}", "").strip(),
        "parameters": [line.strip() for line in posted.get(f"datos-{language}", "").splitlines() if line.strip()],
    }
    return TextPlan(posted.get(f"asunto-{language}", ""), posted.get(f"cuerpo-{language}", ""), details)


def _box(language: str, name: str, subject: str, body: str, details: Mapping[str, Any]) -> TextBox:
    return TextBox(
        language=language,
        name=name,
        subject=subject,
        body=body,
        plain=str(details.get("plain") or ""),
        provider_name=str(details.get("name") or ""),
        provider_language=str(details.get("language") or ""),
        parameters="\n".join(details.get("parameters") or ()),
    )
