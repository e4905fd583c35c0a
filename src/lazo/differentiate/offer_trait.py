"""The trait by which the floor above says that something is worth offering to a customer; the rules of place read that of the last decision."""

WORTH_OFFERING = "customize.worth_offering"
