package dev.kverdict.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import dev.kverdict.record.Candidate;
import dev.kverdict.record.Event;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.TrialId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {

  private static final List<Event> EVENTS =
      List.of(
          new Event.RunStarted("case", "folder", 2),
          new Event.Note("quotes \" and \u00e4 and \n"),
          new Event.TrialEnded(
              new TrialId("k", null, "r", TrialId.PLAIN, 1),
              Outcome.Kind.CLEAN,
              "fine",
              7,
              false,
              "trials/k/r/1"),
          new Event.CandidateDecided(
              new Candidate("k", "p", "p.patch", "", new Candidate.NotReached("no time"))),
          new Event.RunEnded(0, 12));

  @TempDir Path folder;

  @Test
  void whatIsWrittenIsRead() {
    assertThat(read(written())).isEqualTo(EVENTS);
  }

  @Test
  void tornLastLineIsCutAndTheLogGoesOn() throws IOException {
    Path file = written();
    Files.writeString(file, "{\"crc\":\"12", StandardOpenOption.APPEND);
    assertThat(read(file)).isEqualTo(EVENTS);
    try (EventLog log = EventLog.open(file)) {
      log.append(EVENTS.get(0), true);
    }
    assertThat(read(file)).hasSize(EVENTS.size() + 1).last().isEqualTo(EVENTS.get(0));
  }

  @Test
  void changedLineIsAnErrorThatNamesIt() throws IOException {
    Path file = written();
    Files.writeString(file, Files.readString(file).replace("CLEAN", "CLEAR"));
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InfraError.class)
        .hasMessageContaining("events.jsonl:3");
  }

  private static List<Event> read(Path file) {
    return EventLog.readLogged(file).stream().map(EventLog.Logged::event).toList();
  }

  private Path written() {
    Path file = folder.resolve("events.jsonl");
    try (EventLog log = EventLog.open(file)) {
      EVENTS.forEach(event -> log.append(event, false));
    }
    return file;
  }
}
