package aitta.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadPartsTest {
  @Test
  void zipfDrawsEachKeyAsOftenAsItsLawSays() {
    int keys = 1_000;
    int draws = 400_000;
    KeyChooser chooser = KeyChooser.zipf(keys, 0.99);
    SplittableRandom random = new SplittableRandom(7);
    int[] drawn = new int[keys];
    for (int i = 0; i < draws; i++) {
      drawn[chooser.next(random)]++;
    }
    double all = 0;
    for (int i = 1; i <= keys; i++) {
      all += Math.pow(i, -0.99);
    }
    assertThat(drawn[0]).isCloseTo((int) (draws / all), Percentage.withPercentage(5));
    int hundred = Arrays.stream(drawn, 0, 100).sum();
    double expected = 0;
    for (int i = 1; i <= 100; i++) {
      expected += Math.pow(i, -0.99) / all;
    }
    assertThat(hundred / (double) draws).isBetween(expected - 0.05, expected + 0.05);
    assertThat(drawn[keys - 1]).isLessThan(drawn[0] / 100);
  }

  @Test
  void uniformDrawsAllKeysAlike() {
    SplittableRandom random = new SplittableRandom(7);
    int[] drawn = new int[10];
    KeyChooser chooser = KeyChooser.uniform(10);
    for (int i = 0; i < 100_000; i++) {
      drawn[chooser.next(random)]++;
    }
    assertThat(Arrays.stream(drawn)).allMatch(count -> count > 9_000 && count < 11_000);
  }

  @Test
  void everyChangedByteOfAValueIsNoticed() {
    Values values = new Values(100);
    ByteBuffer out = ByteBuffer.allocate(100);
    values.put(out, 42, 7);
    byte[] value = out.array();
    assertThat(values.check(value, 0, 100, 42)).isEqualTo(Values.Finding.GOOD);
    assertThat(values.check(value, 0, 100, 43)).isEqualTo(Values.Finding.MISPLACED);
    assertThat(values.check(value, 0, 99, 42)).isEqualTo(Values.Finding.DAMAGED);
    assertThat(Values.numberOf(value, 0)).isEqualTo(7);
    for (int i = 0; i < value.length; i++) {
      byte[] changed = value.clone();
      changed[i] ^= 4;
      assertThat(values.check(changed, 0, 100, 42)).isEqualTo(Values.Finding.DAMAGED);
    }
  }

  @Test
  void answersAreReadHoweverTheyAreCut() {
    byte[] whole =
        ascii("HTTP/1.1 200 OK\r\nX: y\r\nCONTENT-Length: 5\r\nConnection: close\r\n\r\nhello");
    for (int cut = 1; cut < whole.length; cut++) {
      ResponseParser parser = new ResponseParser();
      assertThat(parser.take(ByteBuffer.wrap(whole, 0, cut))).isFalse();
      assertThat(parser.take(ByteBuffer.wrap(whole, cut, whole.length - cut))).isTrue();
      assertThat(parser.status()).isEqualTo(200);
      assertThat(parser.closes()).isTrue();
      assertThat(new String(parser.bytes(), parser.bodyOffset(), parser.bodyLength()))
          .isEqualTo("hello");
    }
  }

  @Test
  void answersThatAreNotUnderstoodAreRefused() {
    for (String answer :
        List.of(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            "ICY 200 whatever there is\r\n\r\n",
            "HTTP/1.1 204 No Content\r\n\r\nmore",
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")) {
      assertThatThrownBy(() -> new ResponseParser().take(ByteBuffer.wrap(ascii(answer))))
          .as(answer)
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void serversAreFoundByTheirPorts(@TempDir Path proc) throws Exception {
    Files.createDirectories(proc.resolve("net"));
    Files.writeString(
        proc.resolve("net/tcp"),
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt uid timeout inode\n"
            + "   0: 0100007F:1F90 00000000:0000 0A 0:0 00:0 0 0 0 111 1\n"
            + "   1: 0100007F:1F91 0100007F:1F90 01 0:0 00:0 0 0 0 222 1\n");
    for (long pid : new long[] {10, 11}) {
      Path files = Files.createDirectories(proc.resolve(pid + "/fd"));
      Files.createSymbolicLink(
          files.resolve("3"), Path.of(pid == 10 ? "socket:[111]" : "socket:[222]"));
      Files.writeString(
          proc.resolve(pid + "/stat"),
          pid + " (a (b) c) S 1 1 1 0 -1 0 0 0 0 0 150 50 0 0 20 0 1 0 1 1 1 1\n");
      Files.writeString(proc.resolve(pid + "/io"), "rchar: 1\nwrite_bytes: 4096\n");
    }
    ServerCpu servers =
        ServerCpu.of(
            proc,
            List.of(URI.create("http://127.0.0.1:8080"), URI.create("http://127.0.0.1:8081")));
    assertThat(servers.pids()).containsExactly(10L);
    assertThat(servers.read().get(10L)).isEqualTo(new ServerCpu.Used(1.5, 0.5, 4096));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
