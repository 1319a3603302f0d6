package dev.kverdict.vm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** Speaks the QEMU Machine Protocol over a connected socket (QEMU's docs/interop/qmp-spec). */
final class QmpClient {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SocketChannel channel;
  private final VmListener listener;
  private final AtomicLong nextId = new AtomicLong(1);
  private final Map<Long, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
  private final List<Expected> expected = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  private record Expected(Predicate<QmpEvent> which, CompletableFuture<QmpEvent> event) {}

  QmpClient(SocketChannel channel, VmListener listener) {
    this.channel = channel;
    this.listener = listener;
  }

  /** Reads until the socket ends; needs its own thread. */
  void pump() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new ChannelInput(channel), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        listener.qmpLine(line);
        receive(line);
      }
    } catch (IOException e) {
      // The peer is gone: pending commands fail below, and the VM's exit tells the rest.
    } finally {
      closed = true;
      pending.values().forEach(answer -> answer.completeExceptionally(gone()));
      expected.forEach(one -> one.event().completeExceptionally(gone()));
    }
  }

  /** Returns the next matching event; call this before the command that triggers it. */
  CompletableFuture<QmpEvent> expect(Predicate<QmpEvent> which) {
    Expected one = new Expected(which, new CompletableFuture<>());
    expected.add(one);
    if (closed) {
      one.event().completeExceptionally(gone());
    }
    return one.event();
  }

  /** Negotiates; must be the first command. */
  void negotiate(Duration limit) throws IOException {
    execute("qmp_capabilities", limit);
  }

  /**
   * Sends a command and waits for its answer.
   *
   * @return the {@code return} value
   * @throws IOException if QEMU is gone, answers with an error, or not within the limit
   */
  JsonNode execute(String command, Duration limit) throws IOException {
    return execute(command, Map.of(), limit);
  }

  /** Sends a command with arguments and waits for its answer. */
  JsonNode execute(String command, Map<String, ?> arguments, Duration limit) throws IOException {
    long id = nextId.getAndIncrement();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    pending.put(id, answer);
    try {
      ObjectNode message = JSON.createObjectNode().put("execute", command).put("id", id);
      if (!arguments.isEmpty()) {
        message.set("arguments", JSON.valueToTree(arguments));
      }
      send(message);
      if (closed) {
        throw gone();
      }
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException("QMP " + command + ": " + e.getMessage(), e);
    } catch (TimeoutException e) {
      throw new IOException("QMP " + command + ": no answer within " + limit, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("QMP " + command + ": interrupted", e);
    } finally {
      pending.remove(id);
    }
  }

  private void send(ObjectNode message) throws IOException {
    String line = message.toString();
    listener.qmpLine(line);
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    synchronized (channel) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  private void receive(String line) {
    JsonNode message;
    try {
      message = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return; // recorded above; QEMU itself speaks only JSON
    }
    if (message.has("event")) {
      QmpEvent event = new QmpEvent(message.path("event").asText(), message.path("data"));
      listener.qmpEvent(event);
      expected.stream()
          .filter(one -> one.which().test(event))
          .forEach(one -> one.event().complete(event));
      return;
    }
    CompletableFuture<JsonNode> answer = pending.get(message.path("id").asLong(-1));
    if (answer == null) {
      return; // the greeting, or an answer that came too late
    }
    if (message.has("return")) {
      answer.complete(message.get("return"));
    } else {
      answer.completeExceptionally(
          new IOException(message.path("error").path("desc").asText("error without text")));
    }
  }

  private static IOException gone() {
    return new IOException("QEMU closed the connection");
  }
}
