package dev.kverdict.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands sent to QEMU and their order; this test plays QEMU. */
class MigrationTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path folder;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private SocketChannel qemu;
  private QmpClient client;

  @BeforeEach
  void connect() throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("qmp"));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address);
      qemu = SocketChannel.open(address);
      client = new QmpClient(server.accept(), VmListener.IGNORE);
    }
    threads.execute(client::pump);
  }

  @AfterEach
  void disconnect() throws IOException {
    qemu.close();
    threads.shutdownNow();
  }

  /**
   * Answers like QEMU.
   *
   * @param reached how far a migration is when it is asked for
   * @param last how it ends afterwards; nothing when that is all there is to say
   */
  private void play(String reached, String last) {
    threads.execute(
        () -> {
          try (BufferedReader lines =
              new BufferedReader(
                  new InputStreamReader(new ChannelInput(qemu), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
              JsonNode message = JSON.readTree(line);
              String command = message.path("execute").asText();
              told.add(command);
              if (command.equals("migrate")) {
                receiveState(message.path("arguments").path("uri").asText());
              }
              say("{\"return\": {\"status\": \"%s\"}, \"id\": %s}", reached, message.get("id"));
              if (command.equals("migrate-incoming") && !last.isEmpty()) {
                say("{\"event\": \"MIGRATION\", \"data\": {\"status\": \"active\"}}");
                say("{\"event\": \"STOP\", \"data\": {\"status\": \"completed\"}}");
                told.add(last);
                say("{\"event\": \"MIGRATION\", \"data\": {\"status\": \"%s\"}}", last);
              }
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private void say(String line, Object... arguments) throws IOException {
    qemu.write(
        ByteBuffer.wrap((line + "\n").formatted(arguments).getBytes(StandardCharsets.UTF_8)));
  }

  private static void receiveState(String uri) throws IOException {
    Path socket = Path.of(uri.substring("unix:".length()));
    try (SocketChannel out = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      out.write(ByteBuffer.wrap("the state".getBytes(StandardCharsets.UTF_8)));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aGuestIsStoppedBeforeItsStateIsWritten(boolean mapped) throws IOException {
    play("completed", "");
    Path state = folder.resolve("state");
    try (Migration migration = new Migration()) {
      migration.save(client, mapped, state, threads, LIMIT);
    }
    assertThat(state).hasContent("the state");
    List<String> expected = new ArrayList<>(List.of("stop"));
    if (mapped) {
      expected.add("migrate-set-capabilities");
    }
    expected.addAll(List.of("migrate-set-parameters", "migrate", "query-migrate"));
    assertThat(told).isEqualTo(expected);
  }

  @Test
  void aRestoredGuestGoesOnOnlyWhenItsStateIsComplete() throws IOException {
    play("", "completed");
    Migration.restore(client, false, LIMIT);
    assertThat(told).containsExactly("migrate-incoming", "completed", "cont");
  }

  @Test
  void qemuIsToldThatAStateIsWithoutMemoryBeforeItReadsIt() throws IOException {
    play("", "completed");
    Migration.restore(client, true, LIMIT);
    assertThat(told)
        .containsExactly("migrate-set-capabilities", "migrate-incoming", "completed", "cont");
  }

  @Test
  void aGuestWhoseStateIsNotTakenNeverRuns() {
    play("", "failed");
    assertThatThrownBy(() -> Migration.restore(client, true, LIMIT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot restore the machine")
        .hasMessageContaining("failed");
    assertThat(told).doesNotContain("cont");
  }

  @Test
  void aQemuThatEndsWhileItReadsAStateIsNotWaitedFor() {
    threads.execute(
        () -> {
          try {
            ByteBuffer some = ByteBuffer.allocate(16);
            qemu.read(some);
            qemu.close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    assertThatThrownBy(() -> Migration.restore(client, false, LIMIT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("QEMU closed the connection");
  }
}
