package dev.kverdict.kernel;

/** Names of directories in a stored kernel source. */
public final class SourceTree {

  /** The source tree, in whatever holds one. */
  public static final String TREE = "tree";

  /** The build's output below the source, so that kbuild refers to the source by {@code ..}. */
  public static final String OUTPUT = "build";

  private SourceTree() {}
}
