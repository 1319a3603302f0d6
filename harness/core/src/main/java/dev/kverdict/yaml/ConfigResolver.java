package dev.kverdict.yaml;

import dev.kverdict.model.ConfigBase;
import dev.kverdict.model.ConfigWord;
import dev.kverdict.model.KernelDef;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Resolves the configuration of a kernel that is built from source. */
record ConfigResolver(At at, MatrixSpec.Config spec) {

  private static final Pattern TARGET = Pattern.compile("[a-z0-9_]*config");
  private static final Pattern URL = Pattern.compile("(?i)https?://[!-~]{1,1000}");
  private static final Pattern SHA256 = Pattern.compile("[0-9A-Fa-f]{64}");
  private static final Pattern GCC = Pattern.compile("gcc-([0-9]+)");

  /** Targets that ask whoever sits there (scripts/kconfig/Makefile). */
  private static final Set<String> ASKING =
      Set.of(
          "config",
          "gconfig",
          "menuconfig",
          "nconfig",
          "oldconfig",
          "xconfig",
          "localmodconfig",
          "localyesconfig");

  /**
   * Resolves the configuration.
   *
   * @param needed words for what the programs of the case need; unlike written ones, they add
   *     nothing but their own options
   */
  KernelDef.Config resolve(String toolchain, List<ConfigWord> needed) {
    ConfigBase base = base();
    List<ConfigWord> with = words(toolchain);
    boolean guest =
        !(base instanceof ConfigBase.Target)
            || !with.isEmpty()
            || Values.orEmpty(spec.fragments()).isEmpty();
    needed.stream().filter(word -> !with.contains(word)).forEach(with::add);
    return new KernelDef.Config(
        toolchain, base, guest, with, at.paths("config/fragments", spec.fragments()));
  }

  private ConfigBase base() {
    BaseSpec base = spec.base();
    if (base == null) {
      return ConfigBase.TINY;
    }
    String name = base.name();
    return name == null ? download(base.download()) : named(name);
  }

  private ConfigBase named(String name) {
    if (URL.matcher(name).matches()) {
      throw at.error(
          "config/base",
          "a configuration that is downloaded needs its digest",
          "write base: {url: " + name + ", sha256: ...}");
    }
    if (ASKING.contains(name)) {
      throw at.error(
          "config/base",
          "'" + name + "' asks questions or looks at this machine",
          "use one that needs no answers, such as tinyconfig or defconfig");
    }
    if (TARGET.matcher(name).matches()) {
      return new ConfigBase.Target(name);
    }
    if (!name.contains("/") && !name.contains(".")) {
      throw at.error(
          "config/base",
          "'" + name + "' is no configuration target",
          "use tinyconfig, or the path of a complete .config");
    }
    return new ConfigBase.File(at.path("config/base", name));
  }

  private ConfigBase download(MatrixSpec.@Nullable ConfigUrl spec) {
    String url = spec == null ? null : spec.url();
    String sha256 = spec == null ? null : spec.sha256();
    if (url == null || !URL.matcher(url).matches()) {
      throw at.error(
          "config/base/url",
          url == null ? "base has no url" : "'" + url + "' is no address",
          "write url: https://...");
    }
    if (sha256 == null || !SHA256.matcher(sha256).matches()) {
      throw at.error(
          "config/base/sha256",
          sha256 == null
              ? "a configuration that is downloaded needs its digest"
              : "'" + sha256 + "' is no SHA-256",
          "add sha256: with the 64 digits that sha256sum prints");
    }
    try {
      return new ConfigBase.Download(new URI(url), sha256.toLowerCase(Locale.ROOT));
    } catch (URISyntaxException e) {
      throw at.error("config/base/url", "'" + url + "' is no address", "write url: https://...");
    }
  }

  private List<ConfigWord> words(String toolchain) {
    List<ConfigWord> words = new ArrayList<>();
    List<String> written = Values.orEmpty(spec.with());
    for (int i = 0; i < written.size(); i++) {
      String place = "config/with/" + i;
      // An element of a list is never empty, so that there is always a word.
      ConfigWord word =
          Values.oneOf(
              at.file(), at.pointer(place), written.get(i), ConfigWord.KASAN, ConfigWord.class);
      if (words.contains(word)) {
        throw at.error(place, "'" + word.label() + "' is written twice", "remove one of the two");
      }
      for (ConfigWord other : words) {
        String why = other.excludes(word);
        if (why != null) {
          throw at.error(
              place,
              "'%s' and '%s' exclude each other: %s".formatted(other.label(), word.label(), why),
              "write two kernels, one with each");
        }
      }
      requireGcc(place, word, toolchain);
      words.add(word);
    }
    return words;
  }

  private void requireGcc(String place, ConfigWord word, String toolchain) {
    Matcher gcc = GCC.matcher(toolchain);
    if (gcc.matches() && Integer.parseInt(gcc.group(1)) < word.oldestGcc()) {
      throw at.error(
          place,
          "'%s' needs gcc-%d or newer, or clang; this kernel's toolchain is %s"
              .formatted(word.label(), word.oldestGcc(), toolchain),
          "change toolchain:, or leave the word out");
    }
  }
}
