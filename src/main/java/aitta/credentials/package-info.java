/**
 * What the decisions of {@link aitta.security} and the connections of a node go by, as it lies on
 * disk: files that are read at the start, watched from then on, and taken in anew when they change,
 * so that credentials come and go without a restart. And the log that keeps what admins did and who
 * was refused.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A file that is wrong at the start ends the start, with a message that names it; later it
 *       changes nothing but a figure and the log, and the node goes on with what it had.
 *   <li>A change is taken in when it was found the same twice in a row, so that a file is not read
 *       while somebody writes it.
 *   <li>Files are read on a thread of their own. Requests only ever look at what was read last.
 * </ul>
 */
package aitta.credentials;
