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
    Cage cage = new Cage(new Bubblewrap(root), user.orElse(null));
    String fault = fault(cage);
    if (fault.isEmpty()) {
      return new Found(cage, account);
    }
    String remedy = account.isEmpty() ? fault : fault + "; " + account;
    return new Found(new Cage(null, user.orElse(null)), remedy);
  }

  /** Returns why a cage does not work; empty if it does. */
  private static String fault(Cage cage) {
    Command nothing = Command.asking("true");
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
    } catch (InfraError e) {
      return "bubblewrap is not installed; " + SETUP;
    } catch (IOException e) {
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
