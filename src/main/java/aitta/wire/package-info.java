/**
 * Where Pekko meets Aitta's own formats: one serializer for what nodes send each other and what
 * they journal.
 *
 * <p>Manifests are names of formats, never of classes, and each format carries its own version
 * byte.
 */
package aitta.wire;
