package dev.kverdict.shard;

import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.UserFiles;
import dev.kverdict.record.Event;
import dev.kverdict.run.EventLog;
import dev.kverdict.run.RunFolder;
import dev.kverdict.store.Digests;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The directory that a shard left. Nothing is read from it but what its manifest lists.
 *
 * @param path the directory
 * @param manifest what is in it
 */
record ShardFolder(Path path, Manifest manifest) {

  private static final int MOST_BYTES = 64 << 20;

  /** Further files of one shard that are damaged are counted, not named. */
  private static final int MOST_NAMED = 3;

  /**
   * Reads a directory and checks all its files.
   *
   * @param faults gets a line for a person for each thing that is wrong
   * @return empty if it is not known which shard it is, or anything is wrong with it
   */
  static Optional<ShardFolder> read(Path path, ShardPlan.Read plan, List<String> faults) {
    Path file = path.resolve(Manifest.NAME);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      faults.add(path + ": holds no " + Manifest.NAME + ": that shard did not come to its end");
      return Optional.empty();
    }
    Optional<Manifest> read;
    try {
      read = Json.read(UserFiles.text(file, MOST_BYTES, ""), Manifest.class);
    } catch (UserError e) {
      read = Optional.empty();
    }
    if (read.isEmpty() || read.get().schema() != Manifest.SCHEMA) {
      faults.add(file + ": is damaged, or of another version");
      return Optional.empty();
    }
    Manifest manifest = read.get();
    Optional<String> stranger = stranger(manifest, plan);
    if (stranger.isPresent()) {
      faults.add(path + ": " + stranger.get());
      return Optional.empty();
    }
    ShardFolder folder = new ShardFolder(path, manifest);
    List<String> damage = folder.damage();
    damage.stream().limit(MOST_NAMED).forEach(faults::add);
    if (damage.size() > MOST_NAMED) {
      faults.add("%s: %d more files".formatted(folder, damage.size() - MOST_NAMED));
    }
    return damage.isEmpty() ? Optional.of(folder) : Optional.empty();
  }

  private static Optional<String> stranger(Manifest manifest, ShardPlan.Read plan) {
    if (!manifest.kverdict().equals(plan.plan().kverdict())) {
      return Optional.of(
          "is of kverdict %s, and the plan of %s"
              .formatted(manifest.kverdict(), plan.plan().kverdict()));
    }
    if (!manifest.plan().equals(plan.digest())) {
      return Optional.of("is of another plan");
    }
    int shards = plan.plan().shards().size();
    return manifest.number() < 1 || manifest.number() > shards
        ? Optional.of("is shard %d of a plan of %d".formatted(manifest.number(), shards))
        : Optional.empty();
  }

  private List<String> damage() {
    List<String> damage = new ArrayList<>();
    manifest
        .files()
        .forEach(
            (name, digest) -> {
              Path file = path.resolve(name).normalize();
              if (!file.startsWith(path) || !isPlain(file)) {
                damage.add(this + ": " + name + " is missing");
              } else if (!digest(file).equals(digest)) {
                damage.add(this + ": " + name + " was changed or damaged");
              }
            });
    return damage;
  }

  /** Returns whether a path is a file of this directory, and no link on the way leads elsewhere. */
  private boolean isPlain(Path file) {
    for (Path at = file; !at.equals(path); at = Objects.requireNonNull(at.getParent())) {
      if (Files.isSymbolicLink(at)) {
        return false;
      }
    }
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static String digest(Path file) {
    try {
      return Digests.ofFile(file);
    } catch (InfraError e) {
      return "unreadable";
    }
  }

  int number() {
    return manifest.number();
  }

  /** Its run. */
  RunFolder run() {
    return new RunFolder(path.resolve(manifest.run()));
  }

  /** Returns the names of the files in a directory, as the manifest has them. */
  List<String> files(Path directory) {
    String start = path.relativize(directory) + "/";
    return manifest.files().keySet().stream()
        .filter(name -> name.startsWith(start))
        .map(name -> name.substring(start.length()))
        .toList();
  }

  /** Copies a directory, as the manifest has it. */
  void copy(Path directory, Path to) {
    for (String name : files(directory)) {
      Path file = to.resolve(name).normalize();
      if (!file.startsWith(to)) {
        throw error(name + " would lie elsewhere");
      }
      HostIo.run(
          "cannot copy " + name,
          () -> {
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.copy(directory.resolve(name), file);
          });
    }
  }

  /** Returns how each trial ended when it ran, by its directory; nothing if no log is listed. */
  Map<String, Event.TrialEnded> ended() {
    Map<String, Event.TrialEnded> ended = new HashMap<>();
    if (!files(run().path()).contains("events.jsonl")) {
      return ended;
    }
    try {
      for (EventLog.Logged logged : EventLog.ofRun(run().path(), "")) {
        if (logged.event() instanceof Event.TrialEnded trial) {
          ended.put(trial.folder(), trial);
        }
      }
    } catch (UserError e) {
      throw error(String.valueOf(e.getMessage()));
    }
    return ended;
  }

  /** Returns the error of a shard that does not hold what it has to. */
  InfraError error(String what) {
    return new InfraError(this + ": " + what + "; run that shard again");
  }

  @Override
  public String toString() {
    return "shard " + manifest.number() + " in " + path;
  }
}
