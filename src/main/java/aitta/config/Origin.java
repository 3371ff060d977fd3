package aitta.config;

import com.typesafe.config.ConfigOrigin;

/**
 * Where the value of a setting came from.
 *
 * @param kind the layer
 * @param name the variable, or the file and line; empty for a default
 */
record Origin(Kind kind, String name) {
  enum Kind {
    DEFAULT,
    FILE,
    ENVIRONMENT
  }

  static final Origin DEFAULT = new Origin(Kind.DEFAULT, "");

  static Origin of(ConfigOrigin origin) {
    if (EnvironmentVariable.isVariable(origin.description())) {
      return new Origin(Kind.ENVIRONMENT, origin.description());
    }
    // The packed file is a resource; as long as it lies unpacked it has a file name, too.
    if (origin.resource() != null || origin.filename() == null) {
      return DEFAULT;
    }
    return new Origin(Kind.FILE, origin.filename() + ", line " + origin.lineNumber());
  }

  /** The subject of a complaint: the setting with its value, by the name that the person used. */
  String subject(String setting, String value) {
    return switch (kind) {
      case ENVIRONMENT -> name + " = " + value + " (sets " + setting + ")";
      case FILE -> setting + " = " + value + " (" + name + ")";
      case DEFAULT -> setting + " = " + value;
    };
  }
}
