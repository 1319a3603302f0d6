package dev.kverdict.trial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.ImageDef;
import dev.kverdict.model.ProgramDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.model.Running;
import dev.kverdict.model.SnapshotPoint;
import dev.kverdict.record.Ending;
import dev.kverdict.record.Phase;
import dev.kverdict.record.TrialId;
import dev.kverdict.vm.Accelerator;
import dev.kverdict.vm.Machine;
import dev.kverdict.vm.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What is asked of a guest, and when a trial is over, whatever the guest and the clock do. */
class ConversationTest {

  /** What the clock shows in the beginning: nothing may depend on it. */
  private static final long START = 77_000_000_000L;

  /** Up to the program of a guest that boots. */
  private static final String PREPARED =
      "1 hello; 2 ok 1; 3 mount 2; 4 ok 3; 5 ok 4; 6 taint 5; 6.5 started 6;";

  private static final List<String> ASKED_TO_RUN =
      List.of("configure 1", "mount 2", "reseed 3", "configure 4", "taint 5", "run 6");

  /** The same for one whose kernel has probes. */
  private static final String PROBED =
      "1 hello; 2 ok 1; 2 ok 2; 2 ok 3; 3 mount 4; 4 ok 5; 5 ok 6; 6 taint 7; 6.5 started 8;";

  private static final List<String> PROBED_AND_ASKED_TO_RUN =
      List.of(
          "configure 1",
          "survive 2",
          "probe 3",
          "mount 4",
          "reseed 5",
          "configure 6",
          "taint 7",
          "run 8");

  /** What becomes of a guest. */
  private enum Guest {
    /** It boots, and runs a program on an image. */
    BOOTS,
    /** The same without an image. */
    BARE,
    /** The same with a counted probe. */
    COUNTS,
    /** It is saved once the image is mounted. */
    IS_SAVED,
    /** It is saved before that. */
    IS_SAVED_EARLY,
    /** It went on from where it was saved. */
    RESUMES
  }

  /** One course of a trial, and all there is to know of it. */
  private static final class Row {
    private final String what;
    private Guest guest = Guest.BOOTS;
    private Accelerator accelerator = Accelerator.KVM;
    private String happenings = "";
    private int broken = Integer.MAX_VALUE;
    private List<String> asked = List.of();
    private Ending.@Nullable Kind kind;
    private String detail = "";
    private double end;
    private Phase phase = Phase.BOOT;
    private int answers;
    private boolean clean;
    private @Nullable Long ran;

    Row(String what) {
      this.what = what;
    }

    Row of(Guest one) {
      guest = one;
      return this;
    }

    Row emulated() {
      accelerator = Accelerator.TCG;
      return this;
    }

    Row when(String... texts) {
      happenings = String.join(";", texts);
      return this;
    }

    /** From this request on, none gets through. */
    Row broken(int request) {
      broken = request;
      return this;
    }

    Row asks(List<String> first, String... then) {
      asked = Stream.concat(first.stream(), Stream.of(then)).toList();
      return this;
    }

    Row ends(double seconds, Ending.Kind why, String text) {
      end = seconds;
      kind = why;
      detail = text;
      return this;
    }

    Row in(Phase last, int heard) {
      phase = last;
      answers = heard;
      return this;
    }

    Row clean() {
      clean = true;
      return this;
    }

    /** How long the program ran, in ms. */
    Row ran(long millis) {
      ran = millis;
      return this;
    }

    @Override
    public String toString() {
      return what;
    }
  }

  private static Row row(String what) {
    return new Row(what);
  }

  static final List<Row> THE_GOOD_ENDS =
      List.of(
          row("each request is sent when the one before it was answered")
              .when(PREPARED, "7-20 heartbeat; 20 exit 6; 21 reread 7; 22 settled 8")
              .asks(ASKED_TO_RUN, "reread 7", "settle 8")
              .ends(22, Ending.Kind.QUIT_BY_HOST, "settled")
              .in(Phase.SETTLE, 9)
              .ran(13_500)
              .clean(),
          row("without an image there is nothing to mount and to read again")
              .of(Guest.BARE)
              .when("1 hello; 2 ok 1; 3 ok 2; 4 ok 3; 5 taint 4; 6 exit 5; 7 settled 6")
              .asks(
                  List.of("configure 1", "reseed 2", "configure 3", "taint 4", "run 5", "settle 6"))
              .ends(7, Ending.Kind.QUIT_BY_HOST, "settled")
              .in(Phase.SETTLE, 7)
              .clean(),
          row("a program that counts is asked for the counts when it ended")
              .of(Guest.COUNTS)
              .when(PROBED, "7 exit 8; 8 hits; 8 ok 9; 9 reread 10; 10 settled 11")
              .asks(PROBED_AND_ASKED_TO_RUN, "count 9", "reread 10", "settle 11")
              .ends(10, Ending.Kind.QUIT_BY_HOST, "settled")
              .in(Phase.SETTLE, 12)
              .clean(),
          row("a guest that could not sync and unmount is settled, but not clean")
              .when(PREPARED, "8 exit 6; 9 reread 7; 10 settled 8 bad")
              .asks(ASKED_TO_RUN, "reread 7", "settle 8")
              .ends(10, Ending.Kind.QUIT_BY_HOST, "settled")
              .in(Phase.SETTLE, 9),
          row("a refused request is answered, too")
              .of(Guest.COUNTS)
              .when("1 hello; 2 ok 1; 2 ok 2; 2 refused 3; 3 ended")
              .asks(List.of("configure 1", "survive 2", "probe 3", "mount 4"))
              .ends(3, Ending.Kind.GUEST_STOPPED, "QEMU ended")
              .in(Phase.PREPARE, 4),
          row("a guest that is saved is prepared with the mount")
              .of(Guest.IS_SAVED)
              .when("1 hello; 2 identified 1; 3 ok 2; 4 mount 3")
              .asks(List.of("identify 1", "configure 2", "mount 3"))
              .ends(4, Ending.Kind.QUIT_BY_HOST, "prepared")
              .in(Phase.PREPARE, 4),
          row("one that is saved before the mount is prepared without it")
              .of(Guest.IS_SAVED_EARLY)
              .when("1 hello; 2 identified 1; 3 ok 2; 4 mount 3")
              .asks(List.of("identify 1", "configure 2"))
              .ends(3, Ending.Kind.QUIT_BY_HOST, "prepared")
              .in(Phase.PREPARE, 3),
          row("one that went on from where it was saved is asked at once")
              .of(Guest.RESUMES)
              .when(
                  "1 identified 4; 2 ok 5; 3 ok 6; 4 taint 7;",
                  "5 exit 8; 6 reread 9; 7 settled 10")
              .asks(
                  List.of(
                      "identify 4",
                      "reseed 5",
                      "configure 6",
                      "taint 7",
                      "run 8",
                      "reread 9",
                      "settle 10"))
              .ends(7, Ending.Kind.QUIT_BY_HOST, "settled")
              .in(Phase.SETTLE, 7)
              .clean());

  static final List<Row> THE_CLOCK =
      List.of(
          row("a guest of which nothing is ever heard")
              .ends(20, Ending.Kind.DEADLINE, "the deadline of phase BOOT passed"),
          row("emulation may take six times as long to boot")
              .emulated()
              .when("119 warning")
              .ends(120, Ending.Kind.DEADLINE, "the deadline of phase BOOT passed"),
          row("what is heard before the first word proves nothing")
              .when("1-30 heartbeat")
              .ends(20, Ending.Kind.DEADLINE, "the deadline of phase BOOT passed"),
          row("silence after the first word")
              .when("19 hello")
              .asks(List.of("configure 1"))
              .ends(24, Ending.Kind.AGENT_SILENT, "no heartbeat for 5 s while QEMU ran on")
              .in(Phase.PREPARE, 1),
          row("silence of a resumed guest")
              .of(Guest.RESUMES)
              .asks(List.of("identify 4"))
              .ends(5, Ending.Kind.AGENT_SILENT, "no heartbeat for 5 s while QEMU ran on")
              .in(Phase.PREPARE, 0),
          row("silence under emulation")
              .emulated()
              .when("1 hello")
              .asks(List.of("configure 1"))
              .ends(31, Ending.Kind.AGENT_SILENT, "no heartbeat for 30 s while QEMU ran on")
              .in(Phase.PREPARE, 1),
          row("each heartbeat prolongs the silence")
              .when("1 hello; 5 heartbeat; 9.5 heartbeat")
              .asks(List.of("configure 1"))
              .ends(14.5, Ending.Kind.AGENT_SILENT, "no heartbeat for 5 s while QEMU ran on")
              .in(Phase.PREPARE, 1),
          row("heartbeats do not prolong the deadline of a request")
              .when("1 hello; 2-99 heartbeat")
              .asks(List.of("configure 1"))
              .ends(21, Ending.Kind.DEADLINE, "the deadline of phase PREPARE passed")
              .in(Phase.PREPARE, 1),
          row("nor does emulation beyond its factor")
              .emulated()
              .when("1 hello; 2-999 heartbeat")
              .asks(List.of("configure 1"))
              .ends(121, Ending.Kind.DEADLINE, "the deadline of phase PREPARE passed")
              .in(Phase.PREPARE, 1),
          row("each request has a deadline of its own")
              .when("1 hello; 2-19 heartbeat; 20 ok 1; 21-99 heartbeat")
              .asks(List.of("configure 1", "mount 2"))
              .ends(40, Ending.Kind.DEADLINE, "the deadline of phase PREPARE passed")
              .in(Phase.PREPARE, 2),
          row("the program has its timeout and what the agent needs to end it")
              .when(PREPARED, "7-99 heartbeat")
              .asks(ASKED_TO_RUN)
              .ends(46, Ending.Kind.DEADLINE, "the deadline of phase RUN passed")
              .in(Phase.RUN, 6),
          row("settling takes several times of what the agent grants it")
              .when(PREPARED, "7 exit 6; 8-99 heartbeat")
              .asks(ASKED_TO_RUN, "reread 7")
              .ends(57, Ending.Kind.DEADLINE, "the deadline of phase SETTLE passed")
              .in(Phase.SETTLE, 7),
          row("QEMU ends while the guest boots")
              .when("3 ended")
              .ends(3, Ending.Kind.GUEST_STOPPED, "QEMU ended"),
          row("QEMU ends while the program runs")
              .when(PREPARED, "7 ended")
              .asks(ASKED_TO_RUN)
              .ends(7, Ending.Kind.GUEST_STOPPED, "QEMU ended")
              .in(Phase.RUN, 6),
          row("the agent's channel breaks before QEMU's end is known")
              .when(PREPARED, "7 exit 6; 8 ended")
              .broken(7)
              .asks(ASKED_TO_RUN)
              .ends(8, Ending.Kind.GUEST_STOPPED, "QEMU ended; the agent's channel broke")
              .in(Phase.SETTLE, 7),
          row("the agent's channel breaks, and QEMU does not end")
              .when("1 hello; 2-9 heartbeat")
              .broken(1)
              .ends(
                  14,
                  Ending.Kind.AGENT_SILENT,
                  "no heartbeat for 5 s while QEMU ran on; the agent's channel broke")
              .in(Phase.PREPARE, 1));

  static final List<Row> THE_ANSWERS =
      List.of(
          row("a stranger answers")
              .of(Guest.RESUMES)
              .when("1 identified 4 bad; 2 ok 5")
              .asks(List.of("identify 4"))
              .ends(1, Ending.Kind.HOST_FAULT, "another guest's state")
              .in(Phase.PREPARE, 0),
          row("answers to other requests are none")
              .when("1 ok 1; 2 ok 2; 3 hello; 4 hello; 5 ok 2; 5 mount 2; 6 ok 0; 7 ended")
              .asks(List.of("configure 1"))
              .ends(7, Ending.Kind.GUEST_STOPPED, "QEMU ended")
              .in(Phase.PREPARE, 1),
          row("nor are those of each kind with another number")
              .when(
                  "1 hello; 2 taint 2; 2 exit 3; 2 reread 4; 2 settled 5; 2 mount 6; 2 ok 7;",
                  "3 ended")
              .asks(List.of("configure 1"))
              .ends(3, Ending.Kind.GUEST_STOPPED, "QEMU ended")
              .in(Phase.PREPARE, 1),
          row("that a program was started is no answer to its request")
              .when(PREPARED, "7 started 6; 8 ended")
              .asks(ASKED_TO_RUN)
              .ends(8, Ending.Kind.GUEST_STOPPED, "QEMU ended")
              .in(Phase.RUN, 6),
          row("what the agent tells beside its answers answers nothing")
              .when(
                  "1 hello; 2 hits; 2 mark; 2 differs; 2 module; 2 output; 2 stuck; 2 fault;",
                  "2 heartbeat; 3 ended")
              .asks(List.of("configure 1"))
              .ends(3, Ending.Kind.GUEST_STOPPED, "QEMU ended")
              .in(Phase.PREPARE, 1),
          row("but it is a sign of life")
              .when("1 hello; 5 module; 9 output; 13 mark")
              .asks(List.of("configure 1"))
              .ends(18, Ending.Kind.AGENT_SILENT, "no heartbeat for 5 s while QEMU ran on")
              .in(Phase.PREPARE, 1),
          row("a program that cannot be ended keeps what sync would wait for")
              .when(PREPARED, "7 exit 6 stuck; 8 ended")
              .asks(ASKED_TO_RUN)
              .ends(7, Ending.Kind.DEADLINE, "the program could not be ended")
              .in(Phase.RUN, 7),
          row("a module that cannot be replaced ends it: nothing else would be the guest that is meant")
              .of(Guest.IS_SAVED)
              .when("1 hello; 2 identified 1; 3 replaced 2 bad")
              .asks(List.of("identify 1", "configure 2"))
              .ends(3, Ending.Kind.HOST_FAULT, "module m could not be replaced: EBUSY")
              .in(Phase.PREPARE, 2),
          row("a mount that fails while a guest is prepared ends that")
              .of(Guest.IS_SAVED)
              .when("1 hello; 2 identified 1; 3 ok 2; 4 mount 3 bad")
              .asks(List.of("identify 1", "configure 2", "mount 3"))
              .ends(4, Ending.Kind.GUEST_STOPPED, "a disk could not be mounted")
              .in(Phase.PREPARE, 4),
          row("a mount that fails in a trial leaves only settling")
              .when("1 hello; 2 ok 1; 3 mount 2 bad; 4 settled 8")
              .asks(List.of("configure 1", "mount 2", "settle 8"))
              .ends(4, Ending.Kind.QUIT_BY_HOST, "settled")
              .in(Phase.SETTLE, 4)
              .clean(),
          row("programs that a guest cannot mount end its preparation")
              .of(Guest.IS_SAVED)
              .when("1 hello; 2 identified 1; 3 entered 2 bad")
              .asks(List.of("identify 1", "configure 2"))
              .ends(3, Ending.Kind.GUEST_STOPPED, "a disk could not be mounted")
              .in(Phase.PREPARE, 3),
          row("programs that it can mount are an answer like others")
              .when("1 hello; 2 entered 1; 3 ended")
              .asks(List.of("configure 1", "mount 2"))
              .ends(3, Ending.Kind.GUEST_STOPPED, "QEMU ended")
              .in(Phase.PREPARE, 2),
          row("files that could not be read again do not keep a guest from settling")
              .when(PREPARED, "7 exit 6; 8 reread 7 bad; 9 settled 8")
              .asks(ASKED_TO_RUN, "reread 7", "settle 8")
              .ends(9, Ending.Kind.QUIT_BY_HOST, "settled")
              .in(Phase.SETTLE, 9)
              .clean());

  static final List<Row> THE_CRASHES =
      List.of(
          row("a report ends, and no panic follows")
              .when(PREPARED, "7 crash; 8 line; 9 whole")
              .asks(ASKED_TO_RUN)
              .ends(9.5, Ending.Kind.GUEST_STOPPED, "a crash report, then nothing more")
              .in(Phase.RUN, 6),
          row("a report goes silent before its end")
              .when(PREPARED, "7 crash; 8 line; 9 line")
              .asks(ASKED_TO_RUN)
              .ends(11, Ending.Kind.GUEST_STOPPED, "a crash report, then nothing more")
              .in(Phase.RUN, 6),
          row("a report does not come to its end in time")
              .when(PREPARED, "7 heartbeat; 7 crash; 8-40 line")
              .asks(ASKED_TO_RUN)
              .ends(27, Ending.Kind.GUEST_STOPPED, "a crash report, then nothing more")
              .in(Phase.RUN, 6),
          row("that deadline begins with the crash, not with the wait for it")
              .when(PREPARED, "7 heartbeat; 10 crash; 11-40 line")
              .asks(ASKED_TO_RUN)
              .ends(30, Ending.Kind.GUEST_STOPPED, "a crash report, then nothing more")
              .in(Phase.RUN, 6),
          row("nor do further reports prolong that")
              .when(PREPARED, "7 heartbeat; 7 crash; 8-40 line; 20 crash; 21-40 line")
              .asks(ASKED_TO_RUN)
              .ends(27, Ending.Kind.GUEST_STOPPED, "a crash report, then nothing more")
              .ran(500)
              .in(Phase.RUN, 6),
          row("emulation prints more slowly")
              .emulated()
              .when(PREPARED, "7 crash; 15 line; 25 line")
              .asks(ASKED_TO_RUN)
              .ends(37, Ending.Kind.GUEST_STOPPED, "a crash report, then nothing more")
              .in(Phase.RUN, 6),
          row("a panic follows the report, and QEMU ends with it")
              .when(PREPARED, "7 crash; 7.2 whole; 7.4 ended")
              .asks(ASKED_TO_RUN)
              .ends(7.4, Ending.Kind.GUEST_STOPPED, "QEMU ended")
              .in(Phase.RUN, 6),
          row("the deadline of the phase counts for a report, too")
              .when("19 crash; 19-40 line")
              .ends(20, Ending.Kind.GUEST_STOPPED, "a crash report, then nothing more"),
          row("a guest goes on after a warning, and so does the trial")
              .when(PREPARED, "7 warning; 10 exit 6; 11 reread 7; 11.5 warning; 12 settled 8")
              .asks(ASKED_TO_RUN, "reread 7", "settle 8")
              .ends(12, Ending.Kind.QUIT_BY_HOST, "settled")
              .ran(3500)
              .in(Phase.SETTLE, 9)
              .clean(),
          row("a warning is no sign of life")
              .when("1 hello; 3 warning")
              .asks(List.of("configure 1"))
              .ends(6, Ending.Kind.AGENT_SILENT, "no heartbeat for 5 s while QEMU ran on")
              .in(Phase.PREPARE, 1),
          row("what the agent answers after a crash is too late")
              .when(PREPARED, "7 crash; 7.5 exit 6; 8 reread 7; 9 settled 8")
              .asks(ASKED_TO_RUN)
              .ends(9, Ending.Kind.GUEST_STOPPED, "a crash report, then nothing more")
              .in(Phase.RUN, 6),
          row("a kernel that counts is asked for the counts after a crash")
              .of(Guest.COUNTS)
              .when(PROBED, "7 crash; 8 whole; 8.1 exit 8; 8.2 hits; 8.3 ok 9; 8.4 ok 10")
              .asks(PROBED_AND_ASKED_TO_RUN, "count 9")
              .ends(8.3, Ending.Kind.GUEST_STOPPED, "a crash report; the counts were read")
              .in(Phase.RUN, 10),
          row("also where the program could not be ended")
              .of(Guest.COUNTS)
              .when(PROBED, "7 crash; 8 whole; 8.1 exit 8 stuck; 8.3 ok 9")
              .asks(PROBED_AND_ASKED_TO_RUN, "count 9")
              .ends(8.3, Ending.Kind.GUEST_STOPPED, "a crash report; the counts were read")
              .in(Phase.RUN, 10),
          row("and where it crashed in the mount")
              .of(Guest.COUNTS)
              .when(
                  "1 hello; 2 ok 1; 2 ok 2; 2 ok 3; 3 crash; 4 whole; 4.1 mount 4 bad;", "4.2 ok 9")
              .asks(List.of("configure 1", "survive 2", "probe 3", "mount 4", "count 9"))
              .ends(4.2, Ending.Kind.GUEST_STOPPED, "a crash report; the counts were read")
              .in(Phase.PREPARE, 6),
          row("and where it crashed while it settled")
              .of(Guest.COUNTS)
              .when(PROBED, "7 exit 8; 8 ok 9; 9 reread 10; 9.5 crash; 10 settled 11; 10.5 ok 9")
              .asks(PROBED_AND_ASKED_TO_RUN, "count 9", "reread 10", "settle 11", "count 9")
              .ends(10.5, Ending.Kind.GUEST_STOPPED, "a crash report; the counts were read")
              .in(Phase.SETTLE, 13),
          row("counts that do not come are not waited for")
              .of(Guest.COUNTS)
              .when(PROBED, "7 crash; 8 whole; 8.1 exit 8")
              .asks(PROBED_AND_ASKED_TO_RUN, "count 9")
              .ends(8.5, Ending.Kind.GUEST_STOPPED, "a crash report, then nothing more")
              .in(Phase.RUN, 9),
          row("a mount that crashes while a guest is prepared")
              .of(Guest.IS_SAVED)
              .when("1 hello; 2 identified 1; 3 ok 2; 3.5 crash; 4 mount 3 bad; 4 whole")
              .asks(List.of("identify 1", "configure 2", "mount 3"))
              .ends(4.5, Ending.Kind.GUEST_STOPPED, "a crash report, then nothing more")
              .in(Phase.PREPARE, 3));

  @TempDir Path folder;

  @ParameterizedTest
  @FieldSource({"THE_GOOD_ENDS", "THE_CLOCK", "THE_ANSWERS", "THE_CRASHES"})
  void aTrialIsOverWhenNothingMoreIsToBeLearned(Row row) throws IOException {
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
    int first = row.guest == Guest.RESUMES ? script.before(Stage.AFTER_MOUNT) : 0;
    int last =
        switch (row.guest) {
          case IS_SAVED -> script.before(Stage.AFTER_MOUNT);
          case IS_SAVED_EARLY -> script.before(Stage.BEFORE_MOUNT);
          case BOOTS, BARE, COUNTS, RESUMES -> script.requests().size();
        };
    Happenings happenings = new Happenings(row.happenings, START);
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

  private static Preparation guest(Row row) {
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
        row.guest == Guest.BARE ? null : image,
        row.guest == Guest.COUNTS ? List.of(new Probe("p0", "ocfs2:f+0x1")) : List.of());
  }

  private Script script(Guest guest, Preparation prepared) throws IOException {
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
