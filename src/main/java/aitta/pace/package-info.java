/**
 * How fast data may move between nodes beside the requests of clients: what is handed over,
 * repaired, caught up with or delivered as a hint. The paper gives such work the time that requests
 * leave over (Dynamo, SOSP 2007, section 6.5), by a controller that watches how long they wait; so
 * does this.
 *
 * <p>The setting says how fast it may go at most. What is really allowed is between a floor and
 * that: while nobody asks for anything, all of it; while there are requests, less as soon as they
 * wait, and bit by bit more when they do not ({@link aitta.pace.YieldingRate}). Whether requests
 * wait is measured where they do: a message that does nothing is put to the threads that serve
 * them, again and again, and it is looked how long it takes to be its turn ({@link
 * aitta.pace.WaitProbe}). That sees processors that other processes use, too, and needs no idea of
 * how long a request of some kind should take.
 *
 * <p>While it yields, fewer ranges are on their way at once, too, as each is a burst of work. 255
 * MB came to a new node beside idle ones in 16 s with eight at once, in 19 s so, and in 23 to 26 s
 * with two at all times; beside 500 requests a second their p99 was 26, 18 and 21 ms, p99.9 96, 52
 * and 60.
 *
 * <p>Both ends yield: who asks for data paces its questions, and who is asked puts off its answers
 * ({@link aitta.pace.Giving}), each by what it measures itself; the slower one decides.
 *
 * <p>Invariants: never more than the setting allows, which is asked each time; never less than the
 * floor, so that all that is begun ends, under any load; nothing is measured while nothing moves.
 */
package aitta.pace;
