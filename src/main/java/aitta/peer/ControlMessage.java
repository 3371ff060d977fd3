package aitta.peer;

/**
 * What operators have nodes ask each other, seldom: documents in JSON, told apart by their topic.
 */
public final class ControlMessage {
  private ControlMessage() {}

  /**
   * @param topic who of the asked node is to answer
   * @param document JSON
   */
  public record Ask(long id, String topic, String document) implements PeerMessage.Question {}

  /**
   * @param document JSON
   */
  public record Told(long id, String document) implements PeerMessage.Reply {}
}
