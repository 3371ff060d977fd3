package aitta.cli;

import aitta.model.Key;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The key that a verb is about. */
final class KeyArgument {
  @Parameters(index = "0", paramLabel = "BUCKET", description = "The key's bucket.")
  private String bucket;

  @Parameters(index = "1", paramLabel = "KEY", description = "The key, as text unless --encoded.")
  private String name;

  @Mixin private KeyNames names;

  /**
   * @param verb complains in its name where this can be no key
   */
  Key of(ClientVerb verb) {
    byte[] bytes = names.typed(name, verb);
    try {
      return new Key(bucket, bytes);
    } catch (IllegalArgumentException e) {
      throw verb.wrong(e.getMessage());
    }
  }
}
