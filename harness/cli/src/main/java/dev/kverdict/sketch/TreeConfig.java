package dev.kverdict.sketch;

import dev.kverdict.UserError;
import dev.kverdict.UserFiles;
import dev.kverdict.build.ConfigAddress;
import dev.kverdict.kernel.ConfigFragment;
import dev.kverdict.model.FileSystem;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that a tree is built with.
 *
 * @param words where it comes from, for a person
 * @param target the make target that it starts from, or null if there is a text
 * @param text the complete configuration that it starts from, or null
 */
public record TreeConfig(String words, @Nullable String target, @Nullable String text) {

  /** kverdict's own, where there is no other. */
  public static final TreeConfig OWN = new TreeConfig("kverdict's own small one", null, null);

  /** The word for the configuration that a report names. */
  private static final String SYZBOT = "syzbot";

  private static final Duration DOWNLOAD = Duration.ofSeconds(20);

  /** Files and seconds to compile: see {@link #seconds}. */
  private static final double SECONDS_PER_FILE = 0.6;

  private static final int FILES_PER_BUILT_IN = 2;
  private static final int FILES_PER_MODULE = 4;

  /** What kverdict's own configuration sets; the base has a few hundred options more. */
  private static final int OWN_FILES = 1300;

  /** From here on it is a distribution's. */
  private static final int MANY_MODULES = 500;

  /**
   * Chooses a configuration.
   *
   * @param asked what {@code --config} says, or null
   * @param top the root of the tree
   * @param named returns the address of the configuration that the report names
   */
  public static TreeConfig choose(
      @Nullable String asked, Path top, Supplier<Optional<String>> named) {
    if (asked == null) {
      Path own = top.resolve(".config");
      return Files.isRegularFile(own)
          ? of("the tree's .config", bytes("", own, "allow it, or name another one: --config"))
          : new TreeConfig("kverdict's own small one: the tree has no .config", null, null);
    }
    if (asked.equals(SYZBOT)) {
      String url =
          named
              .get()
              .orElseThrow(
                  () ->
                      new UserError(
                          "--config " + SYZBOT,
                          "there is no report that names a kernel configuration",
                          "give syzbot's mail: --report FILE"));
      return download(url);
    }
    if (asked.matches("(?i)https?://.*")) {
      return download(asked);
    }
    if (asked.matches("[a-z0-9_]+config")) {
      return new TreeConfig("make " + asked, asked, null);
    }
    return of(
        asked,
        bytes(
            "--config",
            Path.of(asked),
            "name a complete .config, an address, a target such as defconfig, or " + SYZBOT));
  }

  private static TreeConfig download(String url) {
    try {
      return of(url, new ConfigAddress("--config", "", new URI(url), DOWNLOAD).load());
    } catch (URISyntaxException e) {
      throw new UserError("--config " + url, "is no address", "write https://...");
    }
  }

  private static byte[] bytes(String option, Path file, String remedy) {
    return UserFiles.bytes(option, file, ConfigAddress.MOST_BYTES, remedy);
  }

  /** Returns the text of a file with options that an option names. */
  public static String text(String option, Path file) {
    return new String(
        bytes(option, file, "name one with lines CONFIG_NAME=VALUE"), StandardCharsets.ISO_8859_1);
  }

  private static TreeConfig of(String words, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Map<String, String> options = new ConfigFragment(words, text).options();
    if (options.isEmpty()) {
      throw new UserError(words, "is no kernel configuration", "name a complete one with --config");
    }
    if (!"y".equals(options.get("X86_64"))) {
      throw new UserError(
          words, "is not for x86-64: it has no CONFIG_X86_64=y", "name another one with --config");
    }
    return new TreeConfig(words, null, text);
  }

  private Map<String, String> options() {
    return text == null ? Map.of() : new ConfigFragment(words, text).options();
  }

  private long count(String value) {
    return options().values().stream().filter(value::equals).count();
  }

  /** Returns the value of an option without prefix, n if it has none here. */
  String option(String name) {
    return options().getOrDefault(name, "n");
  }

  /** Returns roughly how many files it takes to compile; a make target's are not known. */
  long files() {
    if (target != null) {
      return target.equals("tinyconfig") ? OWN_FILES : 2L * OWN_FILES;
    }
    return text == null
        ? OWN_FILES
        : FILES_PER_BUILT_IN * count("y") + FILES_PER_MODULE * count("m");
  }

  /**
   * Returns roughly how long that takes on some processors, in seconds, if no file was compiled
   * before. 1,300 files took 13 minutes of one processor.
   */
  long seconds(int processors) {
    return Math.round(files() * SECONDS_PER_FILE / processors);
  }

  /** Returns whether it has more modules than one bug needs. */
  boolean large() {
    return count("m") > MANY_MODULES;
  }

  /**
   * Adds what a kernel needs to mount a file system: one that it does not have, and the module of
   * one that is a module. The option of each but a few is its name and {@code _FS}.
   *
   * @param type the file system
   * @param fragments what is added to the configuration, by names of files
   * @param modules modules to load
   */
  public void prepare(String type, Map<String, String> fragments, List<String> modules) {
    String option = type.toUpperCase(Locale.ROOT) + "_FS";
    Optional<FileSystem> known = FileSystem.of(type);
    if (known.isPresent() && value(option, fragments).equals("n")) {
      fragments.put(type + "-as-module.config", String.join("\n", known.get().options()) + "\n");
    }
    if (value(option, fragments).equals("m") && !modules.contains(type)) {
      modules.add(type);
    }
  }

  private String value(String option, Map<String, String> fragments) {
    String value = option(option);
    for (Map.Entry<String, String> one : fragments.entrySet()) {
      value =
          new ConfigFragment(one.getKey(), one.getValue()).options().getOrDefault(option, value);
    }
    return value;
  }

  /** Returns it for a person. */
  String described() {
    return text == null
        ? words
        : "%s (%d options built in, %d as modules)".formatted(words, count("y"), count("m"));
  }
}
