/**
 * Listings: what all ranges hold together, in byte order, a page at a time. Not in the Dynamo
 * paper, whose keys can only be asked for by name: a key's range is a hash of it, so that a page
 * has to be gathered from all ranges.
 *
 * <p>Each range is asked of one owner; a node that is asked for several ranges merges them itself
 * ({@link aitta.listing.RowMerge}), and whoever wants the page merges the nodes' answers ({@link
 * aitta.listing.ListingRound}). With as many owners as nodes that is one node, and no message
 * leaves it.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A page is complete up to where the next one begins: every range has been asked of an owner
 *       that is not behind. Where one cannot be, there is no page, never a shorter one.
 *   <li>The next page begins at a row, not at a place in some file: it may be asked of other nodes,
 *       after any time, and while ranges move. No key comes twice.
 *   <li>Memory is bounded by the page, whatever the ranges hold; no snapshot is kept between pages.
 *   <li>A page is the word of one owner of each range, without its newest writes and without hints:
 *       it may lag some seconds.
 * </ul>
 */
package aitta.listing;
