/**
 * How the command line shows what it has found: as an aligned table for people, as JSON for
 * programs, raw for shells. A verb says what there is ({@link aitta.cli.output.Report}); the form
 * is chosen apart from it.
 *
 * <p>Invariants: results go to standard output and nothing else does; complaints and progress go to
 * standard error. What is listed is printed as it comes, so that memory does not grow with it.
 */
package aitta.cli.output;
