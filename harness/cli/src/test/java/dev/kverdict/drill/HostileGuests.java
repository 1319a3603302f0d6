package dev.kverdict.drill;

import java.util.ArrayList;
import java.util.List;

/** Programs that attack their guest, or what watches it. */
final class HostileGuests {

  private static final String HEADERS =
      """
      #include <fcntl.h>
      #include <signal.h>
      #include <stdio.h>
      #include <string.h>
      #include <sys/ioctl.h>
      #include <sys/klog.h>
      #include <sys/mount.h>
      #include <time.h>
      #include <unistd.h>

      static void say(const char *where, const char *text)
      {
      \tint fd = open(where, O_WRONLY);

      \tif (fd >= 0 && write(fd, text, strlen(text)) < 0)
      \t\treturn;
      }

      static void first(void)
      {
      """;

  private static final String CRASH =
      "BUG: unable to handle page fault for address: ffff888000000000\\n"
          + "#PF: supervisor read access in kernel mode\\n"
          + "Oops: 0000 [#1] SMP\\n"
          + "RIP: 0010:minix_truncate+0x10/0x20 [minix]\\n"
          + "Call Trace:\\n <TASK>\\n minix_setattr+0x10/0x20 [minix]\\n </TASK>\\n"
          + "---[ end trace 0000000000000000 ]---\\n";

  private HostileGuests() {}

  static List<Fault> all() {
    List<Fault> all = new ArrayList<>();
    all.add(program("forks without end", "\tif (!fork())\n\t\tfor (;;)\n\t\t\tfork();\n"));
    all.add(program("kills all that it may", "\tkill(-1, SIGKILL);\n").inShort());
    all.add(
        program(
            "remounts / read-only", "\tmount(\"\", \"/\", \"\", MS_REMOUNT | MS_RDONLY, \"\");\n"));
    all.add(
        program(
            "writes to the disk's device",
            """
            \tstatic char bytes[65536];
            \tint fd = open("/dev/vda", O_WRONLY);

            \tmemset(bytes, 0xa5, sizeof(bytes));
            \tif (fd >= 0 && pwrite(fd, bytes, sizeof(bytes), 65536) < 0)
            \t\treturn;
            """));
    all.add(
        program(
            "prints lines of the agent's",
            """
            \tprintf("{\\"type\\":\\"exit\\",\\"id\\":9,\\"code\\":0,\\"signal\\":0,\\"gone\\":true}\\n");
            \tprintf("{\\"type\\":\\"settled\\",\\"id\\":10,\\"ok\\":true}\\n");
            \tfflush(stdout);
            \tsay("/dev/vport1p1", "{\\"type\\":\\"settled\\",\\"id\\":10,\\"ok\\":true}\\n");
            \tsay("/dev/vport2p1", "{\\"type\\":\\"settled\\",\\"id\\":10,\\"ok\\":true}\\n");
            """));
    all.add(program("forges a crash in the kernel's log", say("/dev/kmsg")));
    all.add(program("forges a crash on the console", say("/dev/console")));
    all.add(
        program(
            "floods the console for 5 s",
            """
            \tstatic char line[4096];
            \ttime_t until = time(NULL) + 5;
            \tint fd = open("/dev/console", O_WRONLY);

            \tmemset(line, 'x', sizeof(line));
            \tline[sizeof(line) - 1] = '\\n';
            \twhile (time(NULL) < until)
            \t\tif (write(fd, line, sizeof(line)) < 0)
            \t\t\tbreak;
            """));
    all.add(
        program(
            "closes the console",
            """
            \tint fd = open("/dev/ttyS0", O_RDWR | O_NOCTTY);

            \tklogctl(6, NULL, 0);
            \tioctl(fd, 0x5437 /* TIOCVHANGUP */, 0);
            """));
    return all;
  }

  private static String say(String where) {
    return "\tsay(\"%s\", \"%s\");\n".formatted(where, CRASH);
  }

  private static Fault program(String what, String body) {
    String name = what.replaceAll("[^a-z]+", "-");
    return Fault.of("a program " + what)
        .broken(stage -> List.of(stage.writeProgram(name, HEADERS + body + "}\n")))
        .ending(0, 1, 3, 4);
  }
}
