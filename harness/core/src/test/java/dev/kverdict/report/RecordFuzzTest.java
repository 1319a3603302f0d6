package dev.kverdict.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.guest.AgentTranscript;
import dev.kverdict.record.Event;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.TrialId;
import dev.kverdict.run.EventLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JSON that was damaged, or that somebody else wrote: what it says, or a documented error. */
class RecordFuzzTest {

  private static final long SEED = 20261129;
  private static final int INPUTS = Integer.getInteger("kverdict.fuzz", 3000);

  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "\"",
          ":",
          ",",
          "\\",
          "\\u0000",
          "null",
          "true",
          "-1",
          "1e999",
          "99999999999999999999",
          "NaN",
          "\n",
          "\r",
          "\u0000",
          "\u001b[1m",
          "\u00e9",
          "{}",
          "[]",
          "\"type\":\"note\"",
          "[".repeat(3000),
          "{\"a\":".repeat(1500));

  @TempDir private Path folder;

  private static String damaged(String text, Random random) {
    StringBuilder damaged = new StringBuilder(text);
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(damaged.length() + 1);
      int end = Math.min(damaged.length(), at + random.nextInt(40));
      switch (random.nextInt(3)) {
        case 0 -> damaged.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 1 -> damaged.delete(at, end);
        default -> damaged.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
      }
    }
    return damaged.toString();
  }

  @Test
  void aResultIsReadOrRefused() {
    Random random = new Random(SEED);
    String whole = ResultJson.of(ReportsTest.RUN);
    assertThat(ResultJson.of(ResultJson.read(whole, "r"))).isEqualTo(whole);
    int read = 0;
    for (int i = 0; i < INPUTS; i++) {
      try {
        read += ResultJson.of(ResultJson.read(damaged(whole, random), "r")).isEmpty() ? 0 : 1;
      } catch (UserError e) {
        assertThat(e).hasMessageMatching("r: is not a result [^\\p{Cntrl}]+");
      }
    }
    assertThat(read).isBetween(1, INPUTS - 1);
  }

  @Test
  void aLogOfEventsIsReadOrTheDamagedLineIsNamed() throws IOException {
    Path file = folder.resolve("events.jsonl");
    TrialId trial = new TrialId("k", "p", "r", TrialId.PLAIN, 1);
    try (EventLog log = EventLog.open(file)) {
      log.append(new Event.RunStarted("case", "runs/x", 2), false);
      log.append(new Event.TrialEnded(trial, Outcome.Kind.CLEAN, "", 1, false, "x"), false);
      log.append(new Event.RunEnded(0, 17), true);
    }
    String whole = Files.readString(file);
    Random random = new Random(SEED);
    for (int i = 0; i < INPUTS / 3; i++) {
      Files.writeString(file, damaged(whole, random));
      try {
        assertThat(EventLog.readLogged(file)).hasSizeLessThanOrEqualTo(3);
      } catch (InfraError e) {
        assertThat(e)
            .hasMessageMatching("\\Q" + file + "\\E:[0-9]+: the line was changed or damaged");
      }
      try (EventLog log = EventLog.open(file)) {
        log.append(new Event.Note("it goes on"), false);
      }
    }
  }

  @Test
  void whatAGuestSendsIsARecordWithFaults() throws IOException {
    String whole;
    try (var in = AgentTranscript.class.getResourceAsStream("clean.jsonl")) {
      whole = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    Random random = new Random(SEED);
    int faults = 0;
    for (int i = 0; i < INPUTS; i++) {
      byte[] bytes = damaged(whole, random).getBytes(StandardCharsets.ISO_8859_1);
      faults += AgentTranscript.read(new ByteArrayInputStream(bytes)).faults().isEmpty() ? 0 : 1;
    }
    assertThat(faults).isBetween(INPUTS / 2, INPUTS);
  }
}
