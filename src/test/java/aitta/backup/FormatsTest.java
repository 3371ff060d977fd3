package aitta.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.codec.MalformedException;
import aitta.model.Key;
import aitta.version.Context;
import aitta.version.Dot;
import aitta.version.Siblings;
import aitta.version.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What backups are made of comes back as it was; what is damaged is noticed, whatever the byte. */
class FormatsTest {
  private static final byte[] SECRET = "sixteen bytes !!".getBytes(StandardCharsets.US_ASCII);
  private static final Siblings SET =
      Siblings.EMPTY.write(
          Context.EMPTY,
          new Version(new Dot(-5, 1), 1L << 40, false, false, 0, "a/b", "", new byte[] {1}));

  @TempDir Path folder;

  private static void everyDamageIsNoticed(byte[] bytes, Function<byte[], Object> decode) {
    for (int i = 0; i < bytes.length; i++) {
      byte[] cut = Arrays.copyOf(bytes, i);
      assertThatThrownBy(() -> decode.apply(cut)).isInstanceOf(MalformedException.class);
      byte[] flipped = bytes.clone();
      flipped[i] ^= 4;
      assertThatThrownBy(() -> decode.apply(flipped)).isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void batches() {
    RestoreBatch batch =
        new RestoreBatch(
            List.of(SECRET), List.of(new RestoreBatch.Entry(Key.of("barn", "rye"), SET)));
    byte[] bytes = batch.encode();
    assertThat(RestoreBatch.decode(bytes)).usingRecursiveComparison().isEqualTo(batch);
    everyDamageIsNoticed(bytes, RestoreBatch::decode);
    assertThatThrownBy(() -> RestoreBatch.decode(new RestoreBatch(List.of(), List.of()).encode()))
        .hasMessageContaining("secrets");
  }

  @Test
  void secrets() {
    ClusterSecrets secrets = new ClusterSecrets(List.of(SECRET), new byte[] {1, 2});
    byte[] bytes = secrets.encode();
    assertThat(ClusterSecrets.decode(bytes)).usingRecursiveComparison().isEqualTo(secrets);
    everyDamageIsNoticed(bytes, ClusterSecrets::decode);
  }

  @Test
  void aBatchBeginsWithItsFormatAndSecrets() {
    RestoreBatch.Entry rye = new RestoreBatch.Entry(Key.of("barn", "rye"), SET);
    String batch =
        HexFormat.of().formatHex(new RestoreBatch(List.of(SECRET), List.of(rye)).encode());
    assertThat(batch).startsWith("0101107369787465656e206279746573202121" + "01" + "046261726e");
  }

  @Test
  void manifests() throws IOException {
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT,
            "monday",
            "barn",
            "ring",
            "n1",
            16,
            3,
            "2026-11-27T10:00:00Z",
            List.of("n1", "n2"),
            List.of("n2"),
            List.of(new Manifest.SavedFile("state/CURRENT", 16)));
    byte[] bytes = manifest.encode();
    Path file = folder.resolve(Manifest.FILE);
    Files.write(file, bytes);
    assertThat(Manifest.read(folder)).isEqualTo(manifest);
    for (int i = 0; i < bytes.length; i++) {
      byte[] flipped = bytes.clone();
      flipped[i] ^= 4;
      for (byte[] damaged : List.of(flipped, Arrays.copyOf(bytes, i))) {
        Files.write(file, damaged);
        assertThatThrownBy(() -> Manifest.read(folder))
            .isInstanceOf(BackupDamagedException.class)
            .hasMessageContaining(file.toString());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", ".x", "a/b", "a b", "a\u0000", "ä", "a\\b"})
  void namesThatCannotBeFoldersAreRefused(String name) {
    assertThat(BackupName.isLegal(name)).isFalse();
  }

  @Test
  void namesAreWordsOfModestLength() {
    assertThat(BackupName.isLegal("2026-11-27_a.b")).isTrue();
    assertThat(BackupName.isLegal("x".repeat(128))).isTrue();
    assertThat(BackupName.isLegal("x".repeat(129))).isFalse();
    assertThat(BackupName.isLegal(null)).isFalse();
  }
}
