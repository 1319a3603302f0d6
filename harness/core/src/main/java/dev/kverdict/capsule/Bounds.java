package dev.kverdict.capsule;

import dev.kverdict.campaign.RunCase;
import dev.kverdict.model.FileSystem;
import dev.kverdict.model.ProgramDef;
import dev.kverdict.record.Outcome;
import dev.kverdict.shard.GivenPatches;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a capsule may hold. It may come from anybody: names become those of directories, a serial
 * number is a part of an option of QEMU's, and some files are read into memory. Whatever is too
 * much is an {@link IllegalArgumentException} with a line for a person.
 */
final class Bounds {

  /** Of a manifest, in bytes. */
  static final int MOST_MANIFEST = 16 << 20;

  /** A kernel's modules and sources are a few hundred; Debian's kernel has 4,000 modules. */
  static final int MOST_FILES = 20_000;

  /** The control's and the patch's files are mostly the same. */
  private static final int MOST_PATHS = 4 * MOST_FILES;

  /** Of a file, in bytes: the largest image that kverdict makes without being told. */
  private static final long MOST_LARGE = TarHeader.MOST;

  /** Of all files, in bytes. */
  private static final long MOST_TOTAL = 16L << 30;

  /** Of a module or a program, which is read at once, in bytes. */
  private static final long MOST_CODE = 64 << 20;

  /** Of everything else, in bytes. */
  private static final long MOST_SMALL = 16 << 20;

  private static final int MOST_PATH = 240;
  private static final int MOST_NAMES = 1000;
  private static final int MOST_TEXT = 4000;
  private static final int MOST_TRIALS = 10_000;
  private static final long MOST_MILLIS = 24 * 3_600_000L;

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern SERIAL = Pattern.compile("[A-Za-z0-9._-]{1,20}");
  private static final Pattern MODULE = Pattern.compile("[A-Za-z0-9_-]{1,100}");
  private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** Kernels that only further evidence needs: without an assertion, or with one as a report. */
  private static final Pattern SPARED = Pattern.compile("control~spared-[0-9a-f]{8}");

  /** What a kernel consists of; directories end in a slash. */
  private static final List<String> OF_KERNEL =
      List.of(
          "vmlinux",
          "bzImage",
          "modules/",
          "modules.disk",
          "modules.disk.json",
          "debug/",
          "source/",
          "config",
          "kernel.json",
          "origin",
          "changes.diff",
          "patch-notes",
          "patch-fit");

  private static final List<String> OF_PROGRAM = List.of("program");
  private static final List<String> OF_IMAGE = List.of("image");
  private static final List<String> OF_USERLAND = List.of("disk", "packages", "programs");

  private final Manifest manifest;
  private final Set<String> used = new HashSet<>();
  private long paths;
  private long unpacked;

  private Bounds(Manifest manifest) {
    this.manifest = manifest;
  }

  /** Returns whether a file of a kernel, by its path in it, belongs into a capsule. */
  static boolean isOfKernel(String path) {
    return belongs(path, OF_KERNEL);
  }

  /**
   * Requires that a manifest declares nothing that it may not.
   *
   * @return how many bytes its parts have together: one file may be in several of them
   * @throws IllegalArgumentException naming the first thing that is too much
   */
  static long require(Manifest manifest) {
    Bounds bounds = new Bounds(manifest);
    require(manifest.schema() == Manifest.SCHEMA, "is of another version of the format");
    bounds.requireFiles();
    bounds.requireCase();
    bounds.requireCells();
    bounds.requireMachines();
    bounds.requirePatches();
    requireExpected(manifest.expected());
    text("a version", manifest.host().kverdict());
    text("a version", manifest.host().qemu());
    text("an accelerator", manifest.host().accelerator());
    for (String digest : manifest.files().keySet()) {
      require(bounds.used.contains(digest), "declares a file that nothing uses: " + digest);
    }
    return bounds.unpacked;
  }

  private void requireFiles() {
    require(manifest.files().size() <= MOST_FILES, "has more than " + MOST_FILES + " files");
    long total = 0;
    for (Map.Entry<String, Long> file : manifest.files().entrySet()) {
      Long length = Objects.requireNonNull(file.getValue(), "a length");
      require(DIGEST.matcher(file.getKey()).matches(), "no SHA-256: " + shown(file.getKey()));
      require(length >= 0 && length <= MOST_LARGE, "no length of a file: " + length);
      total += length;
    }
    require(total <= MOST_TOTAL, "unpacks to %d bytes, more than %d".formatted(total, MOST_TOTAL));
  }

  private void requireCase() {
    RunCase matrix = manifest.matrix();
    require(matrix.schema() == RunCase.SCHEMA, "its case is of another version of the format");
    name("a case", matrix.caseName());
    RunCase.Effort effort = matrix.effort();
    Integer trials = effort.trials();
    require(
        (trials == null || (trials > 0 && trials <= MOST_TRIALS))
            && effort.maxTrials() > 0
            && effort.maxTrials() <= MOST_TRIALS
            && effort.confidence() > 0.5
            && effort.confidence() < 1,
        "asks for trials that nobody can run");
    require(matrix.kernels().size() == 1, "is not about one kernel");
    for (RunCase.Kernel kernel : matrix.kernels()) {
      name("a kernel", kernel.name());
      all(kernel.modules(), module -> require(MODULE.matcher(module).matches(), "no module"));
      text("a kernel's command line", kernel.cmdline());
      require(kernel.memoryMiB() >= 32 && kernel.memoryMiB() <= 1 << 20, "no size of a memory");
      require(kernel.smp() >= 1 && kernel.smp() <= 64, "no number of processors");
    }
    unique(matrix.images().stream().map(RunCase.Image::name).toList());
    matrix.images().forEach(Bounds::requireImage);
    unique(matrix.programs().stream().map(RunCase.Program::name).toList());
    matrix.programs().forEach(this::requireProgram);
  }

  private static void requireImage(RunCase.Image image) {
    name("an image", image.name());
    require(SERIAL.matcher(image.serial()).matches(), "no serial number: " + shown(image.serial()));
    RunCase.Mount mount = image.mount();
    if (mount != null) {
      require(TYPE.matcher(mount.type()).matches(), "no file system: " + shown(mount.type()));
      text("a mount point", mount.at());
      String options = mount.options();
      if (options != null) {
        text("mount options", options);
      }
    }
    require(
        image.checker().isEmpty()
            || FileSystem.of(image.checker()).filter(one -> one.check() != null).isPresent(),
        "no file system that kverdict has a checker for: " + shown(image.checker()));
  }

  private void requireProgram(RunCase.Program program) {
    name("a program", program.name());
    require(!program.kind().compiled(), program.name() + " is not compiled");
    require(program.timeoutMillis() > 0 && program.timeoutMillis() <= MOST_MILLIS, "no time limit");
    Set<String> images = new HashSet<>();
    manifest.matrix().images().forEach(image -> images.add(image.name()));
    require(images.containsAll(program.images()), program.name() + " has an image that is missing");
    unique(program.images());
    List<String> texts = new ArrayList<>(program.args());
    texts.addAll(program.steps());
    texts.addAll(program.crash());
    texts.addAll(program.accepts());
    List<String> packages = program.userland();
    if (packages != null) {
      texts.addAll(packages);
    }
    all(texts, text -> text("a text of " + program.name(), text));
    String check = program.check();
    boolean fails = check != null || !program.crash().isEmpty();
    require(program.guard() != fails, program.name() + " is no reproducer and no guard");
    require(check == null || program.steps().contains(check), program.name() + " has no such step");
    require(
        program.kind() == ProgramDef.Kind.BINARY || packages != null,
        program.name() + " needs a userland");
  }

  private void requireCells() {
    String kernel = manifest.matrix().kernels().get(0).name();
    require(kernel.equals(manifest.kernel()), "is about a kernel that is missing");
    String patch = manifest.patch();
    if (patch != null) {
      name("a patch", patch);
    }
    Set<String> known = new HashSet<>();
    for (RunCase.Program program : manifest.matrix().programs()) {
      known.add((patch == null ? kernel : kernel + "/" + patch) + " " + program.name());
    }
    require(manifest.cells().contains(manifest.cell()), "does not judge its own cell");
    require(known.containsAll(manifest.cells()), "judges a cell that is missing");
  }

  private void requireMachines() {
    Manifest.Machines machines = manifest.machines();
    String kernel = manifest.kernel();
    String patch = manifest.patch();
    require(machines.kernels().containsKey(kernel), "lacks the control");
    require(
        patch == null || machines.kernels().containsKey(kernel + "/" + patch),
        "lacks the kernel with the patch");
    require(machines.kernels().size() <= MOST_NAMES, "has too many kernels");
    machines
        .kernels()
        .forEach(
            (name, part) -> {
              require(isKernel(name), "no kernel of its cell: " + shown(name));
              part("the kernel " + name, part, OF_KERNEL);
              for (String needed : List.of("kernel.json", "config", "vmlinux")) {
                require(part.files().containsKey(needed), name + " lacks its " + needed);
              }
            });
    whole("the agent", machines.agent(), OF_PROGRAM);
    whole("the canary", machines.canary(), OF_PROGRAM);
    List<RunCase.Program> programs = manifest.matrix().programs();
    parts("program", machines.programs(), programs.stream().map(RunCase.Program::name), OF_PROGRAM);
    parts(
        "image",
        machines.images(),
        manifest.matrix().images().stream().map(RunCase.Image::name),
        OF_IMAGE);
    parts(
        "userland",
        machines.userlands(),
        programs.stream().filter(one -> one.userland() != null).map(RunCase.Program::name),
        OF_USERLAND);
  }

  private boolean isKernel(String name) {
    String kernel = manifest.kernel();
    String patch = manifest.patch();
    if (name.equals(kernel)) {
      return true;
    }
    String with = name.startsWith(kernel + "/") ? name.substring(kernel.length() + 1) : "";
    return SPARED.matcher(with).matches()
        || (patch != null && (with.equals(patch) || with.equals(patch + "~tripwire")));
  }

  private void parts(
      String what, Map<String, Manifest.Part> parts, Stream<String> names, List<String> of) {
    require(parts.keySet().equals(Set.copyOf(names.toList())), "has other parts than its case");
    parts.forEach((name, part) -> whole("the " + what + " of " + name, part, of));
  }

  private void whole(String what, Manifest.Part part, List<String> of) {
    part(what, part, of);
    require(part.files().keySet().containsAll(of), what + " is not whole");
  }

  private void part(String what, Manifest.@Nullable Part part, List<String> of) {
    Objects.requireNonNull(part, what);
    require(DIGEST.matcher(part.key()).matches(), what + " has no digest");
    Set<String> names = new HashSet<>();
    part.files()
        .forEach(
            (path, digest) -> {
              require(path.length() <= MOST_PATH, what + " has a path that is too long");
              TarHeader.requirePlain(path);
              require(belongs(path, of), "%s has no %s".formatted(what, shown(path)));
              // Linux has modules such as xt_DSCP and xt_dscp.
              require(
                  path.startsWith("modules/")
                      || path.startsWith("debug/")
                      || path.startsWith("source/")
                      || names.add(path.toLowerCase(Locale.ROOT)),
                  "%s has %s twice".formatted(what, path));
              use(path, digest, most(path));
            });
    for (String path : part.files().keySet()) {
      for (int at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
        require(
            !part.files().containsKey(path.substring(0, at)),
            "%s has a file where a directory is: %s".formatted(what, path.substring(0, at)));
      }
    }
  }

  private static boolean belongs(String path, List<String> of) {
    return of.stream().anyMatch(one -> one.endsWith("/") ? path.startsWith(one) : path.equals(one));
  }

  /** What is not read at once may be large. */
  private static long most(String path) {
    if (path.equals("program") || path.endsWith(".ko")) {
      return MOST_CODE;
    }
    boolean large =
        List.of("vmlinux", "bzImage", "modules.disk", "image", "disk").contains(path)
            || path.startsWith("debug/");
    return large ? MOST_LARGE : MOST_SMALL;
  }

  private void use(String what, @Nullable String digest, long most) {
    Long length = manifest.files().get(Objects.requireNonNull(digest, what));
    if (length == null) {
      throw new IllegalArgumentException(what + " is not among its files");
    }
    require(length <= most, "%s has %d bytes, more than %d".formatted(what, length, most));
    used.add(digest);
    paths++;
    unpacked += length;
    require(paths <= MOST_PATHS, "has more than " + MOST_PATHS + " paths");
    require(unpacked <= MOST_TOTAL, "its parts have more than %d bytes".formatted(MOST_TOTAL));
  }

  private void requirePatches() {
    GivenPatches given = manifest.patches();
    require(given.alone() && given.known().isEmpty(), "has a list of patches that is no capsule's");
    List<String> names = given.patches().stream().map(GivenPatches.Named::name).toList();
    String patch = manifest.patch();
    require(names.equals(patch == null ? List.of() : List.of(patch)), "has not the cell's patch");
    for (GivenPatches.Named named : given.patches()) {
      require(
          named.expect().isEmpty() && named.worth() == null && named.files().size() <= MOST_NAMES,
          "says of its patch what no capsule says");
      for (GivenPatches.File file : named.files()) {
        name("a file of a patch", file.name());
        require(file.versions().isEmpty(), "has versions of files");
        use(file.name(), file.digest(), MOST_SMALL);
      }
    }
  }

  private static void requireExpected(Expected expected) {
    text("a title", expected.title());
    require(expected.series().size() <= 2, "has too many series");
    for (Expected.Series series : expected.series()) {
      require(
          List.of(Expected.CONTROL, Expected.PATCHED).contains(series.name()),
          "no series: " + shown(series.name()));
      require(series.trials() >= 0 && series.trials() <= MOST_TRIALS, "no number of trials");
      require(series.shown().size() <= MOST_NAMES, "shows too much");
      int sum = 0;
      for (Expected.Shown shown : series.shown()) {
        text("a title", shown.title());
        require(shown.outcome() != Outcome.Kind.INFRA, "expects that the host fails");
        require(shown.trials() > 0 && shown.trials() <= MOST_TRIALS, "no number of trials");
        require(shown.steps() >= 0 && shown.steps() <= MOST_TRIALS, "no number of steps");
        sum += shown.trials();
      }
      require(sum == series.trials(), "its trials do not add up");
    }
    unique(expected.series().stream().map(Expected.Series::name).toList());
  }

  /** A thing to be required of each. */
  @FunctionalInterface
  private interface Rule {
    void require(String text);
  }

  private static void all(Collection<String> texts, Rule rule) {
    require(texts.size() <= MOST_NAMES, "has a list that is too long");
    texts.forEach(rule::require);
  }

  private static void unique(List<String> names) {
    require(names.size() <= MOST_NAMES, "has a list that is too long");
    Set<String> lower = new HashSet<>();
    for (String name : names) {
      require(lower.add(name.toLowerCase(Locale.ROOT)), "has " + shown(name) + " twice");
    }
  }

  private static void name(String what, String text) {
    require(NAME.matcher(text).matches(), "no name of %s: %s".formatted(what, shown(text)));
  }

  private static void text(String what, String text) {
    require(
        text.length() <= MOST_TEXT && text.indexOf('\0') < 0, what + " is too long, or no text");
  }

  private static String shown(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }

  private static void require(boolean so, String otherwise) {
    if (!so) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
