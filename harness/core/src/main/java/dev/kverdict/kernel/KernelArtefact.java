package dev.kverdict.kernel;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.InfraError;
import dev.kverdict.binary.KernelSymbols;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.host.Lane;
import dev.kverdict.patch.PatchEffect;
import dev.kverdict.store.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A kernel that can be booted, with its modules; leased from the store until closed. */
public final class KernelArtefact implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Those of lib/Kconfig.debug and its like that print reports which a trial would show. */
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

  /**
   * What is known of an artefact without looking into it.
   *
   * @param schema the version of this file
   * @param release {@code uname -r}
   * @param buildIds GNU build-ids in hex: the kernel's under {@code vmlinux}, modules by the name
   *     they have under {@code /sys/module}
   * @param codeDigest SHA-256 over everything that is loaded into memory, build-ids aside
   */
  public record Facts(
      int schema, String release, Map<String, String> buildIds, String codeDigest) {}

  public KernelArtefact(Entry entry) {
    this.entry = entry;
    try {
      this.facts = JSON.readValue(facts(entry.folder()).toFile(), Facts.class);
    } catch (IOException e) {
      throw new InfraError("cannot read the kernel in " + entry.folder(), e);
    }
  }

  public static void write(Path folder, Facts facts) throws IOException {
    JSON.writerWithDefaultPrettyPrinter().writeValue(facts(folder).toFile(), facts);
  }

  private static Path facts(Path folder) {
    return folder.resolve("kernel.json");
  }

  public static Path changes(Path folder) {
    return folder.resolve("changes.diff");
  }

  public static Path log(Path folder) {
    return folder.resolve("build.log");
  }

  private static Path origin(Path folder) {
    return folder.resolve("origin");
  }

  /** Writes down of which package in which version a control, or its tree, was made. */
  public static void writeOrigin(Path folder, String text) throws IOException {
    AtomicFiles.write(origin(folder), text + "\n");
  }

  /** Whether a file of an artefact, named from its folder, tells of one build alone. */
  public static boolean isOfBuild(Path file) {
    Path here = Path.of("");
    return List.of(facts(here), changes(here), log(here), origin(here)).contains(file);
  }

  /** What its patches came to in the source; nothing for a control. */
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
    try {
      return PatchEffect.of(
          Files.exists(diff) ? Files.readString(diff, StandardCharsets.ISO_8859_1) : "",
          "the changes of " + release());
    } catch (IOException e) {
      throw new InfraError("cannot read " + diff, e);
    }
  }

  /** The folder of the store where all of it lies. */
  public Path folder() {
    return entry.folder();
  }

  /** The kernel image: an ELF file with a PVH entry point. */
  public Path vmlinux() {
    return entry.folder().resolve("vmlinux");
  }

  /** The folder that holds {@code lib/modules/RELEASE/}. */
  public Path modules() {
    return entry.folder().resolve("modules");
  }

  /** What the debug information of its modules says; the kernel has to stay open as long. */
  public KernelSymbols symbols(Lane lane) {
    return new KernelSymbols(lane, debugModules(), source());
  }

  /** The modules with their debug information, in the folders of their sources. */
  public Path debugModules() {
    return entry.folder().resolve("debug");
  }

  /** The sources of the modules, below the paths they have in the kernel's source. */
  Path source() {
    return entry.folder().resolve("source");
  }

  /** The final configuration. */
  public Path config() {
    return entry.folder().resolve("config");
  }

  /** What the build printed. */
  public Path log() {
    return log(entry.folder());
  }

  /** Sanitizers and checkers that its configuration has, by their names there. */
  public List<String> detectors() {
    try (Stream<String> lines = Files.lines(config(), StandardCharsets.ISO_8859_1)) {
      return lines
          .map(DETECTOR::matcher)
          .filter(Matcher::matches)
          .map(detector -> detector.group(1))
          .toList();
    } catch (IOException e) {
      throw new InfraError("cannot read " + config(), e);
    }
  }

  /**
   * Whether it has what it takes to find its devices where nothing but ACPI's tables tells of them:
   * then there need be no firmware and no old devices.
   */
  public boolean bootsOnMinimalMachine() {
    try {
      return Set.copyOf(Files.readAllLines(config(), StandardCharsets.ISO_8859_1))
          .containsAll(MINIMAL_MACHINE);
    } catch (IOException e) {
      throw new InfraError("cannot read " + config(), e);
    }
  }

  /**
   * The package and version that it was made of, such as {@code linux-source-6.1 6.1.176-1}; empty
   * for a variant, which says it by its control.
   */
  public Optional<String> origin() {
    return readOrigin(entry.folder());
  }

  /** The same of a tree. */
  public static Optional<String> readOrigin(Path folder) {
    try {
      return Files.exists(origin(folder))
          ? Optional.of(Files.readString(origin(folder)).strip())
          : Optional.empty();
    } catch (IOException e) {
      throw new InfraError("cannot read " + origin(folder), e);
    }
  }

  /** {@code uname -r}. */
  public String release() {
    return facts.release();
  }

  /** GNU build-ids by name, the kernel's under {@code vmlinux}. */
  public Map<String, String> buildIds() {
    return facts.buildIds();
  }

  /** SHA-256 over everything that is loaded into memory. */
  public String codeDigest() {
    return facts.codeDigest();
  }

  /** What it was made from. */
  public String keyDigest() {
    return entry.key().digest();
  }

  @Override
  public void close() {
    entry.close();
  }
}
