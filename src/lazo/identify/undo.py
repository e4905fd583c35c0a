"""How what people do with a customer's record is taken back; told to the kernel when the application starts."""

from lazo.identify.operations import (
    apart,
    call,
    company,
    company_profile,
    consent,
    contact_evidence,
    contract,
    custom_field,
    hierarchy,
    identity_settings,
    match_decision,
    merge,
    note,
    party_correction,
    party_role,
    quality_target,
    relation_decision,
    share,
    taken_back_relation,
    trait_correction,
)
from lazo.kernel.undo import register_undo


def register_undos() -> None:
    register_undo(apart.UNDO, apart.undo_apart)
    register_undo(identity_settings.UNDO, identity_settings.undo_settings)
    register_undo(match_decision.UNDO, match_decision.undo_decision)
    register_undo(merge.UNDO, merge.undo_merged)
    register_undo(merge.UNDO_SPLIT, merge.undo_split)
    register_undo(note.UNDO, note.undo_delete)
    register_undo(note.UNDO_EDIT, note.undo_edit)
    register_undo(call.UNDO, call.undo_delete)
    register_undo(call.UNDO_EDIT, call.undo_edit)
    register_undo(party_correction.UNDO, party_correction.undo_correction)
    register_undo(party_role.UNDO_GIVEN, party_role.undo_given)
    register_undo(party_role.UNDO_ENDED, party_role.undo_ended)
    register_undo(taken_back_relation.UNDO_RELATED, taken_back_relation.undo_related)
    register_undo(taken_back_relation.UNDO_FOUNDED, taken_back_relation.undo_founded)
    register_undo(company.UNDO, company.undo_edit)
    register_undo(consent.UNDO, consent.undo_consent)
    register_undo(contact_evidence.UNDO_VERIFY, contact_evidence.undo_verify)
    register_undo(contact_evidence.UNDO_DISOWN, contact_evidence.undo_disown)
    register_undo(contact_evidence.UNDO_PREFER, contact_evidence.undo_prefer)
    register_undo(contract.UNDO_ADDED, contract.undo_adding)
    register_undo(contract.UNDO_EDITED, contract.undo_edit)
    register_undo(contract.UNDO_ENDED, contract.undo_end)
    register_undo(custom_field.UNDO, custom_field.undo_archive)
    register_undo(share.UNDO, share.undo_end)
    register_undo(trait_correction.UNDO, trait_correction.undo_correction)
    register_undo(relation_decision.UNDO, relation_decision.undo_decisions)
    register_undo(hierarchy.UNDO, hierarchy.undo_placing)
    register_undo(company_profile.UNDO, company_profile.undo_describing)
    register_undo(quality_target.UNDO, quality_target.undo_target)
