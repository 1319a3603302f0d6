package dev.kverdict.kernel;

import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Compression;
import dev.kverdict.host.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A kernel's modules in {@code lib/modules/RELEASE}, as somebody else installed or packed them. */
public record InstalledModules(Lane lane) {

  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** How modules are packed, by the ends of their names (kmod knows no others). */
  private static final Map<String, Compression> PACKED =
      Map.of("gz", Compression.GZIP, "xz", Compression.XZ, "zst", Compression.ZSTD);

  /** Unpacks each module beside itself. The decoder, which reads standard input, follows SUFFIX. */
  private static final String UNPACK =
      "find . -type f -name \"*.ko.$1\" | { suffix=$1; shift; while IFS= read -r file; do"
          + " \"$@\" <\"$file\" >\"${file%.$suffix}\" && rm -- \"$file\" || exit; done; }";

  /** Prints the first word of each module's vermagic once. */
  private static final String RELEASES =
      "find . -type f -name '*.ko' -print0 | xargs -0 -r modinfo -F vermagic | cut -d ' ' -f 1"
          + " | sort -u";

  /** Lists that depmod does not write, and that an installation may lack. */
  private static final List<String> INSTALLED =
      List.of("modules.builtin", "modules.order", "modules.builtin.modinfo");

  /**
   * Unpacks modules that are compressed, in place.
   *
   * @return what failed; empty if nothing
   */
  public String unpack(Path modules) {
    for (Map.Entry<String, Compression> packed : PACKED.entrySet()) {
      List<String> argv = new ArrayList<>(List.of("sh", "-c", UNPACK, "unpack", packed.getKey()));
      argv.addAll(packed.getValue().decoder());
      CommandResult result = lane.run(in(modules, argv).writing(modules));
      if (!result.ok()) {
        return "modules that end in .ko." + packed.getKey() + ": " + result.summary();
      }
    }
    return "";
  }

  /** Returns the releases that modules say they are for: one, if they belong together. */
  public List<String> releases(Path modules) {
    return lane
        .run(in(modules, List.of("sh", "-c", RELEASES)))
        .orThrow("cannot ask the modules in " + modules)
        .output()
        .stream()
        .filter(line -> !line.isBlank())
        .toList();
  }

  /**
   * Writes depmod's lists.
   *
   * @param root the directory that holds {@code lib/modules/RELEASE}
   */
  public void list(Path root, String release) throws IOException {
    Path modules = root.resolve("lib/modules").resolve(release);
    for (String file : INSTALLED) {
      if (!Files.exists(modules.resolve(file))) {
        Files.createFile(modules.resolve(file));
      }
    }
    var unused =
        lane.run(
                in(root, List.of("depmod", "-b", root.toString(), release))
                    .reading(root)
                    .writing(modules))
            .orThrow("cannot list the modules of " + release);
  }

  private static Command in(Path directory, List<String> argv) {
    return Command.of(directory, argv.toArray(String[]::new)).reading(directory).within(LIMIT);
  }
}
