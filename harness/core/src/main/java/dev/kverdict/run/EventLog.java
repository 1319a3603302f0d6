package dev.kverdict.run;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.record.Candidate;
import dev.kverdict.record.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * events.jsonl: one event a line, appended only. Each line holds {@code crc}, {@code at} and {@code
 * event}, the CRC-32C (RFC 3720) being taken over the text of the event, so that a torn or changed
 * line is known.
 */
public final class EventLog implements AutoCloseable {

  private static final String NAME = "events.jsonl";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .addMixIn(Event.class, EventTypes.class)
          .addMixIn(Candidate.Standing.class, StandingTypes.class);

  /** The names of events in the log. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Event.RunStarted.class, name = "run-started"),
    @JsonSubTypes.Type(value = Event.BuildMoved.class, name = "build-moved"),
    @JsonSubTypes.Type(value = Event.BuildEnded.class, name = "build-ended"),
    @JsonSubTypes.Type(value = Event.TrialsPlanned.class, name = "trials-planned"),
    @JsonSubTypes.Type(value = Event.TrialStarted.class, name = "trial-started"),
    @JsonSubTypes.Type(value = Event.TrialEnded.class, name = "trial-ended"),
    @JsonSubTypes.Type(value = Event.MachineSaved.class, name = "machine-saved"),
    @JsonSubTypes.Type(value = Event.MachineDiscarded.class, name = "machine-discarded"),
    @JsonSubTypes.Type(value = Event.ControlNotFailed.class, name = "control-not-failed"),
    @JsonSubTypes.Type(value = Event.CellDecided.class, name = "cell-decided"),
    @JsonSubTypes.Type(value = Event.CandidateDecided.class, name = "candidate-decided"),
    @JsonSubTypes.Type(value = Event.ClaimSettled.class, name = "claim-settled"),
    @JsonSubTypes.Type(value = Event.Note.class, name = "note"),
    @JsonSubTypes.Type(value = Event.RunEnded.class, name = "run-ended")
  })
  private interface EventTypes {}

  /** The names of standings of candidates in the log. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Candidate.Judged.class, name = "judged"),
    @JsonSubTypes.Type(value = Candidate.Duplicate.class, name = "duplicate"),
    @JsonSubTypes.Type(value = Candidate.Unreadable.class, name = "unreadable"),
    @JsonSubTypes.Type(value = Candidate.NotReached.class, name = "not-reached")
  })
  private interface StandingTypes {}

  private final FileChannel file;

  private EventLog(FileChannel file) {
    this.file = file;
  }

  /** Opens a log, new or old; a last line that was cut by a crash is removed. */
  public static EventLog open(Path path) {
    try {
      FileChannel file =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      file.truncate(endOfLastLine(Files.readAllBytes(path)));
      file.position(file.size());
      return new EventLog(file);
    } catch (IOException e) {
      throw new InfraError("cannot open " + path + ": " + e.getMessage(), e);
    }
  }

  /** Appends an event; with {@code sync} it is on the disk when this returns. */
  public synchronized void append(Event event, boolean sync) {
    try {
      String text = JSON.writeValueAsString(event);
      String line =
          "{\"crc\":\"%s\",\"at\":\"%s\",\"event\":%s}\n".formatted(crc(text), Instant.now(), text);
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      if (sync) {
        file.force(false);
      }
    } catch (IOException e) {
      throw new InfraError("cannot write the event log: " + e.getMessage(), e);
    }
  }

  /** An event, and when it was written down. */
  public record Logged(Instant at, Event event) {}

  /**
   * Reads a log with the time of each event.
   *
   * @throws InfraError naming the line when one is damaged; a torn last line is left out
   */
  public static List<Logged> readLogged(Path path) {
    try {
      byte[] bytes = Files.readAllBytes(path);
      String text = new String(bytes, 0, endOfLastLine(bytes), StandardCharsets.UTF_8);
      List<Logged> events = new ArrayList<>();
      int number = 0;
      for (String line : text.lines().toList()) {
        number++;
        events.add(parse(line, path + ":" + number));
      }
      return events;
    } catch (IOException e) {
      throw new InfraError("cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  /** A run of a thousand patches has less. */
  private static final long MOST_BYTES = 256L << 20;

  /**
   * Reads the log of a run that somebody names.
   *
   * @param remedy what to do if it cannot be read
   * @throws UserError if there is none, or a line is damaged; a torn last line is left out
   */
  public static List<Logged> ofRun(Path run, String remedy) {
    Path file = run.resolve(NAME);
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new UserError(file.toString(), "is larger than 256 MiB", remedy);
      }
      return readLogged(file);
    } catch (IOException e) {
      throw UserError.unreadable(file.toString(), e, remedy);
    } catch (InfraError e) {
      throw new UserError("", String.valueOf(e.getMessage()), remedy);
    }
  }

  private static Logged parse(String line, String where) {
    try {
      JsonNode node = JSON.readTree(line);
      int start = line.indexOf("\"event\":");
      String text = start < 0 ? "" : line.substring(start + 8, line.length() - 1);
      if (!crc(text).equals(node.path("crc").asText())) {
        throw new InfraError(where + ": the line was changed or damaged");
      }
      return new Logged(
          Instant.parse(node.path("at").asText()),
          JSON.treeToValue(node.path("event"), Event.class));
    } catch (JsonProcessingException | java.time.DateTimeException e) {
      throw new InfraError(where + ": the line was changed or damaged", e);
    }
  }

  private static int endOfLastLine(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private static String crc(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue());
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new InfraError("cannot close the event log", e);
    }
  }
}
