package aitta.security;

/** Who keeps what is to be known later of admins' actions and refused attempts; any thread. */
@FunctionalInterface
public interface Audit {
  Audit NONE = event -> {};

  void keep(AuditEvent event);
}
