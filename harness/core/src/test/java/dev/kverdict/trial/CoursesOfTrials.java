package dev.kverdict.trial;

import static dev.kverdict.trial.ExpectedCourse.ASKED_TO_RUN;
import static dev.kverdict.trial.ExpectedCourse.PREPARED;
import static dev.kverdict.trial.ExpectedCourse.PROBED;
import static dev.kverdict.trial.ExpectedCourse.PROBED_AND_ASKED_TO_RUN;
import static dev.kverdict.trial.ExpectedCourse.row;

import dev.kverdict.record.Ending;
import dev.kverdict.record.Phase;
import java.util.List;

/** Courses of trials in which the guest does what it is asked, and what the clock does to them. */
final class CoursesOfTrials {

  private static final String SLEPT = "kverdict was stopped, or its host slept, for %d s";

  static final List<ExpectedCourse> THE_GOOD_ENDS =
      List.of(
          row("each request is sent when the one before it was answered")
              .when(PREPARED, "7-20 heartbeat; 20 exit 6; 21 reread 7; 22 settled 8")
              .asks(ASKED_TO_RUN, "reread 7", "settle 8")
              .ends(22, Ending.Kind.QUIT_BY_HOST, "settled")
              .in(Phase.SETTLE, 9)
              .ran(13_500)
              .clean(),
          row("without an image there is nothing to mount and to read again")
              .of(ExpectedCourse.Guest.BARE)
              .when("1 hello; 2 ok 1; 3 ok 2; 4 ok 3; 5 taint 4; 6 exit 5; 7 settled 6")
              .asks(
                  List.of("configure 1", "reseed 2", "configure 3", "taint 4", "run 5", "settle 6"))
              .ends(7, Ending.Kind.QUIT_BY_HOST, "settled")
              .in(Phase.SETTLE, 7)
              .clean(),
          row("a program that counts is asked for the counts when it ended")
              .of(ExpectedCourse.Guest.COUNTS)
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
              .of(ExpectedCourse.Guest.COUNTS)
              .when("1 hello; 2 ok 1; 2 ok 2; 2 refused 3; 3 ended")
              .asks(List.of("configure 1", "survive 2", "probe 3", "mount 4"))
              .ends(3, Ending.Kind.GUEST_STOPPED, "QEMU ended")
              .in(Phase.PREPARE, 4),
          row("a guest that is saved is prepared with the mount")
              .of(ExpectedCourse.Guest.IS_SAVED)
              .when("1 hello; 2 identified 1; 3 ok 2; 4 mount 3")
              .asks(List.of("identify 1", "configure 2", "mount 3"))
              .ends(4, Ending.Kind.QUIT_BY_HOST, "prepared")
              .in(Phase.PREPARE, 4),
          row("one that is saved before the mount is prepared without it")
              .of(ExpectedCourse.Guest.IS_SAVED_EARLY)
              .when("1 hello; 2 identified 1; 3 ok 2; 4 mount 3")
              .asks(List.of("identify 1", "configure 2"))
              .ends(3, Ending.Kind.QUIT_BY_HOST, "prepared")
              .in(Phase.PREPARE, 3),
          row("one that went on from where it was saved is asked at once")
              .of(ExpectedCourse.Guest.RESUMES)
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

  static final List<ExpectedCourse> THE_CLOCK =
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
              .of(ExpectedCourse.Guest.RESUMES)
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

  static final List<ExpectedCourse> THE_HOST =
      List.of(
          row("a laptop that was closed while the guest boots says nothing of the guest")
              .when("3 asleep 120; 4 hello")
              .ends(123, Ending.Kind.HOST_FAULT, SLEPT.formatted(120)),
          row("nor while the program runs, whatever the guest says of its time afterwards")
              .when(PREPARED, "7.5 asleep 3; 9 exit 6 bad")
              .asks(ASKED_TO_RUN)
              .ends(10.5, Ending.Kind.HOST_FAULT, SLEPT.formatted(3))
              .in(Phase.RUN, 6),
          row("nor a crash that is reported at once when it wakes")
              .when(PREPARED, "7.5 asleep 60; 60 crash; 60 ended")
              .asks(ASKED_TO_RUN)
              .ends(67.5, Ending.Kind.HOST_FAULT, SLEPT.formatted(60))
              .in(Phase.RUN, 6),
          row("a busy host is late, and that counts")
              .when("1 hello; 3 asleep 2.5")
              .asks(List.of("configure 1"))
              .ends(6, Ending.Kind.AGENT_SILENT, "no heartbeat for 5 s while QEMU ran on")
              .in(Phase.PREPARE, 1),
          row("a guest whose clock runs away has no time of its own")
              .when(PREPARED, "7 heartbeat 9000; 8 heartbeat 17001; 9 exit 6")
              .asks(ASKED_TO_RUN)
              .ends(
                  8,
                  Ending.Kind.HOST_FAULT,
                  "the guest's clock runs 8 times too fast, as it was set on a busy host")
              .in(Phase.RUN, 6),
          row("one whose messages were held up is not such a guest")
              .when(
                  PREPARED,
                  "7 heartbeat 9000; 8 heartbeat 17000; 9 exit 6; 10 reread 7; 11 settled 8")
              .asks(ASKED_TO_RUN, "reread 7", "settle 8")
              .ends(11, Ending.Kind.QUIT_BY_HOST, "settled")
              .in(Phase.SETTLE, 9)
              .ran(2_500)
              .clean(),
          row("a QEMU that is stopped while the guest boots has not hung")
              .when("3.5 frozen")
              .ends(4, Ending.Kind.HOST_FAULT, "QEMU was stopped by a signal"),
          row("nor one that is stopped after a crash has ended")
              .when(PREPARED, "7 crash; 7.5 frozen")
              .asks(ASKED_TO_RUN)
              .ends(8, Ending.Kind.HOST_FAULT, "QEMU was stopped by a signal")
              .in(Phase.RUN, 6));

  private CoursesOfTrials() {}
}
