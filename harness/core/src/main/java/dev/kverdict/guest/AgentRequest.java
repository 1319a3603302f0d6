package dev.kverdict.guest;

import dev.kverdict.UserError;
import dev.kverdict.model.ImageDef;
import dev.kverdict.store.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the host asks of the agent, as bytes for the channel (docs/agent-protocol.md). What the
 * agent would refuse as malformed is refused here, where there is somebody to tell.
 */
public final class AgentRequest {

  /** How much a program may print before the agent drops the rest, in bytes. */
  private static final int OUTPUT_LIMIT = 4 << 20;

  private static final int MAX_ARGS = 64;
  private static final int MAX_LINE = 4096;
  private static final int MAX_PROGRAM = 64 << 20;

  private AgentRequest() {}

  /**
   * Sets intervals.
   *
   * @param heartbeat between two heartbeats
   * @param hungTask after how long in uninterruptible sleep the kernel reports a task; zero leaves
   *     its own value
   * @param softLockup the kernel's watchdog threshold, at most a minute; zero leaves its own value
   */
  public static byte[] configure(
      long id, Duration heartbeat, Duration hungTask, Duration softLockup) {
    return line(
        "configure",
        id,
        heartbeat.toMillis(),
        hungTask.toSeconds(),
        Math.min(60, softLockup.toSeconds()));
  }

  /**
   * Loads a module and what it depends on.
   *
   * @throws UserError when the name cannot be sent
   */
  public static byte[] module(long id, Duration limit, String name) {
    return line("module", id, limit.toMillis(), word("module", name));
  }

  /**
   * Mounts a disk.
   *
   * @throws UserError when a part of the mount cannot be sent
   */
  public static byte[] mount(long id, Duration limit, String serial, ImageDef.Mount mount) {
    @Nullable String options = mount.options();
    String type = word("mount type", mount.type());
    String at = word("mount point", mount.at());
    return options == null
        ? line("mount", id, limit.toMillis(), word("serial", serial), type, at)
        : line(
            "mount",
            id,
            limit.toMillis(),
            word("serial", serial),
            type,
            at,
            word("mount options", options));
  }

  /**
   * Gives the guest a name, or asks whether that is the name it has.
   *
   * @param name one word of at most 64 characters
   * @throws UserError when the name cannot be sent
   */
  public static byte[] identify(long id, String name) {
    return line("identify", id, word("machine's name", name));
  }

  /**
   * Seeds the kernel's random numbers.
   *
   * @param seed what the 32 bytes are drawn from: the same seed, the same bytes
   */
  public static byte[] reseed(long id, long seed) {
    MessageDigest digest = Digests.sha256();
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
    return line("reseed", id, Digests.hex(digest));
  }

  /** Lets an oops end the task that ran into it, not the machine. */
  public static byte[] survive(long id) {
    return line("survive", id);
  }

  /**
   * Counts how often an address is passed.
   *
   * @param name the probe's name, one word
   * @param where {@code MODULE:SYMBOL+OFFSET}, or without a module for the kernel itself
   * @throws UserError when the name or the place cannot be sent
   */
  public static byte[] probe(long id, String name, String where) {
    return line("probe", id, word("probe", name), word("probe", where));
  }

  /** Asks for all counts that were not told yet. */
  public static byte[] count(long id) {
    return line("count", id);
  }

  /** Asks for the taint bits. */
  public static byte[] taint(long id) {
    return line("taint", id);
  }

  /**
   * Runs a program without the capabilities that could change the kernel behind everybody's back.
   *
   * @param limit after this it is ended
   * @param seed given to it as KVERDICT_SEED, unsigned
   * @throws UserError when an argument or the program cannot be sent
   */
  public static byte[] run(long id, byte[] program, Duration limit, long seed, List<String> args) {
    if (args.size() > MAX_ARGS) {
      throw new UserError("args", "more than " + MAX_ARGS + " arguments", "use fewer");
    }
    if (program.length > MAX_PROGRAM) {
      throw new UserError("", "the compiled program has more than 64 MiB", "make it smaller");
    }
    StringBuilder head =
        new StringBuilder("run ").append(id).append(' ').append(program.length).append(' ');
    head.append(limit.toMillis()).append(' ').append(Long.toUnsignedString(seed)).append(' ');
    head.append(OUTPUT_LIMIT).append(" drop ").append(args.size()).append('\n');
    for (String arg : args) {
      if (arg.indexOf('\n') >= 0 || arg.indexOf('\0') >= 0 || bytes(arg).length >= MAX_LINE) {
        throw new UserError(
            "args",
            "an argument with a line break or of more than " + (MAX_LINE - 1) + " bytes",
            "pass it another way");
      }
      head.append(arg).append('\n');
    }
    byte[] text = bytes(head.toString());
    byte[] all = Arrays.copyOf(text, text.length + program.length);
    System.arraycopy(program, 0, all, text.length, program.length);
    return all;
  }

  /** Compares the files as they are in memory with how they are after a new mount. */
  public static byte[] reread(long id, Duration limit) {
    return line("reread", id, limit.toMillis());
  }

  /** Syncs and unmounts. */
  public static byte[] settle(long id, Duration limit) {
    return line("settle", id, limit.toMillis());
  }

  /** Ends the machine from within: only for the script that repeats a trial without a host. */
  public static byte[] reboot(long id) {
    return line("reboot", id);
  }

  /** The parts of a request line are separated by blanks. */
  private static String word(String what, String text) {
    boolean plain = text.chars().allMatch(c -> c > ' ' && c != 0x7f);
    if (text.isEmpty() || !plain || bytes(text).length > MAX_LINE / 4) {
      throw new UserError(
          what, "not one word of at most " + MAX_LINE / 4 + " bytes", "write it without blanks");
    }
    return text;
  }

  private static byte[] line(Object... words) {
    StringBuilder line = new StringBuilder();
    for (Object word : words) {
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    return bytes(line.append('\n').toString());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
