package aitta.ownership;

import aitta.ring.RangeOwners;

/** The successor of its list that an owner has accepted last. */
public record Accepted(Proposal proposal, RangeOwners next) {}
