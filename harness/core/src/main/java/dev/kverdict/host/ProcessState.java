package dev.kverdict.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The state of a process, as its letter in {@code /proc/PID/stat} (proc(5)).
 *
 * @param letter the letter; a blank if there is no such process
 */
record ProcessState(char letter) {

  private static final char NONE = ' ';

  /** Returns the state of a process now. */
  static ProcessState of(long pid) {
    try {
      byte[] line = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "stat"));
      return parse(new String(line, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return new ProcessState(NONE); // it has ended
    }
  }

  /** Reads it from that file. The name before it is the program's choice: it may have brackets. */
  static ProcessState parse(String stat) {
    int at = stat.lastIndexOf(") ") + 2;
    return new ProcessState(at >= 2 && at < stat.length() ? stat.charAt(at) : NONE);
  }

  /** Returns whether a signal stopped it; a process that a debugger holds is in another state. */
  boolean stopped() {
    return letter == 'T';
  }
}
