package dev.kverdict.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A small file by http or https. A redirection is followed, but not from https to http.
 *
 * @param most the most bytes to read; one more is read of a larger file, which shows that
 * @param limit how long a connection may take; the whole file may take twice as long
 */
public record WebFile(URI url, int most, Duration limit) {

  private static final int OK = 200;

  /** From here on it is the server that failed (RFC 9110, section 15.6). */
  private static final int SERVER_FAILED = 500;

  /** The server answers that it has no such file. */
  public static final class NotThere extends IOException {

    private static final long serialVersionUID = 1L;

    NotThere(int status) {
      super("HTTP status " + status);
    }
  }

  /**
   * Reads the file.
   *
   * @throws NotThere if the server does not have it
   * @throws IOException if the server cannot be reached, or does not send everything in time; the
   *     message says why in words
   */
  public byte[] read() throws IOException {
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
            .thenApplyAsync(this::body);
    try {
      return body.get(limit.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw cause instanceof NotThere none ? none : new IOException(reason(cause), e);
    } catch (TimeoutException e) {
      body.cancel(true);
      throw new IOException("not all of it came within " + limit.toSeconds() * 2 + " s", e);
    } catch (InterruptedException e) {
      body.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private byte[] body(HttpResponse<InputStream> response) {
    try (InputStream in = response.body()) {
      int status = response.statusCode();
      if (status >= SERVER_FAILED) {
        throw new IOException("HTTP status " + status);
      }
      if (status != OK) {
        throw new NotThere(status);
      }
      return in.readNBytes(most + 1);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
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
