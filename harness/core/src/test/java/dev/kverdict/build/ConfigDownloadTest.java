package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.host.HostLane;
import dev.kverdict.model.ConfigBase;
import dev.kverdict.store.Digests;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ConfigDownloadTest {

  private static final String TEXT = "CONFIG_A=y\n";
  private static final String DIGEST = Digests.ofText(TEXT);

  @TempDir private Path home;

  private LocalServer server;

  @BeforeEach
  void open() throws IOException {
    server = new LocalServer();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private byte[] fetch(URI url, String sha256, Duration limit) throws IOException {
    return new ConfigDownload(new Store(home.resolve("v1"), new HostLane(), 1 << 30), "k", limit)
        .fetch(new ConfigBase.Download(url, sha256));
  }

  private byte[] fetch(URI url, String sha256) throws IOException {
    return fetch(url, sha256, Duration.ofSeconds(10));
  }

  @Test
  void isDownloadedOnceAndThenNeedsNoServer() throws IOException {
    URI url = server.serve(200, TEXT);
    assertThat(fetch(url, DIGEST)).asString().isEqualTo(TEXT);
    assertThat(fetch(url, DIGEST)).asString().isEqualTo(TEXT);
    assertThat(server.asked()).isEqualTo(1);
    server.close();
    assertThat(fetch(url, DIGEST)).asString().isEqualTo(TEXT);
  }

  @Test
  void anotherFileIsRefusedAndNotKept() throws IOException {
    URI url = server.serve(200, TEXT);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> fetch(url, "0".repeat(64)))
          .isInstanceOf(UserError.class)
          .hasMessageStartingWith("kernel k, config/base: " + url + ": has the SHA-256 " + DIGEST);
    }
    assertThat(server.asked()).isEqualTo(2);
  }

  @Test
  void whatIsTooLargeIsNotReadToItsEnd() {
    URI url = server.serve(200, "x".repeat(ConfigAddress.MOST_BYTES + 2));
    assertThatThrownBy(() -> fetch(url, DIGEST))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("has more than");
  }

  @Test
  void aMissingFileIsTheUsersMistake() {
    URI missing = server.serve(404, "no");
    assertThatThrownBy(() -> fetch(missing, DIGEST))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(missing + ": is no file there: HTTP status 404");
  }

  @Test
  void aBrokenServerIsNoMistakeOfTheUser() {
    URI broken = server.serve(503, "later");
    assertThatThrownBy(() -> fetch(broken, DIGEST))
        .isInstanceOf(InfraError.class)
        .hasMessage(
            "kernel k: cannot download %s: HTTP status 503; ".formatted(broken)
                + "download it yourself, and name the file in its place");
  }

  @Test
  void withoutANetworkTheAddressIsNamedAtOnce() {
    URI nobody = server.serve(200, TEXT);
    server.close();
    assertThatThrownBy(() -> fetch(nobody, DIGEST))
        .isInstanceOf(InfraError.class)
        .hasMessageStartingWith("kernel k: cannot download " + nobody + ": ")
        .hasMessageNotContaining("\n");
    URI unknown = URI.create("http://host.invalid/file");
    assertThatThrownBy(() -> fetch(unknown, DIGEST))
        .isInstanceOf(InfraError.class)
        .hasMessageContaining(unknown + ": ");
  }

  @Test
  void aServerThatStopsTalkingIsNotWaitedForForEver() {
    URI url = server.stall();
    assertThatThrownBy(() -> fetch(url, DIGEST, Duration.ofMillis(250)))
        .isInstanceOf(InfraError.class)
        .hasMessageContaining(url.toString());
  }
}
