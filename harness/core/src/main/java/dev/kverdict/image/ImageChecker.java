package dev.kverdict.image;

import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.model.ImageDef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Runs a file system's own checker on an image that a guest has written to. */
public record ImageChecker(Lane lane) {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  /**
   * Keeps what the guest wrote from making a host program lock memory. It is faster, too:
   * fsck.ocfs2 1.8 locks a cache of 512 MiB, whatever the image's size, and falls back to a small
   * one if it may not. Root may, unless it gives up CAP_IPC_LOCK (mlock(2)).
   */
  private static final List<String> LITTLE_LOCKED_MEMORY =
      List.of("prlimit", "--memlock=1048576", "setpriv", "--bounding-set=-ipc_lock", "--");

  /**
   * The checker's answer.
   *
   * @param image the image's name, if the trial had several; otherwise empty
   * @param tool the checker's file name
   * @param exitCode its exit code
   * @param timedOut whether it was killed at its time limit
   * @param unmounted whether the file system was unmounted cleanly before
   * @param output its last lines of output
   */
  public record Answer(
      String image,
      String tool,
      int exitCode,
      boolean timedOut,
      boolean unmounted,
      List<String> output) {

    public Answer {
      Objects.requireNonNull(image, "image");
      Objects.requireNonNull(tool, "tool");
      output = List.copyOf(output);
    }

    /** Returns this answer as one about a named image. */
    public Answer about(String name) {
      return new Answer(name, tool, exitCode, timedOut, unmounted, output);
    }
  }

  /**
   * Replays the journal, then checks. Changes the image, so pass a copy.
   *
   * @param unmounted whether it was unmounted cleanly, which leaves nothing to replay
   * @return the answer; empty if there can be none after such an end
   */
  public Optional<Answer> check(ImageDef.Check check, Path image, boolean unmounted) {
    if (check.unmountedOnly() && !unmounted) {
      return Optional.empty();
    }
    if (!unmounted && !check.replay().isEmpty()) {
      // The check that follows finds again whatever a replay complains about.
      var unused = lane.run(command(check.replay(), image));
    }
    CommandResult result = lane.run(command(check.run(), image));
    return Optional.of(
        new Answer(
            "",
            String.valueOf(Path.of(check.run().get(0)).getFileName()),
            result.exitCode(),
            result.timedOut(),
            unmounted,
            result.output()));
  }

  private static Command command(List<String> words, Path image) {
    List<String> argv = new ArrayList<>(LITTLE_LOCKED_MEMORY);
    argv.addAll(List.of(ImageMaker.command(words, image)));
    Command command = Command.beside(image, argv.toArray(String[]::new)).within(LIMIT);
    return refusesLimits(words) ? command.reading(image) : command.writing(image);
  }

  /**
   * xfs_repair ends at once if it may not write files of any size (repair/init.c of xfsprogs), even
   * where it is to write nothing. A cage has no such limit for a program that writes nothing.
   */
  private static boolean refusesLimits(List<String> words) {
    return words.get(0).endsWith("xfs_repair") && words.contains("-n");
  }
}
