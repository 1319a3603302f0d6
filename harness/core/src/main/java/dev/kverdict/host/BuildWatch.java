package dev.kverdict.host;

import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks once a second what a running build uses, and kills it when it exceeds its limits. Its
 * files are only counted when enough disk space is gone that the build may have used it up.
 */
public final class BuildWatch implements AutoCloseable {

  /** With less free space than this, other programs on the machine fail. */
  static final long LEAST_FREE = 1L << 30;

  private static final Executor NEXT = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

  /** Counting stops at this number: a build makes some ten thousand files. */
  private static final int MOST_FILES = 1_000_000;

  private static final long LEAST_BYTES = 4096; // even the smallest file takes a block
  private static final int UNCOUNTED_LOOKS = 30;

  private final List<Path> writes;
  private final CageLimits limits;
  private final long before;
  private final long freeBefore;
  private long counted;
  private long freeThen;
  private int looks;
  private volatile boolean open = true;
  private final AtomicReference<String> reason = new AtomicReference<>("");
  private final AtomicReference<String> fault = new AtomicReference<>("");

  /**
   * Measures the directories before a build begins; environment variables may set the limits.
   *
   * @param writes the paths that the build writes
   */
  public static BuildWatch over(List<Path> writes, Map<String, String> env) {
    return new BuildWatch(writes, CageLimits.of(env));
  }

  BuildWatch(List<Path> writes, CageLimits limits) {
    this.writes = writes;
    this.limits = limits;
    this.before = size();
    this.freeBefore = free();
    this.counted = before;
    this.freeThen = freeBefore;
  }

  /**
   * Starts watching the build.
   *
   * @param usage returns what it uses at the moment
   * @param end kills it
   */
  public void begin(Supplier<Usage> usage, Runnable end) {
    var unused = CompletableFuture.runAsync(() -> look(usage, end), NEXT);
  }

  /** Returns which limit the build exceeded when it was killed; empty if it was not. */
  public String reason() {
    return reason.get();
  }

  /** Returns why the build was killed through no fault of its own; empty if it was not. */
  public String fault() {
    return fault.get();
  }

  /**
   * Counts the files of a finished build. A short build may never have been checked, and sparse
   * files may be larger than the disk space they take.
   */
  public void lookOnceMore() {
    close();
    synchronized (this) {
      if (reason().isEmpty() && fault().isEmpty() && limits.diskBytes() < Long.MAX_VALUE) {
        judgeAdded(size() - before, false, freeBefore);
      }
    }
  }

  @Override
  public void close() {
    open = false;
  }

  private void look(Supplier<Usage> usage, Runnable end) {
    try {
      judge(usage);
    } catch (RuntimeException e) {
      // Whatever went wrong: a build that is no longer watched must not go on.
      fault.set("it could not be watched: " + e.getMessage());
    }
    if (!reason().isEmpty() || !fault().isEmpty()) {
      end.run();
    } else if (open) {
      begin(usage, end);
    }
  }

  private synchronized void judge(Supplier<Usage> usage) {
    if (!open) {
      return;
    }
    Usage now = usage.get();
    if (now.processes() > limits.processes()) {
      reason.set("the build had more than " + limits.processes() + " processes at a time");
      return;
    }
    if (now.memory() > limits.memoryBytes()) {
      reason.set(
          "the build used more than %d MiB of memory (%s)"
              .formatted(limits.memoryBytes() >> 20, CageLimits.MEMORY));
      return;
    }
    long free = free();
    boolean low = free < LEAST_FREE;
    long possible = counted - before + Math.max(0, freeThen - free);
    if (low || possible > limits.diskBytes() || ++looks % UNCOUNTED_LOOKS == 0) {
      counted = size();
      freeThen = free;
    }
    judgeAdded(counted - before, low, free);
  }

  private void judgeAdded(long added, boolean low, long free) {
    if (added > limits.diskBytes()) {
      reason.set(
          "the build added more than %d MiB to the disk (%s)"
              .formatted(limits.diskBytes() >> 20, CageLimits.DISK));
    } else if (low && 2 * added >= freeBefore - free) {
      reason.set("the build filled the disk: less than 1 GiB is free");
    } else if (low) {
      fault.set("less than 1 GiB of the disk is free, and the build did not fill it");
    }
  }

  private long free() {
    try {
      long least = Long.MAX_VALUE / 2;
      for (Path path : writes) {
        FileStore store = Files.getFileStore(path);
        least = Math.min(least, store.getUsableSpace());
      }
      return least;
    } catch (IOException e) {
      throw new InfraError("cannot read the free disk space: " + e.getMessage(), e);
    }
  }

  private long size() {
    Count count = new Count();
    for (Path path : writes) {
      HostIo.run("cannot measure " + path, () -> Files.walkFileTree(path, count));
    }
    return count.files > MOST_FILES ? Long.MAX_VALUE / 2 : count.bytes;
  }

  private static final class Count extends SimpleFileVisitor<Path> {
    private long bytes;
    private int files;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      bytes += Math.max(LEAST_BYTES, attributes.size());
      return ++files > MOST_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return FileVisitResult.CONTINUE; // the build removed it meanwhile
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
      return FileVisitResult.CONTINUE; // likewise
    }
  }
}
