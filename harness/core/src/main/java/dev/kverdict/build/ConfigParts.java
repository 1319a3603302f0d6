package dev.kverdict.build;

import dev.kverdict.HostIo;
import dev.kverdict.UserError;
import dev.kverdict.UserFiles;
import dev.kverdict.kernel.ConfigCheck;
import dev.kverdict.kernel.ConfigFragment;
import dev.kverdict.model.ConfigBase;
import dev.kverdict.model.ConfigWord;
import dev.kverdict.model.KernelDef;
import dev.kverdict.store.Digests;
import dev.kverdict.store.Store;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a kernel's configuration, read once, so that its key and its build see the same.
 *
 * @param target the make target to start from, or null if there is a base
 * @param base a complete configuration to start from, or null if there is a target
 * @param builtIn the parts that come with kverdict, merged first
 * @param fragments the fragments of the case, merged last
 */
record ConfigParts(
    @Nullable String target,
    @Nullable ConfigFragment base,
    List<ConfigFragment> builtIn,
    List<ConfigFragment> fragments) {

  /** What every guest needs. */
  private static final String GUEST = "guest";

  /** What keeps a small configuration small. */
  private static final String TINY = "tiny";

  private static final Duration DOWNLOAD = Duration.ofSeconds(20);

  /**
   * Options whose code runs too early in a kernel that QEMU enters without its own start-up code:
   * what they keep their books in is not there yet.
   */
  private static final List<String> INSTRUMENTED =
      List.of("KASAN", "KCSAN", "KMSAN", "KCOV_INSTRUMENT_ALL", "GCOV_PROFILE_ALL");

  /**
   * Reads all parts.
   *
   * @throws UserError if one of them is no configuration, or contradicts a word of {@code with:}
   */
  static ConfigParts read(KernelDef def, Store store) throws IOException {
    KernelDef.Config config = def.config();
    List<ConfigFragment> builtIn = new ArrayList<>();
    if (config.guest() && config.base().equals(ConfigBase.TINY)) {
      builtIn.add(resource(TINY));
    }
    if (config.guest()) {
      builtIn.add(resource(GUEST));
    }
    config.with().forEach(word -> builtIn.add(resource(word.label())));
    List<ConfigFragment> fragments = new ArrayList<>();
    for (Path file : config.fragments()) {
      String text = UserFiles.text(file, ConfigAddress.MOST_BYTES, "correct fragments:");
      fragments.add(new ConfigFragment(file.toString(), text));
    }
    ConfigParts parts =
        new ConfigParts(
            config
                .base()
                .<@Nullable String>match(ConfigBase.Target::name, file -> null, download -> null),
            config
                .base()
                .<@Nullable ConfigFragment>match(
                    target -> null,
                    file -> complete(def, file.path().toString(), read(file.path())),
                    download ->
                        complete(def, download.url().toString(), read(def, download, store))),
            builtIn,
            fragments);
    parts.requireAgreement(def);
    return parts;
  }

  private static byte[] read(Path file) {
    return UserFiles.bytes(file, ConfigAddress.MOST_BYTES, "correct base:");
  }

  private static byte[] read(KernelDef def, ConfigBase.Download download, Store store) {
    return HostIo.get(
        "cannot read what came from " + download.url(),
        () -> new ConfigDownload(store, def.name(), DOWNLOAD).fetch(download));
  }

  /** A page that says that there is no such file is no configuration either. */
  private static ConfigFragment complete(KernelDef def, String name, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    boolean large = bytes.length > ConfigAddress.MOST_BYTES;
    ConfigFragment whole = new ConfigFragment(name, text);
    if (large || whole.options().isEmpty()) {
      throw new UserError(
          "kernel " + def.name() + ", config/base: " + name,
          "is no kernel configuration: "
              + (large ? "it has " + bytes.length + " bytes" : "it has no line CONFIG_NAME=VALUE"),
          "name a complete .config");
    }
    return whole;
  }

  /** Returns a part that comes with kverdict. */
  static ConfigFragment resource(String name) {
    try (InputStream in = ConfigWord.class.getResourceAsStream(name + ".config")) {
      if (in == null) {
        throw new IllegalStateException(name + ".config is missing from the jar");
      }
      return new ConfigFragment(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A word whose options are taken back would promise what the kernel does not have. */
  private void requireAgreement(KernelDef def) {
    for (ConfigWord word : def.config().with()) {
      Map<String, String> asked = resource(word.label()).options();
      for (ConfigFragment fragment : fragments) {
        fragment
            .options()
            .forEach(
                (name, value) -> {
                  String wanted = asked.get(name);
                  if (wanted != null && !wanted.equals(value)) {
                    throw new UserError(
                        "kernel " + def.name(),
                        "with: "
                            + word.label()
                            + " needs CONFIG_%s=%s, and %s says %s"
                                .formatted(name, wanted, fragment.name(), value),
                        "remove the line, or the word");
                  }
                });
      }
    }
  }

  private List<ConfigFragment> merged() {
    return Stream.concat(builtIn.stream(), fragments.stream()).toList();
  }

  /**
   * Returns what identifies the configuration in keys: fragments, base, and, only if there are any,
   * the built-in parts.
   *
   * @param compiler what identifies the compiler
   */
  List<String> identity(String compiler) {
    List<String> identity = new ArrayList<>();
    identity.add(
        fragments.stream()
            .map(part -> Digests.ofText(part.text()))
            .collect(Collectors.joining(" ")));
    identity.add(base == null ? String.valueOf(target) : "file " + Digests.ofText(base.text()));
    identity.add(compiler);
    // By its options: another wording of a reason makes no other kernel.
    builtIn.forEach(
        part -> identity.add(part.name() + " " + Digests.ofText(part.options().toString())));
    return identity;
  }

  /** Writes the base, or lets make write it. */
  void begin(Kbuild kbuild) throws IOException {
    if (base == null) {
      kbuild.make(n -> {}, String.valueOf(target));
    } else {
      Files.writeString(
          kbuild.output().resolve(".config"), base.text(), StandardCharsets.ISO_8859_1);
    }
  }

  /** Returns the base if it was made elsewhere. */
  Optional<ForeignConfig> foreign() {
    return Optional.ofNullable(base).map(ForeignConfig::new);
  }

  /** Appends lines to the base. */
  void take(Path config, Collection<String> lines) throws IOException {
    Files.writeString(config, "\n" + String.join("\n", lines) + "\n", StandardOpenOption.APPEND);
  }

  /** Returns the options that other parts than the base decide. */
  Set<String> decided() {
    return merged().stream()
        .flatMap(part -> part.options().keySet().stream())
        .collect(Collectors.toSet());
  }

  /** Appends all other parts: Kconfig takes the last of several values. */
  void append(Path config) throws IOException {
    try (BufferedWriter merged =
        Files.newBufferedWriter(config, StandardCharsets.UTF_8, StandardOpenOption.APPEND)) {
      for (ConfigFragment part : merged()) {
        merged.newLine();
        merged.write(part.text());
      }
    }
  }

  /**
   * Throws unless every option that was asked for survived.
   *
   * @param config the final configuration
   */
  void require(Path config, Path source) throws IOException {
    ConfigCheck.require(merged(), config, source);
  }

  /**
   * Returns the targets that make the kernel: the image with its own start-up code, too, if code is
   * instrumented that runs before that.
   *
   * @param config the final configuration
   */
  List<String> targets(Path config) throws IOException {
    Map<String, String> got =
        new ConfigFragment("", Files.readString(config, StandardCharsets.ISO_8859_1)).options();
    return !builtIn.isEmpty() && instrumented(got)
        ? List.of("vmlinux", "modules", "bzImage")
        : List.of("vmlinux", "modules");
  }

  /** Returns whether a kernel with these values has to be entered by its own start-up code. */
  static boolean instrumented(Map<String, String> options) {
    return INSTRUMENTED.stream().anyMatch(option -> "y".equals(options.get(option)));
  }
}
