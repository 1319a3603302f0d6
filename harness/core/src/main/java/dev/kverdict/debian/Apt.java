package dev.kverdict.debian;

import dev.kverdict.HostIo;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Queries apt about packages and downloads them, with the system's lists or with {@link OwnLists}.
 * Without a binary cache apt would read all its lists for each query; with one it reads them only
 * when they have changed.
 */
public final class Apt implements Archive {

  private static final Duration DOWNLOAD = Duration.ofMinutes(15);

  /** Packages per query: with some 25 lines each, the output still fits into what is kept of it. */
  private static final int AT_ONCE = 20;

  /** Errors of apt-cache about packages that are not in its lists, which are an answer, too. */
  private static final List<String> UNKNOWN =
      List.of("E: No packages found", "E: Unable to locate package", "E: No such package");

  /** What apt-get says of packages that are not there, or not with what they depend on. */
  private static final Pattern LACKING =
      Pattern.compile(
          "E: Unable to locate package .*|E: Version .* was not found|E: Couldn't find any .*"
              + "|E: Package .* has no installation candidate"
              + "|[a-z0-9][a-z0-9.+:-]* : (Depends|PreDepends|Pre-Depends|Conflicts|Breaks): .*");

  /** How apt-get announces a package: {@code Inst NAME (VERSION ORIGIN [ARCHITECTURE])}. */
  private static final Pattern INSTALLED =
      Pattern.compile("Inst ([a-z0-9][a-z0-9.+:-]*) \\(([0-9A-Za-z.+~:-]+) .*");

  private final Lane lane;
  private final Path home;
  private final List<String> options;
  private final Function<Supplier<CommandResult>, CommandResult> reading;

  private Apt(
      Lane lane,
      Path home,
      List<String> options,
      Function<Supplier<CommandResult>, CommandResult> reading) {
    this.lane = lane;
    this.home = home;
    this.options = List.copyOf(options);
    this.reading = reading;
  }

  /** Creates an apt with the system's lists, and a cache beside the store. */
  static Apt ofSystem(Lane lane, Store store) {
    Path home = home(store);
    String cache = "Dir::Cache::pkgcache=" + home.resolve("pkgcache.bin");
    return new Apt(lane, home, List.of("-o", cache), Supplier::get);
  }

  /**
   * Creates an apt with a separate configuration.
   *
   * @param home the directory it may write to
   * @param reading runs a query while nobody replaces the lists
   */
  static Apt configured(
      Lane lane, Path home, Path file, Function<Supplier<CommandResult>, CommandResult> reading) {
    return new Apt(lane, home, List.of("-c", file.toString()), reading);
  }

  /** Creates and returns the directory for apt's files. */
  static Path home(Store store) {
    Path home = store.root().resolveSibling("apt");
    return HostIo.get("cannot create " + home, () -> Files.createDirectories(home));
  }

  @Override
  public List<AptRecord> show(List<String> names) {
    List<AptRecord> found = new ArrayList<>();
    for (int from = 0; from < names.size(); from += AT_ONCE) {
      List<String> words = new ArrayList<>(List.of("show", "--"));
      words.addAll(names.subList(from, Math.min(from + AT_ONCE, names.size())));
      found.addAll(AptRecord.read(ask(words)));
    }
    return found;
  }

  @Override
  public Optional<String> candidate(String name) {
    return ask(List.of("policy", "--", name)).stream()
        .map(String::strip)
        .filter(line -> line.startsWith("Candidate: ") && !line.endsWith("(none)"))
        .map(line -> line.substring("Candidate: ".length()))
        .findFirst();
  }

  @Override
  public List<String> names(String prefix) {
    return ask(List.of("pkgnames", "--", prefix)).stream()
        .filter(line -> line.startsWith(prefix))
        .sorted()
        .toList();
  }

  @Override
  public Closure closure(List<String> wanted) {
    List<String> more = new ArrayList<>();
    // A system without packages, whose cache is not that of this one.
    String cache = home.resolve("empty-pkgcache.bin").toString();
    for (String option :
        List.of(
            "Dir::State::status=/dev/null",
            "Dir::State::extended_states=/dev/null",
            "Dir::Cache::pkgcache=" + cache,
            "APT::Install-Recommends=false",
            "APT::Install-Suggests=false",
            "APT::Immediate-Configure=false",
            "APT::Get::Show-User-Simulation-Note=false")) {
      more.addAll(List.of("-o", option));
    }
    List<String> words = new ArrayList<>(List.of("install", "--simulate", "-q", "--"));
    words.addAll(wanted);
    CommandResult result =
        run(Command.of(home, argv("apt-get", more, words).toArray(String[]::new)).writing(home));
    List<String> lacking =
        result.output().stream()
            .map(String::strip)
            .filter(line -> LACKING.matcher(line).matches())
            .map(line -> line.replaceFirst("^E: ", ""))
            .toList();
    if (!result.ok() && lacking.isEmpty()) {
      throw new ArchiveError("apt-get install --simulate failed", result);
    }
    return new Closure(
        result.output().stream()
            .map(INSTALLED::matcher)
            .filter(Matcher::matches)
            .map(line -> line.group(1) + "=" + line.group(2))
            .sorted()
            .distinct()
            .toList(),
        result.ok() ? "" : String.join("; ", lacking));
  }

  private List<String> ask(List<String> words) {
    CommandResult result =
        run(
            Command.of(home, argv("apt-cache", List.of(), words).toArray(String[]::new))
                .writing(home));
    // It fails if it does not know one of the names. Any other error leaves the answer open, also
    // if there are further lines: of a list that cannot be written for want of space, for one.
    List<String> errors = result.output().stream().filter(line -> line.startsWith("E: ")).toList();
    boolean answered =
        result.ok()
            || (!errors.isEmpty()
                && errors.stream().allMatch(line -> UNKNOWN.stream().anyMatch(line::startsWith)));
    if (!answered) {
      throw new ArchiveError("apt-cache " + words.get(0) + " failed", result);
    }
    return result.output();
  }

  /**
   * Downloads packages into a directory.
   *
   * @param wanted {@code NAME=VERSION}, each
   * @throws ArchiveError if one cannot be downloaded
   */
  void download(List<String> wanted, Path into) {
    List<String> words = new ArrayList<>(List.of("download"));
    words.addAll(wanted);
    // As root, apt would switch to a user who may not write to the store, and complain.
    List<String> more = List.of("-q", "-o", "Acquire::Retries=3", "-o", "APT::Sandbox::User=root");
    CommandResult result =
        run(
            Command.of(into, argv("apt-get", more, words).toArray(String[]::new))
                .writing(into)
                .within(DOWNLOAD));
    if (!result.ok()) {
      throw new ArchiveError("apt-get download " + String.join(" ", wanted) + " failed", result);
    }
  }

  private List<String> argv(String program, List<String> more, List<String> words) {
    List<String> argv = new ArrayList<>(List.of(program));
    argv.addAll(options);
    argv.addAll(more);
    argv.addAll(words);
    return argv;
  }

  private CommandResult run(Command command) {
    return reading.apply(() -> lane.run(command.asChore()));
  }
}
