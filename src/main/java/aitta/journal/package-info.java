/** The journal. */
package aitta.journal;
