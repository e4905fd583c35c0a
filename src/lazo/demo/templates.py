"""The words the fictitious company writes with, in the languages of its customers."""

from lazo.interact.operations.template import TemplatePlan, TextPlan

MAIL = """<mjml>
  <mj-head>
    <mj-attributes>
      <mj-all font-family="Helvetica, Arial, sans-serif" />
      <mj-text font-size="16px" line-height="1.5" color="#2b211b" />
    </mj-attributes>
  </mj-head>
  <mj-body background-color="#f6f1e9">
    <mj-section background-color="#ffffff" padding="32px 24px">
      <mj-column>
        <mj-text font-size="13px" color="#8a5a3b">{{ empresa }}</mj-text>
        <mj-text font-size="24px" font-weight="700" line-height="1.25">%(title)s</mj-text>
        <mj-text>%(hello)s</mj-text>
        <mj-text>%(news)s</mj-text>
        <mj-button align="left" background-color="#2b211b" border-radius="6px" href="https://laceiba.example/huila">%(go)s</mj-button>
        <mj-text font-size="12px" color="#6f635a">%(why)s <a href="{{ baja }}">%(leave)s</a></mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>"""
HARVEST = {
    "es": TextPlan(
        '{{ nombre | "Hola" }}, llegó la cosecha nueva de Huila',
        MAIL
        % {
            "title": "Cosecha nueva de Huila",
            "hello": 'Hola, {{ nombre | "qué gusto saludarte" }}:',
            "news": 'Tostamos esta semana un lote pequeño de Pitalito: panela, mandarina y un final largo. Si lo pides antes del viernes, llega a {{ ciudad | "tu ciudad" }} el lunes.',
            "go": "Apartar mi bolsa",
            "why": "Te escribimos porque aceptaste recibir avisos y ofertas.",
            "leave": "No quiero recibir más",
        },
    ),
    "en": TextPlan(
        '{{ nombre | "Hello" }}, the new harvest from Huila is here',
        MAIL
        % {
            "title": "The new harvest from Huila",
            "hello": 'Hello {{ nombre | "there" }},',
            "news": 'This week we roasted a small lot from Pitalito: cane sugar, tangerine and a long finish. Order before Friday and it reaches {{ ciudad | "your city" }} on Monday.',
            "go": "Keep a bag for me",
            "why": "You get this because you agreed to news and offers.",
            "leave": "No more of these",
        },
    ),
    "pt-br": TextPlan(
        '{{ nombre | "Olá" }}, chegou a nova safra de Huila',
        MAIL
        % {
            "title": "A nova safra de Huila",
            "hello": 'Olá, {{ nombre | "tudo bem" }}:',
            "news": 'Torramos nesta semana um lote pequeno de Pitalito: rapadura, tangerina e um final longo. Pedindo até sexta, chega a {{ ciudad | "sua cidade" }} na segunda.',
            "go": "Reservar meu pacote",
            "why": "Você recebe este e-mail porque aceitou avisos e ofertas.",
            "leave": "Não quero receber mais",
        },
    ),
}
TEMPLATES: dict[str, tuple[str, TemplatePlan]] = {
    "cosecha": ("email", TemplatePlan("Lote de la semana", "marketing", HARVEST)),
    "camino": (
        "email",
        TemplatePlan(
            "Pedido en camino",
            "service",
            {
                "es": TextPlan(
                    "Tu pedido {{ mensaje.pedido }} va en camino",
                    'Hola, {{ nombre | "qué tal" }}.\n\nTu café salió hoy hacia {{ direccion | "la dirección que nos diste" }}. Llega en uno o dos días.\n\nSi algo no está bien, responde este correo: lo lee {{ responsable | "nuestro equipo" }}.',
                )
            },
        ),
    ),
    "aviso": (
        "whatsapp",
        TemplatePlan(
            "Café de nuevo",
            "marketing",
            {
                "es": TextPlan(
                    "",
                    'Hola, {{ nombre | "qué tal" }}. Por tu ritmo, la bolsa se acaba esta semana. ¿Te enviamos otra?',
                    {"name": "cafe_de_nuevo", "language": "es_CO", "parameters": ['{{ nombre | "qué tal" }}']},
                )
            },
        ),
    ),
    "mudanza": (
        "letter",
        TemplatePlan(
            "Nos mudamos",
            "service",
            {
                "es": TextPlan(
                    "La tienda cambia de casa",
                    'Hola, {{ nombre | "vecino" }}:\n\nDesde el primero del mes te atendemos en la calle 10, a dos cuadras de la tienda de siempre. El molino, la gente y el café son los mismos.\n\nSi tienes un pedido recurrente no tienes que hacer nada: sigue llegando a {{ direccion }}.\n\nTe esperamos,\n{{ responsable | "El equipo" }}\n{{ empresa }}',
                )
            },
        ),
    ),
    "ensayo": (
        "file",
        TemplatePlan(
            "Cata de la nueva cosecha",
            "marketing",
            {
                "es": TextPlan(
                    "Una cata cerca de ti, {{ nombre }}",
                    "Hola, {{ nombre }}.\n\nEl sábado abrimos una bolsa de la nueva cosecha en {{ mensaje.lugar }}. Somos doce alrededor de una mesa: si quieres un lugar, responde este mensaje.\n\nSi prefieres no recibir más: {{ baja }}",
                )
            },
        ),
    ),
}
"""By a name of ours the channel and the words."""
