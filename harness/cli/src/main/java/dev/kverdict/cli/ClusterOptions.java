package dev.kverdict.cli;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.run.RunFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/**
 * That a run goes to a cluster, and how. Names no class of the cluster's module, which is only
 * there when a run goes to one.
 */
final class ClusterOptions {

  private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,5})(s|m|h)");

  /** What the name of a directory with shards ends with. */
  static final String SHARDS = "-shards";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@+,-]{1,200}");
  private static final int MOST_PROCESSORS = 1024;

  /** Where programs run is a matter of the nodes. */
  private static final Set<String> OF_SHARD = Set.of("--lane", "--require-cage", "--syz-prog2c");

  /** What belongs to the end of a run, where the verdicts are printed. */
  private static final Set<String> OF_MERGE = Set.of("--verbose");

  private static final String PATCH_ON_INPUT = "--patch=-";

  /** What is said to none: where runs go is told to merge by its own option. */
  private static final Set<String> OURS =
      Set.of(
          "--on",
          "--shared",
          "--partition",
          "--account",
          "--time",
          "--cpus",
          "--detach",
          "--namespace",
          "--image",
          "--claim",
          "--quiet",
          "--out");

  @Option(
      names = "--on",
      paramLabel = "slurm|kubernetes",
      description = "Run the shards of a plan on a cluster (docs/clusters.md).")
  private @Nullable String on;

  @Option(
      names = "--shards",
      paramLabel = "N",
      description = "With --on: how many parts to cut the run into.")
  private @Nullable Integer shards;

  @Option(
      names = "--shared",
      paramLabel = "DIR",
      description =
          "With --on: a directory that all nodes see at the same path (default: that of --out).")
  private @Nullable Path shared;

  @Option(
      names = "--partition",
      paramLabel = "NAME",
      description = "With --on slurm: the partition, or several: NAME,NAME.")
  private @Nullable String partition;

  @Option(
      names = "--account",
      paramLabel = "NAME",
      description = "With --on slurm: the account that pays.")
  private @Nullable String account;

  @Option(
      names = "--time",
      paramLabel = "DURATION",
      description = "With --on: how long a shard may take: 30m, 2h (default: by the plan).")
  private @Nullable String time;

  @Option(
      names = "--cpus",
      paramLabel = "N",
      description = "With --on: the processors of each shard (default: ${DEFAULT-VALUE}).")
  private int cpus = 2;

  @Option(
      names = "--detach",
      description =
          "With --on slurm: submit and do not wait; a last task judges. The exit code is 3.")
  private boolean detach;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "With --on kubernetes: where the Job runs (default: as kubectl has it).")
  private @Nullable String namespace;

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      description = "With --on kubernetes: the image that has kverdict.")
  private @Nullable String image;

  @Option(
      names = "--claim",
      paramLabel = "NAME",
      description = "With --on kubernetes: the claim whose root is the directory of --shared.")
  private @Nullable String claim;

  /**
   * Returns whether the run goes to a cluster.
   *
   * @throws UserError if it does not, and an option says how all the same
   */
  boolean asked() {
    if (on == null
        && (detach
            || Stream.of(shards, shared, partition, account, time, namespace, image, claim)
                .anyMatch(Objects::nonNull))) {
      throw new UserError("", "there is an option for clusters, but no --on", "add --on slurm");
    }
    return on != null;
  }

  /** Returns the kind of cluster. */
  String kind() {
    return String.valueOf(on);
  }

  @Nullable String partition() {
    return name("--partition", partition);
  }

  @Nullable String account() {
    return name("--account", account);
  }

  @Nullable String namespace() {
    return name("--namespace", namespace);
  }

  String image() {
    return needed("--image", image);
  }

  String claim() {
    return needed("--claim", name("--claim", claim));
  }

  private static String needed(String option, @Nullable String value) {
    if (value == null) {
      throw new UserError("--on kubernetes", "needs " + option, "docs/clusters.md says what it is");
    }
    return value;
  }

  boolean detach() {
    return detach;
  }

  int cpus() {
    return Terminal.inRange("--cpus", cpus, MOST_PROCESSORS);
  }

  @Nullable Duration time() {
    if (time == null) {
      return null;
    }
    Matcher given = TIME.matcher(time);
    if (!given.matches()) {
      throw new UserError("--time " + time, "is not a duration", "write it as 30m or 2h");
    }
    long number = Long.parseLong(given.group(1));
    return switch (given.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  /**
   * Makes the directory of a run on a cluster.
   *
   * @param runs where it lies if no other place is named
   */
  Path folder(Path runs, Path matrix) {
    String name =
        String.valueOf(matrix.getFileName())
            .replaceAll("\\.ya?ml$", "")
            .replaceAll("[^A-Za-z0-9._-]", "_");
    return RunFolder.create(shared == null ? runs : shared, name + SHARDS).path();
  }

  /**
   * Returns the words of {@code kverdict plan} for what was asked of {@code verify}.
   *
   * @param folder takes a patch from standard input, which a program that is started cannot read
   */
  static List<String> planWords(ParseResult asked, Path matrix, Path folder, InputStream input) {
    List<String> words = new ArrayList<>(List.of(matrix.toString()));
    words.addAll(
        words(asked, name -> Stream.of(OURS, OF_SHARD, OF_MERGE).noneMatch(s -> s.contains(name))));
    words.replaceAll(word -> word.equals(PATCH_ON_INPUT) ? "--patch=" + kept(folder, input) : word);
    return words;
  }

  /** Returns a file whose name gives the patch the same name as standard input does. */
  private static Path kept(Path folder, InputStream input) {
    Path file = folder.resolve("stdin.patch");
    try {
      AtomicFiles.write(file, input.readNBytes(PatchSet.MOST_BYTES + 1));
      return file;
    } catch (IOException e) {
      throw new InfraError("cannot read standard input: " + e.getMessage(), e);
    }
  }

  /** Returns the further words of {@code kverdict shard}. */
  static List<String> shardWords(ParseResult asked) {
    return words(asked, OF_SHARD::contains);
  }

  /** Returns the further words of {@code kverdict merge}. */
  static List<String> mergeWords(ParseResult asked) {
    return words(asked, OF_MERGE::contains);
  }

  private static List<String> words(ParseResult asked, Predicate<String> which) {
    return asked.matchedOptions().stream()
        .filter(option -> which.test(option.longestName()))
        .flatMap(option -> words(option).stream())
        .toList();
  }

  private static List<String> words(OptionSpec option) {
    return option.arity().max() == 0
        ? List.of(option.longestName())
        : option.originalStringValues().stream()
            .map(value -> option.longestName() + "=" + value)
            .toList();
  }

  private static @Nullable String name(String option, @Nullable String value) {
    if (value != null && !NAME.matcher(value).matches()) {
      throw new UserError(option + " " + value, "is no name", "use letters, digits, . _ -");
    }
    return value;
  }
}
