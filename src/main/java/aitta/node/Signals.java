package aitta.node;

import java.lang.reflect.Proxy;

/**
 * Signals of the operating system that ask a process to end. A shutdown hook would do, but then the
 * process ends with 128 plus the signal's number, and not with 0.
 *
 * <p>By reflection: the compiler warns of every mention of {@code sun.misc.Signal}, although it is
 * in a module that all runtimes since 9 have and there is nothing else that does this.
 */
final class Signals {
  private Signals() {}

  /**
   * Runs {@code action} on a thread of the runtime when the process is asked to end; the usual way
   * to end is off then. Where the runtime has no signals, they do what they always do.
   *
   * @return whether it will
   */
  static boolean onRequestToEnd(Runnable action) {
    return on("TERM", action) && on("INT", action);
  }

  private static boolean on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object calls =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                switch (method.getName()) {
                  case "handle":
                    action.run();
                    return null;
                  case "equals":
                    return proxy == arguments[0];
                  case "hashCode":
                    return System.identityHashCode(proxy);
                  default:
                    return "on SIG" + name;
                }
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), calls);
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
