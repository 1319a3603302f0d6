package dev.kverdict.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where a kernel comes from: one of three ways to it. */
public sealed interface KernelSource {

  /** Applies the function for the way to the kernel. */
  default <T extends @Nullable Object> T match(
      Function<? super Whole, ? extends T> whole,
      Function<? super Distro, ? extends T> distro,
      Function<? super Prebuilt, ? extends T> prebuilt) {
    if (this instanceof Whole source) {
      return whole.apply(source);
    }
    return this instanceof Distro source ? distro.apply(source) : prebuilt.apply((Prebuilt) this);
  }

  /** Returns the kernel of the case to use for a patch that cannot be tried here, or null. */
  default @Nullable String otherwise() {
    return null;
  }

  /** A source of which everything is built, with the configuration and compiler of the case. */
  sealed interface Whole extends KernelSource {

    /** Applies the function for this kind of source. */
    default <T extends @Nullable Object> T kind(
        Function<? super Debian, ? extends T> debian,
        Function<? super Git, ? extends T> git,
        Function<? super Tarball, ? extends T> tarball,
        Function<? super Directory, ? extends T> directory) {
      if (this instanceof Debian source) {
        return debian.apply(source);
      }
      if (this instanceof Git source) {
        return git.apply(source);
      }
      return this instanceof Tarball source
          ? tarball.apply(source)
          : directory.apply((Directory) this);
    }
  }

  /**
   * A Debian source package.
   *
   * @param packageName such as {@code linux-source-6.1}
   * @param version the exact version, or null for the newest
   */
  record Debian(String packageName, @Nullable String version) implements Whole {
    /** Creates a source of the newest version of a package. */
    public Debian(String packageName) {
      this(packageName, null);
    }
  }

  /**
   * A commit of a git repository.
   *
   * @param repository the directory of the repository or its working tree, or its address
   * @param rev what git calls the commit: its name, a tag, a branch
   */
  record Git(Repository repository, String rev) implements Whole {}

  /**
   * An archive of the source, as kernel.org has them.
   *
   * @param file a tar file, compressed by gzip, xz, zstd or bzip2, or not at all
   * @param sha256 its SHA-256 in hex, lower case
   */
  record Tarball(Path file, String sha256) implements Whole {}

  /**
   * A directory with the source, whoever put it there.
   *
   * @param path the directory; nothing is written to it
   */
  record Directory(Path path) implements Whole {}

  /**
   * A kernel as a distribution ships it, of which only some directories of modules are built again.
   *
   * @param imagePackage such as {@code linux-image-amd64}
   * @param version the exact version, or null for the newest that is complete
   * @param rebuild the directories, such as {@code fs/ext4}; none for those that {@code prepare:}
   *     touches
   * @param otherwise the kernel of the matrix for a patch that cannot be tried this way, or null
   * @param archive the archive, as a line of sources.list(5), or null for those of the host
   */
  record Distro(
      String imagePackage,
      @Nullable String version,
      List<String> rebuild,
      @Nullable String otherwise,
      @Nullable String archive)
      implements KernelSource {
    public Distro {
      rebuild = List.copyOf(rebuild);
    }

    /** Creates a source of an image in the archives of the host. */
    public Distro(
        String imagePackage,
        @Nullable String version,
        List<String> rebuild,
        @Nullable String otherwise) {
      this(imagePackage, version, rebuild, otherwise, null);
    }

    /** Creates a source of the newest complete version of an image. */
    public Distro(String imagePackage, List<String> rebuild, @Nullable String otherwise) {
      this(imagePackage, null, rebuild, otherwise);
    }
  }

  /**
   * A kernel that somebody else has built.
   *
   * @param control the kernel without a patch under test
   * @param patched the same kernel with a patch, by the patch's name
   * @param otherwise the kernel of the matrix for a patch that is not among these, or null
   */
  record Prebuilt(BuiltFiles control, Map<String, BuiltFiles> patched, @Nullable String otherwise)
      implements KernelSource {
    public Prebuilt {
      patched = Map.copyOf(patched);
    }
  }

  /**
   * The files of a kernel that was built.
   *
   * @param image a bzImage, or vmlinux
   * @param modules the directory of its modules, or one that holds {@code lib/modules/RELEASE};
   *     null for a kernel without modules
   * @param config its configuration
   * @param debug a vmlinux with debug information, or null
   */
  record BuiltFiles(Path image, @Nullable Path modules, Path config, @Nullable Path debug) {}

  /**
   * Where a git repository is: exactly one of the two.
   *
   * @param directory its directory, or that of its working tree
   * @param url its address
   */
  record Repository(@Nullable Path directory, @Nullable String url) {
    public Repository {
      if ((directory == null) == (url == null)) {
        throw new IllegalArgumentException("needs a directory or an address, not both");
      }
    }

    @Override
    public String toString() {
      return directory == null ? String.valueOf(url) : directory.toString();
    }
  }
}
