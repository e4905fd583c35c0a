"""Of what rules may speak."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from lazo.analytics.segments.vocabulary import WAYS
from lazo.api.answer import answer
from lazo.api.caller import caller
from lazo.api.schemas.segment import VocabularyOut
from lazo.differentiate.segments.rules import vocabulary
from lazo.differentiate.segments.sentence_words import FIELDS
from lazo.identify.models import TraitDefinition

router = Router()


@router.get("/segment-vocabulary", response=VocabularyOut)
def get_vocabulary(request: HttpRequest) -> HttpResponse:
    """Fields, traits and families of facts of which rules may speak today, with the types that say what may be asked of them."""
    caller(request, "customers:read")
    words = vocabulary()
    names = dict(TraitDefinition.objects.values_list("key", "name"))
    return answer(
        {
            "fields": [_word(one, str(FIELDS.get(one.key, one.key))) for one in words.fields.values()],
            "traits": [_word(one, names.get(one.key, one.key)) for one in words.traits.values()],
            "families": [
                {
                    "key": one.key,
                    "has_amount": bool(one.amount),
                    "attributes": {name: list(one.choices.get(name, ())) for name in one.all_attributes},
                }
                for one in words.families.values()
            ],
            "relations": list(words.relations or ()),
            "purposes": list(words.purposes or ()),
            "channels": list(WAYS),
            "segments": sorted(words.segments or ()),
        }
    )


def _word(spec: Any, name: str) -> dict[str, Any]:
    told = {"key": spec.key, "name": name, "type": str(spec.type), "choices": list(spec.choices)}
    return {**told, "descriptive": spec.is_demographic}
