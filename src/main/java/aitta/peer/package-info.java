/**
 * What nodes say to each other about keys, and the bytes they say it in.
 *
 * <p>One message per node and step of a request, sent from one fixed actor to one fixed actor of
 * the other node, so that the transport has two paths to remember instead of one a request. Each
 * travels in an {@link aitta.peer.Envelope} that says who sent it, when, and how long its sender
 * still waits; a receiver drops what nobody waits for any more. Messages too large for the ordinary
 * channel go as {@link aitta.peer.Chunk}s through a channel of their own, so that heartbeats and
 * gossip never wait behind a value.
 *
 * <p>Invariants: every request is answered with exactly one reply, or, past its deadline, with
 * none; every reply names its request by id; a message that cannot be read ends nothing but itself.
 * {@link aitta.peer.PeerFormat} carries a format version, and a newer node reads the older ones.
 *
 * <p>Messages of different requests that wait to leave for the same node leave as one ({@link
 * aitta.peer.Outbox}): most of what a message costs does not depend on its length.
 */
package aitta.peer;
