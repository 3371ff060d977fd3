/**
 * The HTTP edge: translates requests to commands for the rest of the node ({@link
 * aitta.http.Backend}) and their outcomes to answers. It decides nothing about data.
 *
 * <p>The way of a request: {@link aitta.http.HttpEdge} binds and stops; {@code Gate} takes each
 * request, and turns whatever goes wrong into an answer; {@code Router} finds the routes of its
 * path; these read parameters, headers and body, ask the backend, and shape the answer.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Every request is answered, with a {@link aitta.api.Problem} where it failed; no exception
 *       ends a connection.
 *   <li>What can't be right is refused before anything is asked of the backend, naming the part.
 *   <li>A key is the bytes of the raw request target, percent-decoded once. No library has touched
 *       them.
 *   <li>A refusal reaches its client even if that one is still writing: what it writes is read away
 *       for a bounded while ({@code Rest}) before the connection ends.
 *   <li>The requests of one connection are done one after the other, as they came.
 *   <li>Bytes of bodies and requests at work are bounded over all connections; past the bound the
 *       answer is an immediate 429. No thread ever waits.
 * </ul>
 *
 * <p>Dynamo, SOSP 2007, section 4.1, has {@code get(key)} and {@code put(key, context, object)};
 * here the context is a header, a plain {@code put} without one is allowed, and several versions
 * are a 300. Low-level Pekko HTTP rather than its routing DSL: a fifth cheaper, and the DSL works
 * on a path that has lost bytes.
 */
package aitta.http;
