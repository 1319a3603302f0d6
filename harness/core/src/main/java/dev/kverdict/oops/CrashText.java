package dev.kverdict.oops;

import dev.kverdict.text.Label;
import dev.kverdict.text.Printable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Formats crashes for people. Text from a guest is made safe for a terminal. */
public final class CrashText {

  private CrashText() {}

  /**
   * Returns each crash with its title, place and statement; possible consequences follow the first.
   *
   * @param stack whether the reliable frames follow
   */
  public static String of(List<CrashReport> crashes, boolean stack) {
    StringBuilder text = new StringBuilder();
    for (CrashReport crash : crashes) {
      text.append(crash.follows() ? "  then: " : "").append(title(crash)).append('\n');
      if (crash.statement() != null) {
        text.append("    ").append(printable(crash.statement())).append('\n');
      }
      if (stack) {
        crash.frames().stream()
            .filter(Frame::reliable)
            .forEach(frame -> text.append("      ").append(frame(frame)).append('\n'));
      }
    }
    return text.toString();
  }

  private static String title(CrashReport crash) {
    CrashTask task = crash.task();
    String source = crash.source();
    String file = crash.file().orElse("");
    boolean elsewhere = !file.isEmpty() && (source == null || !source.startsWith(file + ":"));
    return printable(crash.title())
        + (source == null ? "" : " at " + printable(source))
        + (elsewhere ? ", in " + printable(file) : "")
        + (task == null ? "" : ", task " + printable(task.name()) + "/" + task.pid())
        + " ("
        + Label.of(crash.confidence())
        + (crash.panicked() ? ", panicked)" : ")");
  }

  /** Returns a frame as the kernel and its decoders print it, so that they can read it again. */
  private static String frame(Frame frame) {
    return frame.function()
        + (frame.offset() == Frame.UNKNOWN ? "" : "+0x" + Long.toHexString(frame.offset()))
        + (frame.size() == Frame.UNKNOWN ? "" : "/0x" + Long.toHexString(frame.size()))
        + (frame.inlined() ? "" : in(frame.module()))
        + (frame.source() == null ? "" : " " + printable(frame.source()))
        + (frame.inlined() ? " [inline]" : "");
  }

  private static String in(@Nullable String module) {
    return module == null ? "" : " [" + module + "]";
  }

  private static String printable(String text) {
    return Printable.ascii(text, Printable.MOST);
  }
}
