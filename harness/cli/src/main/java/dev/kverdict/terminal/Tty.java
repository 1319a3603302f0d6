package dev.kverdict.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jline.terminal.Size;
import org.jline.terminal.impl.exec.ExecPty;

/**
 * The terminal device that standard output is. Java asks this of all three standard streams at
 * once, but the input may well be a patch from a pipe.
 */
final class Tty extends ExecPty {

  private static final Path OUTPUT = Path.of("/proc/self/fd/1");

  /** What is assumed of a terminal that does not tell its size, such as a serial line. */
  private static final Size USUAL = Size.of(80, 24);

  private Tty(String device) {
    super(null, null, device);
  }

  /** Returns the device; empty if standard output is something else. */
  static Optional<Tty> ofOutput() {
    try {
      String device = Files.readSymbolicLink(OUTPUT).toString();
      return device.startsWith("/dev/pts/")
              || device.startsWith("/dev/tty")
              || device.equals("/dev/console")
          ? Optional.of(new Tty(device))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns the size, from stty (coreutils). */
  Size size() {
    try {
      Size told = getSize();
      return told.getColumns() > 0 && told.getRows() > 0 ? told : USUAL;
    } catch (IOException e) {
      return USUAL;
    }
  }
}
