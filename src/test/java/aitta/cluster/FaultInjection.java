package aitta.cluster;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Starts the cluster of a {@link FaultyCluster}, and ends it after the test. */
final class FaultInjection implements ParameterResolver, TestExecutionExceptionHandler {
  private static final Namespace NAMESPACE = Namespace.create(FaultInjection.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Faults.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    // The store of a test closes what is in it when the test is over.
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Faults.class, type -> start(context), Faults.class);
  }

  private static Faults start(ExtensionContext context) {
    FaultyCluster wanted = context.getRequiredTestMethod().getAnnotation(FaultyCluster.class);
    String name = context.getRequiredTestClass().getSimpleName().replaceAll("IT$", "");
    TestCluster cluster = TestCluster.of(name + "-" + Paths.fresh("faults"), wanted.nodes());
    for (String setting : wanted.settings()) {
      String[] parts = setting.split("=", 2);
      cluster.with(parts[0], parts[1]);
    }
    cluster.config(wanted.config());
    if (wanted.separate()) {
      cluster.in(TestNetwork.open(wanted.nodes()));
    }
    long seed = Long.getLong("aitta.seed", System.nanoTime());
    System.out.println(context.getDisplayName() + ": -Daitta.seed=" + seed);
    cluster.start();
    try {
      cluster.awaitAllUp();
    } catch (RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
    return new Faults(cluster, seed);
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    Faults faults = context.getStore(NAMESPACE).get(Faults.class, Faults.class);
    if (faults != null) {
      failure.addSuppressed(new AssertionError("repeated by -Daitta.seed=" + faults.seed()));
    }
    throw failure;
  }
}
