package dev.kverdict.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, which comes part by part. Waiting for a part has an end, which waiting for
 * the client's own stream of bytes has not.
 */
final class BodyStream extends InputStream implements HttpResponse.BodySubscriber<BodyStream> {

  /**
   * What comes next.
   *
   * @param bytes a part of the body; none at its end
   * @param failure why there is no more, or null
   */
  private record Part(List<ByteBuffer> bytes, @Nullable Throwable failure) {}

  private final Duration silence;
  private final Duration whole;
  private final long deadline;
  private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
  private List<ByteBuffer> here = List.of();
  private boolean over;

  /**
   * @param silence how long to wait for the next part
   * @param whole how long all parts together may take from now on
   */
  BodyStream(Duration silence, Duration whole) {
    this.silence = silence;
    this.whole = whole;
    this.deadline = System.nanoTime() + whole.toNanos();
  }

  @Override
  public CompletionStage<BodyStream> getBody() {
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

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /**
   * Reads some bytes.
   *
   * @throws IOException with the reason in words if they do not come
   */
  @Override
  public int read(byte[] to, int from, int most) throws IOException {
    if (most == 0) {
      return 0;
    }
    while (!over) {
      for (ByteBuffer bytes : here) {
        if (bytes.hasRemaining()) {
          int count = Math.min(most, bytes.remaining());
          bytes.get(to, from, count);
          return count;
        }
      }
      here = next();
      over = here.isEmpty();
    }
    return -1;
  }

  private List<ByteBuffer> next() throws IOException {
    long left = Math.max(0, deadline - System.nanoTime());
    Part part;
    try {
      part = parts.poll(Math.min(left, silence.toNanos()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    if (part == null) {
      throw new IOException(
          left < silence.toNanos()
              ? "not all of it came within " + whole.toSeconds() + " s"
              : "nothing came for " + silence.toSeconds() + " s");
    }
    Throwable failure = part.failure();
    if (failure != null) {
      throw Reasons.of(failure);
    }
    if (!part.bytes().isEmpty()) {
      subscription.join().request(1);
    }
    return part.bytes();
  }

  /** Takes no more. */
  @Override
  public void close() {
    var unused = subscription.thenAccept(Flow.Subscription::cancel);
  }
}
