package dev.kverdict.host;

/** How programs that touch patches, images and guests are kept away from the rest of a machine. */
public enum CageKind {
  /** Namespaces of their own, and an unprivileged user of their own. */
  BUBBLEWRAP_AND_USER("bubblewrap + own user"),
  /** Namespaces of their own; they run as whoever started us. */
  BUBBLEWRAP("bubblewrap"),
  /** An unprivileged user of their own, who sees what any user sees. */
  USER("own user"),
  /** A container each. */
  CONTAINER("container"),
  /** Nothing: they may do what we may do. */
  NONE("not caged");

  private final String text;

  CageKind(String text) {
    this.text = text;
  }

  /** Whether its programs end with the first of them. */
  boolean hasNamespaces() {
    return this == BUBBLEWRAP || this == BUBBLEWRAP_AND_USER;
  }

  /** What a person is told. */
  public String text() {
    return text;
  }
}
