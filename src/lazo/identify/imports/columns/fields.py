"""The fields that an import can fill, per entity: the one catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Entity = Literal["customers", "purchases", "interactions", "products", "contracts", "consents"]
Type = Literal[
    "text",
    "name",
    "email",
    "phone",
    "tax_id",
    "date",
    "instant",
    "money",
    "number",
    "country",
    "currency",
    "kind",
    "direction",
]
ENTITIES: tuple[Entity, ...] = ("customers", "purchases", "interactions", "products", "contracts", "consents")
TRAIT = "trait:"


@dataclass(frozen=True, slots=True)
class Field:
    """One target of an import: its key, its label (Spanish msgid), the type of its cells, and the headers it goes by, folded."""

    key: str
    label: str | Promise
    type: Type
    aliases: tuple[str, ...] = ()
    required: bool = False
    repeatable: bool = False


def _field(
    key: str, label: Promise, kind: Type, aliases: str, *, required: bool = False, repeatable: bool = False
) -> Field:
    names = tuple(alias.strip() for alias in aliases.split("|"))
    return Field(key, label, kind, names, required, repeatable)


_CUSTOMER_ID = (
    "id cliente|codigo cliente|cod cliente|codigo de cliente|cod. cliente|n cliente|nro cliente|numero de cliente|numero cliente|cliente id"
    "|clienteid|idcliente|id_cliente|customer id|customerid|customer key|customerkey|customer code|customer no|customer number|client id"
    "|user id|userid|account id|codigo do cliente|cod do cliente|id do cliente|cliente codigo|household id|household key|party id|member id"
    "|ext id|extid|external customer id|id externo|id cliente externo|reseller id|reseller key|dealer id|dealer code|codigo distribuidor|codigo de distribuidor|codigo revendedor|store customer id"
    "|numero de socio|n socio|socio|contact id|id contacto|buyer id|customer unique id|id de cliente|clave cliente|clave de cliente"
)
_TAX_ID = (
    "rut|nit|rfc|cuit|cuil|cpf|cnpj|cpf/cnpj|cpf cnpj|ruc|dni|ci|c.i.|cc|cedula|curp|rif|rnc|dui|tax id|taxid|tax number|vat|vat number"
    "|identificacion|numero de identificacion|n identificacion|documento|nro documento|numero documento|numero de documento|num doc|n documento"
    "|rut cliente|nit cliente|rfc cliente|cuit cliente|cpf do cliente|cnpj do cliente|documento cliente|identificacion fiscal|id fiscal"
    "|rol unico tributario|ruc/dni|nit/cc|rut/ci|cuit/dni|ssn|national id|identidad|cedula/nit|documento de identidad"
)
_EMAIL = (
    "email|e-mail|mail|correo|correo electronico|correo-e|e mail|emailaddress|email address|direccion de correo|correo cliente|email cliente"
    "|email do cliente|correo contacto|customer email|correo e|emails|e-mails"
)
_PHONE = (
    "telefono|celular|movil|fono|tel|cel|whatsapp|wsp|phone|mobile|cellphone|cell|phone number|telephone|numero de telefono|telefono movil"
    "|telefono celular|telefono fijo|telefono 1|telefono 2|telefone|telemovel|fone|contacto telefonico|n celular|nro celular|numero celular"
    "|tlf|tfno|telefono cliente|celular cliente|telefone do cliente|customer phone|telefonos|mobile phone|home phone|work phone|fijo"
)
_NAME = (
    "nombre|nombre completo|nombre y apellido|nombres y apellidos|nombre y apellidos|apellidos y nombres|apellido y nombre|apellidos, nombres"
    "|cliente|nombre cliente|nombre del cliente|nome|nome completo|nome do cliente|name|full name|fullname|customer name|customer|client"
    "|client name|contacto|contact|titular|razon social o nombre|nombre o razon social|nombre/razon social|account name|account|comprador"
    "|receptor|senor(es)|senores|destinatario|nombre receptor|contact name"
)
_CHANNEL = "canal|canal de venta|canal de vendas|channel|medio|via|origen de venta|sucursal|tienda|punto de venta|loja|store|sales channel|pdv"
_CURRENCY = "moneda|divisa|currency|moeda|cod moneda|codigo moneda|currency code|tipo de moneda"
_SKU = (
    "sku|codigo producto|cod producto|codigo de producto|cod. producto|codigo articulo|cod articulo|articulo id|id producto|producto id"
    "|product id|productid|product key|productkey|product code|stockcode|stock code|item id|item code|codigo do produto|cod produto|referencia"
    "|ref|upc|ean|clave producto|material|codigo item|product sku|sku producto"
)
_PRODUCT = (
    "producto|nombre producto|nombre del producto|articulo|descripcion|descripcion producto|product|product name|item|item name|description"
    "|produto|nome do produto|descricao|detalle|glosa|servicio|englishproductname|spanishproductname|descripcion del producto|concepto"
)
_CATEGORY = "categoria|rubro|familia|linea|category|product category|departamento|department|grupo|tipo de producto|categoria de producto|clase"

_KEYS_OF_CUSTOMER = (
    _field("customer_id", _("Código de cliente"), "text", _CUSTOMER_ID),
    _field("customer_tax_id", _("Documento del cliente"), "tax_id", _TAX_ID),
    _field("customer_email", _("Correo del cliente"), "email", _EMAIL),
    _field("customer_phone", _("Teléfono del cliente"), "phone", _PHONE),
    _field("customer_name", _("Nombre del cliente"), "name", f"{_NAME}|razon social"),
)

FIELDS: dict[Entity, tuple[Field, ...]] = {
    "customers": (
        _field("external_id", _("Código de cliente"), "text", f"{_CUSTOMER_ID}|id|codigo|cod|code|key|clave|external id|numero|n|nro"),
        _field("name", _("Nombre"), "name", _NAME),
        _field("given_name", _("Nombres"), "name", "nombres|primer nombre|first name|firstname|given name|givenname|prenome|nombre de pila|segundo nombre|middle name|middlename", repeatable=True),
        _field("surnames", _("Apellidos"), "name", "apellidos|apellido|apellido paterno|apellido materno|primer apellido|segundo apellido|last name|lastname|surname|family name|sobrenome", repeatable=True),
        _field("legal_name", _("Razón social"), "name", "razon social|razao social|denominacion|denominacion social|legal name|company legal name|empresa|company|company name|nombre empresa|nombre de la empresa|nome da empresa|organizacion|organization|reseller name|resellername"),
        _field("trade_name", _("Nombre de fantasía"), "name", "nombre de fantasia|nombre fantasia|nombre comercial|nome fantasia|trade name|dba|marca comercial"),
        _field("kind", _("Persona u organización"), "kind", "tipo de cliente|tipo cliente|tipo persona|tipo de persona|tipo|customer type|kind|tipo de pessoa|naturaleza|persona"),
        _field("tax_id", _("Documento o RUT"), "tax_id", _TAX_ID),
        _field("email", _("Correo"), "email", _EMAIL, repeatable=True),
        _field("phone", _("Teléfono"), "phone", _PHONE, repeatable=True),
        _field("birth_date", _("Fecha de nacimiento"), "date", "fecha de nacimiento|fecha nacimiento|nacimiento|cumpleanos|fec nac|f. nacimiento|f nacimiento|birth date|birthdate|birthday|date of birth|dob|birth|born|data de nascimento|nascimento|fec. nacimiento"),
        _field("country", _("País"), "country", "pais|country|country code|codigo pais|nacionalidad|pais de residencia|countryregioncode"),
        _field("city", _("Ciudad"), "text", "ciudad|city|comuna|municipio|localidad|cidade|town|poblacion|distrito|delegacion"),
        _field("address", _("Dirección"), "text", "direccion|domicilio|address|calle|endereco|address line 1|addressline1|direccion 1|ubicacion|logradouro|street"),
        _field("created_on", _("Cliente desde"), "date", "fecha de alta|fecha alta|alta|cliente desde|fecha de registro|fecha registro|fecha de creacion|fecha creacion|primer contacto|primera compra|fecha primera compra|created|created at|created on|signup date|customer since|date first purchase|datefirstpurchase|data de cadastro|cadastro|fecha ingreso|fecha de ingreso|registration date|dt_customer|dt customer|enrollment date"),
        _field("industry", _("Sector"), "text", "sector|industria|rubro|giro|ramo|actividad|actividad economica|giro comercial|industry|setor|ciiu|codigo ciiu|cnae|isic|nace|atividade|atividade economica|ramo de atividade|vertical|sector economico"),
        _field("employees", _("Personas que trabajan"), "text", "empleados|numero de empleados|n empleados|cantidad de empleados|trabajadores|colaboradores|dotacion|plantilla|tamano|tamano de empresa|tamano empresa|employees|number of employees|num employees|headcount|company size|size|funcionarios|numero de funcionarios|porte|porte da empresa"),
        _field("owner_email", _("Correo del ejecutivo"), "email", "ejecutivo|vendedor|asesor|responsable|owner|owner email|correo ejecutivo|account manager|kam|sales rep|representante|correo vendedor|sales agent|agente"),
        _field("team", _("Equipo"), "text", "equipo|team|sucursal|zona|region|oficina|regional|equipe|area"),
        _field("note", _("Nota"), "text", "nota|notas|observacion|observaciones|comentario|comentarios|note|notes|comments|observacao|observacoes|obs"),
    ),
    "purchases": (
        _field("external_id", _("Número de documento"), "text", "factura|n factura|no factura|nro factura|numero factura|numero de factura|num factura|folio|boleta|n boleta|nro boleta|numero boleta|ticket|n ticket|comprobante|nro comprobante|n comprobante|numero de comprobante|invoice|invoiceno|invoice no|invoice number|invoice id|invoiceid|order|order id|orderid|order number|orderno|salesordernumber|sales order number|pedido|n pedido|nro pedido|numero de pedido|id pedido|orden|n orden|id orden|nota fiscal|numero do pedido|id venta|venta|transaction id|transactionid|id transaccion|transaccion|basket id|n documento venta|documento venta|receipt|numero da nota|nf|id|remision|nfe|numero|nro"),
        *_KEYS_OF_CUSTOMER,
        _field("date", _("Fecha"), "date", "fecha|fecha factura|fecha de factura|fecha venta|fecha de venta|fecha compra|fecha de compra|fecha pedido|fecha de pedido|fecha emision|fecha de emision|fecha documento|fecha doc|f. emision|date|invoicedate|invoice date|order date|orderdate|purchase date|transaction date|transaction timestamp|data|data da compra|data da venda|data compra|data do pedido|data emissao|data de emissao|fecha y hora|timestamp|order purchase timestamp|dia|day|fecha transaccion|emision", required=True),
        _field("amount", _("Importe total"), "money", "importe|importe total|monto|monto total|total|valor|valor total|total factura|total venta|venta total|amount|total amount|sales|sales value|salesamount|sales amount|revenue|total bruto|bruto|ingreso|precio total|price total|payment value|invoice amount|total pedido|total com imposto|spend|total con iva|valor da compra|monto bruto|facturacion|venta $|importe con iva|total price"),
        _field("net", _("Neto"), "money", "neto|monto neto|importe neto|valor neto|subtotal|net|net amount|base imponible|total neto|valor liquido|base|afecto|importe sin iva|venta neta|ventas netas|net sales"),
        _field("tax", _("Impuesto"), "money", "iva|impuesto|impuestos|tax|taxes|tax amount|taxamt|igv|itbms|imposto|impostos|isv|vat amount|monto iva|importe iva"),
        _field("currency", _("Moneda"), "currency", _CURRENCY),
        _field("margin", _("Margen"), "money", "margen|utilidad|ganancia|margin|profit|gross profit|contribucion|lucro|margem|utilidad bruta|margen bruto|margen de contribucion"),
        _field("cost", _("Costo"), "money", "costo|coste|costo total|cost|total cost|totalproductcost|custo|costo de venta|costo venta|cogs|custo total"),
        _field("product_sku", _("Código de producto"), "text", _SKU),
        _field("product_name", _("Producto"), "text", _PRODUCT),
        _field("category", _("Categoría"), "text", _CATEGORY),
        _field("quantity", _("Cantidad"), "number", "cantidad|cant|cant.|unidades|qty|quantity|units|quantidade|qtd|qtde|orderquantity|order quantity|piezas|uds|items"),
        _field("unit_price", _("Precio unitario"), "money", "precio unitario|precio|p. unitario|valor unitario|unit price|unitprice|price|preco|preco unitario|p unit|precio unit|vr unitario|punitario"),
        _field("line_amount", _("Importe de la línea"), "money", "importe linea|total linea|importe de linea|subtotal linea|line total|line amount|extended amount|extendedamount|valor linea|total item|total da linha|monto linea|total del item"),
        _field("discount", _("Descuento"), "money", "descuento|dcto|dto|desc|desc.|discount|discount amount|discountamount|rebaja|bonificacion|desconto|retail disc"),
        _field("channel", _("Canal"), "text", _CHANNEL),
    ),
    "interactions": (
        _field("external_id", _("Número"), "text", "id|ticket|caso|n caso|numero|codigo|case|case id|ticket id|interaction id|call id|id llamada|protocolo|id interaccion|message id"),
        *_KEYS_OF_CUSTOMER,
        _field("date", _("Fecha"), "instant", "fecha|fecha y hora|hora|date|datetime|timestamp|created at|created|data|data e hora|fecha contacto|fecha de contacto|fecha llamada|sent at|started at|fecha inicio|fecha creacion|dia|fecha de creacion", required=True),
        _field("channel", _("Canal"), "text", f"{_CHANNEL}|tipo de contacto|medio de contacto|canal de contacto"),
        _field("direction", _("Dirección"), "direction", "direccion|sentido|direction|entrante/saliente|inbound/outbound|tipo de llamada"),
        _field("kind", _("Tipo"), "text", "tipo|motivo|tipologia|kind|type|categoria|category|reason|tipo de interaccion|tipo de gestion|gestion|tipo de actividad|actividad"),
        _field("subject", _("Asunto"), "text", "asunto|subject|titulo|title|tema|assunto|topic"),
        _field("text", _("Texto"), "text", "texto|mensaje|comentario|comentarios|detalle|descripcion|text|message|body|notes|nota|notas|observaciones|transcripcion|mensagem|descricao|reclamo|consulta|tweet|contenido|review comment message"),
    ),
    "products": (
        _field("sku", _("Código de producto"), "text", f"{_SKU}|codigo|cod|id|code|clave", required=True),
        _field("name", _("Producto"), "text", f"{_PRODUCT}|nombre|name|nome"),
        _field("category", _("Categoría"), "text", f"{_CATEGORY}|categoria producto|subcategoria|subcategory"),
        _field("price", _("Precio"), "money", "precio|precio venta|precio de venta|precio lista|price|list price|listprice|preco|valor|pvp|unit price|precio unitario|sales price|dealerprice"),
        _field("cost", _("Costo"), "money", "costo|coste|cost|standard cost|standardcost|custo|costo unitario|precio de costo|precio costo|unit cost"),
    ),
    "contracts": (
        _field("external_id", _("Número de contrato"), "text", "contrato|n contrato|nro contrato|numero de contrato|numero contrato|id contrato|suscripcion|id suscripcion|contract|contract id|contract number|contract no|subscription|subscription id|subscriptionid|assinatura|id assinatura|numero do contrato|poliza|n poliza|numero de poliza|membresia|id"),
        *_KEYS_OF_CUSTOMER,
        _field("date", _("Inicio"), "date", "inicio|fecha inicio|fecha de inicio|inicio contrato|vigente desde|vigencia desde|desde|fecha alta|fecha de alta|alta|start|start date|started|started on|contract start|subscription start|begin|data de inicio|inicio da vigencia|data inicio|fecha de contratacion|fecha contrato|activation date|fecha de activacion", required=True),
        _field("ends_on", _("Fin"), "date", "fin|fecha fin|fecha de fin|termino|fecha termino|fecha de termino|vencimiento|fecha vencimiento|vigente hasta|vigencia hasta|hasta|end|end date|ended|ends on|contract end|expiry|expiry date|expiration date|expires|fim|data fim|data de fim|data de termino|fim da vigencia"),
        _field("cancelled_on", _("Cancelado"), "date", "cancelado|cancelacion|fecha cancelacion|fecha de cancelacion|fecha de baja|fecha baja|baja|cancelled|canceled|cancelled on|cancellation date|cancel date|churn date|churned|data de cancelamento|cancelamento"),
        _field("renews_on", _("Renovación"), "date", "renovacion|fecha renovacion|fecha de renovacion|proxima renovacion|proximo cobro|proximo pago|renewal|renewal date|renews on|next renewal|next billing|next billing date|data de renovacao|renovacao|proxima cobranca"),
        _field("period", _("Periodo"), "text", "periodo|periodicidad|frecuencia|frecuencia de pago|ciclo|ciclo de cobro|plazo|period|billing period|billing cycle|interval|term|frequency|periodicidade|ciclo de cobranca"),
        _field("amount", _("Importe por periodo"), "money", "importe|monto|cuota|mensualidad|tarifa|precio|valor|valor mensual|cuota mensual|prima|amount|fee|price|plan price|mrr|monthly charges|monthlycharges|monthly fee|recurring amount|mensalidade|preco|valor da mensalidade|importe por periodo", required=True),
        _field("currency", _("Moneda"), "currency", _CURRENCY),
        _field("product_sku", _("Código de producto"), "text", f"{_SKU}|codigo plan|plan id|planid"),
        _field("product_name", _("Producto"), "text", f"{_PRODUCT}|plan|plano|nombre del plan|tipo de plan|plan name"),
    ),
    "consents": (
        *_KEYS_OF_CUSTOMER[:-1],
        _field("purpose", _("Finalidad"), "text", "finalidad|finalidade|proposito|purpose|tratamiento|tratamento|para que|uso autorizado|uso de datos", required=True),
        _field("channel", _("Canal"), "text", "canal|canales|channel|channels|canais|medio|medios|via|medio de contacto|canal de contacto", required=True),
        _field("state", _("Qué dijo"), "text", "acepta|acepto|autoriza|autorizo|autorizado|autorizacion|permiso|permite|consentimiento|consentimento|consent|granted|permission|respuesta|resposta|answer|decision|estado del permiso|estado|status|state|opt in|optin|opt_in|aceita|permissao|que dijo", required=True),
        _field("date", _("Fecha"), "date", "fecha|fecha permiso|fecha de autorizacion|fecha autorizacion|fecha consentimiento|fecha de consentimiento|fecha del permiso|fecha de aceptacion|date|consent date|granted at|granted on|data|data do consentimento|data da autorizacao|timestamp|fecha y hora", required=True),
        _field("basis", _("Base legal"), "text", "base legal|base juridica|basis|legal basis|fundamento|base de tratamiento"),
        _field("evidence", _("Constancia"), "text", "constancia|evidencia|evidence|prueba|proof|soporte|comprobante|respaldo|prova|origen|formulario|grabacion|registro"),
        _field("text_version", _("Versión del texto"), "text", "version|version del texto|version texto|version de politica|version politica|text version|versao|versao do texto|policy version|version aviso"),
        _field("expires_on", _("Vence"), "date", "vence|vencimiento|fecha de vencimiento|expira|expires|expires on|expiration|valido hasta|vigencia hasta|vencimento|validade"),
    ),
}  # fmt: skip


def field_of(entity: Entity, key: str) -> Field:
    """Find a field; a key `trait:<name>` is a free column of text. Raises KeyError for any other unknown key."""
    if key.startswith(TRAIT):
        return Field(key, key.removeprefix(TRAIT), "text")
    return {field.key: field for field in FIELDS[entity]}[key]


def label_of(entity: str, key: str) -> str:
    """The name of a field as people read it; of what is no field of the entity, the key itself."""
    own = (field for name, fields in FIELDS.items() if name == entity for field in fields)
    return next((str(field.label) for field in own if field.key == key), key)
