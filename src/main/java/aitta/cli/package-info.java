/**
 * The command line: one class per verb, under {@link aitta.cli.AittaCommand}.
 *
 * <p>A verb returns its exit code: 0 all well, 1 it failed, 2 it was called wrongly, which includes
 * settings that cannot be right. What the user can mend is said in a sentence; a stack trace means
 * a defect.
 */
package aitta.cli;
