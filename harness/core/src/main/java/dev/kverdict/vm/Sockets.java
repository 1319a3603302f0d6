package dev.kverdict.vm;

import dev.kverdict.InfraError;
import dev.kverdict.host.RunningProgram;
import dev.kverdict.host.ShortLived;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Unix sockets that the harness listens on and QEMU connects to, so no output is lost and no
 * connection needs a retry. Their directory has a short name: a socket's path has at most 107
 * bytes.
 */
final class Sockets implements AutoCloseable {

  private final Path directory;
  private final Map<String, ServerSocketChannel> listening = new LinkedHashMap<>();

  Sockets(String... names) throws IOException {
    directory = ShortLived.directory("kv");
    for (String name : names) {
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      listening.put(name, server);
      server.bind(UnixDomainSocketAddress.of(directory.resolve(name)));
    }
  }

  Path folder() {
    return directory;
  }

  /**
   * Waits until the program has connected to every socket.
   *
   * @throws InfraError if it ends first or does not connect within the limit
   */
  Map<String, SocketChannel> accept(RunningProgram program, Duration limit) throws IOException {
    Map<String, SocketChannel> connected = new LinkedHashMap<>();
    long deadline = System.nanoTime() + limit.toNanos();
    try (Selector selector = Selector.open()) {
      CompletableFuture<Integer> unused =
          program.exit().whenComplete((code, error) -> selector.wakeup());
      for (ServerSocketChannel server : listening.values()) {
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
      }
      while (connected.size() < listening.size()) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (!program.alive() || left <= 0) {
          throw new InfraError(
              "QEMU "
                  + (program.alive() ? "did not connect to its sockets" : "ended at its start"));
        }
        selector.select(left);
        for (Map.Entry<String, ServerSocketChannel> entry : listening.entrySet()) {
          SocketChannel channel =
              connected.containsKey(entry.getKey()) ? null : entry.getValue().accept();
          if (channel != null) {
            connected.put(entry.getKey(), channel);
          }
        }
      }
      return connected;
    } catch (IOException | RuntimeException e) {
      for (SocketChannel channel : connected.values()) {
        channel.close();
      }
      throw e;
    }
  }

  /** Closes the listening sockets; connections stay open. */
  @Override
  public void close() throws IOException {
    for (Map.Entry<String, ServerSocketChannel> entry : listening.entrySet()) {
      entry.getValue().close();
    }
    ShortLived.delete(directory);
  }
}
