package dev.kverdict.trial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.ImageDef;
import dev.kverdict.model.ProgramDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.model.Running;
import dev.kverdict.model.SnapshotPoint;
import dev.kverdict.record.TrialId;
import dev.kverdict.vm.Machine;
import dev.kverdict.vm.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What is asked of a guest, and when a trial is over, whatever the guest and the clock do. */
class ConversationTest {

  @TempDir Path folder;

  @ParameterizedTest
  @FieldSource({
    "dev.kverdict.trial.CoursesOfTrials#THE_GOOD_ENDS",
    "dev.kverdict.trial.CoursesOfTrials#THE_CLOCK",
    "dev.kverdict.trial.CoursesOfTrials#THE_HOST",
    "dev.kverdict.trial.FaultsOfGuests#THE_ANSWERS",
    "dev.kverdict.trial.FaultsOfGuests#THE_CRASHES"
  })
  void aTrialIsOverWhenNothingMoreIsToBeLearned(ExpectedCourse row) throws IOException {
    Preparation guest = guest(row);
    Script script = script(row.guest, guest);
    List<String> asked = new ArrayList<>();
    AgentChannel channel =
        bytes -> {
          if (asked.size() + 1 >= row.broken) {
            throw new IOException("broken pipe");
          }
          String[] words = new String(bytes, ISO_8859_1).split("[ \n]");
          asked.add(words[0] + " " + words[1]);
        };
    int first = row.guest == ExpectedCourse.Guest.RESUMES ? script.before(Stage.AFTER_MOUNT) : 0;
    int last =
        switch (row.guest) {
          case IS_SAVED -> script.before(Stage.AFTER_MOUNT);
          case IS_SAVED_EARLY -> script.before(Stage.BEFORE_MOUNT);
          case BOOTS, BARE, COUNTS, RESUMES -> script.requests().size();
        };
    Happenings happenings = new Happenings(row.happenings, ExpectedCourse.START);
    Course course = new Course();
    new Conversation(guest, script, first, last, channel, happenings, course, happenings).run();
    assertThat(asked).isEqualTo(row.asked);
    assertThat(course.kind()).as(course.detail()).isEqualTo(row.kind);
    assertThat(course.detail()).isEqualTo(row.detail);
    assertThat(happenings.seconds()).isEqualTo(row.end);
    assertThat(course.phase()).isEqualTo(row.phase);
    assertThat(course.answers()).isEqualTo(row.answers);
    assertThat(course.clean()).isEqualTo(row.clean);
    if (row.ran != null) {
      assertThat(course.ending(0).ranMillis()).isEqualTo(row.ran);
    }
    if (row.happenings.contains("started")) {
      assertThat(course.ending(0).ranMillis()).as("a program that started ran").isNotNull();
    } else {
      assertThat(course.ending(0).ranMillis()).as("one that did not start").isNull();
    }
  }

  private static Preparation guest(ExpectedCourse row) {
    VmSpec vm =
        new VmSpec(
            Path.of("/k"),
            Path.of("/i"),
            "",
            256,
            2,
            List.of(),
            Machine.Q35,
            row.accelerator,
            null);
    ImageDef image =
        new ImageDef(
            "disk",
            1 << 20,
            List.of("mkfs", "{image}"),
            "disk",
            new ImageDef.Mount("ocfs2", "/mnt", null),
            null);
    return new Preparation(
        vm,
        List.of(),
        row.guest == ExpectedCourse.Guest.BARE ? null : image,
        row.guest == ExpectedCourse.Guest.COUNTS
            ? List.of(new Probe("p0", "ocfs2:f+0x1"))
            : List.of());
  }

  private Script script(ExpectedCourse.Guest guest, Preparation prepared) throws IOException {
    SavedMachine from = new SavedMachine(folder, "m1", Stage.AFTER_MOUNT);
    return switch (guest) {
      case IS_SAVED, IS_SAVED_EARLY -> Script.preparing(prepared, "m1");
      case BOOTS, BARE, COUNTS -> script(prepared, null);
      case RESUMES -> script(prepared, from);
    };
  }

  private Script script(Preparation guest, @Nullable SavedMachine from) throws IOException {
    Path program = Files.writeString(folder.resolve("program"), "program");
    ReproducerDef def =
        new ReproducerDef(
            "p",
            ProgramDef.c(Path.of("p.c")),
            Running.on("disk", Duration.ofSeconds(30), SnapshotPoint.AFTER_MOUNT),
            List.of("mount"),
            null,
            List.of());
    return Script.of(
        new TrialSpec(
            new TrialId("k", null, "p", TrialId.PLAIN, 1),
            guest,
            from,
            Path.of("/config"),
            Map.of(),
            program,
            def,
            1,
            null,
            Map.of()));
  }
}
