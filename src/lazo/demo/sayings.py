"""The words that the fictitious company's people wrote."""

from lazo.identify.models import Interaction

Outcome = Interaction.Outcome

NOTES = (
    "Prefiere que le escriban por WhatsApp después de las 5.",
    "Le gustó la cata; preguntó por el café de Nariño.",
    "El último pedido llegó con una bolsa rota. Se le repuso sin costo.",
    "Está por abrir una segunda sede en el primer trimestre.",
    "Pide siempre molienda para prensa, aunque la tienda diga otra cosa.",
    "Compra para la oficina y para su casa: conviene separar los envíos.",
    "Preguntó por descuentos a partir de 10 kg al mes.",
    "Cambió de dirección; falta confirmar el barrio.",
    "Viene recomendada por una clienta de Envigado.",
    "Le interesa la suscripción mensual, pero quiere poder pausarla.",
    "Dice que el sabor del último lote fue más ácido que el anterior.",
    "Paga siempre a tiempo. Vale la pena ofrecerle cupo.",
)
CALLS = (
    (Outcome.ANSWERED, "Confirmó el pedido de la próxima semana."),
    (Outcome.ANSWERED, "Está contento; pidió muestras de dos orígenes."),
    (Outcome.ANSWERED, "Reclamó por un envío tardío. Quedó tranquilo con la reposición."),
    (Outcome.ANSWERED, "Quiere visita de mantenimiento para la máquina."),
    (Outcome.ANSWERED, "Compara precios con otro tostador; le enviamos la cotización."),
    (Outcome.NO_ANSWER, ""),
    (Outcome.NO_ANSWER, "Segundo intento de la semana."),
    (Outcome.VOICEMAIL, "Le dejé dicho que llegó el café que esperaba."),
    (Outcome.CALL_LATER, "Está en reunión; pidió que llamemos el jueves en la mañana."),
    (Outcome.BUSY, ""),
    (Outcome.WRONG_NUMBER, "Contestó otra persona. Hay que pedir el número nuevo."),
)
TO_DOS = (
    "Enviar la cotización de 20 kg",
    "Llamar para saber cómo llegó el pedido",
    "Confirmar la dirección de la segunda sede",
    "Agendar el mantenimiento de la máquina",
    "Mandar muestras de Nariño y Huila",
    "Ofrecer la suscripción mensual",
    "Pedir el RUT para facturar",
    "Revisar el cupo de crédito",
    "Agradecer la recomendación",
)
EVIDENCE = (
    "Aceptó la casilla «Quiero recibir avisos y ofertas» al comprar en la tienda en línea.",
    "Firmó la autorización de tratamiento de datos en la caja de El Poblado.",
    "Lo dijo por teléfono; la llamada quedó grabada.",
    "Respondió «sí» al mensaje de bienvenida de WhatsApp.",
)
