"""Django's handle on customize."""

from importlib import import_module

from django.apps import AppConfig


class CustomizeConfig(AppConfig):
    name = "lazo.customize"
    label = "customize"
    verbose_name = "Personalizar"

    def ready(self) -> None:
        from lazo.customize.holdings import register_holdings
        from lazo.customize.mirror import register_tables
        from lazo.customize.operations import action_answer, contact_limit, offer
        from lazo.customize.operations.arms_of_merged import register_arms
        from lazo.customize.standard import register_standards
        from lazo.customize.traits import register_traits
        from lazo.kernel.undo import register_undo

        import_module("lazo.customize.jobs")
        register_holdings()
        register_tables()
        register_arms()
        register_standards()
        register_traits()
        register_undo(contact_limit.UNDO, contact_limit.undo_limit)
        register_undo(offer.UNDO, offer.undo_removal)
        register_undo(offer.UNDO_EDIT, offer.undo_edit)
        register_undo(action_answer.UNDO, action_answer.undo_answer)
