/**
 * A client for programs in Java: {@link aitta.client.AittaClient} waits, {@link
 * aitta.client.AsyncAittaClient} does not; both do the same.
 *
 * <p>The way of a call: {@code Requests} says what goes over the wire; {@code Dispatcher} sends it
 * to one node after the other until one gives an answer that counts; {@code Answers} turns that
 * into a result or an exception. {@code NodeChoice} knows the order of the nodes, from the ring
 * that {@code RingFollower} keeps fresh; {@code Retries} knows what may be sent again. Dynamo (SOSP
 * 2007), section 6.4, has such a client send each request to an owner of its key, and saves a hop
 * by it.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Every call ends by its deadline, with a result or an {@link aitta.client.AittaException}.
 *   <li>A request is sent again only if it certainly was not done, or doing it twice does no harm:
 *       reads, overwrites, writes and deletes after a context. A conditional write and one beside
 *       all others are sent again only if they certainly were not done.
 *   <li>The ring only says whom to ask first. Any node serves every request, so a client that knows
 *       an old ring, or none, gets the same answers.
 *   <li>Requests in flight, calls that wait for their turn, attempts per call, the size of an
 *       answer and what a listing holds in memory are bounded. A scan is not counted among the
 *       requests in flight while its lines are read: who reads it may make other calls meanwhile.
 *   <li>No Pekko: {@code aitta.api}, {@code aitta.model}, Jackson and the JDK alone.
 * </ul>
 *
 * <p>What a repeated overwrite means: if a first attempt has no answer, the second is sent while
 * the first may still be on its way. Both write the same; but a first attempt that a stuck node
 * carries out late would also overwrite what was written in between. Where the order of writes
 * matters, write {@link aitta.client.WriteOptions#after after a context}: then a late one becomes a
 * sibling, and nothing is lost.
 */
package aitta.client;
