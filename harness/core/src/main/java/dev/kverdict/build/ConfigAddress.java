package dev.kverdict.build;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The address of a configuration. A redirection is followed, but not from https to http.
 *
 * @param subject whose configuration it is, for errors
 * @param key where it is written, from there on
 * @param url the address, http or https
 * @param limit how long a connection, and then the whole download, may take
 */
public record ConfigAddress(String subject, String key, URI url, Duration limit) {

  private static final int OK = 200;

  /** From here on it is the server that failed (RFC 9110, section 15.6). */
  private static final int SERVER_FAILED = 500;

  /** A configuration of everything has 400 KiB. */
  public static final int MOST_BYTES = 4 << 20;

  /**
   * Returns the bytes.
   *
   * @throws UserError if the server does not have the file, or a larger one
   * @throws InfraError if it cannot be reached, or does not send everything in time
   */
  public byte[] load() {
    byte[] bytes = receive();
    if (bytes.length > MOST_BYTES) {
      throw error("has more than " + MOST_BYTES + " bytes", "no configuration is so large");
    }
    return bytes;
  }

  private byte[] receive() {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(limit)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    HttpRequest request = HttpRequest.newBuilder(url).header("User-Agent", "kverdict").build();
    CompletableFuture<byte[]> body =
        client
            .sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
            .thenApplyAsync(response -> body(response));
    try {
      return body.get(limit.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof UserError mistake) {
        throw mistake;
      }
      throw unreachable(reason(cause), e);
    } catch (TimeoutException e) {
      body.cancel(true);
      throw unreachable("not all of it came within " + limit.toSeconds() * 2 + " s", e);
    } catch (InterruptedException e) {
      body.cancel(true);
      Thread.currentThread().interrupt();
      throw unreachable("interrupted", e);
    }
  }

  /** Reads one byte more than is allowed at most, so that too many are noticed. */
  private byte[] body(HttpResponse<InputStream> response) {
    try (InputStream in = response.body()) {
      int status = response.statusCode();
      if (status >= SERVER_FAILED) {
        throw new InfraError("HTTP status " + status);
      }
      if (status != OK) {
        throw error("is no file there: HTTP status " + status, "correct the address");
      }
      return in.readNBytes(MOST_BYTES + 1);
    } catch (IOException e) {
      throw new InfraError(String.valueOf(e.getMessage()), e);
    }
  }

  /** Returns what errors call it. */
  String where() {
    return subject + key + " " + url;
  }

  private UserError error(String what, String remedy) {
    return new UserError(where(), what, remedy);
  }

  private InfraError unreachable(String reason, Exception cause) {
    return new InfraError(
        "%s: cannot download %s: %s; download it yourself, and name the file in its place"
            .formatted(subject, url, reason),
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
