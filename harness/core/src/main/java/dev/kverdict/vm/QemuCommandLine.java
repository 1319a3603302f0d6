package dev.kverdict.vm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Builds QEMU's command line for a machine, and the script that repeats a trial by hand. */
public final class QemuCommandLine {

  /** The emulator for x86_64 guests. */
  public static final String PROGRAM = "qemu-system-x86_64";

  /** The name of the agent's virtio-serial port. */
  static final String AGENT_PORT = "dev.kverdict.agent";

  /** The name of the object that is the guest's memory. */
  private static final String MEMORY = "memory";

  private QemuCommandLine() {}

  /**
   * Returns the command line that connects to the harness's three sockets in a directory.
   *
   * @param beginning how the machine begins, with the file that it maps as its memory
   */
  static List<String> argv(VmSpec spec, Beginning beginning, Path sockets) {
    List<String> argv =
        argv(
            spec,
            beginning,
            socket("console", sockets),
            List.of("-chardev", socket("qmp", sockets), "-mon", "chardev=qmp,mode=control"),
            socket("agent", sockets));
    if (beginning.state() != null) {
      argv.addAll(Migration.ARGUMENTS);
    }
    return argv;
  }

  /**
   * Returns a shell script that runs the same machine and feeds it the same requests without the
   * harness: console on standard output, the agent's messages in a file.
   *
   * @param requests the file beside the script that holds every byte the host sends to the agent
   */
  public static String script(VmSpec spec, String requests) {
    String line =
        argv(
                spec,
                Beginning.BOOT,
                "stdio,id=console,signal=on",
                List.of(),
                "pipe,id=agent,path=agent")
            .stream()
            .map(QemuCommandLine::quote)
            .collect(Collectors.joining(" \\\n  "));
    return """
        #!/bin/sh
        # Repeats this trial without the harness: the console below, the agent's messages in $1.
        set -eu
        here=$(cd "$(dirname "$0")" && pwd)
        words=$(realpath "${1:-$(mktemp)}")
        cd "$(mktemp -d)"
        mkfifo agent.in agent.out
        cat agent.out > "$words" &
        cat "$here/%s" > agent.in &
        echo "the agent's messages: $words" >&2
        exec %s
        """
        .formatted(requests, line);
  }

  private static List<String> argv(
      VmSpec spec, Beginning beginning, String console, List<String> monitor, String agent) {
    List<String> argv = new ArrayList<>();
    argv.addAll(List.of(PROGRAM, "-name", "kverdict", "-nodefaults", "-no-user-config"));
    Path memory = beginning.memory();
    String machine = spec.machine().option() + (memory == null ? "" : ",memory-backend=" + MEMORY);
    argv.addAll(List.of("-machine", machine, "-accel", spec.accelerator().option()));
    if (memory != null) {
      argv.addAll(
          List.of(
              "-object",
              "memory-backend-file,id=%s,size=%dM,share=%s,mem-path=%s"
                  .formatted(
                      MEMORY, spec.memoryMiB(), beginning.kept() ? "on" : "off", comma(memory))));
    }
    argv.addAll(List.of("-cpu", spec.accelerator().cpu()));
    argv.addAll(List.of("-m", spec.memoryMiB() + "M", "-smp", Integer.toString(spec.smp())));
    argv.addAll(List.of("-display", "none"));
    // The guest is hostile: QEMU needs neither new programs nor new privileges for it.
    argv.addAll(
        List.of(
            "-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny"));
    // pvpanic reports a panic, which goes on to its reset, so that the console is complete.
    Path gdb = spec.gdb();
    argv.addAll(List.of("-no-reboot", "-action", gdb == null ? "panic=none" : "panic=pause"));
    argv.addAll(List.of("-device", "pvpanic-pci"));
    if (gdb != null) {
      argv.addAll(List.of("-gdb", "unix:path=" + comma(gdb) + ",server=on,wait=off"));
    }
    argv.addAll(List.of("-kernel", spec.kernel().toString(), "-initrd", spec.initrd().toString()));
    argv.addAll(List.of("-append", spec.fullCmdline()));
    argv.addAll(List.of("-chardev", console, "-serial", "chardev:console"));
    argv.addAll(monitor);
    argv.addAll(List.of("-device", "virtio-serial-pci", "-chardev", agent));
    argv.addAll(List.of("-device", "virtserialport,chardev=agent,name=" + AGENT_PORT));
    for (int i = 0; i < spec.disks().size(); i++) {
      Disk disk = spec.disks().get(i);
      argv.addAll(
          List.of(
              "-drive",
              "file="
                  + comma(disk.image())
                  + option(disk.access())
                  + ",format=raw,if=none,id=disk"
                  + i,
              "-device",
              "virtio-blk-pci,drive=disk" + i + ",serial=" + disk.serial()));
    }
    return argv;
  }

  private static String option(Disk.Access access) {
    return switch (access) {
      case OVERLAID -> ",snapshot=on";
      case WRITTEN -> ",cache=unsafe"; // a copy may be lost when the host crashes: no flush
      case READ_ONLY -> ",readonly=on";
    };
  }

  private static String socket(String name, Path directory) {
    return "socket,id=" + name + ",path=" + comma(directory.resolve(name));
  }

  /** Doubles commas, as QEMU's option syntax wants them inside a value. */
  private static String comma(Path path) {
    return path.toString().replace(",", ",,");
  }

  private static String quote(String word) {
    return word.matches("[A-Za-z0-9_./:=,@+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
