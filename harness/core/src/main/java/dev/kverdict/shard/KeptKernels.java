package dev.kverdict.shard;

import dev.kverdict.HostIo;
import dev.kverdict.UserError;
import dev.kverdict.build.AppliedPatch;
import dev.kverdict.build.KernelBuild;
import dev.kverdict.kernel.KernelArtefact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Keeps of each kernel what judging needs of it: its facts, its configuration, what its patches
 * changed, sources and debug information. What only a machine needs stays in the store.
 */
final class KeptKernels {

  static final String FOLDER = "kernels";

  /** What a guest boots and loads, by its names in an artefact. */
  private static final Set<String> FOR_MACHINES =
      Set.of("vmlinux", "bzImage", "modules", "modules.disk");

  private final Path folder;
  private final Map<String, Manifest.Build> builds = new TreeMap<>();
  private final Map<String, Manifest.Applied> applied = new TreeMap<>();
  private final Map<String, String> mistakes = new TreeMap<>();

  /**
   * @param out the directory of the shard
   */
  KeptKernels(Path out) {
    this.folder = out.resolve(FOLDER);
  }

  /** Keeps a build, once. */
  synchronized KernelBuild keep(String name, KernelBuild build) {
    if (!builds.containsKey(name)) {
      String key = build.artefact().map(KernelArtefact::keyDigest).orElse(null);
      build.artefact().ifPresent(this::copy);
      builds.put(name, new Manifest.Build(build.outcome(), key));
    }
    return build;
  }

  /** Keeps what a source would be with a patch. */
  synchronized Optional<AppliedPatch> keep(String name, Optional<AppliedPatch> patch) {
    patch.ifPresent(
        one -> applied.put(name, new Manifest.Applied(one.refused().orElse(null), one.digest())));
    return patch;
  }

  /** Keeps why a patch cannot be judged. */
  synchronized UserError keep(String name, UserError mistake) {
    mistakes.put(name, String.valueOf(mistake.getMessage()));
    return mistake;
  }

  synchronized Map<String, Manifest.Build> builds() {
    return Map.copyOf(builds);
  }

  synchronized Map<String, Manifest.Applied> applied() {
    return Map.copyOf(applied);
  }

  synchronized Map<String, String> mistakes() {
    return Map.copyOf(mistakes);
  }

  private void copy(KernelArtefact kernel) {
    HostIo.run(
        "cannot keep a kernel in " + folder,
        () -> copy(kernel.folder(), folder.resolve(kernel.keyDigest())));
  }

  /** Two names may have one kernel. */
  private static void copy(Path from, Path to) throws IOException {
    if (Files.exists(to)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(from)) {
      all = walk.toList();
    }
    for (Path path : all) {
      Path below = from.relativize(path);
      if (FOR_MACHINES.contains(below.getName(0).toString())) {
        continue;
      }
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(to.resolve(below));
      } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        Files.copy(path, to.resolve(below));
      }
    }
  }
}
