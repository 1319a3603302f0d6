package dev.kverdict.image;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.store.Digests;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Downloads a file by http or https, and takes it only if it has the digest that the case names. A
 * redirection is followed, but not from https to http.
 *
 * @param connect how long a connection may take
 * @param silence how long a server may send nothing
 */
record Download(Duration connect, Duration silence) {

  /** Without a network the message comes soon; a slow server is waited for. */
  static final Download USUAL = new Download(Duration.ofSeconds(10), Duration.ofSeconds(60));

  private static final int OK = 200;

  /** From here on it is the server that failed (RFC 9110, section 15.6). */
  private static final int SERVER_FAILED = 500;

  /**
   * Downloads a file.
   *
   * @param most the most bytes to take
   * @param target a file that does not exist; after an error it is not to be used
   * @throws UserError if the server does not have the file, or has another one
   * @throws InfraError if it cannot be reached, or does not send everything
   */
  void fetch(Intake intake, URI url, String sha256, long most, Path target) {
    try (BodyParts body = ask(intake, url)) {
      MessageDigest digest = Digests.sha256();
      long left = most;
      try (OutputStream out = Files.newOutputStream(target)) {
        for (Optional<List<ByteBuffer>> part = body.next(silence);
            part.isPresent();
            part = body.next(silence)) {
          for (ByteBuffer bytes : part.get()) {
            left -= bytes.remaining();
            byte[] block = new byte[bytes.remaining()];
            bytes.get(block);
            digest.update(block);
            out.write(block);
          }
          if (left < 0) {
            throw intake.error(
                "has more than " + most + " bytes",
                "if it is the right file, write down how large the disk is: size:");
          }
        }
      }
      String found = Digests.hex(digest);
      if (!found.equals(sha256)) {
        throw intake.error(
            "has the SHA-256 " + found + ", not " + sha256,
            "correct url: or sha256:; nothing of it was kept");
      }
    } catch (IOException e) {
      throw new InfraError(
          "image "
              + intake.image()
              + ": cannot download "
              + url
              + ": "
              + reason(e)
              + "; download it yourself, and name it with file: in place of url:",
          e);
    }
  }

  private BodyParts ask(Intake intake, URI url) throws IOException {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(connect)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    HttpRequest request = HttpRequest.newBuilder(url).header("User-Agent", "kverdict").build();
    HttpResponse<BodyParts> response = await(client.sendAsync(request, headers -> new BodyParts()));
    int status = response.statusCode();
    if (status == OK) {
      return response.body();
    }
    response.body().close();
    if (status >= SERVER_FAILED) {
      throw new IOException("HTTP status " + status);
    }
    throw intake.error("is no file there: HTTP status " + status, "correct url:");
  }

  private HttpResponse<BodyParts> await(CompletableFuture<HttpResponse<BodyParts>> answer)
      throws IOException {
    try {
      return answer.get(connect.plus(silence).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("no answer within " + silence.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** Says in words what the client leaves to the class of an exception. */
  private String reason(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "this machine cannot find the host";
      }
    }
    if (failure instanceof HttpConnectTimeoutException) {
      return "no connection within " + connect.toSeconds() + " s";
    }
    String message = failure.getMessage();
    if (failure instanceof ConnectException && message == null) {
      return "no connection";
    }
    return message == null ? failure.getClass().getSimpleName().toLowerCase(Locale.ROOT) : message;
  }
}
