package dev.kverdict.build;

import dev.kverdict.binary.ElfFile;
import dev.kverdict.binary.ModuleName;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.host.Command;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.store.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Collects from a built tree what a guest boots and what a person later looks lines up in. */
record ArtefactCollector(Lane lane) {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** A release that fits into uname(2). */
  private static final Pattern RELEASE = Pattern.compile("[A-Za-z0-9][\\w.+~-]{0,63}");

  void collect(Kbuild kbuild, Path directory, Path work) throws IOException {
    Path output = kbuild.output();
    Path staged = Files.createDirectories(work.resolve("staged"));
    kbuild
        .writing(staged)
        .make(n -> {}, "INSTALL_MOD_PATH=" + staged, "INSTALL_MOD_STRIP=1", "modules_install");
    String release = release(output);
    // A release or a link that leads elsewhere would make us remove files of others.
    Path modules =
        PlainFiles.requireDirectory(staged, staged.resolve("lib/modules").resolve(release));
    Files.deleteIfExists(modules.resolve("build"));
    Files.deleteIfExists(modules.resolve("source"));
    PlainFiles.requireAll(staged);
    Path target = directory.resolve("modules/lib/modules");
    Files.createDirectories(target);
    Files.move(modules, target.resolve(release));
    AtomicFiles.delete(staged);
    run(Strip.command("-g", output.resolve("vmlinux"), directory.resolve("vmlinux")));
    if (Files.exists(bzImage(output))) {
      Files.copy(PlainFiles.require(output, bzImage(output)), KernelArtefact.bzImage(directory));
    }
    Files.copy(
        PlainFiles.requireText(output, output.resolve(".config")), directory.resolve("config"));
    Path map = PlainFiles.requireText(output, output.resolve("System.map"));
    Files.copy(map, directory.resolve("System.map"));
    describe(release, code(directory), named(modulesIn(output)), List.of(), directory);
    for (Path module : modulesIn(output)) {
      Path name = output.relativize(module);
      Path debug = directory.resolve("debug").resolve(name);
      Files.createDirectories(PlainFiles.parent(debug));
      Files.copy(module, debug);
      Path source = kbuild.source().resolve(name);
      PlainFiles.requireDirectory(kbuild.source(), PlainFiles.parent(source));
      linkSources(source, directory.resolve("source").resolve(name));
    }
  }

  /** Returns the image with its own start-up code, which few kernels are made with. */
  static Path bzImage(Path output) {
    return output.resolve("arch/x86/boot/bzImage");
  }

  /** Returns the kernel's release, checked because it becomes a part of paths. */
  private static String release(Path output) throws IOException {
    Path file = PlainFiles.requireText(output, output.resolve("include/config/kernel.release"));
    String release = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    if (!RELEASE.matcher(release).matches()) {
      throw BuildStopped.failed("the build produced an invalid kernel release");
    }
    return release;
  }

  /**
   * Links everything that a change of modules left alone from a control's artefact, and copies only
   * the rest from the tree.
   *
   * @param changed the source files and modules that differ from the control's
   */
  void collect(Kbuild kbuild, ModuleChange changed, KernelArtefact control, Path directory)
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
        directory,
        file ->
            !own.contains(file) && !KernelArtefact.isOfBuild(file) && !isIndex(installed, file));
    for (String file : changed.files()) {
      Files.createLink(directory.resolve("source").resolve(file), kbuild.source().resolve(file));
    }
    for (String module : changed.modules()) {
      Path built = PlainFiles.require(output, output.resolve(module + ".ko"));
      Path stripped = directory.resolve(installed).resolve("kernel").resolve(module + ".ko");
      Files.copy(built, directory.resolve("debug").resolve(module + ".ko"));
      // Like modules_install (scripts/Makefile.modinst).
      run(Strip.command("--strip-debug", built, stripped));
    }
    // Like scripts/depmod.sh.
    run(
        Command.of(
                directory,
                "depmod",
                "-ae",
                "-F",
                "System.map",
                "-b",
                directory.resolve("modules").toString(),
                control.release())
            .reading(directory.resolve("System.map"), directory.resolve("modules"))
            .writing(directory.resolve(installed)));
    describe(control.release(), code(directory), named(modulesIn(output)), List.of(), directory);
  }

  /** Returns whether depmod writes the file; the build writes the three others. */
  private static boolean isIndex(Path installed, Path file) {
    String name = file.getFileName().toString();
    return installed.equals(file.getParent())
        && name.startsWith("modules.")
        && !name.equals("modules.order")
        && !name.equals("modules.builtin.modinfo")
        && !name.equals("modules.builtin");
  }

  /**
   * Records the build-ids and the code digest of a kernel and its modules.
   *
   * @param kernel the kernel itself
   * @param modules names and files, in the order of the digest
   * @param others digests of what else a guest may load
   */
  static void describe(
      String release,
      KernelCode kernel,
      Collection<Map.Entry<String, Path>> modules,
      List<String> others,
      Path directory)
      throws IOException {
    Map<String, String> buildIds = new TreeMap<>();
    MessageDigest code = kernel.digest();
    kernel.buildId().ifPresent(id -> buildIds.put("vmlinux", id));
    for (Map.Entry<String, Path> module : modules) {
      describe(module.getKey(), module.getValue(), buildIds, code);
    }
    for (String other : others) {
      code.update(other.getBytes(StandardCharsets.US_ASCII));
    }
    KernelArtefact.write(
        directory,
        new KernelArtefact.Facts(
            KernelArtefact.Facts.SCHEMA, release, buildIds, Digests.hex(code)));
  }

  private static KernelCode code(Path directory) throws IOException {
    return KernelCode.read(directory.resolve("vmlinux"));
  }

  private static List<Map.Entry<String, Path>> named(List<Path> modules) {
    return modules.stream().map(module -> Map.entry(ModuleName.of(module), module)).toList();
  }

  /**
   * Links the sources in a module's directory and below, for quoting. Nothing writes to a source
   * file: patches replace them.
   */
  static void linkSources(Path module, Path kept) throws IOException {
    Path from = PlainFiles.parent(module);
    Path to = PlainFiles.parent(kept);
    for (Path source : PlainFiles.below(from, ArtefactCollector::isSource)) {
      Path link = to.resolve(from.relativize(source));
      if (!Files.exists(link)) { // a directory above may hold a module, too
        Files.createDirectories(PlainFiles.parent(link));
        Files.createLink(link, source);
      }
    }
  }

  private static boolean isSource(Path file) {
    String name = file.toString();
    return (name.endsWith(".c") || name.endsWith(".h"))
        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static void describe(
      String name, Path file, Map<String, String> buildIds, MessageDigest code) throws IOException {
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
    lane.run(command.within(LIMIT)).orThrow("cannot collect the kernel");
  }
}
