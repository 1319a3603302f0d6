package dev.kverdict.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.model.ImageSource;
import dev.kverdict.store.Digests;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from a server on this machine, which does what servers do. */
@Timeout(60)
class DownloadTest {

  private static final Download SHORT = new Download(Duration.ofSeconds(2), Duration.ofMillis(300));

  @TempDir private Path folder;
  @TempDir private Path home;

  private final Lane lane = new HostLane();
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch over = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private Store store;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
    store = new Store(home.resolve("v1"), lane, 1L << 30);
  }

  @AfterEach
  void close() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private interface Answer {
    void to(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private URI serve(String path, Answer answer) {
    server.createContext(
        path,
        exchange -> {
          asked.incrementAndGet();
          try (exchange) {
            answer.to(exchange);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private URI serve(String path, byte[] bytes) {
    return serve(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
        });
  }

  private Entry obtain(URI url, String sha256, Long size) {
    return new ImageFiles(lane, store, SHORT)
        .obtain("disk", new ImageSource.Fetched(url, sha256, size));
  }

  private void assertNothingIsLeft() {
    assertThat(store.entries("image")).isEmpty();
    assertThat(store.entries("download")).isEmpty();
  }

  private void assertFails(URI url, Class<?> kind, String... words) {
    assertThatThrownBy(() -> obtain(url, "0".repeat(64), null))
        .isInstanceOf(kind)
        .hasMessageStartingWith("image disk: ")
        .hasMessageContaining(url.toString())
        .hasMessageContainingAll(words)
        .hasMessageNotContaining("\n");
    assertNothingIsLeft();
  }

  @Test
  void anImageIsDownloadedOnce() throws IOException {
    byte[] bytes = Files.readAllBytes(Packed.packed(folder, List.of("xz")));
    URI url = serve("/disk", bytes);
    String digest = Digests.ofBytes(bytes);
    try (Entry made = obtain(url, digest, null);
        Entry again = obtain(url, digest, null);
        Entry larger = obtain(url, digest, Packed.SIZE + 4096L)) {
      assertThat(ImageMaker.file(made)).hasBinaryContent(Packed.disk());
      assertThat(again.key()).isEqualTo(made.key());
      assertThat(ImageMaker.file(larger)).hasSize(Packed.SIZE + 4096L);
    }
    assertThat(asked).hasValue(1);
    // The same file from the case is the same image.
    Path file = folder.resolve("disk");
    try (Entry existing =
        new ImageFiles(lane, store, SHORT)
            .obtain("disk", new ImageSource.Existing(file, null, null))) {
      assertThat(ImageMaker.file(existing)).hasBinaryContent(Packed.disk());
      List<Entry> kept = store.entries("image");
      assertThat(kept).hasSize(2);
      kept.forEach(Entry::close);
    }
  }

  @Test
  void anotherFileIsNotKept() {
    byte[] bytes = {1, 2, 3};
    URI url = serve("/disk", bytes);
    assertFails(
        url,
        UserError.class,
        "has the SHA-256 " + Digests.ofBytes(bytes) + ", not " + "0".repeat(64),
        "nothing of it was kept");
  }

  @Test
  void aFileThatIsNotThereIsTheCasesMistake() {
    URI url = serve("/disk", new byte[1]).resolve("/nothing");
    assertFails(url, UserError.class, "HTTP status 404", "correct url:");
  }

  @Test
  void aRedirectionIsFollowed() throws IOException {
    byte[] bytes = Packed.disk();
    URI there = serve("/there", bytes);
    URI here =
        serve(
            "/here",
            exchange -> {
              exchange.getResponseHeaders().add("Location", there.toString());
              exchange.sendResponseHeaders(302, -1);
            });
    try (Entry made = obtain(here, Digests.ofBytes(bytes), null)) {
      assertThat(ImageMaker.file(made)).hasBinaryContent(bytes);
    }
    URI elsewhere =
        serve(
            "/elsewhere",
            exchange -> {
              exchange.getResponseHeaders().add("Location", "file:///etc/hostname");
              exchange.sendResponseHeaders(302, -1);
            });
    assertThatThrownBy(() -> obtain(elsewhere, "0".repeat(64), null))
        .hasMessageContaining(elsewhere.toString());
  }

  @Test
  void aServerThatFailsIsNotTheCasesMistake() {
    URI url = serve("/disk", exchange -> exchange.sendResponseHeaders(503, -1));
    assertFails(url, InfraError.class, "cannot download", "HTTP status 503", "file:");
  }

  @Test
  void withoutANetworkItEndsAtOnceAndSaysWhatToDo() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertFails(
        URI.create("http://127.0.0.1:" + port + "/disk"),
        InfraError.class,
        "cannot download",
        "download it yourself, and name it with file:");
    assertFails(
        URI.create("http://nowhere.invalid/disk"),
        InfraError.class,
        "this machine cannot find the host");
  }

  @Test
  void aServerThatStopsSendingIsNotWaitedForForever() {
    URI url =
        serve(
            "/disk",
            exchange -> {
              exchange.sendResponseHeaders(200, 1000);
              exchange.getResponseBody().write(new byte[10]);
              exchange.getResponseBody().flush();
              over.await();
            });
    assertFails(url, InfraError.class, "nothing came for", "file:");
    URI silent = serve("/silent", exchange -> over.await());
    assertFails(silent, InfraError.class, "no answer within", "file:");
  }

  @Test
  void aFileThatEndsTooSoonIsNotTaken() {
    URI url =
        serve(
            "/disk",
            exchange -> {
              exchange.sendResponseHeaders(200, 1000);
              exchange.getResponseBody().write(new byte[10]);
            });
    assertFails(url, InfraError.class, "cannot download");
  }

  @Test
  void noMoreIsTakenThanTheLimit() {
    URI url = serve("/disk", new byte[3000]);
    Intake intake = new Intake(lane, "disk", url.toString(), null);
    assertThatThrownBy(
            () -> SHORT.fetch(intake, url, "0".repeat(64), 2000, folder.resolve("target")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("has more than 2000 bytes");
  }
}
