package dev.kverdict.trial;

import dev.kverdict.record.Ending;
import dev.kverdict.record.Phase;
import dev.kverdict.vm.Accelerator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One course of a trial, and all there is to know of it. */
final class ExpectedCourse {

  /** What the clock shows in the beginning: nothing may depend on it. */
  static final long START = 77_000_000_000L;

  /** Up to the program of a guest that boots. */
  static final String PREPARED =
      "1 hello; 2 ok 1; 3 mount 2; 4 ok 3; 5 ok 4; 6 taint 5; 6.5 started 6;";

  static final List<String> ASKED_TO_RUN =
      List.of("configure 1", "mount 2", "reseed 3", "configure 4", "taint 5", "run 6");

  /** The same for one whose kernel has probes. */
  static final String PROBED =
      "1 hello; 2 ok 1; 2 ok 2; 2 ok 3; 3 mount 4; 4 ok 5; 5 ok 6; 6 taint 7; 6.5 started 8;";

  static final List<String> PROBED_AND_ASKED_TO_RUN =
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
  enum Guest {
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

  final String what;
  Guest guest = Guest.BOOTS;
  Accelerator accelerator = Accelerator.KVM;
  String happenings = "";
  int broken = Integer.MAX_VALUE;
  List<String> asked = List.of();
  Ending.@Nullable Kind kind;
  String detail = "";
  double end;
  Phase phase = Phase.BOOT;
  int answers;
  boolean clean;
  @Nullable Long ran;

  ExpectedCourse(String what) {
    this.what = what;
  }

  ExpectedCourse of(Guest one) {
    guest = one;
    return this;
  }

  ExpectedCourse emulated() {
    accelerator = Accelerator.TCG;
    return this;
  }

  ExpectedCourse when(String... texts) {
    happenings = String.join(";", texts);
    return this;
  }

  /** From this request on, none gets through. */
  ExpectedCourse broken(int request) {
    broken = request;
    return this;
  }

  ExpectedCourse asks(List<String> first, String... then) {
    asked = Stream.concat(first.stream(), Stream.of(then)).toList();
    return this;
  }

  ExpectedCourse ends(double seconds, Ending.Kind why, String text) {
    end = seconds;
    kind = why;
    detail = text;
    return this;
  }

  ExpectedCourse in(Phase last, int heard) {
    phase = last;
    answers = heard;
    return this;
  }

  ExpectedCourse clean() {
    clean = true;
    return this;
  }

  /** How long the program ran, in ms. */
  ExpectedCourse ran(long millis) {
    ran = millis;
    return this;
  }

  @Override
  public String toString() {
    return what;
  }

  static ExpectedCourse row(String what) {
    return new ExpectedCourse(what);
  }
}
