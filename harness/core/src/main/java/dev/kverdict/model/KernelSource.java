package dev.kverdict.model;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The source of a kernel. */
public sealed interface KernelSource {

  /** Applies the function for this kind of source. */
  <T extends @Nullable Object> T match(
      Function<? super Debian, ? extends T> debian,
      Function<? super Distro, ? extends T> distro,
      Function<? super Git, ? extends T> git,
      Function<? super Tarball, ? extends T> tarball);

  /** Returns the kernel of the case to use for a patch that cannot be tried here, or null. */
  default @Nullable String otherwise() {
    return null;
  }

  /** Returns whether configuration and compiler come with the source. */
  default boolean prebuilt() {
    return false;
  }

  /**
   * A Debian source package.
   *
   * @param packageName such as {@code linux-source-6.1}
   * @param version the exact version, or null for the newest
   */
  record Debian(String packageName, @Nullable String version) implements KernelSource {
    /** Creates a source of the newest version of a package. */
    public Debian(String packageName) {
      this(packageName, null);
    }

    @Override
    public <T extends @Nullable Object> T match(
        Function<? super Debian, ? extends T> debian,
        Function<? super Distro, ? extends T> distro,
        Function<? super Git, ? extends T> git,
        Function<? super Tarball, ? extends T> tarball) {
      return debian.apply(this);
    }
  }

  /**
   * A kernel as Debian ships it, of which only some directories of modules are built again.
   *
   * @param imagePackage such as {@code linux-image-amd64}
   * @param version the exact version, or null for the newest that is complete
   * @param rebuild the directories, such as {@code fs/ext4}; none for those that {@code prepare:}
   *     touches
   * @param otherwise the kernel of the matrix for a patch that cannot be tried this way, or null
   */
  record Distro(
      String imagePackage,
      @Nullable String version,
      List<String> rebuild,
      @Nullable String otherwise)
      implements KernelSource {
    public Distro {
      rebuild = List.copyOf(rebuild);
    }

    /** Creates a source of the newest complete version of an image. */
    public Distro(String imagePackage, List<String> rebuild, @Nullable String otherwise) {
      this(imagePackage, null, rebuild, otherwise);
    }

    @Override
    public <T extends @Nullable Object> T match(
        Function<? super Debian, ? extends T> debian,
        Function<? super Distro, ? extends T> distro,
        Function<? super Git, ? extends T> git,
        Function<? super Tarball, ? extends T> tarball) {
      return distro.apply(this);
    }

    @Override
    public boolean prebuilt() {
      return true;
    }
  }

  /**
   * A commit of a git repository.
   *
   * @param repository the directory of the repository or its working tree, or its address
   * @param rev what git calls the commit: its name, a tag, a branch
   */
  record Git(Repository repository, String rev) implements KernelSource {
    @Override
    public <T extends @Nullable Object> T match(
        Function<? super Debian, ? extends T> debian,
        Function<? super Distro, ? extends T> distro,
        Function<? super Git, ? extends T> git,
        Function<? super Tarball, ? extends T> tarball) {
      return git.apply(this);
    }
  }

  /**
   * An archive of the source, as kernel.org has them.
   *
   * @param file a tar file, compressed by gzip, xz, zstd or bzip2, or not at all
   * @param sha256 its SHA-256 in hex, lower case
   */
  record Tarball(Path file, String sha256) implements KernelSource {
    @Override
    public <T extends @Nullable Object> T match(
        Function<? super Debian, ? extends T> debian,
        Function<? super Distro, ? extends T> distro,
        Function<? super Git, ? extends T> git,
        Function<? super Tarball, ? extends T> tarball) {
      return tarball.apply(this);
    }
  }

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
