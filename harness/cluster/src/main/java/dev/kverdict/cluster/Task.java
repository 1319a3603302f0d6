package dev.kverdict.cluster;

/**
 * What a scheduler says of one task.
 *
 * @param phase how far it is
 * @param state the scheduler's own word, such as {@code NODE_FAIL}
 * @param node where it runs or ran; empty if it has not begun
 * @param reason why it waits or ended, in the scheduler's word; may be empty
 * @param attempt what the names of its attempts in {@link SharedFolder} begin with
 */
record Task(Phase phase, String state, String node, String reason, String attempt) {

  enum Phase {
    /** It may begin by itself. */
    WAITING,
    /** It will never begin by itself. */
    STUCK,
    RUNNING,
    ENDED
  }
}
