package aitta.membership;

/** What one node's membership says to another's; {@link MembershipSerializer} knows its bytes. */
public interface RemoteMessage {}
