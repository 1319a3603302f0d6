package dev.kverdict.drill;

import java.util.List;

/**
 * Programs that look for the bug as ever, and then do harm with root's rights in the guest. One
 * trial is enough to see what comes of it, and too few for a verdict.
 */
final class HostilePrograms {

  private static final String SOURCE =
      """
      #define _GNU_SOURCE
      #include <fcntl.h>
      #include <signal.h>
      #include <string.h>
      #include <sys/mount.h>
      #include "kv.h"

      static inline void say(const char *file, const char *text)
      {
      	int fd = open(file, O_WRONLY | O_NOCTTY);

      	if (fd >= 0 && write(fd, text, strlen(text)) >= 0)
      		close(fd);
      }

      static void harm(void)
      {
      HARM
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
      	harm();
      	kv_check("data-is-zero", !memcmp(data, zero, 4096));
      	return 0;
      }
      """;

  private HostilePrograms() {}

  static List<Fault> all() {
    return List.of(
        fault(
            "crashes the kernel a moment after it has ended well",
            """
          if (!fork()) {
          	setsid();
          	usleep(300000);
          	say("/proc/sysrq-trigger", "c");
          	_exit(0);
          }
          """),
        fault(
            "ends at once, with all that was planned",
            """
          kv_check("data-is-zero", 1);
          _exit(0);
          """),
        fault(
            "floods the console until its time is over",
            """
          static char junk[4096];

          memset(junk, 'j', sizeof(junk) - 1);
          for (;;)
          	say("/dev/ttyS0", junk);
          """),
        fault(
            "forges crashes in the kernel's log",
            """
          say("/dev/kmsg", "<0>BUG: kernel NULL pointer dereference, address: 0000000000000000");
          say("/dev/kmsg", "<0>RIP: 0010:minix_truncate+0x10/0x20 [minix]");
          say("/dev/kmsg", "<0>Kernel panic - not syncing: forged");
          """),
        fault(
            "forges crashes on the console",
            """
          say("/dev/ttyS0", "\\n[   99.000000] kernel BUG at fs/minix/file.c:1!\\n"
          	"[   99.000001] RIP: 0010:minix_setattr+0x1/0x2\\n"
          	"[   99.000002] ---[ end trace 0000000000000000 ]---\\n");
          """),
        fault(
            "forges the agent's lines: all went well",
            """
          static const char done[] =
          	"{\\"type\\":\\"exit\\",\\"id\\":6,\\"code\\":0,\\"signal\\":0,\\"timedOut\\":false,"
          	"\\"gone\\":true,\\"leftOver\\":0}\\n"
          	"{\\"type\\":\\"settled\\",\\"id\\":8,\\"ok\\":true,\\"taint\\":0,\\"files\\":1,\\"slab\\":1,"
          	"\\"sync\\":\\"\\",\\"umount\\":\\"\\"}\\n";

          puts(done);
          fflush(stdout);
          say("/dev/vport0p1", done);
          say("/dev/vport1p1", done);
          say("/dev/ttyS0", done);
          """),
        fault(
            "forks without end",
            """
          if (!fork())
          	for (;;)
          		fork();
          """),
        fault("kills all others", "kill(-1, SIGKILL);"),
        fault(
            "prints 100 MB of JSON in one line",
            """
          static char junk[65537];

          for (int i = 0; i < 65536; i += 2)
          	memcpy(junk + i, "[{", 2);
          for (int i = 0; i < 1600; i++)
          	fputs(junk, stdout);
          puts("");
          """),
        fault(
            "prints broken UTF-8, and a line of 400 kB",
            """
          for (int i = 0; i < 20000; i++)
          	fputs("\\xff\\xfe\\xc0\\x80{\\"type\\":\\"\\"", stdout);
          puts("");
          """),
        fault("stops all others for good", "kill(-1, SIGSTOP);"),
        fault(
            "takes the agent's channel away",
            """
          static const char *const one[] = {
          	"virtio0", "virtio1", "virtio2", "virtio3", "virtio4", "virtio5",
          };

          for (int i = 0; i < 6; i++)
          	say("/sys/bus/virtio/drivers/virtio_console/unbind", one[i]);
          """),
        fault(
            "takes the console's driver away",
            """
          say("/sys/bus/pnp/drivers/serial/unbind", "00:00");
          say("/sys/bus/pnp/drivers/serial/unbind", "00:04");
          say("/sys/bus/platform/drivers/serial8250/unbind", "serial8250");
          """),
        fault(
            "unmounts all it can, and makes / read-only",
            """
          for (int i = 0; i < 9; i++) {
          	umount2("/proc", MNT_DETACH);
          	umount2("/sys", MNT_DETACH);
          	umount2("/dev", MNT_DETACH);
          }
          mount(NULL, "/", NULL, MS_REMOUNT | MS_RDONLY, NULL);
          """),
        fault(
            "writes to the disk below its file system",
            """
          static char junk[65536];
          int disk = open("/dev/vda", O_WRONLY);

          memset(junk, 'j', sizeof(junk));
          while (disk >= 0 && write(disk, junk, sizeof(junk)) > 0)
          	;
          if (disk >= 0)
          	fsync(disk);
          """));
  }

  private static Fault fault(String does, String harm) {
    return Fault.of("the program " + does)
        .from(Stock.ALL)
        .broken(
            stage ->
                List.of(stage.writeProgram(SOURCE.replace("HARM\n", harm + "\n")), "--trials", "1"))
        .ending(0, 1, 3, 4);
  }
}
