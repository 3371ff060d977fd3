package aitta.http;

import java.util.List;

/** All that the HTTP API has, at its place. What is added here is described in openapi.json. */
final class Resources {
  private Resources() {}

  static List<Resource> all(
      Backend backend,
      EdgeSettings settings,
      Load load,
      Bodies bodies,
      Work work,
      Telemetry telemetry) {
    ObjectRoutes objects =
        new ObjectRoutes(backend, settings, load, bodies, work, System::currentTimeMillis);
    TouchRoutes touch = new TouchRoutes(backend, settings, work, System::currentTimeMillis);
    BucketRoutes buckets = new BucketRoutes(backend, settings, bodies, work);
    ListRoutes lists = new ListRoutes(backend, settings, work, System::currentTimeMillis);
    DeletionRoutes deletions = new DeletionRoutes(backend, settings, work);
    BatchRoutes batch =
        new BatchRoutes(backend, settings, load, bodies, work, System::currentTimeMillis);
    ClusterRoutes cluster = new ClusterRoutes(backend, work);
    MemberRoutes members = new MemberRoutes(backend, work);
    BackupRoutes backups = new BackupRoutes(backend, bodies, work);
    SettingsRoutes tunables = new SettingsRoutes(backend, bodies, work);
    MetricsRoutes metrics = new MetricsRoutes(telemetry);
    OpenApiRoutes openApi = new OpenApiRoutes();
    HealthRoutes health = new HealthRoutes(backend);
    ConsoleRoutes console = new ConsoleRoutes();
    return List.of(
        Resource.whenReady(
            "/v1/buckets/{bucket}/keys/{key}",
            ObjectRoutes.METHODS,
            (call, names) -> objects.answer(call, names.get(0), names.get(1))),
        Resource.whenReady(
            "/v1/buckets/{bucket}/keys/{key}/touch",
            TouchRoutes.METHODS,
            (call, names) -> touch.answer(call, names.get(0), names.get(1))),
        Resource.whenReady(
            "/v1/buckets/{bucket}/keys",
            ListRoutes.OF_KEYS_METHODS,
            (call, names) ->
                call.isRead()
                    ? lists.keys(call, names.get(0))
                    : deletions.start(call, names.get(0))),
        Resource.whenReady(
            "/v1/buckets/{bucket}/deletions/{id}",
            DeletionRoutes.METHODS,
            (call, names) -> deletions.report(call, names.get(0), names.get(1))),
        Resource.whenReady(
            "/v1/buckets", ListRoutes.OF_BUCKETS_METHODS, (call, names) -> lists.buckets(call)),
        Resource.whenReady(
            "/v1/buckets/{bucket}",
            BucketRoutes.METHODS,
            (call, names) -> buckets.answer(call, names.get(0))),
        Resource.whenReady("/v1/batch", BatchRoutes.METHODS, (call, names) -> batch.answer(call)),
        Resource.always("/v1/cluster", ClusterRoutes.METHODS, cluster::cluster),
        Resource.always("/v1/cluster/ring", ClusterRoutes.METHODS, cluster::ring),
        Resource.always("/v1/cluster/locate", ClusterRoutes.METHODS, cluster::locate),
        Resource.whenReady(
            "/v1/cluster/nodes/{id}/leave",
            MemberRoutes.METHODS,
            (call, names) -> members.leave(call, names.get(0))),
        Resource.whenReady(
            "/v1/cluster/nodes/{id}/remove",
            MemberRoutes.METHODS,
            (call, names) -> members.remove(call, names.get(0))),
        Resource.always("/metrics", MetricsRoutes.METHODS, metrics::metrics),
        Resource.whenReady(
            "/v1/cluster/repair",
            ClusterRoutes.METHODS_OF_REPAIR,
            (call, names) -> cluster.repair(call)),
        Resource.whenReady(
            "/v1/cluster/backup",
            BackupRoutes.METHODS_OF_START,
            (call, names) -> backups.start(call)),
        Resource.whenReady(
            "/v1/cluster/backup/{name}",
            BackupRoutes.METHODS,
            (call, names) -> backups.report(call, names.get(0))),
        Resource.whenReady(
            "/v1/cluster/restore",
            BackupRoutes.METHODS_OF_START,
            (call, names) -> backups.restore(call)),
        Resource.whenReady(
            "/v1/cluster/settings", SettingsRoutes.METHODS, (call, names) -> tunables.answer(call)),
        Resource.always("/v1/openapi.json", OpenApiRoutes.METHODS, openApi::document),
        Resource.always("/health/live", HealthRoutes.METHODS, health::live),
        Resource.always("/health/ready", HealthRoutes.METHODS, health::ready),
        Resource.always("/", ConsoleRoutes.METHODS, console::page),
        Resource.always(
            "/console/{file}",
            ConsoleRoutes.METHODS,
            (call, names) -> console.file(call, names.get(0))));
  }
}
