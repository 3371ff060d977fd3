package aitta.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StagingTest {
  private final Staging<String, String> staging = new Staging<>();

  @Test
  void theNewestValueIsTheOneThatWaits() {
    staging.stage("a", "first", 10);
    staging.nextBatch(100);
    assertThat(staging.pending("a")).isEqualTo("first");
    assertThat(staging.waiting("a")).isNull();
    assertThat(staging.isWriting("a")).isTrue();
    staging.stage("a", "second", 10);
    assertThat(staging.pending("a")).isEqualTo("second");
    assertThat(staging.waiting("a")).isEqualTo("second");
    assertThat(staging.isWriting("a")).isTrue();
  }

  @Test
  void whatCameWhileABatchWasWrittenStillWaitsAfterwards() {
    staging.stage("a", "first", 10);
    staging.nextBatch(100);
    staging.stage("a", "second", 10);
    staging.written();
    assertThat(staging.isBusy()).isFalse();
    assertThat(staging.isWriting("a")).isFalse();
    assertThat(staging.pending("a")).isEqualTo("second");
    assertThat(staging.nextBatch(100)).containsEntry("a", "second").hasSize(1);
    staging.written();
    assertThat(staging.pending("a")).isNull();
    assertThat(staging.hasWaiting()).isFalse();
  }

  @Test
  void aBatchTakesTheOldestEntriesThatFit() {
    staging.stage("a", "1", 40);
    staging.stage("b", "2", 60);
    staging.stage("c", "3", 1);
    staging.stage("a", "4", 40); // replaces its value, keeps its place
    assertThat(staging.nextBatch(100)).containsOnlyKeys("a", "b").containsEntry("a", "4");
    staging.written();
    assertThat(staging.nextBatch(100)).containsOnlyKeys("c");
  }

  @Test
  void anEntryLargerThanABatchGoesAlone() {
    staging.stage("a", "1", 500);
    staging.stage("b", "2", 1);
    assertThat(staging.nextBatch(100)).containsOnlyKeys("a");
    staging.written();
    assertThat(staging.nextBatch(100)).containsOnlyKeys("b");
  }

  @Test
  void unwrittenBytesCountEachEntryOnceWithItsNewestSize() {
    staging.stage("a", "1", 40);
    staging.stage("b", "2", 5);
    staging.stage("a", "3", 10);
    assertThat(staging.unwrittenBytes()).isEqualTo(15);
    staging.nextBatch(10);
    assertThat(staging.unwrittenBytes()).isEqualTo(15);
    staging.written();
    assertThat(staging.unwrittenBytes()).isEqualTo(5);
    staging.nextBatch(10);
    staging.written();
    assertThat(staging.unwrittenBytes()).isZero();
  }

  @Test
  void asksForNoSecondBatchWhileOneIsBeingWritten() {
    staging.nextBatch(1);
    assertThatThrownBy(() -> staging.nextBatch(1)).isInstanceOf(IllegalStateException.class);
  }
}
