/**
 * Versions kept for owners that could not be reached, until they have them. Dynamo, SOSP 2007,
 * section 4.6.
 *
 * <p>One store a node, event-sourced like a range: {@link aitta.hint.HintState} decides, {@link
 * aitta.hint.HintStore} drives it and delivers. Hints are merged per target and key, so a key that
 * is written often costs one hint.
 *
 * <p>Invariants: a hint is acknowledged when it is on disk, and then counts towards w; it is
 * deleted only after its target acknowledged a set that includes it; a full store refuses, and what
 * it refused does not count. A row that cannot be read is reported and passed over. Past its age a
 * hint is dropped once a fit owner of its range has the version; one that no owner has is kept, as
 * is one for a node that is no member of the ring. In a directory that was copied, as one is that
 * comes back from a backup, and in what is read back of a damaged table, hints older than
 * tombstones are kept at least are dropped: the reclaimers asked before and were told of no hint,
 * and what was deleted would come back. (The version of such a hint is lost only if none of the
 * range's owners could be reached for all that time; else exchanges bring it.) A stand-in that
 * mints does so under a writer id drawn for that key, for as long as the key's hints are here: an
 * entry of a context claims all earlier dots of its writer, and delivered hints are forgotten.
 */
package aitta.hint;
