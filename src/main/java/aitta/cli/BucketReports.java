package aitta.cli;

import static aitta.cli.output.Report.row;

import aitta.api.BucketDocument;
import aitta.cli.output.Report;
import java.util.List;

/** The properties of a bucket, shown. */
final class BucketReports {
  private BucketReports() {}

  static Report of(BucketDocument bucket) {
    return new Report(
        List.of("PROPERTY", "VALUE"),
        List.of(
            row("r", bucket.r()),
            row("w", bucket.w()),
            row("strict", bucket.strict()),
            row("conflicts", bucket.conflicts()),
            row("ttl", bucket.ttl() == null ? "none" : bucket.ttl())),
        bucket);
  }
}
