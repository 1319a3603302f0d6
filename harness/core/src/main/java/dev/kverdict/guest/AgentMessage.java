package dev.kverdict.guest;

import dev.kverdict.record.Resources;
import java.util.List;
import java.util.stream.Stream;

/** A message from the agent, one JSON object per line (docs/agent-protocol.md). */
public sealed interface AgentMessage {

  /** The kinds of message, for switches without a default. */
  enum Kind {
    HELLO(Hello.class),
    HEARTBEAT(Heartbeat.class),
    ANSWER(Answer.class),
    HITS(Hits.class),
    MARK(Mark.class),
    DIFFERS(Differs.class),
    REREAD(Reread.class),
    MODULE(Module.class),
    UNANSWERED(Unanswered.class),
    FAILED(Failed.class),
    MOUNT(Mount.class),
    TAINT(Taint.class),
    OUTPUT(Output.class),
    WORK(Work.class),
    STUCK(Stuck.class),
    EXIT(Exit.class),
    SETTLED(Settled.class),
    FAULT(Fault.class);

    private final Class<? extends AgentMessage> type;

    Kind(Class<? extends AgentMessage> type) {
      this.type = type;
    }
  }

  /** Returns the kind of this message. */
  default Kind kind() {
    return Stream.of(Kind.values()).filter(k -> k.type == getClass()).findFirst().orElseThrow();
  }

  /** Returns the number of the request that this message answers; negative for other messages. */
  default long id() {
    return -1;
  }

  /** User space is up. */
  record Hello(String release, String buildId, long taint) implements AgentMessage {}

  /**
   * The agent is alive.
   *
   * @param millis the guest's clock: ms since it booted
   */
  record Heartbeat(long millis) implements AgentMessage {}

  /**
   * A request that has no other answer is done ({@code configured}, {@code identified}, {@code
   * reseeded}, {@code loaded}, {@code started}, {@code surviving}, {@code watching}, {@code
   * probed}, {@code counted}).
   */
  record Answer(long id, String type, String name, boolean ok, String errno)
      implements AgentMessage {}

  /** The number of hits of a probe so far, and of those that could not be counted. */
  record Hits(String name, long hits, long missed) implements AgentMessage {}

  /** A mark with this number was written to the kernel's log before this message. */
  record Mark(int number) implements AgentMessage {}

  /** A file differs from what it was before the remount. */
  record Differs(String name, String how) implements AgentMessage {}

  /** The files were compared, or could not be. */
  record Reread(long id, boolean ok, String errno) implements AgentMessage {}

  /** A module was loaded, or not. */
  record Module(String name, boolean ok, String errno, String buildId) implements AgentMessage {}

  /** The kernel asked for a module that nobody could load. */
  record Unanswered(String name, String errno) implements AgentMessage {}

  /** A system call of the program failed; each failure comes once. */
  record Failed(String call, String argument, String errno) implements AgentMessage {}

  /** The image was mounted, or not. */
  record Mount(long id, boolean ok, String errno) implements AgentMessage {}

  /** The kernel's taint bits, -1 if unknown. */
  record Taint(long id, long bits, Resources resources) implements AgentMessage {}

  /** The program printed something. */
  record Output(boolean standardError, String text) implements AgentMessage {}

  /**
   * What the program did so far: the types of what it mounted, the devices that it opened, and the
   * mark when it was killed.
   */
  record Work(long id, long processes, String mounted, String opened, int killed)
      implements AgentMessage {}

  /** A task outlived its limit, before or after it was killed. */
  record Stuck(String name, String state, boolean afterKill, List<String> stack)
      implements AgentMessage {}

  /** The program ended, or could not be killed. */
  record Exit(long id, int code, int signal, boolean timedOut, boolean gone, int leftOver)
      implements AgentMessage {}

  /** Sync and unmount are done. */
  record Settled(long id, boolean ok, long taint, Resources resources, String sync, String umount)
      implements AgentMessage {}

  /** The agent failed to do something, or a line is not a message. */
  record Fault(String what) implements AgentMessage {}
}
