package dev.kverdict.guest;

import dev.kverdict.record.Resources;
import java.util.List;

/** What the agent says, one JSON object a line (docs/agent-protocol.md). */
public sealed interface AgentMessage {

  /** The kinds of message, for switches without a default. */
  enum Kind {
    HELLO,
    HEARTBEAT,
    ANSWER,
    HITS,
    MARK,
    DIFFERS,
    REREAD,
    MODULE,
    MOUNT,
    TAINT,
    OUTPUT,
    STUCK,
    EXIT,
    SETTLED,
    FAULT
  }

  /** The kind of this message. */
  Kind kind();

  /** User space is up. */
  record Hello(String release, String buildId, long taint) implements AgentMessage {
    @Override
    public Kind kind() {
      return Kind.HELLO;
    }
  }

  /** The agent lives. */
  record Heartbeat() implements AgentMessage {
    @Override
    public Kind kind() {
      return Kind.HEARTBEAT;
    }
  }

  /**
   * A request without more to tell is done ({@code configured}, {@code identified}, {@code
   * reseeded}, {@code loaded}, {@code started}, {@code surviving}, {@code probed}, {@code
   * counted}).
   */
  record Answer(long id, String type, String name, boolean ok, String errno)
      implements AgentMessage {
    @Override
    public Kind kind() {
      return Kind.ANSWER;
    }
  }

  /** How often a probe was hit so far, and how often it could not be counted. */
  record Hits(String name, long hits, long missed) implements AgentMessage {
    @Override
    public Kind kind() {
      return Kind.HITS;
    }
  }

  /** A mark with this number was made in the kernel's log before this message. */
  record Mark(int number) implements AgentMessage {
    @Override
    public Kind kind() {
      return Kind.MARK;
    }
  }

  /** A file is not what it was before the new mount. */
  record Differs(String name, String how) implements AgentMessage {
    @Override
    public Kind kind() {
      return Kind.DIFFERS;
    }
  }

  /** The files were compared, or could not be. */
  record Reread(long id, boolean ok, String errno) implements AgentMessage {
    @Override
    public Kind kind() {
      return Kind.REREAD;
    }
  }

  /** A module was loaded, or not. */
  record Module(String name, boolean ok, String errno, String buildId) implements AgentMessage {
    @Override
    public Kind kind() {
      return Kind.MODULE;
    }
  }

  /** The image was mounted, or not. */
  record Mount(long id, boolean ok, String errno) implements AgentMessage {
    @Override
    public Kind kind() {
      return Kind.MOUNT;
    }
  }

  /** The kernel's taint bits, -1 when unknown. */
  record Taint(long id, long bits, Resources resources) implements AgentMessage {
    @Override
    public Kind kind() {
      return Kind.TAINT;
    }
  }

  /** The program printed something. */
  record Output(boolean standardError, String text) implements AgentMessage {
    @Override
    public Kind kind() {
      return Kind.OUTPUT;
    }
  }

  /** A task outlived its limit, before or after it was killed. */
  record Stuck(String name, String state, boolean afterKill, List<String> stack)
      implements AgentMessage {
    @Override
    public Kind kind() {
      return Kind.STUCK;
    }
  }

  /** The program ended, or could not be ended. */
  record Exit(long id, int code, int signal, boolean timedOut, boolean gone, int leftOver)
      implements AgentMessage {
    @Override
    public Kind kind() {
      return Kind.EXIT;
    }
  }

  /** Sync and unmount are done. */
  record Settled(long id, boolean ok, long taint, Resources resources, String sync, String umount)
      implements AgentMessage {
    @Override
    public Kind kind() {
      return Kind.SETTLED;
    }
  }

  /** Something the agent could not do, or a line that is no message. */
  record Fault(String what) implements AgentMessage {
    @Override
    public Kind kind() {
      return Kind.FAULT;
    }
  }
}
