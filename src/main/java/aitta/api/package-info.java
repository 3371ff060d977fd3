/**
 * What travels over HTTP as JSON, as records that the server, the client and the command line
 * share, and the names of everything that can go wrong.
 *
 * <p>Invariants: a record here has exactly the fields of the contract, in its order and under its
 * names; nothing here knows how a value came about. A reader ignores fields that it does not know,
 * so that an older client can talk to a newer node; the server is strict about what clients send
 * (see {@code aitta.http}).
 *
 * <p>Not from the Dynamo paper, which leaves its interface at {@code get()} and {@code put()} with
 * a context (section 4.1): how contexts, conflicts and quorums show in HTTP is this project's own.
 */
package aitta.api;
