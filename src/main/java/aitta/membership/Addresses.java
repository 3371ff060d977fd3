package aitta.membership;

import aitta.config.HostPort;
import org.apache.pekko.actor.ActorSelection;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;

/** The same address in our words and in Pekko's, which keeps the brackets of IPv6. */
public final class Addresses {
  /** Every actor system has this name: cluster names are told apart by {@link Compat}. */
  public static final String SYSTEM = "aitta";

  private Addresses() {}

  public static Address toPekko(HostPort at) {
    return new Address("pekko", SYSTEM, hostInUri(at.host()), at.port());
  }

  /**
   * @throws java.util.NoSuchElementException if the address is local
   */
  public static HostPort of(Address address) {
    return HostPort.parse(address.host().get() + ":" + address.port().get());
  }

  static String hostInUri(String host) {
    return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
  }

  /** The well-known actor {@code name} of the node at {@code at}. */
  static ActorSelection selection(ActorSystem<?> system, HostPort at, String name) {
    return system.classicSystem().actorSelection(toPekko(at) + "/user/" + name);
  }
}
