package dev.kverdict.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages on their way to the server. */
class RequestInputTest {

  private static final String CALL =
      "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"tools/call\",\"params\":{\"name\":\"x\"}}\n";
  private static final String CANCEL =
      "{\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":%s}}\n";

  private final Calls calls = new Calls();

  private RequestInput input(String text, int longest) {
    return new RequestInput(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), longest, calls);
  }

  private String passed(String text) throws IOException {
    return new String(input(text, 1000).readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void aCallTakesItsIdAlong() throws IOException {
    assertThat(passed(CALL.formatted(7))).contains("\"_meta\":{\"kverdict/request\":\"7\"}");
    assertThat(passed(CALL.formatted("\"7\""))).contains("{\"kverdict/request\":\"\\\"7\\\"\"}");
  }

  @Test
  void whatElseACallBringsAlongStays() throws IOException {
    String given =
        CALL.formatted(7).replace("{\"name\"", "{\"_meta\":{\"progressToken\":3},\"name\"");
    assertThat(passed(given)).contains("{\"progressToken\":3,\"kverdict/request\":\"7\"}");
  }

  @Test
  void otherMessagesAndWhatIsNoMessagePassAsTheyAre() throws IOException {
    String text = "{\"method\":\"ping\",  \"id\":1}\nno JSON\n[1]\n\n\"end\"";
    assertThat(passed(text)).isEqualTo(text);
  }

  @Test
  void aCancellationEndsItsCallAndNoOther() throws IOException {
    List<String> ended = new ArrayList<>();
    assertThat(passed(CALL.formatted(7) + CALL.formatted(8))).hasLineCount(2);
    calls.of("7").whenCancelled(() -> ended.add("7"));
    calls.of("8").whenCancelled(() -> ended.add("8"));
    assertThat(passed(CANCEL.formatted(8) + CANCEL.formatted(99) + CANCEL.formatted("\"7\"")))
        .isEmpty();
    assertThat(ended).containsExactly("8");
  }

  @Test
  void aCancellationBeforeTheWorkBeginsIsNotLost() throws IOException {
    List<String> ended = new ArrayList<>();
    assertThat(passed(CALL.formatted(7) + CANCEL.formatted(7))).hasLineCount(1);
    calls.of("7").whenCancelled(() -> ended.add("7"));
    assertThat(ended).containsExactly("7");
  }

  @Test
  void aMessageThatIsTooLongEndsTheInput() throws Exception {
    RequestInput input = input("{\"id\":1}\n" + "x".repeat(2000) + "\n{\"id\":2}\n", 1000);
    assertThat(new String(input.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("{\"id\":1}\n");
    input.awaitEnd();
  }
}
