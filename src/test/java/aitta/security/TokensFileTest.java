package aitta.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensFileTest {
  private static final String HASH = "0".repeat(64);

  @Test
  void aTokenIsKnownByItsLineAndByNothingElse() throws Exception {
    String shop = TokenText.fresh("shop", new Random(1));
    String ops = TokenText.fresh("ops", new Random(2));
    TokenTable table =
        TokensFile.parse(
            "# who may do what\n\n"
                + TokensFile.line(
                    "shop", TokenText.hash(shop), List.of(new Grant(Role.WRITER, "shop-")))
                + "\r\n"
                + TokensFile.line("ops", TokenText.hash(ops), List.of(new Grant(Role.ADMIN, ""))));
    assertThat(table.size()).isEqualTo(2);
    assertThat(table.authenticate(shop))
        .isEqualTo(new Principal("shop", List.of(new Grant(Role.WRITER, "shop-"))));
    assertThat(table.authenticate(ops).id()).isEqualTo("ops");
    String secretOfAnother = "ops" + shop.substring("shop".length());
    for (String other :
        List.of(
            "",
            ".",
            "shop",
            "shop.",
            secretOfAnother,
            shop + "A",
            shop.substring(1),
            shop.substring(0, shop.length() - 1),
            "nobody." + "A".repeat(43),
            "shop." + HASH,
            "x".repeat(100_000) + ".y")) {
      assertThat(table.authenticate(other)).as(other).isNull();
    }
  }

  @Test
  void noLineHoldsTheSecret() {
    String token = TokenText.fresh("ci", new Random(3));
    String line = TokensFile.line("ci", TokenText.hash(token), List.of(new Grant(Role.READER, "")));
    assertThat(line).doesNotContain(token.substring(3));
    assertThat(token).matches("ci\\.[A-Za-z0-9_-]{43}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "hello!is no JSON object",
        "{\"id\":\"a\"} {}!is no JSON object",
        "[]!must be JSON objects",
        "{\"id\":\"a b\",\"sha256\":\"HASH\",\"grants\":[]}!field id",
        "{\"sha256\":\"HASH\",\"grants\":[]}!field id",
        "{\"id\":\"a\",\"sha256\":\"a.SECRET\",\"grants\":[]}!field sha256",
        "{\"id\":\"a\",\"sha256\":\"HASH\",\"grants\":[]}!1 to 32 entries",
        "{\"id\":\"a\",\"sha256\":\"HASH\",\"grants\":{}}!must be an array",
        "{\"id\":\"a\",\"sha256\":\"HASH\"}!must be an array",
        "{\"id\":\"a\",\"sha256\":\"HASH\",\"grants\":[],\"token\":\"SECRET\"}!a field beside",
        "{\"id\":\"a\",\"sha256\":\"HASH\",\"grants\":[{\"role\":\"root\",\"buckets\":\"\"}]}!role",
        "{\"id\":\"a\",\"sha256\":\"HASH\",\"grants\":[{\"role\":\"admin\"}]}!field buckets",
        "{\"id\":\"a\",\"sha256\":\"HASH\",\"grants\":[{\"role\":\"admin\",\"buckets\":\"*\"}]}!buckets",
        "{\"id\":\"a\",\"id\":\"b\",\"sha256\":\"HASH\",\"grants\":[]}!is no JSON object",
      })
  void whatCannotBeRightIsRefusedWithItsLineAndWithoutSecrets(String line, String complaint) {
    assertThatThrownBy(() -> TokensFile.parse("# first\n" + line.replace("HASH", HASH)))
        .isInstanceOf(TokensFile.MalformedException.class)
        .hasMessageStartingWith("line 2: ")
        .hasMessageContaining(complaint)
        .message()
        .doesNotContain("SECRET");
  }

  @Test
  void anIdThatIsThereTwiceIsRefusedAndSoIsAFileWithoutTokens() {
    String line = TokensFile.line("a", new byte[32], List.of(new Grant(Role.READER, "")));
    assertThatThrownBy(() -> TokensFile.parse(line + "\n" + line))
        .hasMessageContaining("line 2: id 'a' was there before");
    assertThatThrownBy(() -> TokensFile.parse("# nobody\n")).hasMessageContaining("no token");
  }

  /** Whatever is written of a line, it is read as it was meant or refused, never as more. */
  @Test
  void aLineThatWasCutIsNeverRead() throws Exception {
    String line =
        TokensFile.line(
            "a",
            TokenText.hash("a.b"),
            List.of(new Grant(Role.ADMIN, "shop-"), new Grant(Role.READER, "x")));
    TokensFile.parse(line);
    for (int end = 0; end < line.length(); end++) {
      String cut = line.substring(0, end);
      assertThatThrownBy(() -> TokensFile.parse(cut))
          .as(cut)
          .isInstanceOf(TokensFile.MalformedException.class);
    }
  }
}
