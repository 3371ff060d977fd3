/**
 * The words that every other folder uses: a node's name, a key, its place on the hash ring, and the
 * range it falls into.
 *
 * <p>Invariants: everything here is an immutable value; nothing here knows Pekko, a disk, a clock
 * or chance. Byte arrays handed in and out are shared, not copied, and nobody writes to them after
 * that.
 *
 * <p>Dynamo (DeCandia et al., SOSP 2007), sections 4.1 and 6.2: keys are hashed with MD5 to 128
 * bits, and the ring of hashes is cut into Q equal ranges that never change (strategy 3).
 */
package aitta.model;
