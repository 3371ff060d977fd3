package aitta.node;

import aitta.coordinator.Route;
import aitta.handover.OwnerLists;
import aitta.membership.ClusterView;
import aitta.membership.Peer;
import aitta.model.Key;
import aitta.model.NodeId;
import aitta.ring.RangeOwners;
import aitta.ring.Ring;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Routes of the ranges, worked out once for each view of the cluster and range. Safe for use by
 * many threads.
 */
public final class RouteTable implements Route.Routes {
  private record Table(
      ClusterView view, Ring ring, Set<NodeId> reachable, AtomicReferenceArray<Route> routes) {}

  private final Supplier<ClusterView> views;
  private final OwnerLists lists;
  private volatile Table table;

  /** By the ring alone: of one view, or where no request waits. */
  public RouteTable(Supplier<ClusterView> views) {
    this(views, new OwnerLists(() -> ringOf(views.get())));
  }

  public RouteTable(Supplier<ClusterView> views, OwnerLists lists) {
    this.views = views;
    this.lists = lists;
    this.table = tableOf(views.get());
  }

  @Override
  public void learn(RangeOwners list) {
    lists.learn(list);
  }

  private static Ring ringOf(ClusterView view) {
    return view.ring().orElseThrow(() -> new IllegalStateException("no ring yet"));
  }

  private static Table tableOf(ClusterView view) {
    Ring ring = ringOf(view);
    Set<NodeId> reachable = new HashSet<>();
    reachable.add(view.self());
    for (Peer peer : view.peers().values()) {
      if (view.isReachable(peer.id())) {
        reachable.add(peer.id());
      }
    }
    return new Table(view, ring, Set.copyOf(reachable), new AtomicReferenceArray<>(ring.ranges()));
  }

  @Override
  public Route of(Key key) {
    Table now = current();
    return routeOf(now, key.range(now.ring().ranges()));
  }

  /** Who can keep hints for owners of the key for as long as it takes, the best one first. */
  public List<NodeId> keepersOf(Key key) {
    return of(key).standIns().stream().filter(node -> !lists.ring().isLeaving(node)).toList();
  }

  /** The routes of all ranges, in their order. */
  List<Route> all() {
    Table now = current();
    List<Route> all = new ArrayList<>(now.ring().ranges());
    for (int range = 0; range < now.ring().ranges(); range++) {
      all.add(routeOf(now, range));
    }
    return all;
  }

  private Table current() {
    ClusterView view = views.get();
    Table now = table;
    if (now.view() != view) {
      now = tableOf(view); // threads that race here make equal tables
      table = now;
    }
    return now;
  }

  private Route routeOf(Table table, int range) {
    Route route = table.routes().get(range);
    RangeOwners list = lists.of(range);
    if (route == null || route.listVersion() < list.version()) {
      Set<NodeId> down = new HashSet<>(table.ring().members().keySet());
      down.removeAll(table.reachable());
      List<NodeId> standIns = table.ring().withOwners(list).standIns(range, down);
      route = new Route(range, list.owners(), list.version(), table.reachable(), standIns);
      table.routes().set(range, route);
    }
    return route;
  }
}
