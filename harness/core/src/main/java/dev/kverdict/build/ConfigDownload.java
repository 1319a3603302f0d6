package dev.kverdict.build;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.model.ConfigBase;
import dev.kverdict.store.Digests;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Complete configurations that are downloaded once and kept in the store under their digest. A
 * redirection is followed, but not from https to http.
 *
 * @param kernel the name of the kernel, for errors
 * @param limit how long a connection, and then the whole download, may take
 */
record ConfigDownload(Store store, String kernel, Duration limit) {

  private static final String STEP = "kernel-config";
  private static final int RECIPE = 1;
  private static final String FILE = "config";
  private static final int OK = 200;

  /** From here on it is the server that failed (RFC 9110, section 15.6). */
  private static final int SERVER_FAILED = 500;

  /** A configuration of everything has 400 KiB. */
  static final int MOST_BYTES = 4 << 20;

  /**
   * Returns the bytes, from the store if they are there.
   *
   * @throws UserError if the server does not have the file, or has another one
   * @throws InfraError if it cannot be reached, or does not send everything in time
   */
  byte[] fetch(ConfigBase.Download base) throws IOException {
    Key key = Key.of(STEP, RECIPE, base.sha256());
    try (Entry entry =
        store.obtain(key, directory -> Files.write(directory.resolve(FILE), load(base)))) {
      Path file = entry.folder().resolve(FILE);
      return Files.readAllBytes(file);
    }
  }

  private byte[] load(ConfigBase.Download base) {
    byte[] bytes = receive(base);
    if (bytes.length > MOST_BYTES) {
      throw error(base, "has more than " + MOST_BYTES + " bytes", "no configuration is so large");
    }
    String found = Digests.ofBytes(bytes);
    if (!found.equals(base.sha256())) {
      throw error(
          base,
          "has the SHA-256 " + found + ", not " + base.sha256(),
          "correct url: or sha256:; nothing of it was kept");
    }
    return bytes;
  }

  private byte[] receive(ConfigBase.Download base) {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(limit)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    HttpRequest request =
        HttpRequest.newBuilder(base.url()).header("User-Agent", "kverdict").build();
    CompletableFuture<byte[]> body =
        client
            .sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
            .thenApplyAsync(response -> body(base, response));
    try {
      return body.get(limit.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof UserError mistake) {
        throw mistake;
      }
      throw unreachable(base, reason(cause), e);
    } catch (TimeoutException e) {
      body.cancel(true);
      throw unreachable(base, "not all of it came within " + limit.toSeconds() * 2 + " s", e);
    } catch (InterruptedException e) {
      body.cancel(true);
      Thread.currentThread().interrupt();
      throw unreachable(base, "interrupted", e);
    }
  }

  /** Reads one byte more than is allowed at most, so that too many are noticed. */
  private byte[] body(ConfigBase.Download base, HttpResponse<InputStream> response) {
    try (InputStream in = response.body()) {
      int status = response.statusCode();
      if (status >= SERVER_FAILED) {
        throw new InfraError("HTTP status " + status);
      }
      if (status != OK) {
        throw error(base, "is no file there: HTTP status " + status, "correct url:");
      }
      return in.readNBytes(MOST_BYTES + 1);
    } catch (IOException e) {
      throw new InfraError(String.valueOf(e.getMessage()), e);
    }
  }

  private UserError error(ConfigBase.Download base, String what, String remedy) {
    return new UserError("kernel " + kernel + ", config/base: " + base.url(), what, remedy);
  }

  private InfraError unreachable(ConfigBase.Download base, String reason, Exception cause) {
    return new InfraError(
        "kernel %s: cannot download %s: %s; download it yourself, and name the file as base:"
            .formatted(kernel, base.url(), reason),
        cause);
  }

  /** Says in words what the client leaves to the class of an exception. */
  private static String reason(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "this machine cannot find the host";
      }
    }
    String message = failure.getMessage();
    return message == null ? "no connection" : message;
  }
}
