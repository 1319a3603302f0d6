package dev.kverdict.cluster;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One shard on its way through the cluster. Used by one thread. */
final class Pursuit {

  /** The first try and two more: what fails three times on three nodes fails for a reason. */
  static final int TRIES = 3;

  private final Shard shard;
  private final TreeSet<String> without = new TreeSet<>();
  private int tries;
  private int moreTime = 1;
  private int moreMemory = 1;
  private @Nullable String job;
  private @Nullable Task last;
  private @Nullable Long unexplained;
  private @Nullable String missing;

  Pursuit(Shard shard) {
    this.shard = shard;
  }

  int number() {
    return shard.number();
  }

  /** Returns how often it was submitted. */
  int tries() {
    return tries;
  }

  /** Returns the job that runs it; empty if it has to be submitted. */
  Optional<String> job() {
    return Optional.ofNullable(job);
  }

  /** Returns what was last known of its task. */
  Optional<Task> last() {
    return Optional.ofNullable(last);
  }

  /** Returns why it is missing for good; empty if it may still come. */
  Optional<String> missing() {
    return Optional.ofNullable(missing);
  }

  void submitted(String as) {
    job = as;
    tries++;
    last = null;
    unexplained = null;
  }

  void seen(Task task) {
    last = task;
    if (task.phase() != Task.Phase.ENDED) {
      unexplained = null;
    }
  }

  /** Returns for how many nanoseconds it has been over without a word of why. */
  long unexplainedSince(long now) {
    if (unexplained == null) {
      unexplained = now;
    }
    return now - unexplained;
  }

  /** Takes note of a loss: it is to be submitted again, or missing for good. */
  void lost(Loss loss) {
    if (loss.kind() == Loss.Kind.REFUSED || loss.kind() == Loss.Kind.BLIND || tries >= TRIES) {
      missing = loss.why() + (tries > 1 ? " (tried " + tries + " times)" : "");
    }
    if (loss.kind() == Loss.Kind.TIME) {
      moreTime *= 2;
    } else if (loss.kind() == Loss.Kind.MEMORY) {
      moreMemory *= 2;
    } else if (loss.kind() == Loss.Kind.HOST && last != null && !last.node().isEmpty()) {
      without.add(last.node());
    }
    job = null;
  }

  /** Gives it up. */
  void giveUp(String why) {
    missing = why;
    job = null;
  }

  /** Forgets on which nodes it failed, where there are no others. */
  void anywhere() {
    without.clear();
  }

  /** What it asks for; shards that ask for the same go in one wave. */
  Wave asking(Limits limits) {
    return new Wave(
        List.of(), limits.minutes() * moreTime, limits.memoryMiB() * (long) moreMemory, without);
  }
}
