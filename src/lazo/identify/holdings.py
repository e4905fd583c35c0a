"""What identify holds of a person, table by table: handed over under these words, erased in this order."""

from django.utils.translation import gettext_lazy as _

from lazo.kernel.personal_data import CUSTOMER as REMADE
from lazo.kernel.personal_data import Holding, register_finding, register_forgetting, register_holding

NAMES = {
    "name": _("Nombre"),
    "given_name": _("Nombres"),
    "surnames": _("Apellidos"),
    "legal_name": _("Razón social"),
    "trade_name": _("Nombre comercial"),
    "birth_date": _("Fecha de nacimiento"),
    "country": _("País"),
    "city": _("Ciudad"),
    "address": _("Dirección"),
    "first_contact_on": _("Primer contacto"),
    "created_at": _("Guardado el"),
}
BLANK_PARTY = {
    **dict.fromkeys(("name", "folded_name", "given_name", "surnames", "legal_name", "trade_name"), ""),
    **dict.fromkeys(("country", "city", "address"), ""),
    **dict.fromkeys(("birth_date", "first_contact_on", "batch_id"), None),
}
PARTY, CUSTOMER = "party_id", "customer_id"
LAST = 90

HOLDINGS = (
    Holding(
        model="identify.Party",
        label=_("Identidad"),
        parties=("id",),
        told=NAMES,
        blank=BLANK_PARTY,
        mirrored="parties",
        rank=LAST,
    ),
    Holding(
        model="identify.ContactPoint",
        label=_("Medios de contacto"),
        parties=(PARTY,),
        told={
            "kind": _("Tipo"),
            "value": _("Valor"),
            "source__name": _("Fuente"),
            "health": _("Estado"),
            "verified_at": _("Verificado"),
            "created_at": _("Guardado el"),
            "last_seen_on": _("Visto por última vez"),
        },
    ),
    Holding(
        model="identify.ContactOutcome",
        label=_("Qué pasó al usar sus medios de contacto"),
        parties=(PARTY,),
        told={
            "kind": _("Tipo"),
            "key": _("Valor"),
            "outcome": _("Qué pasó"),
            "channel": _("Canal"),
            "happened_at": _("Cuándo"),
        },
    ),
    Holding(
        model="identify.PreferredContact",
        label=_("Medio de contacto preferido"),
        parties=(PARTY,),
        told={"kind": _("Tipo"), "key": _("Valor"), "at": _("Guardado el")},
        joined="identify.preferred_contact",
    ),
    # After the records: whoever follows their change makes it once more, blank.
    Holding(
        model="identify.GoldenRecord",
        parties=(CUSTOMER,),
        untold="repeats what holds of the records",
        joined=REMADE,
        rank=LAST + 1,
    ),
    Holding(
        model="identify.MatchPair",
        label=_("Parecidos con otros registros (inferido)"),
        parties=("left_id", "right_id"),
        told={"kind": _("Tipo"), "probability": _("Probabilidad"), "state": _("Estado")},
        blank={"contributions": [], "pattern": "", "state": "GONE", "is_standing": False},
    ),
    Holding(
        model="identify.Merge",
        label=_("Registros que se encontraron ser el mismo"),
        parties=("left_id", "right_id", PARTY, CUSTOMER),
        told={"left_id": _("Registro"), "right_id": _("Registro"), "at": _("Cuándo"), "undone_at": _("Deshecho")},
        blank={"why": {}, "note": ""},
    ),
    Holding(
        model="identify.MatchDecision",
        label=_("Qué se decidió de esos parecidos"),
        through={"pair_id": "identify.MatchPair"},
        told={"verdict": _("Respuesta"), "at": _("Cuándo"), "taken_back_at": _("Deshecho")},
        blank={},
    ),
    Holding(
        model="identify.CandidateDecision",
        label=_("Qué se decidió de esas relaciones"),
        parties=("candidate__origin_id", "candidate__target_id", "household_id"),
        told={"candidate__type__name": _("Relación"), "outcome": _("Respuesta"), "at": _("Cuándo")},
    ),
    Holding(
        model="identify.RelationCandidate",
        label=_("Relaciones por confirmar (inferidas)"),
        parties=("origin_id", "target_id"),
        told={"type__name": _("Relación"), "rule": _("Regla"), "confidence": _("Confianza"), "found_at": _("Cuándo")},
        rank=1,
    ),
    Holding(
        model="identify.CompanyProfile",
        label=_("Qué empresa es"),
        parties=(PARTY,),
        told={"industry": _("Sector"), "size": _("Tamaño")},
        joined=REMADE,
    ),
    Holding(
        model="identify.Apart",
        label=_("Registros que no son el mismo"),
        parties=("left_id", "right_id"),
        told={"left_id": _("Registro"), "right_id": _("Registro"), "note": _("Nota"), "at": _("Cuándo")},
        blank={"note": ""},
    ),
    Holding(
        model="identify.PartyIdentifier",
        label=_("Documentos"),
        parties=(PARTY,),
        told={"scheme": _("Documento"), "value": _("Número")},
    ),
    Holding(
        model="identify.SourceRecord",
        label=_("Cómo se llama en cada fuente"),
        parties=(PARTY,),
        told={"source__name": _("Fuente"), "external_id": _("Identificador")},
    ),
    Holding(
        model="identify.PartyRole",
        label=_("Roles"),
        parties=(PARTY,),
        told={"kind": _("Rol"), "valid_from": _("Desde"), "valid_to": _("Hasta")},
    ),
    Holding(
        model="identify.PartyRelationship",
        label=_("Relaciones"),
        parties=("origin_id", "target_id"),
        told={
            "type__name": _("Relación"),
            "kind": _("Origen del dato"),
            "confidence": _("Confianza"),
            "valid_from": _("Desde"),
            "valid_to": _("Hasta"),
        },
    ),
    Holding(
        model="identify.TraitValue",
        mirrored="traits",
        label=_("Datos y rasgos"),
        parties=(PARTY, "other_id"),
        told={
            "definition__name": _("Dato"),
            "text": _("Texto"),
            "number": _("Número"),
            "money": _("Dinero (unidades menores)"),
            "date": _("Fecha"),
            "kind": _("Origen del dato"),
            "confidence": _("Confianza"),
            "source__name": _("Fuente"),
            "set_at": _("Guardado el"),
        },
    ),
    Holding(
        model="identify.Interaction",
        label=_("Interacciones"),
        parties=(PARTY,),
        told={
            "occurred_on": _("Fecha"),
            "channel": _("Canal"),
            "direction": _("Sentido"),
            "kind": _("Tipo"),
            "subject": _("Asunto"),
            "text": _("Texto"),
            "source__name": _("Fuente"),
        },
        mirrored="interactions",
    ),
    Holding(
        model="identify.Contract",
        label=_("Contratos"),
        parties=(PARTY,),
        told={
            "external_id": _("Número"),
            "product__name": _("Producto"),
            "started_on": _("Inicio"),
            "ends_on": _("Fin"),
            "cancelled_on": _("Cancelado"),
            "renews_on": _("Renovación"),
            "period_months": _("Meses por periodo"),
            "currency": _("Moneda"),
            "amount": _("Importe (unidades menores)"),
            "source__name": _("Fuente"),
        },
        mirrored="contracts",
    ),
    Holding(
        model="identify.Purchase",
        label=_("Compras"),
        parties=(PARTY,),
        told={
            "occurred_on": _("Fecha"),
            "external_id": _("Número"),
            "currency": _("Moneda"),
            "amount": _("Importe neto (unidades menores)"),
            "tax": _("Impuesto (unidades menores)"),
            "channel": _("Canal"),
            "source__name": _("Fuente"),
        },
        # The law obliges to keep the sale, and not to know who bought.
        blank={"party_id": None},
        mirrored="purchases",
        rank=LAST - 1,
    ),
    Holding(
        model="identify.PurchaseLine",
        label=_("Renglones de compra"),
        parties=("purchase__party_id",),
        told={
            "purchase__external_id": _("Compra"),
            "product__name": _("Producto"),
            "quantity_milli": _("Cantidad (milésimas)"),
            "amount": _("Importe neto (unidades menores)"),
        },
        blank={},
    ),
    Holding(
        model="identify.ConsentProof",
        label=_("Cómo constan sus permisos"),
        parties=("entry__party_id",),
        told={
            "entry_id": _("Permiso"),
            "way": _("Vía"),
            "text__body": _("Texto que vio"),
            "text__version": _("Versión"),
            "address": _("Dirección IP"),
            "browser": _("Navegador"),
        },
    ),
    Holding(
        model="identify.ConsentEntry",
        label=_("Permisos"),
        parties=(PARTY,),
        told={
            "id": _("Permiso"),
            "purpose": _("Para qué"),
            "channel": _("Por dónde"),
            "state": _("Respuesta"),
            "basis": _("Base legal"),
            "evidence": _("Constancia"),
            "on": _("Fecha"),
            "expires_on": _("Vence"),
        },
        rank=1,
    ),
    Holding(
        model="identify.PreferenceLink",
        label=_("Enlaces a sus preferencias"),
        parties=(PARTY,),
        told={"created_at": _("Creado"), "expires_at": _("Vence"), "opened_at": _("Abierto por última vez")},
        rank=2,
    ),
    Holding(
        model="identify.DataRequestStep",
        label=_("Pasos de sus solicitudes"),
        parties=("request__party_id",),
        told={"request_id": _("Solicitud"), "kind": _("Paso"), "on": _("Fecha"), "note": _("Nota")},
        blank={"note": ""},
    ),
    Holding(
        model="identify.DataRequest",
        label=_("Solicitudes sobre sus datos"),
        parties=(PARTY,),
        told={
            "id": _("Solicitud"),
            "kind": _("Qué pidió"),
            "received_on": _("Recibida"),
            "due_on": _("Vence"),
            "said": _("Qué dijo"),
        },
        blank={"said": ""},
    ),
    Holding(
        model="identify.PartyBlock",
        label=_("Bloqueos"),
        parties=(PARTY,),
        told={"scope": _("Alcance"), "since": _("Desde"), "lifted_at": _("Hasta")},
    ),
    Holding(
        model="identify.HandWrittenField",
        label=_("Datos escritos a mano"),
        parties=(PARTY,),
        told={"field": _("Dato"), "at": _("Guardado el")},
    ),
    Holding(
        model="identify.SearchToken", parties=("party",), untold="words of the name, for the search", joined=REMADE
    ),
    Holding(model="identify.Erasure", parties=(PARTY,), untold="the erasure itself, with its report", blank={}),
)


def register_holdings() -> None:
    """Tell the registry; called once when the application starts. What loads Arrow is loaded when somebody is erased."""
    for holding in HOLDINGS:
        register_holding(holding)
    from lazo.identify import forgetting

    register_forgetting("contact_outcomes", forgetting.forget_outcomes)
    register_forgetting("imports", forgetting.forget_imports)
    register_forgetting("kept_base", forgetting.forget_kept_base)
    register_forgetting("search_words", forgetting.forget_words)
    register_forgetting("files", forgetting.forget_files)
    register_finding("files", forgetting.found_in_files)
