package dev.kverdict.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a kernel's source comes from. */
public sealed interface KernelSource {

  /** The kinds of source, for switches without a default. */
  enum Kind {
    DEBIAN,
    DISTRO
  }

  /** The kind of this source. */
  Kind kind();

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
    public Kind kind() {
      return Kind.DEBIAN;
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
    public Kind kind() {
      return Kind.DISTRO;
    }
  }
}
