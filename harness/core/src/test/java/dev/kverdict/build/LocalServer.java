package dev.kverdict.build;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** A server of files on this machine. */
final class LocalServer implements AutoCloseable {

  private final HttpServer server;
  private final CountDownLatch over = new CountDownLatch(1);
  private int asked;

  LocalServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  /** Returns the address at which a text is served. */
  URI serve(int status, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/file",
        exchange -> {
          asked++;
          try (exchange) {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    return address();
  }

  /** Returns an address at which something begins and never ends. */
  URI stall() {
    server.createContext(
        "/file",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    return address();
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/file");
  }

  int asked() {
    return asked;
  }

  @Override
  public void close() {
    over.countDown();
    server.stop(0);
  }
}
