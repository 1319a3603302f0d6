package dev.kverdict.batch;

import dev.kverdict.HostIo;
import dev.kverdict.record.Event;
import dev.kverdict.report.BatchJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** Writes {@code batch.jsonl}: a line for each candidate, as soon as it is decided. */
public final class BatchLog implements Consumer<Event> {

  /** The file's name in the directory of a run. */
  public static final String NAME = "batch.jsonl";

  private final Consumer<Event> next;
  private Path file = Path.of(NAME);

  /**
   * @param next is passed every event
   */
  public BatchLog(Consumer<Event> next) {
    this.next = next;
  }

  @Override
  public synchronized void accept(Event event) {
    if (event instanceof Event.RunStarted run) {
      file = Path.of(run.folder()).resolve(NAME);
    } else if (event instanceof Event.CandidateDecided decided) {
      append(BatchJson.line(decided.candidate()));
    }
    next.accept(event);
  }

  /** Closed after each line, so that it is there for whoever follows, or if this is killed. */
  private void append(String line) {
    HostIo.run(
        "cannot write " + file,
        () ->
            Files.write(
                file,
                (line + "\n").getBytes(StandardCharsets.UTF_8), // takes what is no character, too
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND));
  }
}
