/**
 * What a client asks of one key, or of all keys in order, and how that can end: the words between
 * the edges (HTTP) and the coordinators.
 *
 * <p>Invariants: plain immutable values; a request carries everything that it depends on, with the
 * bucket's properties already applied, so that it means the same at whichever node coordinates it.
 */
package aitta.request;
