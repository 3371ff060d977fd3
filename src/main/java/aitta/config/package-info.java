/**
 * The settings of a node, read once at the start.
 *
 * <p>Three layers, the upper one wins: environment variables ({@link
 * aitta.config.EnvironmentVariable}), the file given with {@code --config}, and the packed {@code
 * aitta.conf}, which holds every setting with its comment. Defaults stand in that file alone, never
 * in Java.
 *
 * <p>Invariants: a {@link aitta.config.Settings} that exists is right, since each of its records
 * checks itself; a value that cannot be right ends the start with an {@link
 * aitta.config.InvalidSettingException} that names the setting, where its value came from, and what
 * would be right; nothing that was set is ignored in silence.
 */
package aitta.config;
