/**
 * Aitta, a distributed key-value store in the line of Dynamo (DeCandia et al., SOSP 2007). One
 * folder per idea; here is only where the process starts.
 *
 * <p>Imports point one way: {@code model, codec} are used by {@code ring, version}, these by {@code
 * quorum, request}, these by {@code peer, replica, hint, coordinator}, and {@code node} wires all
 * of them to {@code membership} and {@code http}.
 */
package aitta;
