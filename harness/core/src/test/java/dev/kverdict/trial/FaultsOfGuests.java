package dev.kverdict.trial;

import static dev.kverdict.trial.ExpectedCourse.ASKED_TO_RUN;
import static dev.kverdict.trial.ExpectedCourse.PREPARED;
import static dev.kverdict.trial.ExpectedCourse.PROBED;
import static dev.kverdict.trial.ExpectedCourse.PROBED_AND_ASKED_TO_RUN;
import static dev.kverdict.trial.ExpectedCourse.row;

import dev.kverdict.record.Ending;
import dev.kverdict.record.Phase;
import java.util.List;

/** Courses of trials in which the guest answers otherwise, or crashes. */
final class FaultsOfGuests {

  static final List<ExpectedCourse> THE_ANSWERS =
      List.of(
          row("a stranger answers")
              .of(ExpectedCourse.Guest.RESUMES)
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
              .of(ExpectedCourse.Guest.IS_SAVED)
              .when("1 hello; 2 identified 1; 3 replaced 2 bad")
              .asks(List.of("identify 1", "configure 2"))
              .ends(3, Ending.Kind.HOST_FAULT, "module m could not be replaced: EBUSY")
              .in(Phase.PREPARE, 2),
          row("a mount that fails while a guest is prepared ends that")
              .of(ExpectedCourse.Guest.IS_SAVED)
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
              .of(ExpectedCourse.Guest.IS_SAVED)
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

  static final List<ExpectedCourse> THE_CRASHES =
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
              .of(ExpectedCourse.Guest.COUNTS)
              .when(PROBED, "7 crash; 8 whole; 8.1 exit 8; 8.2 hits; 8.3 ok 9; 8.4 ok 10")
              .asks(PROBED_AND_ASKED_TO_RUN, "count 9")
              .ends(8.3, Ending.Kind.GUEST_STOPPED, "a crash report; the counts were read")
              .in(Phase.RUN, 10),
          row("also where the program could not be ended")
              .of(ExpectedCourse.Guest.COUNTS)
              .when(PROBED, "7 crash; 8 whole; 8.1 exit 8 stuck; 8.3 ok 9")
              .asks(PROBED_AND_ASKED_TO_RUN, "count 9")
              .ends(8.3, Ending.Kind.GUEST_STOPPED, "a crash report; the counts were read")
              .in(Phase.RUN, 10),
          row("and where it crashed in the mount")
              .of(ExpectedCourse.Guest.COUNTS)
              .when(
                  "1 hello; 2 ok 1; 2 ok 2; 2 ok 3; 3 crash; 4 whole; 4.1 mount 4 bad;", "4.2 ok 9")
              .asks(List.of("configure 1", "survive 2", "probe 3", "mount 4", "count 9"))
              .ends(4.2, Ending.Kind.GUEST_STOPPED, "a crash report; the counts were read")
              .in(Phase.PREPARE, 6),
          row("and where it crashed while it settled")
              .of(ExpectedCourse.Guest.COUNTS)
              .when(PROBED, "7 exit 8; 8 ok 9; 9 reread 10; 9.5 crash; 10 settled 11; 10.5 ok 9")
              .asks(PROBED_AND_ASKED_TO_RUN, "count 9", "reread 10", "settle 11", "count 9")
              .ends(10.5, Ending.Kind.GUEST_STOPPED, "a crash report; the counts were read")
              .in(Phase.SETTLE, 13),
          row("counts that do not come are not waited for")
              .of(ExpectedCourse.Guest.COUNTS)
              .when(PROBED, "7 crash; 8 whole; 8.1 exit 8")
              .asks(PROBED_AND_ASKED_TO_RUN, "count 9")
              .ends(8.5, Ending.Kind.GUEST_STOPPED, "a crash report, then nothing more")
              .in(Phase.RUN, 9),
          row("a mount that crashes while a guest is prepared")
              .of(ExpectedCourse.Guest.IS_SAVED)
              .when("1 hello; 2 identified 1; 3 ok 2; 3.5 crash; 4 mount 3 bad; 4 whole")
              .asks(List.of("identify 1", "configure 2", "mount 3"))
              .ends(4.5, Ending.Kind.GUEST_STOPPED, "a crash report, then nothing more")
              .in(Phase.PREPARE, 3));

  private FaultsOfGuests() {}
}
