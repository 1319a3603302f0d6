package dev.kverdict.verdict;

import dev.kverdict.oops.CrashReport;
import dev.kverdict.oops.Severity;
import dev.kverdict.record.AgentRecord;
import dev.kverdict.record.Finding;
import dev.kverdict.record.ImageCheck;
import dev.kverdict.record.Mark;
import dev.kverdict.record.Phase;
import dev.kverdict.record.Reread;
import dev.kverdict.record.Resources;
import dev.kverdict.record.StepResult;
import dev.kverdict.text.Printable;
import dev.kverdict.witness.Complaint;
import dev.kverdict.witness.ConsoleFinding;
import dev.kverdict.witness.ConsoleNotes;
import dev.kverdict.witness.ConsoleNotes.ConsoleMark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Collects the findings of a trial: each once, tied to the step during which it first appeared. */
final class Findings {

  /** The letters of Documentation/admin-guide/tainted-kernels.rst, by bit. */
  private static final String TAINT_LETTERS = "PFSRMBUDAWCIOELKXTN";

  /** Above the error of the kernel's per-processor count of open files. */
  private static final long FILES = 256;

  /** Above what caches and delayed frees add in a short run, in KiB. */
  private static final long SLAB_KIB = 8192;

  private final TrialFacts facts;
  private final List<Finding> found = new ArrayList<>();

  private Findings(TrialFacts facts) {
    this.facts = facts;
  }

  static List<Finding> of(TrialFacts facts) {
    Findings findings = new Findings(facts);
    findings.console();
    findings.taint();
    findings.reread();
    findings.image();
    findings.leftOver();
    return findings.found;
  }

  /** Adds what is on the console up to the deciding report; the rest is its consequence. */
  private void console() {
    long end = facts.decidingCrash().map(CrashReport::offset).orElse(Long.MAX_VALUE);
    List<Said> said = new ArrayList<>();
    for (CrashReport report : facts.evidence().crashes()) {
      if (report.offset() < end) {
        boolean warning = report.severity() == Severity.WARNING;
        Finding.Kind kind = warning ? Finding.Kind.KERNEL_WARNING : Finding.Kind.LOCKDEP;
        String where = report.source() == null ? "" : " at " + report.source();
        said.add(new Said(report.offset(), kind, report.title(), report.title() + where));
      }
    }
    for (ConsoleFinding line : facts.evidence().notes().findings()) {
      if (line.offset() < end && !whileKilled(line.offset())) {
        said.add(new Said(line.offset(), kind(line), line.title(), line.text()));
      }
    }
    said.sort(Comparator.comparingLong(Said::offset));
    for (Said one : said) {
      Place place = placeOf(one.offset());
      add(one.kind(), one.title(), place, one.detail());
    }
  }

  /** A finding on the console. */
  private record Said(long offset, Finding.Kind kind, String title, String detail) {}

  /** A place in the course of the program. */
  private record Place(String step, int passed) {
    static final Place SETTLE = new Place(Finding.SETTLE, Finding.AT_SETTLE);
  }

  private static Finding.Kind kind(ConsoleFinding line) {
    return switch (line.kind()) {
      case FILE_SYSTEM -> Finding.Kind.FILE_SYSTEM;
      case JOURNAL -> Finding.Kind.JOURNAL;
      case READ_ONLY -> Finding.Kind.READ_ONLY;
      case DISK -> Finding.Kind.DISK;
      case MEMORY -> Finding.Kind.MEMORY;
    };
  }

  /**
   * Returns whether a complaint came while the agent ended a program that would have gone on: a
   * mount, or the replay of a journal, that is killed in the middle complains of that.
   */
  private boolean whileKilled(long offset) {
    AgentRecord.Work work = facts.agent().work();
    if (work == null || work.killed() == 0) {
      return false;
    }
    int gone =
        facts.agent().marks().stream()
            .filter(mark -> mark.phase() == Phase.SETTLE)
            .mapToInt(Mark::number)
            .min()
            .orElse(Integer.MAX_VALUE);
    return offset > offsetOf(work.killed()) && offset < offsetOf(gone);
  }

  private long offsetOf(int mark) {
    return facts.evidence().notes().marks().stream()
        .filter(seen -> seen.number() == mark)
        .mapToLong(ConsoleMark::offset)
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }

  /** Finds the place by the last mark before it; a mark never reported is the latest. */
  private Place placeOf(long offset) {
    ConsoleNotes notes = facts.evidence().notes();
    Optional<ConsoleMark> last =
        notes.marks().stream().filter(mark -> mark.offset() < offset).reduce((a, b) -> b);
    if (last.isEmpty()) {
      return new Place(Finding.BOOT, 0);
    }
    int number = last.get().number();
    AgentRecord agent = facts.agent();
    Mark mark =
        agent.marks().stream()
            .filter(reported -> reported.number() == number)
            .findFirst()
            .orElse(new Mark(number, facts.ending().phase(), agent.steps().size()));
    return switch (mark.phase()) {
      case BOOT, PREPARE ->
          new Place(facts.program().images().isEmpty() ? Finding.BOOT : StepResult.MOUNT, 0);
      case RUN -> during(Math.min(mark.steps(), facts.passed()));
      case SETTLE -> Place.SETTLE;
    };
  }

  private Place during(int passed) {
    List<String> steps = facts.program().steps();
    return new Place(passed < steps.size() ? steps.get(passed) : "the program's end", passed);
  }

  /** Adds taint bits that no report explains, unless the guest died before they were read. */
  private void taint() {
    Long start = facts.agent().taintStart();
    Long end = facts.agent().taintEnd();
    if (start == null || end == null) {
      return;
    }
    long added = end & ~start & ~GuestRules.TAINT_OF_MODULES & ~GuestRules.explainedTaint(facts);
    for (int bit = 0; added >>> bit != 0 && bit < Long.SIZE - 1; bit++) {
      if ((added >>> bit & 1) == 1) {
        String letter = bit < TAINT_LETTERS.length() ? " (" + TAINT_LETTERS.charAt(bit) + ")" : "";
        String title = "taint bit " + bit + letter;
        add(Finding.Kind.TAINT, title, Place.SETTLE, title + " was set during the trial");
      }
    }
  }

  private void reread() {
    Reread reread = facts.agent().reread();
    if (reread == null) {
      return;
    }
    if (!reread.errno().isEmpty()) {
      String title = "files could not be read again after a new mount: " + reread.errno();
      add(Finding.Kind.DATA_AFTER_REMOUNT, title, Place.SETTLE, title);
    }
    for (String file : reread.differing()) {
      add(
          Finding.Kind.DATA_AFTER_REMOUNT,
          file + " differs after a new mount",
          Place.SETTLE,
          file + ": what memory said before umount is not what the disk says after a new mount");
    }
  }

  private void image() {
    ImageCheck check = facts.evidence().imageCheck();
    if (check == null) {
      return;
    }
    for (Complaint complaint : check.complaints()) {
      String times = complaint.count() == 1 ? "" : " (" + complaint.count() + " lines like it)";
      add(
          Finding.Kind.FSCK,
          complaint.title(),
          Place.SETTLE,
          check.tool() + ": " + complaint.text() + times);
    }
  }

  private void leftOver() {
    Resources before = facts.agent().before();
    Resources after = facts.agent().after();
    if (before == null || after == null) {
      return;
    }
    long files = after.files() - before.files();
    long slab = after.slabKiB() - before.slabKiB();
    if (before.files() >= 0 && after.files() >= 0 && files > FILES) {
      add(
          Finding.Kind.LEFT_OVER,
          "open files",
          Place.SETTLE,
          files + " more files open after the trial than before");
    }
    if (before.slabKiB() >= 0 && after.slabKiB() >= 0 && slab > SLAB_KIB) {
      add(
          Finding.Kind.LEFT_OVER,
          "unreclaimable slab memory",
          Place.SETTLE,
          slab + " KiB more unreclaimable slab memory after the trial than before");
    }
  }

  private void add(Finding.Kind kind, String title, Place place, String detail) {
    Finding finding =
        new Finding(
            kind,
            Printable.line(title),
            Printable.line(place.step()),
            place.passed(),
            Printable.line(detail));
    if (found.stream().noneMatch(finding::same)) {
      found.add(finding);
    }
  }
}
