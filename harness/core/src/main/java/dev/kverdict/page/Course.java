package dev.kverdict.page;

import dev.kverdict.guest.AgentTranscript;
import dev.kverdict.oops.ConsoleLines;
import dev.kverdict.oops.KernelLine;
import dev.kverdict.oops.KernelLines;
import dev.kverdict.record.AgentRecord;
import dev.kverdict.record.Mark;
import dev.kverdict.record.Phase;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The course of a trial by the guest's own clock, which a snapshot does not stop. All times are in
 * microseconds since power-on, from the kernel's stamps on the agent's marks.
 *
 * @param userSpace when the agent was there
 * @param prepared when the last request before the program was answered; of a restored trial, the
 *     first one after its snapshot
 * @param started when the program started, or null if it did not
 * @param steps when each step was reported
 * @param settle when the program had ended and settling began, or null
 * @param crash when the first crash was reported, or null
 * @param end the last stamp
 */
record Course(
    long userSpace,
    long prepared,
    @Nullable Long started,
    List<Long> steps,
    @Nullable Long settle,
    @Nullable Long crash,
    long end) {

  /** A flood comes after the marks: more of a console than this tells nothing more. */
  private static final int MOST_CONSOLE = 2 << 20;

  private static final long MOST_AGENT = 4 << 20;

  /** Some 30 years, in microseconds: a guest may stamp its lines as it likes. */
  private static final long MOST_TIME = 1_000_000_000_000_000L;

  private static final Pattern MARK = Pattern.compile("kverdict: mark (\\d{1,6})");

  Course {
    steps = List.copyOf(steps);
  }

  /**
   * Reads the course of a trial.
   *
   * @param folder the directory of its evidence, relative to the run
   * @param crashAt where its first crash begins on the console, or null
   * @return empty if its console has no stamps, or a file is missing
   */
  static Optional<Course> read(RunFiles files, String folder, @Nullable Long crashAt) {
    Optional<Path> console = files.find(folder + "/console.log").filter(Files::isRegularFile);
    Optional<Path> agent = files.small(folder + "/agent.jsonl", MOST_AGENT);
    if (console.isEmpty() || agent.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream said = new BufferedInputStream(Files.newInputStream(agent.get()))) {
      AgentRecord told = AgentTranscript.read(said);
      Stamps stamps = new Stamps(crashAt);
      byte[] start = RunFiles.part(console.get(), 0, MOST_CONSOLE);
      ConsoleLines lines = new ConsoleLines(new KernelLines(stamps::line));
      lines.accept(start, 0, start.length);
      lines.end();
      return stamps.course(told.marks());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns how long the program ran until its first crash or its end, in microseconds. */
  Optional<Long> ran() {
    Long begin = started;
    if (begin == null) {
      return Optional.empty();
    }
    Long until = crash != null ? crash : settle;
    return Optional.ofNullable(until).map(at -> Math.max(0, at - begin));
  }

  /** Returns the course of a trial in words. */
  String words(TrialView trial) {
    return "%s, user space after %s%s%s, end at %s: %s"
        .formatted(
            trial.began().isEmpty() ? "began" : trial.began(),
            Amount.micros(userSpace),
            started == null ? "" : ", program after " + Amount.micros(started),
            crash == null ? "" : ", crash at " + Amount.micros(crash),
            Amount.micros(end),
            trial.outcome());
  }

  /** The stamps of the lines that count. */
  private static final class Stamps {

    private final @Nullable Long crashAt;
    private final Map<Integer, Long> marks = new TreeMap<>();
    private @Nullable Long crash;
    private long last = KernelLine.NO_TIME;

    Stamps(@Nullable Long crashAt) {
      this.crashAt = crashAt;
    }

    void line(KernelLine line) {
      long micros = line.micros();
      if (micros == KernelLine.NO_TIME || micros > MOST_TIME) {
        return;
      }
      last = Math.max(last, micros);
      if (crash == null && crashAt != null && line.offset() >= crashAt) {
        crash = micros;
      }
      Matcher mark = MARK.matcher(line.text());
      if (mark.matches()) {
        marks.putIfAbsent(Integer.parseInt(mark.group(1)), micros);
      }
    }

    Optional<Course> course(List<Mark> told) {
      Long first = null;
      Long prepared = null;
      Long begin = null;
      Long done = null;
      List<Long> passed = new ArrayList<>();
      int steps = -1;
      for (Mark mark : told) {
        Long at = marks.get(mark.number());
        if (at == null) {
          continue;
        }
        first = first == null ? at : first;
        prepared = mark.phase() == Phase.PREPARE ? at : prepared;
        if (mark.phase() == Phase.RUN && begin == null) {
          begin = at;
        } else if (mark.phase() == Phase.RUN && mark.steps() > steps) {
          passed.add(at);
        }
        if (mark.phase() == Phase.SETTLE && done == null) {
          done = at;
        }
        steps = mark.phase() == Phase.RUN ? mark.steps() : steps;
      }
      return first == null || last < first
          ? Optional.empty()
          : Optional.of(
              new Course(
                  first, prepared == null ? first : prepared, begin, passed, done, crash, last));
    }
  }
}
