package dev.kverdict.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/**
 * The agent's messages, one JSON-RPC message a line, on their way to the SDK's server. That server
 * knows no cancellation and does not tell a tool the id of its request, so both are seen to here:
 * {@code notifications/cancelled} is taken out and obeyed (Model Context Protocol 2025-06-18, basic
 * protocol, utilities, cancellation), and a call of a tool takes its id along in {@code _meta}.
 */
final class RequestInput extends InputStream {

  /** The key in a call's {@code _meta}; its value is the id as JSON text. */
  static final String ID = "kverdict/request";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final InputStream source;
  private final int longest;
  private final Calls calls;
  private final CountDownLatch over = new CountDownLatch(1);
  private byte[] line = {};
  private int at;

  /**
   * @param longest the most bytes of a message; a longer one ends the input
   */
  RequestInput(InputStream source, int longest, Calls calls) {
    this.source = source;
    this.longest = longest;
    this.calls = calls;
  }

  /** Waits until the agent has closed its side, or sent what is too long. */
  void awaitEnd() throws InterruptedException {
    over.await();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int count) throws IOException {
    while (at == line.length) {
      byte[] next = nextLine();
      if (next.length == 0) {
        over.countDown();
        return -1;
      }
      line = seen(next);
      at = 0;
    }
    int given = Math.min(count, line.length - at);
    System.arraycopy(line, at, target, from, given);
    at += given;
    return given;
  }

  @Override
  public int available() throws IOException {
    return line.length - at;
  }

  /** Returns a line with its end; empty at the end of the input. */
  private byte[] nextLine() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int one = source.read(); one >= 0; one = source.read()) {
      bytes.write(one);
      if (one == '\n') {
        return bytes.toByteArray();
      }
      if (bytes.size() > longest) {
        return new byte[0];
      }
    }
    return bytes.toByteArray();
  }

  /**
   * Returns the line for the server; empty if it is not for it. What is no message is its matter.
   */
  private byte[] seen(byte[] bytes) {
    JsonNode message;
    try {
      message = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      return bytes;
    }
    String method = message.path("method").asText();
    if (method.equals("notifications/cancelled")) {
      calls.cancel(message.path("params").path("requestId").toString());
      return new byte[0];
    }
    if (method.equals("tools/call") && message.get("params") instanceof ObjectNode params) {
      String id = message.path("id").toString();
      calls.begin(id);
      ObjectNode meta =
          params.get("_meta") instanceof ObjectNode given ? given : params.putObject("_meta");
      meta.put(ID, id);
      return (message + "\n").getBytes(StandardCharsets.UTF_8);
    }
    return bytes;
  }
}
