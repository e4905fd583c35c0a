"""How what people do with a customer's record is taken back; told to the kernel when the application starts."""

from lazo.identify.operations import call, company, consent, custom_field, note, share, trait_correction
from lazo.kernel.undo import register_undo


def register_undos() -> None:
    register_undo(note.UNDO, note.undo_delete)
    register_undo(call.UNDO, call.undo_delete)
    register_undo(company.UNDO, company.undo_edit)
    register_undo(consent.UNDO, consent.undo_consent)
    register_undo(custom_field.UNDO, custom_field.undo_archive)
    register_undo(share.UNDO, share.undo_end)
    register_undo(trait_correction.UNDO, trait_correction.undo_correction)
