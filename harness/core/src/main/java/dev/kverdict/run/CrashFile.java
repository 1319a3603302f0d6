package dev.kverdict.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.oops.CrashReport;
import dev.kverdict.oops.Frame;
import dev.kverdict.oops.SourceQuote;
import dev.kverdict.oops.Symbols;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * crashes.json beside the evidence of a trial: its first crashes with the source that they name, so
 * that a report needs neither the kernel nor its source.
 *
 * @param schema the version of the format
 * @param crashes the crashes, in the order of the console
 * @param quotes lines of the source by {@code file:line}
 */
public record CrashFile(int schema, List<Crash> crashes, Map<String, SourceQuote> quotes) {

  /** The file's name. */
  public static final String NAME = "crashes.json";

  private static final int SCHEMA = 1;
  private static final int MAX_CRASHES = 3;
  private static final int MAX_FRAMES = 40;
  private static final int MAX_QUOTES = 32;

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A crash.
   *
   * @param title its conventional title
   * @param source {@code file:line}, or null
   * @param statement the statement there, or null
   * @param panicked whether the kernel panicked because of it
   * @param follows whether an earlier one of the same boot may have caused it
   * @param offset where it begins, in bytes from the start of the console
   * @param lines the number of lines in its report
   * @param frames its reliable frames, innermost first
   */
  public record Crash(
      String title,
      @Nullable String source,
      @Nullable String statement,
      boolean panicked,
      boolean follows,
      long offset,
      int lines,
      List<Frame> frames) {

    public Crash {
      frames = List.copyOf(frames);
    }

    static Crash of(CrashReport report) {
      return new Crash(
          report.title(),
          report.source(),
          report.statement(),
          report.panicked(),
          report.follows(),
          report.offset(),
          report.text().size(),
          report.frames().stream().filter(Frame::reliable).limit(MAX_FRAMES).toList());
    }
  }

  public CrashFile {
    crashes = List.copyOf(crashes);
    quotes = new LinkedHashMap<>(quotes);
  }

  /** Returns what is kept of a trial's crashes. */
  public static CrashFile of(List<CrashReport> reports, Symbols symbols) {
    List<Crash> crashes = reports.stream().limit(MAX_CRASHES).map(Crash::of).toList();
    Map<String, SourceQuote> quotes = new LinkedHashMap<>();
    for (String place : places(crashes)) {
      if (quotes.size() < MAX_QUOTES) {
        symbols.quote(place).ifPresent(quote -> quotes.put(place, quote));
      }
    }
    return new CrashFile(SCHEMA, crashes, quotes);
  }

  private static List<String> places(List<Crash> crashes) {
    List<String> places = new ArrayList<>();
    for (Crash crash : crashes) {
      for (Frame frame : crash.frames()) {
        Optional.ofNullable(frame.source()).ifPresent(places::add);
      }
      Optional.ofNullable(crash.source()).ifPresent(places::add);
    }
    return places.stream().distinct().toList();
  }

  void write(Path evidence) throws IOException {
    Files.writeString(evidence.resolve(NAME), JSON.writeValueAsString(this) + "\n");
  }

  /**
   * Reads the file of a trial.
   *
   * @return empty if there is none, or none of this version
   */
  public static Optional<CrashFile> read(Path evidence) {
    try {
      return Optional.ofNullable(JSON.readValue(evidence.resolve(NAME).toFile(), CrashFile.class))
          .filter(file -> file.schema() == SCHEMA);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
