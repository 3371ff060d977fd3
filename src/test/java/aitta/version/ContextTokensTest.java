package aitta.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import aitta.codec.Output;
import aitta.model.Key;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContextTokensTest {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final byte[] SECRET = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OLDER =
      "an older secret, of another size".getBytes(StandardCharsets.US_ASCII);
  private static final Key KEY = Key.of("bucket", "key");
  private final ContextTokens tokens = new ContextTokens(List.of(SECRET));

  @Test
  void whatAClientHasSeenComesBack() throws InvalidContextException {
    for (Siblings set : Samples.sets().values()) {
      String token = tokens.encode(KEY, set.seen());
      assertThat(token).matches("[A-Za-z0-9_-]+");
      assertThat(tokens.decode(KEY, token)).isEqualTo(set.seen());
    }
    assertThat(tokens.decode(KEY, tokens.encode(KEY, Seen.NOTHING))).isEqualTo(Seen.NOTHING);
  }

  @Test
  void everyChangedCharacterIsRefused() {
    for (Siblings set : Samples.sets().values()) { // tokens of every length modulo 4
      String token = tokens.encode(KEY, set.seen());
      for (int at = 0; at < token.length(); at++) {
        for (char c : (ALPHABET + "=+/ .\n\0é水").toCharArray()) {
          if (c != token.charAt(at)) {
            refuses(KEY, token.substring(0, at) + c + token.substring(at + 1));
          }
        }
      }
    }
  }

  @Test
  void everyCutAndEveryAdditionIsRefused() {
    for (Siblings set : Samples.sets().values()) {
      String token = tokens.encode(KEY, set.seen());
      for (int cut = 0; cut < token.length(); cut++) {
        refuses(KEY, token.substring(0, cut));
        refuses(KEY, token.substring(cut + 1));
      }
      for (String more : List.of("A", "=", "==", "AAAA", " ", "\n")) {
        refuses(KEY, token + more);
        refuses(KEY, more + token);
      }
    }
  }

  @Test
  void belongsToItsKeyAlone() {
    String token = tokens.encode(KEY, Seen.NOTHING);
    refuses(Key.of("bucket", "other"), token);
    refuses(Key.of("other", "key"), token);
    refuses(Key.of("buckets", "key"), token);
    refuses(Key.of("bucket", "key\0"), token);
    refuses(Key.of("b", "ucketkey"), token);
    refuses(new Key("bucket", new byte[] {'k', 'e', 'y', 1}), token); // begins like the content
  }

  @Test
  void bytesCannotMoveBetweenKeyAndContent() {
    String token = tokens.encode(KEY, Seen.NOTHING);
    byte[] bytes = Base64.getUrlDecoder().decode(token);
    byte[] longer = Arrays.copyOf(KEY.name(), KEY.name().length + 1);
    longer[longer.length - 1] = bytes[0];
    String shorter =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(Arrays.copyOfRange(bytes, 1, bytes.length));
    refuses(new Key(KEY.bucket(), longer), shorter);
  }

  @Test
  void anotherSecretIsRefusedAndAnOlderOneAccepted() throws InvalidContextException {
    Seen seen = Samples.sets().get("siblings").seen();
    ContextTokens before = new ContextTokens(List.of(OLDER));
    ContextTokens after = new ContextTokens(List.of(SECRET, OLDER));
    refuses(KEY, before.encode(KEY, seen));
    assertThat(after.decode(KEY, before.encode(KEY, seen))).isEqualTo(seen);
    assertThat(after.decode(KEY, tokens.encode(KEY, seen))).isEqualTo(seen);
    assertThat(after.encode(KEY, seen))
        .as("the first one signs")
        .isEqualTo(tokens.encode(KEY, seen));
  }

  @Test
  void secretsThatAreNoneAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ContextTokens(List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ContextTokens(List.of(SECRET, new byte[15])));
  }

  @Test
  void garbageOfAnyKindIsRefused() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      boolean likely = random.nextBoolean();
      for (int j = random.nextInt(60); j > 0; j--) {
        text.append(likely ? ALPHABET.charAt(random.nextInt(64)) : (char) random.nextInt(0x10000));
      }
      refuses(KEY, text.toString());
    }
    refuses(KEY, "none");
    refuses(KEY, "A".repeat(ContextTokens.MAX_CHARACTERS));
    refuses(KEY, "A".repeat(ContextTokens.MAX_CHARACTERS + 1));
    refuses(KEY, "A".repeat(10_000_000));
  }

  @Test
  void aTokenOfTheLargestSizeIsTakenAndALargerOneIsNot() throws InvalidContextException {
    Context context = Context.EMPTY;
    String token = "";
    for (long writer = 1; token.length() <= ContextTokens.MAX_CHARACTERS - 16; writer++) {
      context = context.join(Context.upTo(writer << 32, 1));
      token = tokens.encode(KEY, new Seen(context, 1));
    }
    assertThat(tokens.decode(KEY, token).context()).isEqualTo(context);
    assertThat(context.size()).isGreaterThan(600);
    refuses(
        KEY,
        tokens.encode(KEY, new Seen(context.join(Context.upTo(1, 1)).join(Context.upTo(2, 1)), 1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"02", "01", "0100000000000000000000ff", "01000000000000000001", "00"})
  void aWellSignedTokenWithContentThatCannotBeReadIsRefused(String hex)
      throws GeneralSecurityException {
    byte[] content = HexFormat.of().parseHex(hex);
    refuses(KEY, signed(content));
  }

  @Test
  void theChecksumIsWhatThePageSaysItIs() throws GeneralSecurityException {
    Output content = new Output(0).putByte(1).putLong(77).putVarint(1).putLong(5).putVarint(6);
    byte[] bytes = content.putVarint(0).toBytes();
    assertThat(tokens.encode(KEY, new Seen(Context.upTo(5, 6), 77))).isEqualTo(signed(bytes));
  }

  @Test
  void manyThreadsMayUseIt() {
    Seen seen = Samples.sets().get("siblings").seen();
    String token = tokens.encode(KEY, seen);
    assertThat(
            IntStream.range(0, 20_000)
                .parallel()
                .filter(i -> !tokens.encode(KEY, seen).equals(token) || !isTaken(token)))
        .isEmpty();
  }

  private boolean isTaken(String token) {
    try {
      return tokens.decode(KEY, token) != null;
    } catch (InvalidContextException e) {
      return false;
    }
  }

  private void refuses(Key key, String text) {
    assertThatExceptionOfType(InvalidContextException.class)
        .as("%s", text.length() < 100 ? text : text.length())
        .isThrownBy(() -> tokens.decode(key, text));
  }

  private static String signed(byte[] content) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
    mac.update("bucket\0\0\3key".getBytes(StandardCharsets.US_ASCII));
    byte[] checksum = Arrays.copyOf(mac.doFinal(content), 12);
    byte[] both = new Output(0).putRaw(content).putRaw(checksum).toBytes();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(both);
  }
}
