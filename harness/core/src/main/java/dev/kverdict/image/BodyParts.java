package dev.kverdict.image;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, taken part by part. Waiting for a part has an end, which waiting for the
 * client's own stream of bytes has not.
 */
final class BodyParts implements HttpResponse.BodySubscriber<BodyParts>, AutoCloseable {

  /**
   * What comes next.
   *
   * @param bytes a part of the body; none at its end
   * @param failure why there is no more, or null
   */
  private record Part(List<ByteBuffer> bytes, @Nullable Throwable failure) {}

  private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

  @Override
  public CompletionStage<BodyParts> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription client) {
    subscription.complete(client);
    client.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> bytes) {
    parts.add(new Part(bytes, null));
  }

  @Override
  public void onError(Throwable failure) {
    parts.add(new Part(List.of(), failure));
  }

  @Override
  public void onComplete() {
    parts.add(new Part(List.of(), null));
  }

  /**
   * Returns the next part; empty at the end.
   *
   * @param most how long to wait for it
   * @throws IOException if it does not come
   */
  Optional<List<ByteBuffer>> next(Duration most) throws IOException {
    Part part;
    try {
      part = parts.poll(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    if (part == null) {
      throw new IOException("nothing came for " + most.toSeconds() + " s");
    }
    Throwable failure = part.failure();
    if (failure != null) {
      throw failure instanceof IOException io ? io : new IOException(failure);
    }
    if (part.bytes().isEmpty()) {
      return Optional.empty();
    }
    subscription.join().request(1);
    return Optional.of(part.bytes());
  }

  /** Takes no more. */
  @Override
  public void close() {
    var unused = subscription.thenAccept(Flow.Subscription::cancel);
  }
}
