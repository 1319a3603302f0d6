package dev.kverdict.drill;

import dev.kverdict.host.AtomicFiles;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a drill takes place: a case of its own, and a store with what the case needs of the user's,
 * by links. What a fault breaks is not the user's.
 *
 * @param home beside the user's store, because links do not lead to another file system
 * @param temporary the directory for temporary files; a socket's path has at most 107 bytes
 */
record Stage(Path home, Path temporary) implements AutoCloseable {

  private static final String HOME = "drill";
  private static final String TEMPORARY = "kvdrill";

  private static final Path PATCHES = Path.of("../core/src/test/e2e/patches");

  /** What takes a while to link, and only kernels that are built from source need. */
  private static final Set<String> UNUSED =
      Set.of(
          "dir-source",
          "folder",
          "git-source",
          "kernel-objects",
          "kernel-source",
          "kernel-tree",
          "prebuilt",
          "syz-source",
          "userland");

  private static final String CASE =
      """
      case: drill
      kernels:
        stock:
          source: {distro: linux-image-amd64}
          prepare: [bug.patch]
          modules: [minix]
          cmdline: cryptomgr.notests
          smp: 1
      images:
        minix-1m: {%s, mount: {type: minix}}
      repros:
        old-data:
          source: %s
          image: minix-1m
          steps: [open, write, shrink, grow, read, data-is-zero]
          fails: {check: data-is-zero}
          timeout: 10s
      patches:
        right: {files: [right.patch], expect: {old-data: FIXED}}
        wrong: {files: [wrong.patch], expect: {old-data: NOT_FIXED}}
      defaults: {confidence: 0.75, jobs: 2}
      """;

  /** How the record of a trial begins, without blanks. */
  private static final String RIGHT =
      "\"trial\":{\"kernel\":\"stock\",\"patch\":\"right\",\"repro\":\"old-data\",\"series\":\"plain\"";

  private static final Pattern FROM = Pattern.compile("\"snapshot\":\"([^\"]+)\"");

  private static final String MADE = "size: 1MiB, make: [mkfs.minix, \"{image}\"]";

  static Stage open() throws IOException {
    Path users = Files.createDirectories(users());
    Path caches = users.getParent();
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    removeStale(caches, HOME);
    removeStale(temporary, TEMPORARY);
    String mine = ProcessHandle.current().pid() + "-";
    Stage stage =
        new Stage(
            Files.createTempDirectory(caches, HOME + mine),
            Files.createTempDirectory(temporary, TEMPORARY + mine));
    Files.createDirectories(stage.runs());
    Files.createDirectories(stage.cases());
    Files.copy(PATCHES.resolve("minix-frees-nothing.patch"), stage.cases().resolve("bug.patch"));
    Files.copy(PATCHES.resolve("minix-frees-again.patch"), stage.cases().resolve("right.patch"));
    Files.copy(PATCHES.resolve("minix-says-more.patch"), stage.cases().resolve("wrong.patch"));
    Files.copy(Path.of("src/test/resources/old-data.c"), stage.cases().resolve("old-data.c"));
    stage.writeCase("drill.yaml", MADE, "old-data.c");
    return stage;
  }

  /** Removes the stages of drills that were killed; a stage has its drill's process id. */
  static void removeStale(Path above, String prefix) throws IOException {
    Pattern name = Pattern.compile(Pattern.quote(prefix) + "(\\d{1,9})-\\d+");
    List<Path> stages;
    try (Stream<Path> all = Files.list(above)) {
      stages = all.toList();
    }
    for (Path stage : stages) {
      Matcher drill = name.matcher(stage.getFileName().toString());
      if (drill.matches() && ProcessHandle.of(Long.parseLong(drill.group(1))).isEmpty()) {
        AtomicFiles.delete(stage);
      }
    }
  }

  private static Path users() {
    return Store.defaultRoot(System.getenv());
  }

  Path cases() {
    return home.resolve("case");
  }

  Path runs() {
    return home.resolve("runs");
  }

  /** What XDG_CACHE_HOME is. */
  Path cache() {
    return home.resolve("cache");
  }

  Path store() {
    return cache().resolve("kverdict/v1");
  }

  private Path base() {
    return home.resolve("base");
  }

  /** Writes another case about the same bug, and returns its name. */
  String writeCase(String name, String image, String source) throws IOException {
    Files.writeString(cases().resolve(name), CASE.formatted(image, source));
    return name;
  }

  /** Writes the case with a program of its own, and returns its name. */
  String writeProgram(String source) throws IOException {
    Files.writeString(cases().resolve("other.c"), source);
    return writeCase("other.yaml", MADE, "other.c");
  }

  /** Writes the case with patches that say the same in other words, so that they are built anew. */
  List<String> writeUnbuilt() throws IOException {
    String once = "Once more, " + UUID.randomUUID() + ".\n\n";
    String text = CASE.formatted(MADE, "old-data.c");
    for (String patch : List.of("right", "wrong")) {
      String known = Files.readString(cases().resolve(patch + ".patch"));
      Files.writeString(cases().resolve(patch + "-again.patch"), once + known);
      text = text.replace("[" + patch + ".patch]", "[" + patch + "-again.patch]");
    }
    Files.writeString(cases().resolve("again.yaml"), text);
    return List.of("again.yaml");
  }

  /** Takes the entries of the user's store that were used since then. */
  void link(FileTime since) throws IOException, InterruptedException {
    Files.createDirectories(base().resolve("locks"));
    Path locks = users().resolve("locks");
    List<Path> stamps;
    try (Stream<Path> all = Files.walk(locks, 2)) {
      stamps = all.filter(file -> file.toString().endsWith(".used")).toList();
    }
    for (Path stamp : stamps) {
      String step = stamp.getParent().getFileName().toString();
      String digest = stamp.getFileName().toString().replace(".used", "");
      Path entry = users().resolve(step).resolve(digest);
      boolean used = Files.getLastModifiedTime(stamp).compareTo(since) >= 0;
      if (used && !UNUSED.contains(step) && Files.exists(entry)) {
        Path into = Files.createDirectories(base().resolve("kverdict/v1").resolve(step));
        run("cp", "-al", entry.toString(), into.toString());
        // What an entry is made of is known since the user's store was asked for it.
        Path seal = stamp.resolveSibling(digest + ".seal");
        if (Files.exists(seal)) {
          Path seals = Files.createDirectories(base().resolve("locks").resolve(step));
          Files.copy(seal, seals.resolve(digest + ".seal"));
        }
      }
    }
    Path apt = users().resolveSibling("apt");
    if (Files.exists(apt)) {
      run("cp", "-a", apt.toString(), base().resolve("kverdict").toString());
    }
  }

  /** Makes the store anew, with what it is to have. */
  void stock(Stock stock) throws IOException, InterruptedException {
    AtomicFiles.delete(cache());
    AtomicFiles.delete(runs());
    Files.createDirectories(runs());
    Files.createDirectories(store());
    run("cp", "-a", base().resolve("locks").toString(), store().toString());
    Path from = base().resolve("kverdict");
    if (Files.exists(from.resolve("apt"))) {
      run("cp", "-al", from.resolve("apt").toString(), cache().resolve("kverdict").toString());
    }
    try (Stream<Path> steps = Files.list(from.resolve("v1"))) {
      for (Path step : steps.toList()) {
        run("cp", "-al", step.toString(), store().toString());
      }
    }
    if (stock.lacks("trial")) {
      forget(stock.lacks("snapshot"));
    }
  }

  /** Removes the trials of the right patch, and the snapshot that they resumed from. */
  private void forget(boolean snapshots) throws IOException {
    for (Path file : files("trial", "trial\\.json")) {
      String trial = Files.readString(file).replaceAll("\\s", "");
      if (trial.contains(RIGHT)) {
        Matcher from = FROM.matcher(trial);
        AtomicFiles.delete(file.getParent());
        if (snapshots && from.find()) {
          forget(from.group(1));
        }
      }
    }
  }

  private void forget(String snapshot) throws IOException {
    for (Path name : files("snapshot", "name")) {
      if (Files.readString(name).strip().equals(snapshot)) {
        AtomicFiles.delete(name.getParent());
      }
    }
  }

  /** Runs a program of the drill itself. */
  static void run(String... argv) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", argv) + ": " + said);
    }
  }

  /** Returns the files of a step's entries. */
  List<Path> files(String step, String name) throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.exists(store().resolve(step))) {
      try (Stream<Path> all = Files.walk(store().resolve(step))) {
        all.filter(Files::isRegularFile)
            .filter(file -> file.getFileName().toString().matches(name))
            .forEach(found::add);
      }
    }
    if (found.isEmpty()) {
      throw new IOException("the store has no " + name + " of " + step);
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    AtomicFiles.delete(home);
    AtomicFiles.delete(temporary);
  }
}
