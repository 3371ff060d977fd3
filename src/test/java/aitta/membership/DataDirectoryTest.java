package aitta.membership;

import static aitta.membership.Samples.at;
import static aitta.membership.Samples.facts;
import static aitta.membership.Samples.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.config.HostPort;
import aitta.ring.Ring;
import aitta.ring.RingMember;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataDirectoryTest {
  @TempDir Path home;

  private DataDirectory open() throws IOException {
    return open(home.resolve("data"));
  }

  private static DataDirectory open(Path path) throws IOException {
    return DataDirectory.open(path, id(1), "test");
  }

  private static Ring ring() {
    return Ring.found("r", List.of(new RingMember(id(1), "default", 1.0)), 16, 1);
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  @Test
  void whatIsSetAsideIsKeptAndTheDirectoryBeginsAnew() throws IOException {
    String old;
    Path kept;
    try (DataDirectory directory = open()) {
      directory.keepRing(ring());
      directory.keepSecrets(List.of(new byte[32]));
      directory.keepClaims(Claims.NONE);
      directory.nextStart();
      directory.keepPeers(List.of(KnownPeer.of(Samples.facts(2, 1, ""), Samples.at(2))));
      directory.markRangesMade();
      write(directory.path().resolve("state").resolve("file"), "rows");
      old = directory.incarnation();
      kept = directory.setAside(Instant.parse("2026-11-27T04:00:00Z"));
      assertThat(kept).isEqualTo(directory.path().resolve("set-aside-20261127-040000-000"));
      assertBeginsAnew(directory, old);
    }
    assertThat(kept.resolve("state").resolve("file")).hasContent("rows");
    assertThat(kept.resolve("ring")).exists();
    try (DataDirectory directory = open()) {
      assertBeginsAnew(directory, old);
      assertThat(directory.setAside(Instant.parse("2026-11-27T05:00:00Z"))).exists();
      assertThat(kept.resolve("ring")).exists();
    }
  }

  private static void assertBeginsAnew(DataDirectory directory, String old) throws IOException {
    assertThat(directory.incarnation()).isNotEqualTo(old);
    assertThat(directory.ring()).isEmpty();
    assertThat(directory.secrets()).isEmpty();
    assertThat(directory.hasMadeRanges()).isFalse();
    assertThat(directory.path().resolve("state")).doesNotExist();
    assertThat(directory.peers()).hasSize(1);
    assertThat(directory.start()).isEqualTo(1);
  }

  /** Whichever file was the last one to be moved before a crash. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void whatACrashInterruptedIsSetAsideAtTheNextStart(int moved) throws IOException {
    String old;
    Path path;
    try (DataDirectory directory = open()) {
      directory.keepRing(ring());
      directory.keepSecrets(List.of(new byte[32]));
      directory.nextStart();
      old = directory.incarnation();
      path = directory.path();
    }
    Path kept = Files.createDirectories(path.resolve("set-aside-x"));
    new KeptFile(path, "setting-aside").write("set-aside-x".getBytes(StandardCharsets.US_ASCII));
    List<String> order = List.of("birthmark", "ring", "secrets", "identity");
    for (String name : order.subList(0, Math.min(moved, order.size()))) {
      Files.move(path.resolve(name), kept.resolve(name));
    }
    if (moved > order.size()) {
      // It had gone on to its new identity already.
      new Birthmark(path).make();
      new KeptFile(path, "identity")
          .write(new Identity(id(1), "test", "new", Identity.Trust.OWN, false).toBytes());
    }
    try (DataDirectory directory = open()) {
      assertThat(directory.incarnation()).isNotEqualTo(old);
      assertThat(directory.ring()).isEmpty();
      assertThat(directory.isCopied()).isFalse();
    }
    assertThat(kept.resolve("identity")).exists();
    assertThat(path.resolve("setting-aside")).doesNotExist();
  }

  @Test
  void whatIsKeptIsThereAfterARestart() throws IOException {
    String incarnation;
    KnownPeer peer = KnownPeer.of(facts(2, 1, ""), at(2)).seen(facts(2, 2, ""), at(9));
    try (DataDirectory directory = open()) {
      incarnation = directory.incarnation();
      directory.keepSecrets(List.of(new byte[] {1, 2}, new byte[] {3}));
      directory.keepRing(ring());
      directory.keepPeers(List.of(peer));
      directory.keepVote(new Vote(id(2), "q"));
      directory.keepBuckets(new byte[] {7});
    }
    try (DataDirectory directory = open()) {
      assertThat(directory.incarnation()).isEqualTo(incarnation);
      assertThat(directory.ring()).contains(ring());
      assertThat(directory.secrets()).containsExactly(new byte[] {1, 2}, new byte[] {3});
      assertThat(directory.peers()).containsExactly(peer);
      assertThat(peer.addresses()).containsExactly(at(9), at(2));
      assertThat(directory.vote()).contains(new Vote(id(2), "q"));
      assertThat(directory.buckets()).hasValue(new byte[] {7});
      directory.forgetVote();
      assertThat(directory.vote()).isEmpty();
    }
  }

  @Test
  void anEmptyDirectoryKnowsNothing() throws IOException {
    try (DataDirectory directory = open()) {
      assertThat(directory.ring()).isEmpty();
      assertThat(directory.secrets()).isEmpty();
      assertThat(directory.peers()).isEmpty();
      assertThat(directory.start()).isZero();
      assertThat(directory.isNew()).isFalse();
      assertThat(directory.isCopied()).isFalse();
    }
  }

  @Test
  void startsAreCountedOverRestarts() throws IOException {
    try (DataDirectory directory = open()) {
      assertThat(directory.nextStart()).isEqualTo(1);
      assertThat(directory.nextStart()).isEqualTo(2);
    }
    try (DataDirectory directory = open()) {
      assertThat(directory.start()).isEqualTo(2);
      assertThat(directory.nextStart()).isEqualTo(3);
    }
  }

  @Test
  void aSecondProcessIsRefused() throws IOException {
    try (DataDirectory directory = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(DataDirectoryException.class)
          .hasMessageContaining("in use by another process")
          .hasMessageContaining(directory.path().toString());
    }
    open().close();
  }

  @Test
  void theDataOfAnotherNodeOrClusterIsRefused() throws IOException {
    open().close();
    Path path = home.resolve("data");
    assertThatThrownBy(() -> DataDirectory.open(path, id(2), "test"))
        .hasMessageContaining("belongs to node n1")
        .hasMessageContaining("AITTA_NODE_ID");
    assertThatThrownBy(() -> DataDirectory.open(path, id(1), "other"))
        .hasMessageContaining("cluster 'test'")
        .hasMessageContaining("AITTA_CLUSTER");
  }

  @Test
  void aCopyIsNoticedAndHasANameOfItsOwnFromThenOn() throws IOException {
    String original;
    try (DataDirectory directory = open()) {
      assertThat(directory.hasClaimed()).isFalse();
      original = directory.incarnation();
      directory.keepClaims(Claims.NONE.claimedBy(id(1), original));
      assertThat(directory.hasClaimed()).isTrue();
    }
    Path copy = home.resolve("copy");
    copy(home.resolve("data"), copy);
    String copied;
    try (DataDirectory directory = open(copy)) {
      assertThat(directory.hasClaimed()).isFalse();
      assertThat(directory.claims().isHeldBy(id(1), original)).isTrue();
      assertThat(directory.isCopied()).isTrue();
      copied = directory.incarnation();
      assertThat(copied).isNotEqualTo(original);
    }
    try (DataDirectory directory = open(copy)) {
      assertThat(directory.isCopied()).isTrue();
      assertThat(directory.incarnation()).isEqualTo(copied);
      directory.keepRing(ring());
      directory.keepSecrets(List.of(new byte[32]));
      directory.nextStart();
      directory.markTrusted();
    }
    try (DataDirectory directory = open(copy)) {
      assertThat(directory.isCopied()).isFalse();
      assertThat(directory.hasMadeRanges()).isTrue();
    }
    try (DataDirectory directory = open()) {
      assertThat(directory.isCopied()).isFalse();
      assertThat(directory.incarnation()).isEqualTo(original);
    }
  }

  @Test
  void aMovedDirectoryIsNoCopy() throws IOException {
    open().close();
    Files.move(home.resolve("data"), home.resolve("moved"));
    try (DataDirectory directory = open(home.resolve("moved"))) {
      assertThat(directory.isCopied()).isFalse();
    }
  }

  @Test
  void everyDamagedByteIsNoticedAndTheFileNamed() throws IOException {
    try (DataDirectory directory = open()) {
      directory.keepRing(ring());
      Path file = directory.path().resolve("ring");
      byte[] whole = Files.readAllBytes(file);
      for (int i = 0; i < whole.length; i++) {
        byte[] damaged = whole.clone();
        damaged[i] ^= 0x10;
        Files.write(file, damaged);
        assertThatThrownBy(directory::ring)
            .as("byte %d", i)
            .isInstanceOf(DataDirectoryException.class)
            .hasMessageContaining(file.toString());
      }
      for (int length = 0; length < whole.length; length++) {
        Files.write(file, Arrays.copyOf(whole, length));
        assertThatThrownBy(directory::ring)
            .as("%d bytes", length)
            .isInstanceOf(DataDirectoryException.class)
            .hasMessageContaining("restore the data directory from a backup");
      }
    }
  }

  @Test
  void aDamagedIdentityOrStartEndsTheOpeningAndLeavesTheDirectoryFree() throws IOException {
    try (DataDirectory directory = open()) {
      directory.nextStart();
    }
    for (String name : List.of("start", "identity", "birthmark")) {
      Path file = home.resolve("data").resolve(name);
      byte[] whole = Files.readAllBytes(file);
      Files.write(file, new byte[] {1, 2, 3});
      assertThatThrownBy(this::open)
          .isInstanceOf(DataDirectoryException.class)
          .hasMessageContaining(name);
      Files.write(file, whole);
    }
    Files.delete(home.resolve("data").resolve("identity"));
    assertThatThrownBy(this::open).hasMessageContaining("identity is missing although");
  }

  @Test
  void aFileThatWasBeingWrittenInACrashDoesNotCount() throws IOException {
    try (DataDirectory directory = open()) {
      directory.keepRing(ring());
      Files.write(directory.path().resolve("ring.new"), new byte[] {1});
      assertThat(directory.ring()).contains(ring());
      directory.keepRing(ring());
      assertThat(directory.ring()).contains(ring());
    }
  }

  @Test
  void whatHoldsDataMustHaveTheFilesThatNobodyCanGuess() throws IOException {
    try (DataDirectory directory = open()) {
      directory.keepRing(ring());
      directory.keepSecrets(List.of(new byte[] {1}));
      directory.keepClaims(Claims.NONE);
      directory.nextStart();
      directory.markRangesMade();
    }
    for (String name : List.of("ring", "secrets", "claims", "start")) {
      Path file = home.resolve("data").resolve(name);
      byte[] whole = Files.readAllBytes(file);
      Files.delete(file);
      assertThatThrownBy(this::open)
          .isInstanceOf(DataDirectoryException.class)
          .hasMessageContaining(file + " is missing although this directory holds data");
      Files.write(file, whole);
    }
    open().close();
  }

  @Test
  void whatOthersCanTellAgainIsSetAsideWhereItIsDamaged() throws IOException {
    try (DataDirectory directory = open()) {
      directory.keepRing(
          Ring.found(
              "r",
              List.of(new RingMember(id(1), "default", 1.0), new RingMember(id(2), "default", 1.0)),
              16,
              2));
      for (String name : List.of("peers", "vote", "buckets", "heard")) {
        Files.write(directory.path().resolve(name), new byte[] {1, 2, 3});
      }
      assertThat(directory.peers()).isEmpty();
      assertThat(directory.vote()).isEmpty();
      assertThat(directory.buckets()).isEmpty();
      assertThat(directory.heard()).isEmpty();
      for (String name : List.of("peers", "vote", "buckets", "heard")) {
        assertThat(directory.path().resolve(name)).doesNotExist();
        assertThat(directory.path().resolve(name + ".damaged")).exists();
      }
    }
  }

  @Test
  void whatNobodyElseHasEndsTheStartWhereItIsDamaged() throws IOException {
    try (DataDirectory directory = open()) {
      Files.write(directory.path().resolve("vote"), new byte[] {1, 2, 3});
      assertThatThrownBy(directory::vote).hasMessageContaining("vote is damaged");
      directory.keepRing(ring());
      Files.write(directory.path().resolve("buckets"), new byte[] {1, 2, 3});
      assertThatThrownBy(directory::buckets).hasMessageContaining("buckets is damaged");
    }
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    try (DataDirectory directory = open()) {
      Path ring = Files.createDirectory(directory.path().resolve("ring"));
      assertThatThrownBy(directory::ring).hasMessageContaining(ring + " cannot be read");
    }
  }

  @Test
  void aFileUnderAWrongNameIsRefused() throws IOException {
    try (DataDirectory directory = open()) {
      directory.keepVote(new Vote(id(1), "r"));
      Files.copy(directory.path().resolve("vote"), directory.path().resolve("ring"));
      assertThatThrownBy(directory::ring).hasMessageContaining("it was written as vote");
    }
  }

  @Test
  void addressesOfAPeerAreKeptNewestFirstAndBounded() {
    KnownPeer peer = KnownPeer.of(facts(2, 1, ""), at(1));
    for (int i = 2; i <= 9; i++) {
      peer = peer.seen(facts(2, i, ""), at(i));
    }
    peer = peer.seen(facts(2, 10, ""), at(8));
    assertThat(peer.addresses()).hasSize(KnownPeer.MAX_ADDRESSES).startsWith(at(8), at(9), at(7));
    assertThat(peer.http()).isEqualTo(new HostPort("127.0.0.1", 8082));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
