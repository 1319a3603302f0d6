package dev.kverdict.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A file by http or https. A redirection is followed, but not from https to http.
 *
 * @param connect how long a connection may take
 * @param silence how long the server may send nothing
 * @param whole how long the file may take once the server has answered
 */
public record WebFile(URI url, Duration connect, Duration silence, Duration whole) {

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
   * Reads a small file.
   *
   * @param most the most bytes to read; one more is read of a larger file, which shows that
   * @param limit how long a connection, the answer, and then the whole file may take each
   * @throws NotThere if the server does not have it
   * @throws IOException if the server cannot be reached, or does not send everything in time; the
   *     message says why in words
   */
  public static byte[] small(URI url, int most, Duration limit) throws IOException {
    try (InputStream body = new WebFile(url, limit, limit, limit).open()) {
      return body.readNBytes(most + 1);
    }
  }

  /**
   * Asks for the file, and returns its bytes as they come.
   *
   * @return a stream whose errors say in words why there is no more
   * @throws NotThere if the server does not have it
   * @throws IOException if the server cannot be reached or fails; the message says why in words
   */
  public InputStream open() throws IOException {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(connect)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    HttpRequest request = HttpRequest.newBuilder(url).header("User-Agent", "kverdict").build();
    HttpResponse<BodyStream> answer =
        await(client.sendAsync(request, headers -> new BodyStream(silence, whole)));
    int status = answer.statusCode();
    if (status == OK) {
      return answer.body();
    }
    answer.body().close();
    throw status >= SERVER_FAILED ? new IOException("HTTP status " + status) : new NotThere(status);
  }

  private HttpResponse<BodyStream> await(CompletableFuture<HttpResponse<BodyStream>> answer)
      throws IOException {
    try {
      return answer.get(connect.plus(silence).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw Reasons.of(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("no answer within " + connect.plus(silence).toSeconds() + " s", e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
