package dev.kverdict.vm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kverdict.host.AtomicFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
 * Saves a machine's state as a migration to a file, and restores it. QEMU sends the state to a
 * socket of ours, because it may start no program that would write it (spawn=deny), and reads it
 * again from its standard input. The socket's directory is there before QEMU starts, because a lane
 * shows QEMU no other.
 *
 * <p>The guest stands still while its state is written: under emulation a migration of a running
 * guest can lose writes to pages that the processor uses all the time, timers above all, because a
 * page is taken for clean while its translation is still in use (Launchpad bug 1371130). A saved
 * guest is therefore a stopped one, and goes on only when it is told to.
 */
final class Migration implements AutoCloseable {

  /** Bytes per second; QEMU's own limit is meant for networks. */
  private static final long BANDWIDTH = 1L << 40;

  /**
   * What a machine that is restored is started with: it reads the state on its standard input at
   * once, does not go on by itself, and says how far it is. By QMP it could be told so only when it
   * has begun.
   */
  static final List<String> ARGUMENTS =
      List.of("-incoming", "fd:0", "-S", "-global", "migration.x-events=on");

  private static final String COMPLETED = "completed";

  private final Path folder;

  Migration() throws IOException {
    folder = Files.createTempDirectory("kvs");
  }

  Path folder() {
    return folder;
  }

  /** Stops the guest, then writes its state. */
  void save(QmpClient qmp, Path file, Executor pumps, Duration limit) throws IOException {
    qmp.execute("stop", limit);
    Path socket = folder.resolve("state");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      // QEMU may be another user than we are; the folder is closed to everybody else.
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
      CompletableFuture<Void> written =
          CompletableFuture.runAsync(() -> receive(server, file), pumps);
      qmp.execute("migrate-set-parameters", Map.of("max-bandwidth", BANDWIDTH), limit);
      qmp.execute("migrate", Map.of("uri", "unix:" + socket), limit);
      written.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      JsonNode outcome = qmp.execute("query-migrate", limit);
      if (!status(outcome).equals(COMPLETED)) {
        throw new IOException("QEMU could not save the machine: " + outcome);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while saving a machine", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the state of the machine was not received: " + e.getMessage(), e);
    } finally {
      Files.deleteIfExists(socket);
    }
  }

  /**
   * Lets the guest go on once all of its state was read. QEMU says that in an event, or said it
   * before we could listen, and then knows it when it is asked.
   */
  static void restore(QmpClient qmp, Duration limit) throws IOException {
    CompletableFuture<QmpEvent> settled =
        qmp.expect(event -> event.name().equals("MIGRATION") && settles(event.data()));
    JsonNode reached = qmp.execute("query-migrate", limit);
    try {
      if (!settles(reached)) {
        reached = settled.get(limit.toMillis(), TimeUnit.MILLISECONDS).data();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while restoring a machine", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the state of the machine was not restored: " + e.getMessage(), e);
    }
    if (!status(reached).equals(COMPLETED)) {
      throw new IOException("QEMU could not restore the machine: " + reached);
    }
    qmp.execute("cont", limit);
  }

  private static boolean settles(JsonNode state) {
    return List.of(COMPLETED, "failed").contains(status(state));
  }

  private static String status(JsonNode state) {
    return state.path("status").asText("");
  }

  @Override
  public void close() throws IOException {
    AtomicFiles.delete(folder);
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
      throw new java.io.UncheckedIOException(e);
    }
  }
}
