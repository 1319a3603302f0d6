package dev.kverdict.matrix;

import dev.kverdict.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Turns what was written into what runs, or says where it cannot. */
final class Resolver {

  private static final String STEP_MOUNT = "mount";
  private static final int MAX_SERIAL = 20;
  private static final int MAX_TRIALS = 10_000;

  private final Located main;
  private final List<Located> files;
  private final Set<String> verdicts;
  private final Values values = new Values();
  private final Map<String, Located> definedIn = new LinkedHashMap<>();

  Resolver(List<Located> files, Set<String> verdicts) {
    this.main = files.get(0);
    this.files = files;
    this.verdicts = new TreeSet<>(verdicts);
  }

  Matrix resolve() {
    Path root = root(main);
    for (Located file : files) {
      if (!file.file().startsWith(root)) {
        throw new UserError(
            file.file().toString(), "lies outside the root " + root, "move it or widen root:");
      }
    }
    Map<String, ImageDef> images = new LinkedHashMap<>();
    each("images", MatrixSpec::images, (at, spec) -> images.put(at.name(), image(at, spec)));
    Map<String, ReproducerDef> repros = new LinkedHashMap<>();
    each(
        "repros",
        MatrixSpec::repros,
        (at, spec) -> repros.put(at.name(), program(at, spec, images, false)));
    Map<String, ReproducerDef> guards = new LinkedHashMap<>();
    each(
        "guards",
        MatrixSpec::guards,
        (at, spec) -> {
          if (repros.containsKey(at.name())) {
            throw at.error("", "'" + at.name() + "' is a reproducer already", "rename one");
          }
          guards.put(at.name(), program(at, spec, images, true));
        });
    Map<String, KernelDef> kernels = new LinkedHashMap<>();
    each("kernels", MatrixSpec::kernels, (at, spec) -> kernels.put(at.name(), kernel(at, spec)));
    SourceResolver.requireStandIns(kernels, definedIn);
    Map<String, PatchDef> patches = new LinkedHashMap<>();
    Set<String> programs = new TreeSet<>(repros.keySet());
    programs.addAll(guards.keySet());
    each(
        "patches",
        MatrixSpec::patches,
        (at, spec) -> patches.put(at.name(), patch(at, spec, programs)));
    if (kernels.isEmpty()) {
      throw main.error("kernels", "no kernel is defined", "add one under kernels:");
    }
    if (repros.isEmpty()) {
      throw main.error("repros", "no reproducer is defined", "add one under repros:");
    }
    String name = main.spec().caseName();
    if (name == null) {
      throw main.error("case", "the case has no name", "add case: NAME");
    }
    values.name(main, "case", name);
    return new Matrix(
        name,
        credits(),
        main.file(),
        root,
        kernels,
        patches,
        images,
        repros,
        guards,
        new ClaimResolver(values, kernels, patches, repros).resolve(files),
        defaults());
  }

  private Credits credits() {
    String reporter = main.spec().reportedBy();
    String address = main.spec().closes();
    if (reporter != null
        && !reporter.matches("[^\\p{Cntrl}<>]{1,100}( <[^\\p{Cntrl}<>\\s]{3,100}>)?")) {
      throw main.error("reported-by", "is no reporter", "write NAME <ADDRESS>");
    }
    if (address != null && !address.matches("https?://[^\\p{Cntrl}\\s]{1,300}")) {
      throw main.error("closes", "is no address", "write https://...");
    }
    return new Credits(reporter, address);
  }

  /** One named entry and where it stands. */
  private record At(Located file, String section, String name, Path root) {
    UserError error(String below, String what, String mend) {
      return file.error(pointer(below), what, mend);
    }

    String pointer(String below) {
      return section + "/" + name + (below.isEmpty() ? "" : "/" + below);
    }

    <T> T required(String key, @Nullable T value, String example) {
      if (value == null) {
        throw error(key, section + " '" + name + "' has no " + key, "add " + key + ": " + example);
      }
      return value;
    }
  }

  /** Visits the entries of one section in all files; a name defined twice is an error. */
  private <T> void each(
      String section,
      java.util.function.Function<MatrixSpec, @Nullable Map<String, T>> get,
      BiConsumer<At, T> visit) {
    for (Located file : files) {
      Map<String, T> entries = get.apply(file.spec());
      if (entries == null) {
        continue;
      }
      entries.forEach(
          (name, spec) -> {
            String pointer = section + "/" + name;
            values.name(file, pointer, name);
            // Folder names are made of these; two that differ by case only may be one folder.
            Located before =
                definedIn.putIfAbsent(section + "/" + name.toLowerCase(Locale.ROOT), file);
            if (before != null) {
              throw file.error(
                  pointer,
                  "'" + name + "' is defined already at " + before.where(pointer),
                  "rename one of them");
            }
            if (spec == null) {
              throw file.error(pointer, "'" + name + "' is empty", "describe it or remove it");
            }
            visit.accept(new At(file, section, name, root(file)), spec);
          });
    }
  }

  private static Path root(Located file) {
    String text = file.spec().root();
    Path root = file.file().resolveSibling(text == null ? "." : text).normalize();
    if (!Files.isDirectory(root)) {
      throw file.error("root", "no such folder: " + root, "mend root:, relative to this file");
    }
    return root;
  }

  private KernelDef kernel(At at, MatrixSpec.Kernel spec) {
    SourceResolver sources = new SourceResolver(at.file(), at.pointer(""), spec);
    KernelSource source =
        sources.resolve(at.required("source", spec.source(), "{debian: linux-source-6.1}"));
    MatrixSpec.Config config =
        spec.config() == null ? new MatrixSpec.Config(null, null) : spec.config();
    boolean configured = source.kind() == KernelSource.Kind.DISTRO;
    String base = config.base() == null ? "tinyconfig" : config.base();
    if (!base.matches("[a-z0-9_]*config")) {
      throw at.error("config/base", "'" + base + "' is no configuration target", "use tinyconfig");
    }
    List<String> modules = orEmpty(spec.modules());
    for (int i = 0; i < modules.size(); i++) {
      values.name(at.file(), at.pointer("modules/" + i), modules.get(i));
    }
    return new KernelDef(
        at.name(),
        source,
        configured ? "" : sources.toolchain(),
        configured ? "" : base,
        paths(at, "config/fragments", config.fragments()),
        paths(at, "prepare", spec.prepare()),
        modules,
        spec.cmdline() == null ? "" : spec.cmdline(),
        values.range(
            at.file(), at.pointer("memory"), spec.memory(), configured ? 512 : 256, 32, 1 << 20),
        values.range(at.file(), at.pointer("smp"), spec.smp(), 2, 1, 64),
        values.oneOf(
            at.file(), at.pointer("machine"), spec.machine(), MachineType.AUTO, MachineType.class));
  }

  private PatchDef patch(At at, MatrixSpec.Patch spec, Set<String> programs) {
    List<Path> paths = paths(at, "files", at.required("files", spec.files(), "[path/to/it.patch]"));
    if (paths.isEmpty()) {
      throw at.error("files", "patch '" + at.name() + "' has no file", "name at least one");
    }
    Map<String, String> expect = new LinkedHashMap<>();
    if (spec.expect() != null) {
      spec.expect()
          .forEach(
              (program, verdict) -> {
                String place = "expect/" + program;
                if (!programs.contains(program)) {
                  throw at.error(
                      place, "no reproducer or guard '" + program + "'", Located.known(programs));
                }
                if (verdict == null || !verdicts.contains(verdict)) {
                  throw at.error(place, "no verdict '" + verdict + "'", Located.known(verdicts));
                }
                expect.put(program, verdict);
              });
    }
    return new PatchDef(at.name(), paths, expect);
  }

  private ImageDef image(At at, MatrixSpec.Image spec) {
    List<String> make =
        imageCommand(at, "make", at.required("make", spec.make(), "[mkfs.ext4, \"{image}\"]"));
    String serial = spec.serial() == null ? at.name() : spec.serial();
    if (!serial.matches("[A-Za-z0-9._-]{1," + MAX_SERIAL + "}")) {
      throw at.error(
          "serial",
          "'" + serial + "' cannot be a virtio-blk serial",
          "use serial: with 1 to " + MAX_SERIAL + " letters, digits, dots, dashes");
    }
    return new ImageDef(
        at.name(),
        values.bytes(at.file(), at.pointer("size"), at.required("size", spec.size(), "64MiB")),
        make,
        serial,
        spec.mount() == null ? null : mount(at, spec.mount()),
        spec.check() == null ? null : check(at, spec.check()));
  }

  private static ImageDef.Check check(At at, MatrixSpec.CheckSpec spec) {
    List<String> run = at.required("check/run", spec.run(), "[e2fsck, -fn, \"{image}\"]");
    List<String> replay = orEmpty(spec.replay());
    return new ImageDef.Check(
        replay.isEmpty() ? replay : imageCommand(at, "check/replay", replay),
        imageCommand(at, "check/run", run));
  }

  private static List<String> imageCommand(At at, String below, List<String> command) {
    long placeholders = command.stream().filter(word -> word.contains("{image}")).count();
    if (command.isEmpty() || placeholders != 1) {
      throw at.error(below, "names \"{image}\" " + placeholders + " times", "name it once");
    }
    return command;
  }

  private static ImageDef.Mount mount(At at, MatrixSpec.MountSpec spec) {
    String type = at.required("mount/type", spec.type(), "ext4");
    String place = spec.at() == null ? "/mnt" : spec.at();
    if (!type.matches("[A-Za-z0-9._-]{1,60}")) {
      throw at.error("mount/type", "'" + type + "' is no file-system name", "name one word");
    }
    if (!place.matches("/[A-Za-z0-9._/-]{1,200}") || place.contains("..")) {
      throw at.error("mount/at", "'" + place + "' is no mount point", "use a path such as /mnt");
    }
    String options = spec.options();
    if (options != null && !options.matches("\\S{1,1000}")) {
      throw at.error("mount/options", "must be one word", "leave it out to mount without options");
    }
    return new ImageDef.Mount(type, place, options);
  }

  private ReproducerDef program(
      At at, MatrixSpec.Program spec, Map<String, ImageDef> images, boolean guard) {
    String image = spec.image();
    if (image != null && !images.containsKey(image)) {
      throw at.error("image", "no image '" + image + "'", Located.known(images.keySet()));
    }
    List<String> steps = new ArrayList<>(orEmpty(spec.steps()));
    ImageDef onImage = image == null ? null : images.get(image);
    boolean mounted = onImage != null && onImage.mount() != null;
    if (mounted && !steps.isEmpty() && !steps.get(0).equals(STEP_MOUNT)) {
      steps.add(0, STEP_MOUNT);
    }
    if (Set.copyOf(steps).size() != steps.size()) {
      throw at.error("steps", "a step is named twice", "give each step its own name");
    }
    List<String> accepts = orEmpty(spec.accepts());
    for (int i = 0; i < accepts.size(); i++) {
      String step = accepts.get(i).replaceFirst(":.*", "");
      if (!steps.contains(step)) {
        throw at.error("accepts/" + i, "no step '" + step + "'", Located.known(steps));
      }
    }
    Map<String, String> define = spec.define() == null ? Map.of() : spec.define();
    define.forEach(
        (macro, value) -> {
          if (!macro.matches("[A-Za-z_][A-Za-z0-9_]*") || value == null) {
            throw at.error("define/" + macro, "is no macro with a value", "write NAME: VALUE");
          }
        });
    return new ReproducerDef(
        at.name(),
        path(at, "source", at.required("source", spec.source(), "path/to/it.c")),
        define,
        orEmpty(spec.args()),
        image,
        steps,
        fails(at, spec.fails(), steps, guard),
        accepts,
        spec.timeout() == null
            ? Duration.ofSeconds(30)
            : values.duration(at.file(), at.pointer("timeout"), spec.timeout()),
        values.oneOf(
            at.file(),
            at.pointer("snapshot"),
            spec.snapshot(),
            SnapshotPoint.AFTER_MOUNT,
            SnapshotPoint.class));
  }

  private static ReproducerDef.@Nullable Fails fails(
      At at, MatrixSpec.@Nullable FailsSpec spec, List<String> steps, boolean guard) {
    if (guard) {
      if (spec != null) {
        throw at.error("fails", "a guard must not fail", "move it to repros: or remove fails:");
      }
      return null;
    }
    if (spec == null) {
      throw at.error(
          "",
          "reproducer '" + at.name() + "' does not say how it fails",
          "add fails: {crash: [..]} or {check: STEP}");
    }
    List<String> crash = orEmpty(spec.crash());
    String check = spec.check();
    if (crash.isEmpty() == (check == null)) {
      throw at.error("fails", "needs either crash: or check:", "write exactly one of the two");
    }
    if (check != null && !steps.contains(check)) {
      throw at.error("fails/check", "no step '" + check + "'", Located.known(steps));
    }
    return new ReproducerDef.Fails(crash, check);
  }

  private Defaults defaults() {
    MatrixSpec.DefaultsSpec spec = main.spec().defaults();
    if (spec == null) {
      return Defaults.BUILT_IN;
    }
    double confidence =
        spec.confidence() == null ? Defaults.BUILT_IN.confidence() : spec.confidence();
    if (!(confidence > 0.5 && confidence < 1)) {
      throw main.error(
          "defaults/confidence", "must lie between 0.5 and 1, is " + confidence, "use 0.95");
    }
    return new Defaults(
        spec.trials() == null
            ? null
            : values.range(main, "defaults/trials", spec.trials(), 1, 1, MAX_TRIALS),
        values.range(
            main,
            "defaults/maxTrials",
            spec.maxTrials(),
            Defaults.BUILT_IN.maxTrials(),
            1,
            MAX_TRIALS),
        spec.budget() == null ? null : values.duration(main, "defaults/budget", spec.budget()),
        confidence,
        values.range(main, "defaults/jobs", spec.jobs(), Defaults.BUILT_IN.jobs(), 1, 256));
  }

  private static List<Path> paths(At at, String key, @Nullable List<String> texts) {
    List<Path> paths = new ArrayList<>();
    List<String> all = orEmpty(texts);
    for (int i = 0; i < all.size(); i++) {
      paths.add(path(at, key + "/" + i, all.get(i)));
    }
    return paths;
  }

  /** A file below the root, also once its links are followed. */
  private static Path path(At at, String key, String text) {
    Path path = at.root().resolve(text).normalize();
    if (!path.startsWith(at.root())) {
      throw at.error(key, "'" + text + "' leaves the root " + at.root(), "stay below root:");
    }
    if (!Files.isRegularFile(path)) {
      throw at.error(key, "no such file: " + path, "mend the path, relative to root:");
    }
    try {
      if (!path.toRealPath().startsWith(at.root().toRealPath())) {
        throw at.error(key, "'" + text + "' leads out of the root by a link", "stay below root:");
      }
    } catch (IOException e) {
      throw at.error(key, "cannot follow '" + text + "'", "mend the path, relative to root:");
    }
    return path;
  }

  private static List<String> orEmpty(@Nullable List<String> list) {
    return list == null ? List.of() : list;
  }
}
