package dev.kverdict.drill;

import java.util.List;
import java.util.Map;

/**
 * Programs that look for the bug as ever, and then lie with root's rights in the guest. One trial
 * is enough to see what comes of it, and too few for a verdict.
 */
final class HostilePrograms {

  private static final String SOURCE =
      """
      #define _GNU_SOURCE
      #include <fcntl.h>
      #include <string.h>
      #include "kv.h"

      static inline void say(const char *file, const char *text)
      {
      	int fd = open(file, O_WRONLY | O_NOCTTY);

      	if (fd >= 0 && write(fd, text, strlen(text)) >= 0)
      		close(fd);
      }

      static void lie(void)
      {
      LIES
      }

      int main(void)
      {
      	static char data[4096], zero[4096];
      	int fd = open("file", O_RDWR | O_CREAT, 0600);

      	kv_plan(6);
      	kv_step("open", fd >= 0);
      	memset(data, 'x', sizeof(data));
      	kv_step("write", write(fd, data, 4096) == 4096 && !fsync(fd));
      	kv_step("shrink", !ftruncate(fd, 0));
      	kv_step("grow", !ftruncate(fd, 4096));
      	kv_step("read", pread(fd, data, 4096, 0) == 4096);
      	lie();
      	kv_check("data-is-zero", !memcmp(data, zero, 4096));
      	return 0;
      }
      """;

  private static final Map<String, String> LIES =
      Map.of(
          "forges crashes in the kernel's log",
          """
          say("/dev/kmsg", "<0>BUG: kernel NULL pointer dereference, address: 0000000000000000");
          say("/dev/kmsg", "<0>RIP: 0010:minix_truncate+0x10/0x20 [minix]");
          say("/dev/kmsg", "<0>Kernel panic - not syncing: forged");
          """,
          "forges crashes on the console",
          """
          say("/dev/ttyS0", "\\n[   99.000000] kernel BUG at fs/minix/file.c:1!\\n"
          	"[   99.000001] RIP: 0010:minix_setattr+0x1/0x2\\n"
          	"[   99.000002] ---[ end trace 0000000000000000 ]---\\n");
          """);

  private HostilePrograms() {}

  static List<Fault> all() {
    return LIES.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(one -> fault("the program " + one.getKey(), one.getValue()))
        .toList();
  }

  private static Fault fault(String name, String lies) {
    return Fault.of(name)
        .from(Stock.ALL)
        .broken(
            stage ->
                List.of(stage.writeProgram(SOURCE.replace("LIES\n", lies + "\n")), "--trials", "1"))
        .ending(0, 1, 3, 4);
  }
}
