package dev.kverdict.matrix;

/** Where a kernel's source comes from. */
public sealed interface KernelSource {

  /** The kinds of source, for switches without a default. */
  enum Kind {
    DEBIAN
  }

  /** The kind of this source. */
  Kind kind();

  /**
   * A Debian source package.
   *
   * @param packageName such as {@code linux-source-6.1}
   */
  record Debian(String packageName) implements KernelSource {
    @Override
    public Kind kind() {
      return Kind.DEBIAN;
    }
  }
}
