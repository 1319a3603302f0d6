package dev.kverdict.cli;

import dev.kverdict.HostIo;
import dev.kverdict.UserError;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.campaign.SelfTest;
import dev.kverdict.host.CageReport;
import dev.kverdict.host.Command;
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
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what the harness needs, what was found, and how to fix what is missing. */
@CommandLine.Command(
    name = "doctor",
    description = "Checks this machine and says how to fix it.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

  /** A first build unpacks a source, builds a tree and keeps both; in bytes. */
  private static final long NEEDED_SPACE = 8L << 30;

  private static final List<String> PATH =
      List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

  private static final Path KVM = Path.of("/dev/kvm");

  @Mixin private final Terminal terminal = new Terminal();

  @Option(
      names = "--self-test",
      paramLabel = "MATRIX",
      description = "Build its kernels and try the detectors on each: crash, hang, reset, silence.")
  private @Nullable Path matrix;

  /** One line of ci/needs. */
  private record Need(String what, String packageName, boolean required, String purpose) {

    static Need of(String line) {
      String[] fields = line.split("\\s+", 4);
      return new Need(fields[0], fields[1], fields[2].equals("required"), fields[3]);
    }

    /** Returns its path, or null. */
    @Nullable Path find() {
      if (what.startsWith("/")) {
        return Files.exists(Path.of(what)) ? Path.of(what) : null;
      }
      return PATH.stream()
          .map(directory -> Path.of(directory, what))
          .filter(Files::isExecutable)
          .findFirst()
          .orElse(null);
    }
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = terminal.out();
    boolean healthy = true;
    for (Need need : needs()) {
      Path found = need.find();
      healthy &= found != null || !need.required();
      String state = found != null ? "ok" : need.required() ? "MISSING" : "absent";
      String remedy = "apt-get install --no-install-recommends " + need.packageName();
      line(out, state, need.what(), found == null ? remedy : found.toString(), need.purpose());
    }
    boolean installed = healthy;
    healthy &= machine(out);
    if (healthy && matrix != null) {
      healthy = detectors(matrix);
    }
    String next = installed ? "see above" : "install what is missing: sudo ci/setup";
    out.println(healthy ? "all is well" : next);
    out.flush();
    return healthy ? 0 : Errors.BROKEN;
  }

  private boolean detectors(Path file) {
    Matrix matrix = MatrixReader.read(file);
    boolean good = true;
    Map<String, Optional<String>> missed =
        SelfTest.run(
            matrix,
            CampaignOptions.of(matrix),
            Environment.ofSystem().loggedBy(RunLog::begin),
            terminal.following(terminal.out()));
    for (Map.Entry<String, Optional<String>> kernel : missed.entrySet()) {
      Optional<String> fault = kernel.getValue();
      good &= fault.isEmpty();
      line(
          terminal.out(),
          fault.isEmpty() ? "ok" : "BROKEN",
          "detectors on " + kernel.getKey(),
          fault.orElse("all canaries found"),
          "verdicts depend on them");
    }
    return good;
  }

  private static boolean machine(PrintWriter out) {
    line(out, "ok", "java", Runtime.version().toString(), "17 or newer");
    boolean room = store(out, Store.defaultRoot(System.getenv()));
    line(out, "note", "/dev/kvm", kvm(), "only a boot proves it; without it QEMU emulates");
    CageReport cage = new HostLane().cage();
    line(
        out,
        cage.remedy().isEmpty() ? "ok" : "note",
        "cage",
        cage.kind().text(),
        cage.remedy().isEmpty() ? "what builds and runs a patch sees nothing else" : cage.remedy());
    return room;
  }

  /** Returns whether the store can be written to and has room. */
  private static boolean store(PrintWriter out, Path store) {
    String state = "MISSING";
    String found;
    try {
      Files.createDirectories(store);
      long free = Files.getFileStore(store).getUsableSpace();
      state = free >= NEEDED_SPACE && Files.isWritable(store) ? "ok" : state;
      found =
          Files.isWritable(store)
              ? (free >> 30) + " GiB free below " + store
              : "this user may not write to " + store;
    } catch (IOException e) {
      found = "%s cannot be made: %s".formatted(store, HostIo.reason(e));
    }
    line(
        out,
        state,
        "disk space",
        found,
        "a first build needs " + (NEEDED_SPACE >> 30) + " GiB; free some, or set XDG_CACHE_HOME");
    return state.equals("ok");
  }

  /** Returns whether QEMU could open it; QEMU runs in the cage, possibly as another user. */
  private static String kvm() {
    if (!Files.exists(KVM)) {
      return "not there";
    }
    Command open = Command.of(Path.of("/"), "sh", "-c", "exec 3<>" + KVM).opening(List.of(KVM));
    if (new HostLane(Map.of()).run(open).ok()) {
      return "can be opened";
    }
    return Files.isWritable(KVM)
        ? "not for the account that runs QEMU: chgrp kvm /dev/kvm; chmod 660 /dev/kvm"
        : "not accessible to this user";
  }

  private static void line(PrintWriter out, String state, String what, String found, String why) {
    out.printf("%-8s %-24s %s (%s)%n", state, what, found, why);
  }

  private static List<Need> needs() throws IOException {
    Path file = Path.of(System.getProperty("kverdict.home", ".")).resolve("ci/needs");
    if (!Files.isRegularFile(file)) {
      throw new UserError(
          file.toString(), "the list of needs is missing", "start kverdict by its launcher");
    }
    return Files.readAllLines(file).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(Need::of)
        .toList();
  }
}
