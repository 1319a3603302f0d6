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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Saves a machine's state as a migration to a file. QEMU sends it to a socket of ours, because it
 * may start no program that would write it (spawn=deny), and reads it again from its standard
 * input. The socket's folder is there before QEMU starts, because a lane shows QEMU no other.
 */
final class Migration implements AutoCloseable {

  /** Bytes per second; QEMU's own limit is meant for networks. */
  private static final long BANDWIDTH = 1L << 40;

  /** The value of {@code -incoming} that takes the state from standard input. */
  static final String FROM_INPUT = "fd:0";

  private final Path folder;

  Migration() throws IOException {
    folder = Files.createTempDirectory("kvs");
  }

  Path folder() {
    return folder;
  }

  void run(QmpClient qmp, Path file, Executor pumps, Duration limit) throws IOException {
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
      if (!outcome.path("status").asText("").equals("completed")) {
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
