package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.Key;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ObjectRoutesTest {
  private static RunningEdge edge;

  @BeforeAll
  static void start() {
    edge = RunningEdge.start();
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
  }

  @Test
  void valueComesBackAsItWasSent() throws Exception {
    var put =
        edge.askWithBody(
            "PUT /v1/buckets/b/keys/k1",
            "hello",
            "Content-Type: text/plain; charset=latin1; x=\"a b\"",
            "Content-Encoding: gzip");
    System.out.println(put);
    var get = edge.ask("GET /v1/buckets/b/keys/k1");
    System.out.println(get);
    System.out.println(edge.ask("HEAD /v1/buckets/b/keys/k1"));
    System.out.println(edge.ask("GET /v1/buckets/b/keys/none"));
    System.out.println(edge.ask("GET /v1/buckets/b/keys/%zz"));
    System.out.println(edge.ask("FOO /v1/buckets/b/keys/%zz"));
    System.out.println(edge.ask("PATCH /v1/buckets/b/keys/a"));
    System.out.println(edge.ask("OPTIONS *"));
    System.out.println(edge.ask("GET /v1/cluster"));
    System.out.println(edge.ask("GET /v1/cluster/locate?bucket=b&key=a+%FF"));
    for (String t :
        new String[] {
          "application/json; charset=utf-8",
          "application/json",
          "image/png; charset=x",
          "APPLICATION/JSON; Charset=\"a b\"",
          "text/plain;",
          "multipart/mixed; boundary=\"a b\"; charset=utf8",
          "x/y;a=1;b=2;A=3",
          "text",
          "",
          "none/none",
          "text/plain; charset=UTF8"
        }) {
      var p = edge.askWithBody("PUT /v1/buckets/b/keys/ct", "hello", "Content-Type: " + t);
      System.out.println(
          t
              + "  -> "
              + p.status()
              + " "
              + edge.ask("GET /v1/buckets/b/keys/ct").header("content-type"));
    }
    assertThat(edge.backend.state).containsKey(Key.of("b", "k1"));
  }
}
