package dev.kverdict.host;

import dev.kverdict.InfraError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Finds out which cage works here by trying it. */
final class CageProbe {

  private static final long SECONDS = 10;
  private static final String SETUP = "sudo ci/setup installs it";

  /** On other machines than x86_64, and where the kernel was built without seccomp. */
  private static final String UNFILTERED = "system calls are not filtered on this machine";

  private CageProbe() {}

  /**
   * The result of the probe.
   *
   * @param cage the best cage that works
   * @param remedy see {@link CageReport}
   */
  record Found(Cage cage, String remedy) {

    CageReport report() {
      return new CageReport(cage.kind(), remedy);
    }
  }

  /** Probed on first use. */
  private static final class Here {
    static final Found FOUND = probe();
  }

  /** Returns this machine's cage, probed once. */
  static Found here() {
    return Here.FOUND;
  }

  private static Found probe() {
    boolean root = isRoot();
    Optional<CageUser> user = Cage.user(root);
    String account =
        root && user.isEmpty()
            ? "no account " + CageUser.NAME + ", so programs run as root; sudo ci/setup makes it"
            : "";
    Path filter = SyscallFilter.file().orElse(null);
    Cage cage = new Cage(new Bubblewrap(root, filter), user.orElse(null));
    String fault = fault(cage);
    if (fault.isEmpty()) {
      return new Found(cage, filter == null ? joined(UNFILTERED, account) : account);
    }
    if (filter != null) {
      Cage unfiltered = new Cage(new Bubblewrap(root, null), user.orElse(null));
      if (fault(unfiltered).isEmpty()) {
        return new Found(unfiltered, joined(UNFILTERED, account));
      }
    }
    return new Found(new Cage(null, user.orElse(null)), joined(fault, account));
  }

  private static String joined(String fault, String account) {
    return account.isEmpty() ? fault : fault + "; " + account;
  }

  /** Returns why a cage does not work; empty if it does. */
  private static String fault(Cage cage) {
    Command nothing = Command.asking("true");
    if (!ProgramStarter.exists(Bubblewrap.PROGRAM, nothing.directory(), Bubblewrap.env(nothing))) {
      return "bubblewrap is not installed; " + SETUP;
    }
    try {
      Process process =
          ProgramStarter.instance()
              .start(
                  cage.words(nothing, CageLimits.of(Map.of())), Bubblewrap.env(nothing), nothing);
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "bubblewrap hangs here";
      }
      if (process.exitValue() == 0) {
        return "";
      }
      String said = new String(process.getInputStream().readNBytes(1000), StandardCharsets.UTF_8);
      return "bubblewrap does not work here (" + said.strip().replaceAll("\\s+", " ") + ")";
    } catch (InfraError | IOException e) {
      return "bubblewrap could not be tried";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "bubblewrap could not be tried";
    }
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException e) {
      return false; // then switching users is impossible, too
    }
  }
}
