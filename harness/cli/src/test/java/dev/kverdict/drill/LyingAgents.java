package dev.kverdict.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** An agent that does not say what is so, or says it in a way that nobody should. */
final class LyingAgents {

  private static final Path SOURCES = Path.of("../core/src/main/resources/dev/kverdict/guest");

  /** What every message passes; the linker sees to it. */
  private static final String LIES =
      """
      #define _GNU_SOURCE
      #include <fcntl.h>
      #include <stdio.h>
      #include <string.h>
      #include <unistd.h>
      #include "agent.h"

      void __real_send_message(struct message *m);

      static bool is(const struct message *m, const char *type)
      {
      \treturn !strncmp(m->text + 9, type, strlen(type));
      }

      /* Past all that the agent does to what it says. */
      static void raw(const char *bytes, size_t length)
      {
      \tfor (int fd = 3; fd < 64; fd++) {
      \t\tchar path[64], name[256] = "";

      \t\tsnprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
      \t\tif (readlink(path, name, sizeof(name) - 1) > 0 && strstr(name, "vport"))
      \t\t\twhile (length) {
      \t\t\t\tssize_t n = write(fd, bytes, length);

      \t\t\t\tif (n > 0) {
      \t\t\t\t\tbytes += n;
      \t\t\t\t\tlength -= (size_t)n;
      \t\t\t\t}
      \t\t\t}
      \t}
      }

      void __wrap_send_message(struct message *m)
      {
      """;

  private LyingAgents() {}

  static List<Fault> all() {
    List<Fault> all = new ArrayList<>();
    all.add(
        agent(
            "says that all is done, and then the kernel crashes",
            """
            \t__real_send_message(m);
            \tif (is(m, "settled"))
            \t\twrite_file("/proc/sysrq-trigger", "c");
            """));
    all.add(
        agent(
            "sends a line of 100 MB",
            """
            \tstatic char part[1 << 20];

            \tif (is(m, "exit")) {
            \t\tmemset(part, 'x', sizeof(part));
            \t\traw("{\\"type\\":\\"exit", 13);
            \t\tfor (int i = 0; i < 100; i++)
            \t\t\traw(part, sizeof(part));
            \t\traw("\\"}\\n", 3);
            \t}
            \t__real_send_message(m);
            """));
    all.add(
        agent(
            "sends bytes that are no UTF-8",
            """
            \tif (is(m, "exit"))
            \t\traw("{\\"type\\":\\"output\\",\\"text\\":\\"\\xff\\xfe\\xc0\\x80\\"}\\n\\xed\\xa0\\x80\\n", 39);
            \t__real_send_message(m);
            """));
    all.add(
        agent(
            "says everything three times",
            """
            \tsize_t used = m->used;

            \tfor (int i = 0; i < 3; i++) {
            \t\tm->used = used;
            \t\t__real_send_message(m);
            \t}
            """));
    all.add(
        agent(
            "says nothing once the program runs",
            """
            \tstatic bool silent;

            \tif (!silent)
            \t\t__real_send_message(m);
            \tsilent |= is(m, "started");
            """));
    return all;
  }

  private static Fault agent(String what, String body) {
    return Fault.of("the agent " + what)
        .from(Stock.UNSAVED)
        .broken(
            stage -> {
              byte[] lying = compiled(stage, LIES + body + "}\n");
              stage.remove("initramfs");
              stage.change("agent", "program", honest -> lying);
              return List.of();
            })
        .ending(0, 1, 3, 4)
        .poisoning();
  }

  private static byte[] compiled(Stage stage, String lies)
      throws IOException, InterruptedException {
    Path source = Files.writeString(stage.home().resolve("lies.c"), lies);
    Path binary = stage.home().resolve("lying-agent");
    List<String> argv =
        new ArrayList<>(
            List.of("gcc", "-static", "-O2", "-Wl,--wrap=send_message", "-I" + SOURCES));
    argv.addAll(List.of("-o", binary.toString(), source.toString()));
    try (Stream<Path> all = Files.list(SOURCES)) {
      all.map(Path::toString)
          .filter(file -> file.endsWith(".c") && !file.endsWith("canary.c"))
          .forEach(argv::add);
    }
    Stage.run(argv.toArray(String[]::new));
    return Files.readAllBytes(binary);
  }
}
