package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.campaign.SelfTest;
import dev.kverdict.host.CageReport;
import dev.kverdict.host.HostLane;
import dev.kverdict.model.Matrix;
import dev.kverdict.run.Environment;
import dev.kverdict.store.Store;
import dev.kverdict.yaml.MatrixReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists what is needed, what was found, and what mends it. */
@Command(
    name = "doctor",
    description = "Checks this machine and says how to mend it.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

  /** A first build unpacks a source, builds a tree and keeps both. */
  private static final long NEEDED_SPACE = 8L << 30;

  private static final List<String> PATH =
      List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

  private static final Path KVM = Path.of("/dev/kvm");

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--self-test",
      paramLabel = "MATRIX",
      description = "Build its kernels and try the detectors on each: crash, hang, reset, silence.")
  private @Nullable Path matrix;

  DoctorCommand() {}

  /** One line of ci/needs. */
  private record Need(String what, String packageName, boolean required, String purpose) {

    static Need of(String line) {
      String[] fields = line.split("\\s+", 4);
      return new Need(fields[0], fields[1], fields[2].equals("required"), fields[3]);
    }

    /** Where it is, or null. */
    @Nullable Path find() {
      if (what.startsWith("/")) {
        return Files.exists(Path.of(what)) ? Path.of(what) : null;
      }
      return PATH.stream()
          .map(folder -> Path.of(folder, what))
          .filter(Files::isExecutable)
          .findFirst()
          .orElse(null);
    }
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
    boolean healthy = true;
    for (Need need : needs()) {
      Path found = need.find();
      healthy &= found != null || !need.required();
      String state = found != null ? "ok" : need.required() ? "MISSING" : "absent";
      String mend = "apt-get install --no-install-recommends " + need.packageName();
      line(out, state, need.what(), found == null ? mend : found.toString(), need.purpose());
    }
    healthy &= machine(out);
    if (healthy && matrix != null) {
      healthy = detectors(out, matrix);
    }
    out.println(healthy ? "all is well" : "mend what is missing: sudo ci/setup");
    out.flush();
    return healthy ? 0 : Errors.BROKEN;
  }

  private static boolean detectors(PrintWriter out, Path file) {
    Matrix matrix = MatrixReader.read(file);
    boolean good = true;
    Map<String, Optional<String>> missed =
        SelfTest.run(
            matrix,
            CampaignOptions.of(matrix),
            Environment.ofSystem().loggedBy(RunLog::begin),
            new EventPrinter(out, false));
    for (Map.Entry<String, Optional<String>> kernel : missed.entrySet()) {
      Optional<String> fault = kernel.getValue();
      good &= fault.isEmpty();
      line(
          out,
          fault.isEmpty() ? "ok" : "BROKEN",
          "detectors on " + kernel.getKey(),
          fault.orElse("all canaries found"),
          "verdicts rest on them");
    }
    return good;
  }

  private static boolean machine(PrintWriter out) throws IOException {
    line(out, "ok", "java", Runtime.version().toString(), "17 or newer");
    Path store = Store.defaultRoot(System.getenv());
    Files.createDirectories(store);
    long free = Files.getFileStore(store).getUsableSpace();
    boolean enough = free >= NEEDED_SPACE;
    line(
        out,
        enough ? "ok" : "MISSING",
        "disk space",
        (free >> 30) + " GiB free below " + store,
        "a first build needs " + (NEEDED_SPACE >> 30) + " GiB; free some, or set XDG_CACHE_HOME");
    line(out, "note", "/dev/kvm", kvm(), "only a boot proves it; without it QEMU emulates");
    CageReport cage = new HostLane().cage();
    line(
        out,
        cage.remedy().isEmpty() ? "ok" : "note",
        "cage",
        cage.kind().text(),
        cage.remedy().isEmpty() ? "what builds and runs a patch sees nothing else" : cage.remedy());
    return enough;
  }

  /** Whether QEMU could open it, which runs in the cage and may be another user's there. */
  private static String kvm() {
    if (!Files.exists(KVM)) {
      return "not there";
    }
    dev.kverdict.host.Command open =
        dev.kverdict.host.Command.of(Path.of("/"), "sh", "-c", "exec 3<>" + KVM)
            .opening(List.of(KVM));
    if (new HostLane(Map.of()).run(open).ok()) {
      return "can be opened";
    }
    return Files.isWritable(KVM)
        ? "not for the account that runs QEMU: chgrp kvm /dev/kvm; chmod 660 /dev/kvm"
        : "not ours to open";
  }

  private static void line(PrintWriter out, String state, String what, String found, String why) {
    out.printf("%-8s %-24s %s (%s)%n", state, what, found, why);
  }

  private static List<Need> needs() throws IOException {
    Path file = Path.of(System.getProperty("kverdict.home", ".")).resolve("ci/needs");
    if (!Files.isRegularFile(file)) {
      throw new UserError(
          file.toString(), "the list of needs is not there", "start kverdict by its launcher");
    }
    return Files.readAllLines(file).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(Need::of)
        .toList();
  }
}
