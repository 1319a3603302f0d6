package dev.kverdict.container;

import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file or directory of the host that a container sees.
 *
 * @param source its path without symbolic links
 * @param target the path that the command uses
 * @param writable whether the container may change it
 */
record Bind(Path source, Path target, boolean writable) {

  /** Directories of the image: a bind would replace the image's tools by the host's. */
  private static final List<Path> SYSTEM =
      List.of(
          Path.of("/usr"),
          Path.of("/bin"),
          Path.of("/sbin"),
          Path.of("/lib"),
          Path.of("/lib64"),
          Path.of("/etc"),
          Path.of("/proc"),
          Path.of("/sys"),
          Path.of("/dev"));

  /**
   * Returns the binds for a command, without those inside another bind that allows at least as
   * much. They are in the order of the paths, so that a directory comes before its content.
   *
   * <p>Paths that do not exist are skipped: a program can only create them in a writable directory.
   */
  static List<Bind> of(Collection<Path> reads, Collection<Path> writes) {
    Map<Path, Boolean> wanted = new TreeMap<>();
    reads.forEach(path -> wanted.put(checked(path), false));
    writes.forEach(path -> wanted.put(checked(path), true));
    Map<Path, Bind> binds = new LinkedHashMap<>();
    wanted.forEach(
        (path, writable) -> {
          Bind around = nearest(binds, path);
          if (Files.exists(path) && (around == null || (writable && !around.writable()))) {
            Path real = real(path);
            binds.put(path, new Bind(real, path, writable));
            // Tools resolve links, too, so the target of a link must exist.
            binds.putIfAbsent(real, new Bind(real, real, writable));
          }
        });
    return List.copyOf(binds.values());
  }

  Mount mount() {
    return new Mount()
        .withType(MountType.BIND)
        .withSource(source.toString())
        .withTarget(target.toString())
        .withReadOnly(!writable);
  }

  private static @Nullable Bind nearest(Map<Path, Bind> binds, Path path) {
    for (Path at = path; at != null; at = at.getParent()) {
      Bind found = binds.get(at);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static Path checked(Path path) {
    Path whole = path.toAbsolutePath().normalize();
    if (whole.getNameCount() == 0 || SYSTEM.contains(whole) || whole.equals(Path.of("/tmp"))) {
      throw new InfraError(
          "a command declares " + whole + ", which a container may not get as a whole");
    }
    return whole;
  }

  private static Path real(Path path) {
    return HostIo.get("cannot find " + path, path::toRealPath);
  }
}
