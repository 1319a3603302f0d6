package dev.kverdict.guest;

import dev.kverdict.matrix.ImageDef;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the host asks of the agent, as bytes for the channel (docs/agent-protocol.md). */
public final class AgentRequest {

  /** How much a program may print before the agent drops the rest, in bytes. */
  private static final int OUTPUT_LIMIT = 4 << 20;

  private static final int MAX_ARGS = 64;

  private AgentRequest() {}

  /**
   * Sets intervals.
   *
   * @param heartbeat between two heartbeats
   * @param hungTask after how long in uninterruptible sleep the kernel reports a task; zero leaves
   *     its own value
   * @param softLockup the kernel's watchdog threshold; zero leaves its own value
   */
  public static byte[] configure(
      long id, Duration heartbeat, Duration hungTask, Duration softLockup) {
    return line(
        "configure", id, heartbeat.toMillis(), hungTask.toSeconds(), softLockup.toSeconds());
  }

  /** Loads a module and what it depends on. */
  public static byte[] module(long id, Duration limit, String name) {
    return line("module", id, limit.toMillis(), word(name));
  }

  /** Mounts a disk. */
  public static byte[] mount(long id, Duration limit, String serial, ImageDef.Mount mount) {
    @Nullable String options = mount.options();
    return options == null
        ? line("mount", id, limit.toMillis(), word(serial), word(mount.type()), word(mount.at()))
        : line(
            "mount",
            id,
            limit.toMillis(),
            word(serial),
            word(mount.type()),
            word(mount.at()),
            word(options));
  }

  /** Asks for the taint bits. */
  public static byte[] taint(long id) {
    return line("taint", id, "");
  }

  /**
   * Runs a program.
   *
   * @param limit after this it is ended
   * @param seed given to it as KVERDICT_SEED
   */
  public static byte[] run(long id, byte[] program, Duration limit, long seed, List<String> args) {
    if (args.size() > MAX_ARGS) {
      throw new IllegalArgumentException("more than " + MAX_ARGS + " arguments");
    }
    StringBuilder head = new StringBuilder();
    head.append("run ").append(id).append(' ').append(program.length).append(' ');
    head.append(limit.toMillis()).append(' ').append(Long.toUnsignedString(seed)).append(' ');
    head.append(OUTPUT_LIMIT).append(' ').append(args.size()).append('\n');
    for (String arg : args) {
      if (arg.indexOf('\n') >= 0) {
        throw new IllegalArgumentException("an argument with a line break");
      }
      head.append(arg).append('\n');
    }
    byte[] text = head.toString().getBytes(StandardCharsets.UTF_8);
    byte[] all = java.util.Arrays.copyOf(text, text.length + program.length);
    System.arraycopy(program, 0, all, text.length, program.length);
    return all;
  }

  /** Syncs and unmounts. */
  public static byte[] settle(long id, Duration limit) {
    return line("settle", id, limit.toMillis());
  }

  /** Ends the machine from within: only for the script that repeats a trial without a host. */
  public static byte[] reboot(long id) {
    return line("reboot", id, "");
  }

  private static String word(String text) {
    if (!text.matches("\\S+")) {
      throw new IllegalArgumentException("not one word: '" + text + "'");
    }
    return text;
  }

  private static byte[] line(Object... words) {
    StringBuilder line = new StringBuilder();
    for (Object word : words) {
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }
}
