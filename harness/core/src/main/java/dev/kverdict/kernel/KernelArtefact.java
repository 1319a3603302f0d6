package dev.kverdict.kernel;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import dev.kverdict.binary.KernelSymbols;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.host.Lane;
import dev.kverdict.patch.Fit;
import dev.kverdict.patch.PatchEffect;
import dev.kverdict.store.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A bootable kernel with its modules, leased from the store until closed. */
public final class KernelArtefact implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Options of lib/Kconfig.debug and its like whose reports a trial would show. */
  private static final Pattern DETECTOR =
      Pattern.compile(
          "CONFIG_(KASAN|KMSAN|KCSAN|KFENCE|UBSAN|PROVE_LOCKING|PROVE_RCU|LOCKUP_DETECTOR"
              + "|DETECT_HUNG_TASK|DEBUG_ATOMIC_SLEEP|DEBUG_OBJECTS|DEBUG_LIST|DEBUG_VM"
              + "|SLUB_DEBUG_ON|DEBUG_KMEMLEAK|FORTIFY_SOURCE|REFCOUNT_FULL)=y");

  private static final List<String> MINIMAL_MACHINE =
      List.of("CONFIG_ACPI=y", "CONFIG_PCI=y", "CONFIG_PCI_MMCONFIG=y", "CONFIG_VIRTIO_PCI=y");

  private final Entry entry;
  private final Facts facts;
  private @Nullable PatchEffect effect;
  private @Nullable Map<String, String> onDisk;

  /**
   * The recorded facts about an artefact.
   *
   * @param schema the version of the file's format
   * @param release what {@code uname -r} prints
   * @param buildIds GNU build-ids in hex: the kernel's under {@code vmlinux}, modules by their
   *     names under {@code /sys/module}
   * @param codeDigest SHA-256 over everything that is loaded into memory, except build-ids
   */
  public record Facts(int schema, String release, Map<String, String> buildIds, String codeDigest) {

    /** The version of the format that is written, and read. */
    public static final int SCHEMA = 1;

    /** JSON need not have all of them. */
    private boolean isWhole() {
      return schema == SCHEMA
          && Stream.of(release, buildIds, codeDigest).noneMatch(Objects::isNull);
    }
  }

  /**
   * Reads the facts of an artefact.
   *
   * @throws InfraError if they cannot be read, or are in another format
   */
  public KernelArtefact(Entry entry) {
    this.entry = entry;
    this.facts =
        facts(entry)
            .orElseThrow(
                () ->
                    new InfraError(
                        "the kernel in %s is not one of this version's; remove it"
                            .formatted(entry.folder())));
  }

  /** Returns whether an entry is an artefact that this version can read. */
  public static boolean isReadable(Entry entry) {
    return facts(entry).isPresent();
  }

  private static Optional<Facts> facts(Entry entry) {
    try {
      Facts facts = JSON.readValue(facts(entry.folder()).toFile(), Facts.class);
      return Optional.of(facts).filter(Facts::isWhole);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  public static void write(Path directory, Facts facts) throws IOException {
    JSON.writerWithDefaultPrettyPrinter().writeValue(facts(directory).toFile(), facts);
  }

  private static Path facts(Path directory) {
    return directory.resolve("kernel.json");
  }

  public static Path changes(Path directory) {
    return directory.resolve("changes.diff");
  }

  public static Path log(Path directory) {
    return directory.resolve("build.log");
  }

  private static Path origin(Path directory) {
    return directory.resolve("origin");
  }

  /** Records the package and version from which a control, or its tree, was made. */
  public static void writeOrigin(Path directory, String text) throws IOException {
    AtomicFiles.write(origin(directory), text + "\n");
  }

  private static Path notes(Path directory) {
    return directory.resolve("patch-notes");
  }

  private static Path fit(Path directory) {
    return directory.resolve("patch-fit");
  }

  /** Records how its patches fitted, and what was not as they have it, a line each. */
  public static void writeNotes(Path directory, Fit fit, List<String> notes) throws IOException {
    AtomicFiles.write(fit(directory), fit.name());
    AtomicFiles.write(notes(directory), String.join("\n", notes));
  }

  /** Returns how its patches fitted; empty for a control, and if it was not recorded. */
  public Optional<Fit> fit() {
    Path file = fit(entry.folder());
    return HostIo.get(
        "cannot read " + file,
        () ->
            Files.exists(file)
                ? Optional.of(Fit.valueOf(Files.readString(file)))
                : Optional.empty());
  }

  /** Returns what was not as its patches have it, a line for a person each. */
  public List<String> notes() {
    Path file = notes(entry.folder());
    return HostIo.get(
        "cannot read " + file,
        () -> Files.exists(file) ? Files.readString(file).lines().toList() : List.of());
  }

  /** Returns whether a file, relative to its artefact, describes only one build. */
  public static boolean isOfBuild(Path file) {
    Path here = Path.of("");
    return List.of(facts(here), changes(here), log(here), origin(here), notes(here), fit(here))
        .contains(file);
  }

  /** Returns the effect of its patches on the source; empty for a control. */
  public synchronized PatchEffect effect() {
    PatchEffect known = effect;
    if (known == null) {
      known = readEffect();
      effect = known;
    }
    return known;
  }

  private PatchEffect readEffect() {
    Path diff = changes(entry.folder());
    return HostIo.get(
        "cannot read " + diff,
        () ->
            PatchEffect.of(
                Files.exists(diff) ? Files.readString(diff, StandardCharsets.ISO_8859_1) : "",
                "the changes of " + release()));
  }

  /** Returns its directory in the store. */
  public Path folder() {
    return entry.folder();
  }

  /** Returns the kernel image, an ELF file with a PVH entry point. */
  public Path vmlinux() {
    return entry.folder().resolve("vmlinux");
  }

  /** Returns the image that is kept for a kernel that cannot be entered without it. */
  public static Path bzImage(Path directory) {
    return directory.resolve("bzImage");
  }

  /** Returns what QEMU boots: the kernel image, or the one with its own start-up code. */
  public Path boots() {
    Path own = bzImage(entry.folder());
    return Files.exists(own) ? own : vmlinux();
  }

  /** Returns the directory that holds {@code lib/modules/RELEASE/}. */
  public Path modules() {
    return entry.folder().resolve("modules");
  }

  /** Returns the disk with the modules that a guest loads on demand, if there is one. */
  public Optional<Path> moreModules() {
    return ModuleDisk.of(entry.folder());
  }

  /** Returns the build-id of a module, wherever a guest loads it from; empty if it is unknown. */
  public Optional<String> buildId(String module) {
    String own = facts.buildIds().get(module);
    return own == null ? Optional.ofNullable(onDisk().get(module)) : Optional.of(own);
  }

  private synchronized Map<String, String> onDisk() {
    Map<String, String> known = onDisk;
    if (known == null) {
      known = ModuleDisk.idsOf(entry.folder());
      onDisk = known;
    }
    return known;
  }

  /** Returns the symbols of its modules; the kernel must stay open as long as they are used. */
  public KernelSymbols symbols(Lane lane) {
    return new KernelSymbols(lane, debugModules(), source());
  }

  /** Returns the modules with debug information, in the directories of their sources. */
  public Path debugModules() {
    return entry.folder().resolve("debug");
  }

  /** Returns the sources of the modules, under their paths in the kernel's source. */
  Path source() {
    return entry.folder().resolve("source");
  }

  /**
   * Returns the lines of a module's source file.
   *
   * @param file its path in the kernel's source, from anywhere
   * @return empty if there is no such file
   */
  public Optional<List<String>> sourceText(String file) {
    Path path = source().resolve(file).normalize();
    if (!path.startsWith(source()) || !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    return Optional.of(
        HostIo.get(
            "cannot read " + path, () -> Files.readAllLines(path, StandardCharsets.ISO_8859_1)));
  }

  /** Returns the final configuration. */
  public Path config() {
    return entry.folder().resolve("config");
  }

  /** Returns the build's output. */
  public Path log() {
    return log(entry.folder());
  }

  /** Returns the sanitizers and checkers in its configuration, by their option names. */
  public List<String> detectors() {
    return options().stream()
        .map(DETECTOR::matcher)
        .filter(Matcher::matches)
        .map(detector -> detector.group(1))
        .toList();
  }

  /** Returns whether it finds its devices by ACPI alone, without firmware or legacy devices. */
  public boolean bootsOnMinimalMachine() {
    return Set.copyOf(options()).containsAll(MINIMAL_MACHINE);
  }

  private List<String> options() {
    return HostIo.get(
        "cannot read " + config(), () -> Files.readAllLines(config(), StandardCharsets.ISO_8859_1));
  }

  /**
   * Returns the package and version from which it was made, such as {@code linux-source-6.1
   * 6.1.176-1}; empty for a variant, whose control has it.
   */
  public Optional<String> origin() {
    return readOrigin(entry.folder());
  }

  /** Returns the package and version from which a directory's kernel or tree was made. */
  public static Optional<String> readOrigin(Path directory) {
    return HostIo.get(
        "cannot read " + origin(directory),
        () ->
            Files.exists(origin(directory))
                ? Optional.of(Files.readString(origin(directory)).strip())
                : Optional.empty());
  }

  /** Returns what {@code uname -r} prints. */
  public String release() {
    return facts.release();
  }

  /** Returns GNU build-ids by name, the kernel's under {@code vmlinux}. */
  public Map<String, String> buildIds() {
    return facts.buildIds();
  }

  /** Returns a SHA-256 over everything that is loaded into memory. */
  public String codeDigest() {
    return facts.codeDigest();
  }

  /** Returns the digest of what it was made from. */
  public String keyDigest() {
    return entry.key().digest();
  }

  @Override
  public void close() {
    entry.close();
  }
}
