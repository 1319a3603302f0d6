package dev.kverdict.guest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Reads the agent's messages. The guest is hostile: lines and the total are limited, and what is no
 * message becomes a fault instead of an exception.
 */
public final class AgentMessages {

  /** The agent sends no longer line. */
  static final int MAX_LINE = 16 * 1024;

  /** Everything an honest trial sends is far below: its program's output is limited to 4 MiB. */
  static final long MAX_TOTAL = 64L << 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final InputStream in;
  private long total;

  /** Creates a reader; the stream should be buffered. */
  public AgentMessages(InputStream in) {
    this.in = in;
  }

  /**
   * The next message; empty at the end of the stream or past the limit.
   *
   * @throws IOException when the stream fails
   */
  public Optional<AgentMessage> next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    boolean tooLong = false;
    int c = in.read();
    if (c < 0 || total > MAX_TOTAL) {
      return Optional.empty();
    }
    while (c >= 0 && c != '\n') {
      total++;
      if (line.size() < MAX_LINE) {
        line.write(c);
      } else {
        tooLong = true;
      }
      c = in.read();
    }
    if (c < 0) {
      return Optional.of(new AgentMessage.Fault("the last message was cut"));
    }
    if (tooLong) {
      return Optional.of(new AgentMessage.Fault("a line of more than " + MAX_LINE + " bytes"));
    }
    if (total > MAX_TOTAL) {
      return Optional.of(new AgentMessage.Fault("more than " + MAX_TOTAL + " bytes in all"));
    }
    return Optional.of(parse(line.toString(StandardCharsets.UTF_8)));
  }

  /** One line as a message. */
  static AgentMessage parse(String line) {
    JsonNode m;
    try {
      m = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return new AgentMessage.Fault("not JSON: " + shorten(line));
    }
    if (m == null || !m.isObject()) {
      return new AgentMessage.Fault("not an object: " + shorten(line));
    }
    String type = text(m, "type");
    long id = m.path("id").asLong(-1);
    return switch (type) {
      case "hello" -> new AgentMessage.Hello(text(m, "release"), text(m, "buildId"), taint(m));
      case "heartbeat" -> new AgentMessage.Heartbeat();
      case "configured", "loaded", "started" ->
          new AgentMessage.Answer(
              id, type, text(m, "name"), m.path("ok").asBoolean(true), text(m, "errno"));
      case "module" ->
          new AgentMessage.Module(
              text(m, "name"), m.path("ok").asBoolean(), text(m, "errno"), text(m, "buildId"));
      case "mount" -> new AgentMessage.Mount(id, m.path("ok").asBoolean(), text(m, "errno"));
      case "taint" -> new AgentMessage.Taint(id, taint(m));
      case "output" -> new AgentMessage.Output(text(m, "stream").equals("err"), text(m, "text"));
      case "stuck" ->
          new AgentMessage.Stuck(
              text(m, "name"),
              text(m, "state"),
              m.path("afterKill").asBoolean(),
              text(m, "stack").lines().limit(64).map(AgentMessages::frame).toList());
      case "exit" ->
          new AgentMessage.Exit(
              id,
              m.path("code").asInt(-1),
              m.path("signal").asInt(),
              m.path("timedOut").asBoolean(true),
              m.path("gone").asBoolean(),
              m.path("leftOver").asInt());
      case "settled" ->
          new AgentMessage.Settled(
              id, m.path("ok").asBoolean(), taint(m), text(m, "sync"), text(m, "umount"));
      case "fault" -> new AgentMessage.Fault(text(m, "what"));
      default -> new AgentMessage.Fault("unknown message " + shorten(type));
    };
  }

  /** {@code /proc/PID/stack} writes {@code [<0>] function+0x1/0x2}. */
  private static String frame(String line) {
    return line.replaceFirst("^\\[<[0-9a-f]*>\\]\\s*", "").strip();
  }

  private static long taint(JsonNode m) {
    return m.path("taint").asLong(-1);
  }

  private static String text(JsonNode m, String field) {
    return m.path(field).asText("");
  }

  private static String shorten(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }

  /** All messages of a recorded stream. */
  static List<AgentMessage> all(InputStream in) throws IOException {
    AgentMessages messages = new AgentMessages(in);
    List<AgentMessage> all = new java.util.ArrayList<>();
    for (Optional<AgentMessage> m = messages.next(); m.isPresent(); m = messages.next()) {
      all.add(m.get());
    }
    return all;
  }
}
