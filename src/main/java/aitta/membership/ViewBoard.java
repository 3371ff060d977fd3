package aitta.membership;

import java.util.function.Supplier;

/** Where the newest view hangs: one volatile read, at any time, from any thread. */
public final class ViewBoard implements Supplier<ClusterView> {
  private volatile ClusterView view;

  public ViewBoard(ClusterView first) {
    view = first;
  }

  void publish(ClusterView next) {
    view = next;
  }

  public ClusterView view() {
    return view;
  }

  @Override
  public ClusterView get() {
    return view;
  }
}
