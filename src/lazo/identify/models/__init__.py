"""The rows of identity, one noun a file."""

from lazo.identify.models.apart import Apart
from lazo.identify.models.company_profile import CompanyProfile
from lazo.identify.models.consent import ConsentEntry
from lazo.identify.models.consent_proof import ConsentProof
from lazo.identify.models.consent_text import ConsentText
from lazo.identify.models.contact_outcome import ContactOutcome
from lazo.identify.models.contact_point import ContactPoint
from lazo.identify.models.contract import Contract
from lazo.identify.models.data_request import DataRequest, DataRequestStep
from lazo.identify.models.erasure import Erasure
from lazo.identify.models.golden_record import GoldenRecord
from lazo.identify.models.hand_written_field import HandWrittenField
from lazo.identify.models.identity_settings import IdentitySettings
from lazo.identify.models.import_batch import BatchChange, ImportBatch, ImportMapping, ImportProblem
from lazo.identify.models.interaction import Interaction
from lazo.identify.models.match_decision import MatchDecision
from lazo.identify.models.match_pair import MatchPair
from lazo.identify.models.merge import Merge
from lazo.identify.models.party import Party
from lazo.identify.models.party_block import PartyBlock
from lazo.identify.models.party_identifier import PartyIdentifier
from lazo.identify.models.party_role import PartyRole
from lazo.identify.models.preference_link import PreferenceLink
from lazo.identify.models.preferred_contact import PreferredContact
from lazo.identify.models.product import Product
from lazo.identify.models.purchase import Purchase, PurchaseLine
from lazo.identify.models.quality_measure import QualityMeasure
from lazo.identify.models.quality_target import QualityTarget
from lazo.identify.models.relation_candidate import CandidateDecision, RelationCandidate
from lazo.identify.models.relationship import PartyRelationship, RelationshipType
from lazo.identify.models.repeated_rows import RepeatedRows
from lazo.identify.models.resolution_run import ResolutionRun
from lazo.identify.models.search_token import SearchToken, SearchWord
from lazo.identify.models.source import Source, SourceRecord
from lazo.identify.models.suppression import SuppressionConsultation, SuppressionEntry, SuppressionList
from lazo.identify.models.trait import TraitDefinition, TraitValue

__all__ = [
    "Apart",
    "BatchChange",
    "CandidateDecision",
    "CompanyProfile",
    "ConsentEntry",
    "ConsentProof",
    "ConsentText",
    "ContactOutcome",
    "ContactPoint",
    "Contract",
    "DataRequest",
    "DataRequestStep",
    "Erasure",
    "GoldenRecord",
    "HandWrittenField",
    "IdentitySettings",
    "ImportBatch",
    "ImportMapping",
    "ImportProblem",
    "Interaction",
    "MatchDecision",
    "MatchPair",
    "Merge",
    "Party",
    "PartyBlock",
    "PartyIdentifier",
    "PartyRelationship",
    "PartyRole",
    "PreferenceLink",
    "PreferredContact",
    "Product",
    "Purchase",
    "PurchaseLine",
    "QualityMeasure",
    "QualityTarget",
    "RelationCandidate",
    "RelationshipType",
    "RepeatedRows",
    "ResolutionRun",
    "SearchToken",
    "SearchWord",
    "Source",
    "SourceRecord",
    "SuppressionConsultation",
    "SuppressionEntry",
    "SuppressionList",
    "TraitDefinition",
    "TraitValue",
]
