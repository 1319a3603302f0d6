package dev.kverdict.host;

/** Ways to isolate programs that touch patches, images and guests from the rest of a machine. */
public enum CageKind {
  /** Private namespaces and an unprivileged user. */
  BUBBLEWRAP_AND_USER("bubblewrap + own user"),
  /** Private namespaces; programs run as the user who started the harness. */
  BUBBLEWRAP("bubblewrap"),
  /** An unprivileged user, who sees what any user sees. */
  USER("own user"),
  /** A container for each program. */
  CONTAINER("container"),
  /** No isolation: programs may do what the harness may do. */
  NONE("not caged");

  private final String text;

  CageKind(String text) {
    this.text = text;
  }

  /** Returns whether a cage has a PID namespace, which ends with its first process. */
  boolean hasNamespaces() {
    return this == BUBBLEWRAP || this == BUBBLEWRAP_AND_USER;
  }

  /** Returns the name for display. */
  public String text() {
    return text;
  }
}
