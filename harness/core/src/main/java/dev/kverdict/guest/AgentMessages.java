package dev.kverdict.guest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kverdict.guest.AgentMessage.Answer;
import dev.kverdict.guest.AgentMessage.Differs;
import dev.kverdict.guest.AgentMessage.Exit;
import dev.kverdict.guest.AgentMessage.Failed;
import dev.kverdict.guest.AgentMessage.Fault;
import dev.kverdict.guest.AgentMessage.Heartbeat;
import dev.kverdict.guest.AgentMessage.Hello;
import dev.kverdict.guest.AgentMessage.Hits;
import dev.kverdict.guest.AgentMessage.Mark;
import dev.kverdict.guest.AgentMessage.Module;
import dev.kverdict.guest.AgentMessage.Mount;
import dev.kverdict.guest.AgentMessage.Output;
import dev.kverdict.guest.AgentMessage.Reread;
import dev.kverdict.guest.AgentMessage.Settled;
import dev.kverdict.guest.AgentMessage.Stuck;
import dev.kverdict.guest.AgentMessage.Taint;
import dev.kverdict.guest.AgentMessage.Unanswered;
import dev.kverdict.guest.AgentMessage.Work;
import dev.kverdict.record.Resources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads the agent's messages. The guest is hostile: each line and the total are limited, and
 * anything malformed becomes a fault instead of an exception.
 */
public final class AgentMessages {

  /** Longest line the agent sends, in bytes, line end included. */
  static final int MAX_LINE = 8192;

  /** Far more than an honest trial sends: its program's output is limited to 4 MiB. */
  static final long MAX_TOTAL = 64L << 20;

  /** The version of the protocol. */
  private static final long VERSION = 4;

  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  private final InputStream in;
  private long total;

  /** Creates a reader; the stream should be buffered. */
  public AgentMessages(InputStream in) {
    this.in = in;
  }

  /**
   * Returns the next message; empty at the end of the stream or past the limit.
   *
   * @throws IOException if the stream fails
   */
  public Optional<AgentMessage> next() throws IOException {
    if (total > MAX_TOTAL) {
      return Optional.empty();
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    long start = total;
    int c = in.read();
    while (c >= 0 && c != '\n') {
      if (++total > MAX_TOTAL) {
        return Optional.of(new Fault("more than " + MAX_TOTAL + " bytes in all"));
      }
      if (line.size() < MAX_LINE) {
        line.write(c);
      }
      c = in.read();
    }
    if (c < 0) {
      return total == start ? Optional.empty() : Optional.of(new Fault("the last message was cut"));
    }
    total++;
    return Optional.of(
        total - start > MAX_LINE
            ? new Fault("a line of more than " + MAX_LINE + " bytes")
            : parse(line.toString(StandardCharsets.UTF_8)));
  }

  /** Parses one line. */
  static AgentMessage parse(String line) {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return new Fault("not JSON: " + shorten(line));
    }
    if (!node.isObject()) {
      return new Fault("not an object: " + shorten(line));
    }
    Fields fields = new Fields(node);
    AgentMessage message = message(fields.text("type"), fields);
    return fields
        .problem()
        .<AgentMessage>map(what -> new Fault("a message " + what + ": " + shorten(line)))
        .orElse(message);
  }

  private static AgentMessage message(String type, Fields f) {
    return switch (type) {
      case "hello" ->
          f.number("version") == VERSION
              ? new Hello(f.text("release"), f.text("buildId"), f.number("taint"))
              : new Fault("the agent speaks another version of the protocol");
      case "heartbeat" -> new Heartbeat(f.number("ms"));
      case "started" -> new Answer(f.number("id"), type, "", true, "");
      case "configured",
          "identified",
          "replaced",
          "reseeded",
          "loaded",
          "entered",
          "surviving",
          "watching",
          "probed",
          "counted" ->
          new Answer(f.number("id"), type, f.text("name"), f.flag("ok"), f.text("errno"));
      case "module" -> new Module(f.text("name"), f.flag("ok"), f.text("errno"), f.text("buildId"));
      case "failed" -> new Failed(f.text("call"), f.text("argument"), f.text("errno"));
      case "unanswered" -> new Unanswered(f.text("name"), f.text("errno"));
      case "hits" -> new Hits(f.text("name"), f.number("hits"), f.number("missed"));
      case "mount" -> new Mount(f.number("id"), f.flag("ok"), f.text("errno"));
      case "taint" -> new Taint(f.number("id"), f.number("taint"), resources(f));
      case "mark" -> new Mark(f.small("n"));
      case "differs" -> new Differs(f.text("name"), f.text("how"));
      case "reread" -> new Reread(f.number("id"), f.flag("ok"), f.text("errno"));
      case "output" -> new Output(f.text("stream").equals("err"), f.text("text"));
      case "work" ->
          new Work(
              f.number("id"),
              f.number("processes"),
              f.text("mounted"),
              f.text("opened"),
              f.small("killed"));
      case "stuck" ->
          new Stuck(f.text("name"), f.text("state"), f.flag("afterKill"), f.stack("stack"));
      case "exit" ->
          new Exit(
              f.number("id"),
              f.small("code"),
              f.small("signal"),
              f.flag("timedOut"),
              f.flag("gone"),
              f.small("leftOver"));
      case "settled" ->
          new Settled(
              f.number("id"),
              f.flag("ok"),
              f.number("taint"),
              resources(f),
              f.text("sync"),
              f.text("umount"));
      case "fault" -> new Fault(f.text("what"));
      default -> new Fault("unknown message " + shorten(type));
    };
  }

  private static Resources resources(Fields f) {
    return new Resources(f.number("files"), f.number("slab"));
  }

  private static String shorten(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }
}
