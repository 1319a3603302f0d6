package dev.kverdict.trial;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.kverdict.InfraError;
import dev.kverdict.guest.AgentTranscript;
import dev.kverdict.image.ImageChecker;
import dev.kverdict.oops.OopsReader;
import dev.kverdict.record.AgentRecord;
import dev.kverdict.record.Ending;
import dev.kverdict.record.Evidence;
import dev.kverdict.record.ImageCheck;
import dev.kverdict.vm.QmpEvent;
import dev.kverdict.witness.CheckerOutput;
import dev.kverdict.witness.Complaint;
import dev.kverdict.witness.ConsoleNotes;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a trial's directory, each time anew and with the current parsers. */
public final class EvidenceReader {

  private static final String ANOMALY = "HOST_NOTE";

  private EvidenceReader() {}

  /**
   * Returns what the witnesses of a trial reported.
   *
   * @throws InfraError if the directory is incomplete or of another format
   */
  public static Evidence read(Path directory) {
    try {
      EvidenceFiles.Inputs inputs =
          EvidenceFiles.JSON.readValue(
              directory.resolve(EvidenceFiles.INPUTS).toFile(), EvidenceFiles.Inputs.class);
      if (inputs.schema() != EvidenceFiles.SCHEMA) {
        throw new InfraError(
            directory
                + " has format "
                + inputs.schema()
                + ", but this version reads "
                + EvidenceFiles.SCHEMA);
      }
      Ending ending =
          EvidenceFiles.JSON.readValue(
              directory.resolve(EvidenceFiles.ENDING).toFile(), Ending.class);
      AgentRecord agent;
      try (InputStream in = open(directory, EvidenceFiles.AGENT)) {
        agent = AgentTranscript.read(in);
      }
      ConsoleNotes notes;
      try (InputStream console = open(directory, EvidenceFiles.CONSOLE)) {
        notes = ConsoleNotes.readAll(console);
      }
      try (InputStream console = open(directory, EvidenceFiles.CONSOLE)) {
        return new Evidence(
            inputs.trial(),
            inputs.snapshot(),
            ending,
            OopsReader.readAll(console),
            notes,
            agent,
            guestEvents(directory.resolve(EvidenceFiles.QMP)),
            inputs.expectedBuildIds(),
            imageCheck(directory.resolve(EvidenceFiles.IMAGE_CHECK)));
      }
    } catch (IOException e) {
      throw new InfraError("cannot read the evidence in " + directory + ": " + e.getMessage(), e);
    }
  }

  /** Returns a line for the QMP record about something that only the host saw. */
  static String anomaly(String what) {
    return EvidenceFiles.JSON.createObjectNode().put("event", ANOMALY).put("what", what) + "\n";
  }

  private static @Nullable ImageCheck imageCheck(Path file) throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    List<ImageChecker.Answer> answers =
        EvidenceFiles.JSON.readerForListOf(ImageChecker.Answer.class).readValue(file.toFile());
    List<Complaint> complaints = new ArrayList<>();
    for (ImageChecker.Answer said : answers) {
      complaints.addAll(complaints(said));
    }
    return new ImageCheck(
        answers.stream().map(ImageChecker.Answer::tool).distinct().collect(joining(", ")),
        complaints);
  }

  private static List<Complaint> complaints(ImageChecker.Answer said) {
    List<Complaint> complaints =
        said.timedOut()
            ? List.of(new Complaint(said.tool() + ": did not come to an end", "time limit", 1))
            : CheckerOutput.complaints(
                said.tool(), said.exitCode(), said.unmounted(), said.output());
    return said.image().isEmpty()
        ? complaints
        : complaints.stream()
            .map(one -> new Complaint(said.image() + ": " + one.title(), one.text(), one.count()))
            .toList();
  }

  private static InputStream open(Path directory, String name) throws IOException {
    return new BufferedInputStream(Files.newInputStream(directory.resolve(name)));
  }

  private static List<String> guestEvents(Path file) throws IOException {
    List<String> events = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode message;
        try {
          message = EvidenceFiles.JSON.readTree(line);
        } catch (JsonProcessingException e) {
          events.add("unreadable QMP line");
          continue;
        }
        String name = message.path("event").asText("");
        if (name.equals(ANOMALY)) {
          events.add(message.path("what").asText());
        } else if (!name.isEmpty()) {
          QmpEvent event = new QmpEvent(name, message.path("data"));
          if (event.byGuest()) {
            events.add(event.label());
          }
        }
      }
    }
    return events;
  }
}
