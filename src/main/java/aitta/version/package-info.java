/**
 * Which version of a value came from which: dotted version vector sets, hybrid logical time, and
 * the tokens in which a client carries what it has seen.
 *
 * <p>A key's state on a replica is a {@link aitta.version.Siblings}: a causal {@link
 * aitta.version.Context} and the versions that nothing has superseded, each named by a {@link
 * aitta.version.Dot}. Invariants:
 *
 * <ul>
 *   <li>Taking in a set is a join: commutative, associative, idempotent. It looks at the two sets
 *       alone, at no clock, no bucket property and no limit.
 *   <li>A context entry {@code i:n} claims every earlier dot of writer {@code i} on that key. So a
 *       set travels whole, and a writer mints only from a set that holds all that it minted before
 *       for the key.
 *   <li>Every dot of a set's versions is covered by its context's vector. Single dots beside the
 *       vector come from clients alone, who may have seen one sibling and not an earlier one of the
 *       same writer. What a client is given to carry keeps only the latest of them: leaving out one
 *       that is superseded can show it again for a moment, and never loses a version.
 *   <li>A version is later than all that it supersedes, or a {@code latest} one could be beaten by
 *       what it took the place of, and both be gone.
 *   <li>A version is dropped when a context covers it, or, among versions of {@code latest}
 *       buckets, when a newer one of them has been seen; nothing else drops a version.
 * </ul>
 *
 * <p>Sources: Preguiça et al., <em>Dotted Version Vectors</em>, 2012; Dynamo, SOSP 2007, section
 * 4.4; Kulkarni et al., <em>Logical Physical Clocks</em>, 2014. Departures: Dynamo cuts a clock at
 * ten entries by age, which makes replicas differ for ever; nothing is cut here in a join. And the
 * newest timestamp of {@code latest} versions is itself part of the set ({@link
 * aitta.version.Siblings#newest}): without it "the newest wins" would not be associative, for a
 * version that beat another by time can later be superseded by one that never met the loser.
 */
package aitta.version;
