/**
 * Bytes in a fixed order: the two ends of a byte array that every format on disk and on the wire is
 * written with.
 *
 * <p>Numbers that are usually small are varints of seven bits a byte, least significant group
 * first. Nothing here knows what it carries; each format begins with a version byte of its own.
 */
package aitta.codec;
