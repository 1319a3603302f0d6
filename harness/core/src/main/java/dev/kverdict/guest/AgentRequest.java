package dev.kverdict.guest;

import dev.kverdict.UserError;
import dev.kverdict.model.ImageDef;
import dev.kverdict.model.Sandbox;
import dev.kverdict.store.Digests;
import dev.kverdict.text.Label;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the host's requests to the agent (docs/agent-protocol.md). Whatever the agent would
 * reject as malformed is rejected here, where the user sees the message.
 */
public final class AgentRequest {

  /** Bytes that a program may print before the agent drops the rest. */
  private static final int OUTPUT_LIMIT = 4 << 20;

  private static final int MAX_ARGS = 64;
  private static final int MAX_LINE = 4096;
  private static final int MAX_PROGRAM = 64 << 20;

  private AgentRequest() {}

  /**
   * Sets intervals.
   *
   * @param heartbeat the time between two heartbeats
   * @param hungTask the time in uninterruptible sleep after which the kernel reports a task; zero
   *     keeps the kernel's value
   * @param softLockup the kernel's watchdog threshold, at most a minute; zero keeps its value
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
   * Loads a module and its dependencies.
   *
   * @throws UserError if the name cannot be sent
   */
  public static byte[] module(long id, Duration limit, String name) {
    return line("module", id, limit.toMillis(), word("module", name));
  }

  /**
   * Makes the programs of a disk those that programs find.
   *
   * @param serial the disk's serial number
   * @throws UserError if it cannot be sent
   */
  public static byte[] userland(long id, Duration limit, String serial) {
    return line("userland", id, limit.toMillis(), word("serial", serial));
  }

  /**
   * Mounts a disk.
   *
   * @throws UserError if a part of the mount cannot be sent
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
   * Names the guest, or checks that it has this name.
   *
   * @param name one word of at most 64 characters
   * @throws UserError if the name cannot be sent
   */
  public static byte[] identify(long id, String name) {
    return line("identify", id, word("snapshot's name", name));
  }

  /**
   * Checks a guest's name, and gives it another one.
   *
   * @throws UserError if a name cannot be sent
   */
  public static byte[] rename(long id, String from, String to) {
    return line("rename", id, word("snapshot's name", from), word("snapshot's name", to));
  }

  /**
   * Replaces a module that is not loaded.
   *
   * @param file its file below {@code lib/modules/RELEASE/}
   * @throws UserError if the name or the module cannot be sent
   */
  public static byte[] replace(long id, String file, byte[] module) {
    if (module.length > MAX_PROGRAM) {
      throw new UserError(file, "the module has more than 64 MiB", "make it smaller");
    }
    byte[] head = line("replace", id, module.length, sum(module), word("module", file));
    byte[] all = Arrays.copyOf(head, head.length + module.length);
    System.arraycopy(module, 0, all, head.length, module.length);
    return all;
  }

  /** FNV-1a of 64 bits (RFC 9923), in hex: against damage on the way, not against forgery. */
  private static String sum(byte[] bytes) {
    long sum = 0xcbf29ce484222325L;
    for (byte b : bytes) {
      sum = (sum ^ (b & 0xff)) * 0x100000001b3L;
    }
    return HexFormat.of().toHexDigits(sum);
  }

  /**
   * Seeds the kernel's random number generator.
   *
   * @param seed determines the 32 bytes of seed that are sent
   */
  public static byte[] reseed(long id, long seed) {
    MessageDigest digest = Digests.sha256();
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
    return line("reseed", id, Digests.hex(digest));
  }

  /** Makes an oops kill its task instead of the machine. */
  public static byte[] survive(long id) {
    return line("survive", id);
  }

  /**
   * Counts how often an address is executed.
   *
   * @param name the probe's name, one word
   * @param where {@code MODULE:SYMBOL+OFFSET}, or without a module for the kernel itself
   * @throws UserError if the name or the place cannot be sent
   */
  public static byte[] probe(long id, String name, String where) {
    return line("probe", id, word("probe", name), word("probe", where));
  }

  /** Asks for all counts not yet reported. */
  public static byte[] count(long id) {
    return line("count", id);
  }

  /** Has the failed system calls of the program reported, which runs more slowly then. */
  public static byte[] watch(long id) {
    return line("watch", id);
  }

  /** Asks for the taint bits. */
  public static byte[] taint(long id) {
    return line("taint", id);
  }

  /**
   * Runs a program without the capabilities to modify the kernel.
   *
   * @param limit time after which it is killed
   * @param endless whether it is meant to run until then, and is watched meanwhile
   * @param sandbox what it may do
   * @param seed passed to it as KVERDICT_SEED, unsigned
   * @throws UserError if an argument or the program cannot be sent
   */
  public static byte[] run(
      long id,
      byte[] program,
      Duration limit,
      boolean endless,
      Sandbox sandbox,
      long seed,
      List<String> args) {
    if (args.size() > MAX_ARGS) {
      throw new UserError("args", "more than " + MAX_ARGS + " arguments", "use fewer");
    }
    if (program.length > MAX_PROGRAM) {
      throw new UserError("", "the program has more than 64 MiB", "make it smaller");
    }
    StringBuilder head =
        new StringBuilder("run ").append(id).append(' ').append(program.length).append(' ');
    head.append(limit.toMillis()).append(' ').append(Long.toUnsignedString(seed)).append(' ');
    head.append(OUTPUT_LIMIT)
        .append(' ')
        .append(endless ? 1 : 0)
        .append(' ')
        .append(Label.of(sandbox))
        .append(' ')
        .append(args.size())
        .append('\n');
    for (String arg : args) {
      if (arg.indexOf('\n') >= 0 || arg.indexOf('\0') >= 0 || bytes(arg).length >= MAX_LINE) {
        throw new UserError(
            "args",
            "an argument has a line break, or more than " + (MAX_LINE - 1) + " bytes",
            "pass it in another way");
      }
      head.append(arg).append('\n');
    }
    byte[] text = bytes(head.toString());
    byte[] all = Arrays.copyOf(text, text.length + program.length);
    System.arraycopy(program, 0, all, text.length, program.length);
    return all;
  }

  /** Compares the files in memory with the files after a remount. */
  public static byte[] reread(long id, Duration limit) {
    return line("reread", id, limit.toMillis());
  }

  /** Syncs and unmounts. */
  public static byte[] settle(long id, Duration limit) {
    return line("settle", id, limit.toMillis());
  }

  /** Resets the machine; only for the script that repeats a trial without a host. */
  public static byte[] reboot(long id) {
    return line("reboot", id);
  }

  /** Checks a part of a request line, where parts are separated by blanks. */
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
