package dev.kverdict.model;

/** What a program may do in the guest. Their labels are words of the agent's protocol. */
public enum Sandbox {
  /** It is root, without the capabilities to modify the kernel. */
  NONE,
  /** It is nobody, without capabilities. */
  SETUID,
  /** It is root of its own namespaces. */
  NAMESPACE
}
