package dev.kverdict.build;

import dev.kverdict.InfraError;
import dev.kverdict.binary.ElfFile;
import dev.kverdict.binary.ModuleName;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.store.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Takes what a guest boots, and what a person later looks lines up in, out of a built tree. */
final class ArtefactCollector {

  static final int SCHEMA = 1;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** As uname(2) has room for it. */
  private static final Pattern RELEASE = Pattern.compile("[A-Za-z0-9][\\w.+~-]{0,63}");

  private final Lane lane;

  ArtefactCollector(Lane lane) {
    this.lane = lane;
  }

  void collect(Kbuild kbuild, Path folder, Path work) throws IOException {
    Path output = kbuild.output();
    Path staged = Files.createDirectories(work.resolve("staged"));
    kbuild
        .writing(staged)
        .make(n -> {}, "INSTALL_MOD_PATH=" + staged, "INSTALL_MOD_STRIP=1", "modules_install");
    String release = release(output);
    // A release or a link that leads elsewhere would have us remove what is not the build's.
    Path modules = PlainFiles.requireFolder(staged, staged.resolve("lib/modules").resolve(release));
    Files.deleteIfExists(modules.resolve("build"));
    Files.deleteIfExists(modules.resolve("source"));
    PlainFiles.requireAll(staged);
    Path target = folder.resolve("modules/lib/modules");
    Files.createDirectories(target);
    Files.move(modules, target.resolve(release));
    AtomicFiles.delete(staged);
    run(Strip.command("-g", output.resolve("vmlinux"), folder.resolve("vmlinux")));
    Files.copy(PlainFiles.requireText(output, output.resolve(".config")), folder.resolve("config"));
    Path map = PlainFiles.requireText(output, output.resolve("System.map"));
    Files.copy(map, folder.resolve("System.map"));
    describe(output, release, folder);
    for (Path module : modulesIn(output)) {
      Path debug = folder.resolve("debug").resolve(output.relativize(module));
      Files.createDirectories(debug.getParent());
      Files.copy(module, debug);
      PlainFiles.requireFolder(
          kbuild.source(),
          kbuild
              .source()
              .resolve(output.relativize(Objects.requireNonNull(module.getParent(), "a folder"))));
      linkSources(
          kbuild.source().resolve(output.relativize(module)),
          folder.resolve("source").resolve(output.relativize(module)));
    }
  }

  /** What the kernel calls itself, which is a part of paths. */
  private static String release(Path output) throws IOException {
    Path told = PlainFiles.requireText(output, output.resolve("include/config/kernel.release"));
    String release = Files.readString(told, StandardCharsets.ISO_8859_1).strip();
    if (!RELEASE.matcher(release).matches()) {
      throw new BuildStopped(
          BuildOutcome.buildFailed(List.of("the build gave the kernel no name that can be")));
    }
    return release;
  }

  /**
   * Takes from a control's artefact all that a change of modules left alone, by links, and only the
   * rest from the tree.
   *
   * @param changed the files of the source and the modules that are not the control's
   */
  void collect(Kbuild kbuild, ModuleChange changed, KernelArtefact control, Path folder)
      throws IOException {
    Path output = kbuild.output();
    Path installed = Path.of("modules/lib/modules", control.release());
    SortedSet<Path> own = new TreeSet<>();
    for (String file : changed.files()) {
      own.add(Path.of("source", file));
    }
    for (String module : changed.modules()) {
      own.add(Path.of("debug", module + ".ko"));
      own.add(installed.resolve("kernel").resolve(module + ".ko"));
    }
    LinkedTree.link(
        control.folder(),
        folder,
        file ->
            !own.contains(file) && !KernelArtefact.isOfBuild(file) && !isIndex(installed, file));
    for (String file : changed.files()) {
      Files.createLink(folder.resolve("source").resolve(file), kbuild.source().resolve(file));
    }
    for (String module : changed.modules()) {
      Path built = PlainFiles.require(output, output.resolve(module + ".ko"));
      Path stripped = folder.resolve(installed).resolve("kernel").resolve(module + ".ko");
      Files.copy(built, folder.resolve("debug").resolve(module + ".ko"));
      // As modules_install does it (scripts/Makefile.modinst).
      run(Strip.command("--strip-debug", built, stripped));
    }
    // As scripts/depmod.sh calls it.
    run(
        Command.of(
                folder,
                "depmod",
                "-ae",
                "-F",
                "System.map",
                "-b",
                folder.resolve("modules").toString(),
                control.release())
            .reading(folder.resolve("System.map"), folder.resolve("modules"))
            .writing(folder.resolve(installed)));
    describe(output, control.release(), folder);
  }

  /** Whether depmod makes it; the build makes the three others. */
  private static boolean isIndex(Path installed, Path file) {
    String name = file.getFileName().toString();
    return installed.equals(file.getParent())
        && name.startsWith("modules.")
        && !name.equals("modules.order")
        && !name.equals("modules.builtin.modinfo")
        && !name.equals("modules.builtin");
  }

  /** Notes what the kernel of a folder and the modules of a built tree are known by. */
  private static void describe(Path output, String release, Path folder) throws IOException {
    Map<String, String> buildIds = new TreeMap<>();
    MessageDigest code = Digests.sha256();
    describe("vmlinux", folder.resolve("vmlinux"), buildIds, code);
    for (Path module : modulesIn(output)) {
      describe(ModuleName.of(module), module, buildIds, code);
    }
    KernelArtefact.write(
        folder, new KernelArtefact.Facts(SCHEMA, release, buildIds, Digests.hex(code)));
  }

  /**
   * Keeps the sources beside a module and below, for quoting. Nothing writes to a file of the
   * source: patches replace them.
   */
  static void linkSources(Path module, Path kept) throws IOException {
    Path from = Objects.requireNonNull(module.getParent(), "a module's folder");
    Path to = Objects.requireNonNull(kept.getParent(), "a module's folder");
    for (Path source : PlainFiles.below(from, ArtefactCollector::isSource)) {
      Path link = to.resolve(from.relativize(source));
      if (!Files.exists(link)) { // a folder above may hold a module, too
        Files.createDirectories(Objects.requireNonNull(link.getParent(), "a file's folder"));
        Files.createLink(link, source);
      }
    }
  }

  private static boolean isSource(Path file) {
    String name = file.toString();
    return (name.endsWith(".c") || name.endsWith(".h"))
        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  static void describe(String name, Path file, Map<String, String> buildIds, MessageDigest code)
      throws IOException {
    ElfFile elf = ElfFile.read(file);
    elf.buildId().ifPresent(id -> buildIds.put(name, id));
    elf.addLoaded(code);
  }

  private static List<Path> modulesIn(Path output) throws IOException {
    List<Path> modules = PlainFiles.below(output, file -> file.toString().endsWith(".ko"));
    for (Path module : modules) {
      PlainFiles.require(output, module);
    }
    return modules;
  }

  private void run(Command command) {
    CommandResult result = lane.run(command.within(LIMIT));
    if (!result.ok()) {
      throw new InfraError("cannot collect the kernel: " + result.summary());
    }
  }
}
