package dev.kverdict.page;

import dev.kverdict.oops.Frame;
import dev.kverdict.oops.SourceQuote;
import dev.kverdict.run.CrashFile;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of one trial in full: its crash and its console.
 *
 * @param id the name of its place on the page
 * @param side the side that it belongs to
 * @param trial the trial
 * @param console its console, or null if there is none, or no room for it
 * @param crashText what is written about its crashes where nothing better is; often empty
 */
record EvidenceView(
    String id, String side, TrialView trial, @Nullable ConsoleView console, String crashText) {

  /** Returns its crashes. */
  List<CrashFile.Crash> crashes() {
    return trial.crashes() == null ? List.of() : trial.crashes().crashes();
  }

  /** Returns the lines of the source at a frame, if they are known. */
  Optional<SourceQuote> quote(Frame frame) {
    CrashFile file = trial.crashes();
    return file == null || frame.source() == null
        ? Optional.empty()
        : Optional.ofNullable(file.quotes().get(Objects.requireNonNull(frame.source())));
  }

  /** A line of a quote, and whether it is the one that is meant. */
  record Line(int number, boolean meant, String text) {}

  /** Returns the lines of a quote with their numbers. */
  List<Line> lines(SourceQuote quote) {
    return IntStream.range(0, quote.lines().size())
        .mapToObj(
            i ->
                new Line(
                    quote.first() + i,
                    quote.first() + i == quote.line(),
                    Objects.requireNonNull(quote.lines().get(i))))
        .toList();
  }

  /** Returns a frame as the kernel prints it. */
  static String place(Frame frame) {
    return frame.function()
        + (frame.offset() == Frame.UNKNOWN ? "" : "+0x" + Long.toHexString(frame.offset()))
        + (frame.module() == null || frame.inlined() ? "" : " [" + frame.module() + "]");
  }
}
