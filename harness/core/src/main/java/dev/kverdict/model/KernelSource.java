package dev.kverdict.model;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where a kernel's source comes from. */
public sealed interface KernelSource {

  /** Does one thing for each kind of source. */
  <T extends @Nullable Object> T match(
      Function<? super Debian, ? extends T> debian, Function<? super Distro, ? extends T> distro);

  /** The kernel of the case that stands in for one whose patch cannot be tried, or null. */
  default @Nullable String otherwise() {
    return null;
  }

  /** Whether it brings its configuration and its compiler along. */
  default boolean prebuilt() {
    return false;
  }

  /**
   * A Debian source package.
   *
   * @param packageName such as {@code linux-source-6.1}
   * @param version the version that it has to be, or null for the newest
   */
  record Debian(String packageName, @Nullable String version) implements KernelSource {
    /** The newest of a source package. */
    public Debian(String packageName) {
      this(packageName, null);
    }

    @Override
    public <T extends @Nullable Object> T match(
        Function<? super Debian, ? extends T> debian,
        Function<? super Distro, ? extends T> distro) {
      return debian.apply(this);
    }
  }

  /**
   * A kernel as Debian ships it, of which only some directories of modules are built again.
   *
   * @param imagePackage such as {@code linux-image-amd64}
   * @param version the version that it has to be, or null for the newest that is complete
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

    /** The newest complete version of an image. */
    public Distro(String imagePackage, List<String> rebuild, @Nullable String otherwise) {
      this(imagePackage, null, rebuild, otherwise);
    }

    @Override
    public <T extends @Nullable Object> T match(
        Function<? super Debian, ? extends T> debian,
        Function<? super Distro, ? extends T> distro) {
      return distro.apply(this);
    }

    @Override
    public boolean prebuilt() {
      return true;
    }
  }
}
