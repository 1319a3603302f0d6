package dev.kverdict.yaml;

import dev.kverdict.model.KernelDef;
import dev.kverdict.model.KernelSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Resolves the source of a kernel. */
record SourceResolver(At at, MatrixSpec.Kernel spec) {

  private static final Pattern PACKAGE = Pattern.compile("[a-z0-9][a-z0-9.+-]+");
  private static final Pattern IMAGE = Pattern.compile("linux-image-[a-z0-9.+-]+");

  /** An exact version (deb-version(7)); it becomes part of an argument of apt-get. */
  static final Pattern VERSION =
      Pattern.compile("([0-9]{1,9}:)?[0-9][A-Za-z0-9.+~]{0,100}(-[A-Za-z0-9.+~]{1,100})*");

  /** A directory below the root of the source: no name begins with a dot or a dash. */
  private static final Pattern DIRECTORY =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]*(/[A-Za-z0-9_][A-Za-z0-9_.+-]*)*");

  /** A repository that is fetched; its address becomes an argument of git. */
  private static final Pattern URL = Pattern.compile("(https|http|git)://[!-~]{1,1000}");

  /** A revision without the signs by which git finds one in a history, which is not fetched. */
  private static final Pattern REV = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_./+-]{0,199}");

  /** A compiler as Debian's packages name it; it becomes a word of a script. */
  private static final Pattern TOOLCHAIN = Pattern.compile("(gcc|clang)(-[1-9][0-9]?)?");

  /** A line of sources.list(5) whose options say no more than whom to trust. */
  private static final Pattern ARCHIVE =
      Pattern.compile(
          "deb (\\[(signed-by=/[!-~&&[^\\[\\]]]+|trusted=yes|arch=amd64| )+\\] )?"
              + "(https?|file):/[!-~]{1,500}( [A-Za-z0-9./][A-Za-z0-9./_-]{0,60}){1,9}");

  private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

  private static final String DEFAULT_TOOLCHAIN = "gcc";

  KernelSource resolve(MatrixSpec.Source source) {
    String debian = source.debian();
    String distro = source.distro();
    String git = source.git();
    String tarball = source.tarball();
    String dir = source.dir();
    MatrixSpec.PrebuiltSpec prebuilt = source.prebuilt();
    Stream<@Nullable Object> kinds = Stream.of(debian, distro, git, tarball, dir, prebuilt);
    if (kinds.filter(Objects::nonNull).count() > 1) {
      throw at.error(
          "source",
          "names two sources",
          "write one of debian:, distro:, git:, tarball:, dir: and prebuilt:");
    }
    if (tarball != null) {
      return tarball(source, tarball);
    }
    if (source.archive() != null && distro == null) {
      throw at.error("source/archive", "goes with a distro: only", "remove archive:");
    }
    if (source.sha256() != null) {
      throw at.error("source/sha256", "goes with a tarball: only", "remove sha256:");
    }
    if (git != null) {
      return git(source, git);
    }
    if (source.rev() != null) {
      throw at.error("source/rev", "goes with a git: source only", "remove rev:");
    }
    if (dir != null || prebuilt != null) {
      requireNoVersion(source, dir == null ? "a prebuilt kernel" : "a directory");
      return dir == null
          ? new PrebuiltResolver(at, spec).resolve(Objects.requireNonNull(prebuilt))
          : directory(dir);
    }
    String version = source.version();
    if (version != null && !VERSION.matcher(version).matches()) {
      throw at.error(
          "source/version",
          "'" + version + "' is no version of a Debian package",
          "write one as apt-cache madison lists them: 6.1.176-1");
    }
    return distro == null
        ? debian(debian, version)
        : distro(distro, version, archive(source.archive()));
  }

  private @Nullable String archive(@Nullable String archive) {
    if (archive != null && !ARCHIVE.matcher(archive).matches()) {
      throw at.error(
          "source/archive",
          "is no line of sources.list(5)",
          "write deb [signed-by=/usr/share/keyrings/KEYS.gpg] https://HOST/ubuntu SUITE main");
    }
    return archive;
  }

  /** Returns the compiler that a kernel is built with. */
  String toolchain() {
    String toolchain = spec.toolchain() == null ? DEFAULT_TOOLCHAIN : spec.toolchain();
    if (!TOOLCHAIN.matcher(toolchain).matches()) {
      throw at.error(
          "toolchain",
          "'" + toolchain + "' is no toolchain",
          "write gcc or clang, or one of their versions: gcc-12, clang-14");
    }
    return toolchain;
  }

  private KernelSource debian(@Nullable String packageName, @Nullable String version) {
    if (packageName == null || !PACKAGE.matcher(packageName).matches()) {
      throw at.error(
          "source", "names no source package", "write {debian: linux-source-6.1} or the like");
    }
    requireWholeBuild();
    return new KernelSource.Debian(packageName, version);
  }

  private void requireWholeBuild() {
    if (spec.rebuild() != null || spec.otherwise() != null) {
      String key = spec.rebuild() == null ? "otherwise" : "rebuild";
      String with = spec.rebuild() == null ? "a distro: or prebuilt:" : "a distro:";
      throw at.error(key, "goes with " + with + " source only", "remove " + key + ":");
    }
  }

  /** A repository may be anywhere: only commits are read from it, and only as a kernel. */
  private KernelSource git(MatrixSpec.Source source, String git) {
    requireWholeBuild();
    if (source.version() != null) {
      throw at.error("source/version", "is that of a package", "write rev: in its place");
    }
    String rev = source.rev();
    if (rev == null || !REV.matcher(rev).matches()) {
      throw at.error(
          "source/rev",
          rev == null ? "a git: source has no rev" : "'" + rev + "' is no revision",
          "write a commit or a tag, such as rev: v6.12");
    }
    if (URL.matcher(git).matches()) {
      return new KernelSource.Git(new KernelSource.Repository(null, git), rev);
    }
    if (git.contains("://") || git.matches("[\\w.-]+@[\\w.-]+:.*")) {
      throw at.error("source/git", "'" + git + "' cannot be fetched", "write https://...");
    }
    Path directory = at.anywhere("source/git", git);
    if (!Files.isDirectory(directory)) {
      throw at.error(
          "source/git", "no such directory: " + directory, "fix the path, relative to root:");
    }
    return new KernelSource.Git(new KernelSource.Repository(directory, null), rev);
  }

  private void requireNoVersion(MatrixSpec.Source source, String kind) {
    if (source.version() != null) {
      throw at.error("source/version", "does not go with " + kind, "remove version:");
    }
  }

  /** A directory may be anywhere, as a repository may. */
  private KernelSource directory(String dir) {
    requireWholeBuild();
    Path directory = at.anywhere("source/dir", dir);
    if (!Files.isDirectory(directory)) {
      throw at.error(
          "source/dir", "no such directory: " + directory, "fix the path, relative to root:");
    }
    return new KernelSource.Directory(directory);
  }

  /** An archive may be anywhere, as a repository may. */
  private KernelSource tarball(MatrixSpec.Source source, String tarball) {
    requireWholeBuild();
    if (source.version() != null || source.rev() != null) {
      String key = source.version() == null ? "rev" : "version";
      throw at.error("source/" + key, "does not go with a tarball:", "remove " + key + ":");
    }
    if (tarball.contains("://")) {
      throw at.error(
          "source/tarball", "'" + tarball + "' is an address", "download it, and name the file");
    }
    String sha256 = source.sha256();
    if (sha256 == null || !SHA256.matcher(sha256).matches()) {
      throw at.error(
          "source/sha256",
          sha256 == null ? "a tarball: has no sha256" : "'" + sha256 + "' is no SHA-256",
          "write what sha256sum prints: 64 hexadecimal digits");
    }
    Path file = at.file().naming(at.anywhere("source/tarball", tarball));
    return new KernelSource.Tarball(file, sha256.toLowerCase(Locale.ROOT));
  }

  private KernelSource distro(
      String imagePackage, @Nullable String version, @Nullable String archive) {
    if (!IMAGE.matcher(imagePackage).matches()) {
      throw at.error(
          "source", "names no image package", "write {distro: linux-image-amd64} or the like");
    }
    if (spec.config() != null && spec.config().with() != null) {
      throw at.error(
          "config/with",
          "a stock kernel is not built, so nothing can be added to it",
          "use a source in place of distro: {debian: linux-source-6.1}");
    }
    if (spec.config() != null) {
      throw at.error("config", "a stock kernel has its own configuration", "remove config:");
    }
    if (spec.toolchain() != null) {
      throw at.error(
          "toolchain",
          "modules of a stock kernel are built with the compiler that built the kernel",
          "remove toolchain:, or name it at the kernel of otherwise:");
    }
    List<String> rebuild = Values.orEmpty(spec.rebuild());
    if (rebuild.isEmpty() && Values.orEmpty(spec.prepare()).isEmpty()) {
      throw at.error(
          "",
          "does not say what is rebuilt",
          "add rebuild: [fs/ext4], or prepare: with patches that touch it");
    }
    for (int i = 0; i < rebuild.size(); i++) {
      requireDirectory(rebuild, i);
    }
    return new KernelSource.Distro(imagePackage, version, rebuild, spec.otherwise(), archive);
  }

  private void requireDirectory(List<String> directories, int i) {
    String directory = directories.get(i);
    String place = "rebuild/" + i;
    if (!DIRECTORY.matcher(directory).matches()) {
      throw at.error(
          place, "'" + directory + "' is no directory of a kernel's source", "write it as fs/ext4");
    }
    for (int other = 0; other < directories.size(); other++) {
      if (other != i && (directory + "/").startsWith(directories.get(other) + "/")) {
        throw at.error(
            place,
            "'" + directory + "' lies in '" + directories.get(other) + "'",
            "keep the outer one");
      }
    }
  }

  /** Requires that every {@code otherwise:} names a kernel that is built from its whole source. */
  static void requireStandIns(Map<String, KernelDef> kernels, Map<String, Located> definedIn) {
    for (KernelDef kernel : kernels.values()) {
      String name = kernel.otherwise();
      if (name == null) {
        continue;
      }
      Located file =
          Objects.requireNonNull(
              definedIn.get("kernels/" + kernel.name().toLowerCase(Locale.ROOT)));
      String place = "kernels/" + kernel.name() + "/otherwise";
      KernelDef other = kernels.get(name);
      if (other == null) {
        throw file.error(place, "no kernel '" + name + "'", Located.known(kernels.keySet()));
      }
      if (!(other.source() instanceof KernelSource.Whole)) {
        String what = other.source() instanceof KernelSource.Distro ? "a stock" : "a prebuilt";
        throw file.error(
            place,
            "'" + name + "' is " + what + " kernel, too",
            "name one that is built from source");
      }
    }
  }
}
