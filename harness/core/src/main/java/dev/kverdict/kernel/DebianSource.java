package dev.kverdict.kernel;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Scratch;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Kernel source from a Debian source package, unpacked without root. */
final class DebianSource {

  /** The source tree's name in its entry. */
  static final String TREE = "tree";

  private static final int RECIPE = 1;

  private final Lane lane;
  private final Store store;
  private final Map<String, String> candidates = new ConcurrentHashMap<>();

  DebianSource(Lane lane, Store store) {
    this.lane = lane;
    this.store = store;
  }

  /**
   * The unpacked source of the package's newest version: of that which was the newest when it was
   * first asked for, so that a control and its variants have one source.
   *
   * @throws UserError when apt knows no such package
   */
  Entry obtain(String packageName) {
    String version = candidates.computeIfAbsent(packageName, this::candidate);
    Key key = Key.of("kernel-source", RECIPE, packageName, version);
    return store.obtain(key, folder -> unpack(packageName, version, folder));
  }

  private String candidate(String packageName) {
    CommandResult policy = lane.run(AptCache.command(store, List.of("policy", "--", packageName)));
    for (String line : policy.output()) {
      String text = line.strip();
      if (text.startsWith("Candidate: ") && !text.endsWith("(none)")) {
        return text.substring("Candidate: ".length());
      }
    }
    throw new UserError(
        "source package " + packageName,
        "apt knows no such package",
        "check the name, or refresh apt's lists: apt-get update");
  }

  private void unpack(String packageName, String version, Path folder) throws IOException {
    try (Scratch scratch = store.scratch()) {
      Path work = scratch.folder();
      Path unpacked = Debs.fetch(lane, List.of(packageName + "=" + version), work);
      List<Path> archives = Debs.matching(unpacked.resolve("usr/src"), ".tar.xz");
      if (archives.size() != 1) {
        throw new UserError(
            "source package " + packageName,
            "holds no single source archive below usr/src",
            "name a linux-source package");
      }
      Path tree = Files.createDirectory(work.resolve("source"));
      Debs.run(
          lane,
          Command.of(tree, "tar", "-x", "--no-same-owner", "-J", "-f", archives.get(0).toString())
              .reading(archives.get(0))
              .writing(tree));
      List<Path> roots = Debs.matching(tree, "");
      if (roots.size() != 1) {
        throw new InfraError(packageName + " does not unpack into one folder");
      }
      Files.move(roots.get(0), folder.resolve(TREE), StandardCopyOption.ATOMIC_MOVE);
      AtomicFiles.write(folder.resolve("version"), packageName + " " + version + "\n");
    }
  }
}
