package dev.kverdict.shard;

import dev.kverdict.record.BuildOutcome;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * shard.json: what a shard left, written when all of it is there.
 *
 * @param schema the version of the format
 * @param kverdict the version of kverdict that ran it
 * @param plan SHA-256 of its plan
 * @param number its number
 * @param run its run's directory, by name
 * @param builds its kernels by name, {@code KERNEL} or {@code KERNEL/PATCH}
 * @param applied what sources would be with patches, by {@code KERNEL/PATCH}: those of other shards
 *     are among them, if it is a batch
 * @param mistakes why a patch could not be judged, by {@code KERNEL/PATCH}
 * @param host where it ran
 * @param files SHA-256 of each file that merging reads, by path
 */
record Manifest(
    int schema,
    String kverdict,
    String plan,
    int number,
    String run,
    Map<String, Build> builds,
    Map<String, Applied> applied,
    Map<String, String> mistakes,
    Host host,
    Map<String, String> files) {

  static final String NAME = "shard.json";
  static final int SCHEMA = 2;

  /**
   * A kernel.
   *
   * @param key the digest of what it was made from, or null if it was not built
   */
  record Build(BuildOutcome outcome, @Nullable String key) {

    Build {
      Objects.requireNonNull(outcome, "outcome");
      Objects.requireNonNull(outcome.kind(), "kind");
      Objects.requireNonNull(outcome.digest(), "digest");
    }
  }

  /**
   * A source with a patch, before anything is built.
   *
   * @param refused why the patch does not apply, or null if it does
   * @param digest SHA-256 of the files that it names, as they would be; empty if it does not apply
   */
  record Applied(@Nullable BuildOutcome refused, String digest) {

    Applied {
      Objects.requireNonNull(digest, "digest");
    }
  }

  /**
   * A host.
   *
   * @param started the start of the run, in ISO 8601
   * @param millis its duration in ms
   * @param qemu QEMU's version
   * @param cage the cage of programs
   * @param accelerators the accelerator of each kernel
   * @param images the images and userlands, for display
   */
  record Host(
      String started,
      long millis,
      String qemu,
      String cage,
      Map<String, String> accelerators,
      List<String> images) {

    Host {
      Objects.requireNonNull(started, "started");
      Objects.requireNonNull(qemu, "qemu");
      Objects.requireNonNull(cage, "cage");
      accelerators = Collections.unmodifiableMap(new TreeMap<>(accelerators));
      images = List.copyOf(images);
    }
  }

  Manifest {
    Objects.requireNonNull(kverdict, "kverdict");
    Objects.requireNonNull(plan, "plan");
    Objects.requireNonNull(host, "host");
    builds = Collections.unmodifiableMap(new TreeMap<>(builds));
    applied = Collections.unmodifiableMap(new TreeMap<>(applied));
    mistakes = Collections.unmodifiableMap(new TreeMap<>(mistakes));
    files = Collections.unmodifiableMap(new TreeMap<>(files));
    if (!run.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,250}")) {
      throw new IllegalArgumentException("no name of a run: " + run);
    }
  }
}
