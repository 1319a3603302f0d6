package dev.kverdict.vm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kverdict.host.ShortLived;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Saves a machine's state to a file by migration, and restores it. QEMU sends the state to a socket
 * of the harness, because it may not start a program to write it (spawn=deny), and reads it back
 * from its standard input. The socket's directory is created before QEMU starts, because a lane
 * shows QEMU no other.
 *
 * <p>The guest is stopped while its state is written. Under emulation, migrating a running guest
 * can lose writes to pages that the processor uses all the time, above all timers, because a page
 * counts as clean while its translation is still in use (Launchpad bug 1371130). A restored guest
 * is therefore stopped, too, until it is resumed.
 */
final class Migration implements AutoCloseable {

  /** Bytes per second; QEMU's own limit is meant for networks. */
  private static final long BANDWIDTH = 1L << 40;

  /**
   * Arguments to restore a machine: it waits until it is told what kind of state it gets, stays
   * stopped, and reports its progress.
   */
  static final List<String> ARGUMENTS =
      List.of("-incoming", "defer", "-S", "-global", "migration.x-events=on");

  /** The state is QEMU's standard input. */
  private static final String STATE = "fd:0";

  /**
   * The capability of a state without the memory that lies in a file. QEMU has had it since 4.0,
   * and calls it experimental to this day; it leaves out what is mapped shared.
   */
  private static final String WITHOUT_MEMORY = "x-ignore-shared";

  private static final String COMPLETED = "completed";

  private final Path directory;

  Migration() throws IOException {
    directory = ShortLived.directory("kvs");
  }

  Path folder() {
    return directory;
  }

  /**
   * Stops the guest, then writes its state.
   *
   * @param mapped whether its memory is a file, which has all of it once the guest is stopped
   */
  void save(QmpClient qmp, boolean mapped, Path file, Executor pumps, Duration limit)
      throws IOException {
    qmp.execute("stop", limit);
    leaveOutMemory(qmp, mapped, limit);
    Path socket = directory.resolve("state");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      // QEMU may run as another user; the directory is closed to everybody else.
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
      CompletableFuture<Void> written =
          CompletableFuture.runAsync(() -> receive(server, file), pumps);
      qmp.execute("migrate-set-parameters", Map.of("max-bandwidth", BANDWIDTH), limit);
      qmp.execute("migrate", Map.of("uri", "unix:" + socket), limit);
      written.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      JsonNode outcome = qmp.execute("query-migrate", limit);
      if (!status(outcome).equals(COMPLETED)) {
        throw new IOException("QEMU cannot save the machine: " + outcome);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while saving a machine", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("did not receive the machine's state: " + e.getMessage(), e);
    } finally {
      Files.deleteIfExists(socket);
    }
  }

  /**
   * Has QEMU read the state, and resumes the guest once it has all of it.
   *
   * @param mapped whether the guest's memory is a file, and not in the state
   */
  static void restore(QmpClient qmp, boolean mapped, Duration limit) throws IOException {
    leaveOutMemory(qmp, mapped, limit);
    CompletableFuture<QmpEvent> settled =
        qmp.expect(event -> event.name().equals("MIGRATION") && settles(event.data()));
    JsonNode reached;
    try {
      qmp.execute("migrate-incoming", Map.of("uri", STATE), limit);
      reached = settled.get(limit.toMillis(), TimeUnit.MILLISECONDS).data();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while restoring a machine", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the machine's state was not restored: " + e.getMessage(), e);
    }
    if (!status(reached).equals(COMPLETED)) {
      throw new IOException("QEMU cannot restore the machine: " + reached);
    }
    qmp.execute("cont", limit);
  }

  private static void leaveOutMemory(QmpClient qmp, boolean mapped, Duration limit)
      throws IOException {
    if (mapped) {
      var capability = Map.of("capability", WITHOUT_MEMORY, "state", true);
      qmp.execute("migrate-set-capabilities", Map.of("capabilities", List.of(capability)), limit);
    }
  }

  private static boolean settles(JsonNode state) {
    return List.of(COMPLETED, "failed").contains(status(state));
  }

  private static String status(JsonNode state) {
    return state.path("status").asText("");
  }

  @Override
  public void close() throws IOException {
    ShortLived.delete(directory);
  }

  private static void receive(ServerSocketChannel server, Path file) {
    try (SocketChannel channel = server.accept();
        InputStream state = new ChannelInput(channel);
        OutputStream out = Files.newOutputStream(file)) {
      byte[] buffer = new byte[1 << 20];
      for (int n = state.read(buffer); n >= 0; n = state.read(buffer)) {
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
