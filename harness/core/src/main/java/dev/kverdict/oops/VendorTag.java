package dev.kverdict.oops;

/**
 * Reads the tags that kernels of Android vendors put after the time stamp, in the place of
 * CONFIG_PRINTK_CALLER's: {@code [4:system_server: 3344]} (CPU, task, pid), and {@code
 * (0)[1234:comm]} with a {@code -} before it in interrupt context.
 */
final class VendorTag {

  /** A CPU's number, a task's name of at most 16 characters, a pid, and what is between them. */
  private static final int MAX_LENGTH = 40;

  private static final int MAX_SPACES = 2;

  private VendorTag() {}

  /** Returns whether a tag can begin here: cheap, and false for nearly all lines. */
  static boolean mayBegin(byte[] line, int from, int to) {
    if (from + 1 >= to || line[from] != ' ') {
      return false;
    }
    byte next = line[from + 1];
    return next == ' ' || next == '(' || next == '-' || next == '[';
  }

  /** Returns the end of a tag that begins here, or this place if there is none. */
  static int end(byte[] line, int from, int to) {
    int limit = Math.min(to, from + MAX_LENGTH);
    int p = from;
    while (p < limit && p - from < MAX_SPACES && line[p] == ' ') {
      p++;
    }
    if (p >= limit) {
      return from;
    }
    int end =
        switch (line[p]) {
          case '[' -> processorFirst(line, p + 1, limit);
          case '-' -> taskBehind(line, p + 1, limit);
          case '(' -> taskBehind(line, p, limit);
          default -> -1;
        };
    return end < 0 ? from : end;
  }

  /** {@code 4:system_server: 3344]}. */
  private static int processorFirst(byte[] line, int from, int to) {
    int name = digits(line, from, to);
    int close = indexOf(line, name, to, ']');
    if (name == from || close < 0 || line[name] != ':') {
      return -1;
    }
    int pid = close;
    while (pid > name && isDigit(line[pid - 1])) {
      pid--;
    }
    int colon = pid;
    while (colon > name && line[colon - 1] == ' ') {
      colon--;
    }
    return pid < close && colon - 1 > name && line[colon - 1] == ':' ? close + 1 : -1;
  }

  /** {@code (0)[1234:comm]}. */
  private static int taskBehind(byte[] line, int from, int to) {
    if (from >= to || line[from] != '(') {
      return -1;
    }
    int cpu = digits(line, from + 1, to);
    if (cpu == from + 1 || cpu + 1 >= to || line[cpu] != ')' || line[cpu + 1] != '[') {
      return -1;
    }
    int pid = digits(line, cpu + 2, to);
    int close = indexOf(line, pid, to, ']');
    return pid > cpu + 2 && close > pid && line[pid] == ':' ? close + 1 : -1;
  }

  private static int digits(byte[] line, int from, int to) {
    int p = from;
    while (p < to && isDigit(line[p])) {
      p++;
    }
    return p;
  }

  private static int indexOf(byte[] line, int from, int to, char wanted) {
    for (int p = from; p < to; p++) {
      if (line[p] == wanted) {
        return p;
      }
    }
    return -1;
  }

  private static boolean isDigit(byte character) {
    return character >= '0' && character <= '9';
  }
}
