/**
 * Who may do what, as pure decisions: no file, clock or network is touched here.
 *
 * <p>A token names itself before its first dot; what follows is 256 random bits. Of these a {@link
 * aitta.security.TokenTable} keeps a SHA-256 alone, which is enough: nobody finds so many random
 * bits by trying, so a slow hash would only slow down every request. Each token has grants: a role
 * on all buckets that begin with a prefix. {@link aitta.security.Needs} says what each resource
 * asks for, and {@link aitta.security.Access} puts the two together.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>What is not listed as open, or as open to smaller roles, is for admins of all buckets: a
 *       resource that was added and forgotten here lets nobody else in.
 *   <li>A secret is never kept, shown or compared in the clear, and how long a comparison takes
 *       says nothing about how much of it was right.
 *   <li>A refusal is the same whether what was asked for exists or not.
 * </ul>
 *
 * <p>The Dynamo paper has nothing of this: its nodes trust everybody who reaches them (SOSP 2007,
 * section 2.1).
 */
package aitta.security;
