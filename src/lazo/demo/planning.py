"""The campaigns that the fictitious company is preparing: one waits for somebody's approval, another is still a draft, and some people would get both."""

from datetime import date, timedelta

from lazo.demo.company import PEOPLE
from lazo.demo.trial import CENTS
from lazo.differentiate.models import Segment
from lazo.interact.campaign_plan import ArmDraft, CampaignPlan
from lazo.interact.models import Campaign, ChannelAccount
from lazo.interact.operations.campaign import draft_campaign
from lazo.interact.operations.campaign_course import ask_approval
from lazo.interact.operations.template import TemplatePlan, TextPlan, add_template
from lazo.kernel.models import User

EMAIL = ChannelAccount.Channel.EMAIL
PRICE = 320 * CENTS
GIFTS, BACK = "Regalos de fin de año", "Vuelve antes de Navidad"
WORDS = {
    GIFTS: "Preparamos cajas de regalo con tres cafés de la cosecha nueva. Si las pides antes del 15, llegan a tiempo para regalar.",
    BACK: "Te guardamos el café que más pedías. Responde este correo y el envío de tu próximo pedido va por nuestra cuenta.",
}


def plan_campaigns(*, on: date) -> list[Campaign]:
    """Draft them as the form does, a week and two after `on`; none where the segments they are for are not there."""
    segments = {one.name: one for one in Segment.objects.live()}
    if not segments:
        return []
    owner, made = User.objects.get(email=PEOPLE[1].email), []
    for name, segment, area, days in (
        (GIFTS, "Compraron en el último año", "MAXIMIZE", 8),
        (BACK, "Cuatro meses sin comprar", "RETAIN", 13),
    ):
        if segment in segments:
            plan = CampaignPlan(
                name=name,
                segment=segments[segment].key,
                area=area,
                channels=(EMAIL,),
                arms=(ArmDraft("Con el correo", 1, PRICE, {EMAIL: _template(name, owner)}),),
                starts_on=on + timedelta(days=days),
                unit_margin=38_000 * CENTS,
                base=0.2,
                effect=0.04,
            )
            made.append(draft_campaign(plan=plan, by=owner, on=on))
    for campaign in made[:1]:
        ask_approval(campaign=campaign, by=owner)
    return made


def _template(name: str, by: User) -> int:
    text = f'Hola, {{{{ nombre | "qué gusto saludarte" }}}}:\n\n{WORDS[name]}\n\nGracias por tomar café con nosotros.'
    plan = TemplatePlan(name, "marketing", {"es": TextPlan(name, text)})
    return add_template(channel=EMAIL, plan=plan, by=by).versions.get().pk
