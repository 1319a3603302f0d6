package dev.kverdict.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.kverdict.model.ConfigWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is found out from a program's text, and what is not made of a mere word in it. */
class NeedsTest {

  @TempDir private Path directory;

  static Stream<Arguments> programs() {
    return Stream.of(
        arguments("plain.c", "#include <stdio.h>\nint main(void) { puts(\"ext4\"); }", ""),
        arguments(
            "mounts.c",
            "int main(void) { mount(\"/dev/vda\", \"/mnt\", \"ext4\", 0, 0); }",
            "mounts ext4 itself; opens the disk /dev/vda"),
        arguments(
            "loop.c",
            "void f(int l) { ioctl(l, LOOP_SET_FD, 3); syscall(__NR_mount, d, t, \"xfs\", 0, 0); }",
            "mounts xfs itself; attaches a loop device"),
        arguments(
            "image.c",
            "void f(void) { memcpy((void*)0x20000000, \"nilfs2\\000\", 7); syz_mount_image(1); }",
            "mounts nilfs2 itself; attaches a loop device"),
        arguments(
            "overlay.c",
            "void f(void) { fsopen(\"overlay\", 0); mount(0, \"/\", \"tmpfs\", 0, 0); }",
            "mounts overlay itself"),
        arguments(
            "socket.c", "int f(void) { return socket(AF_INET, SOCK_DGRAM, 0); }", "opens sockets"),
        arguments(
            "tun.c", "int f(void) { return open(\"/dev/net/tun\", 2); }", "makes a network device"),
        arguments(
            "bpf.c",
            "int f(void) { return syscall(__NR_bpf, BPF_PROG_LOAD, a, 8); }",
            "loads BPF programs"),
        arguments(
            "threads.c",
            "#include <pthread.h>\nvoid f(void) { pthread_create(&t, 0, g, 0); }",
            "is linked with pthread; starts threads"),
        arguments(
            "aio.c",
            "#include <libaio.h>\nint f(void) { return io_setup(1, &c); }",
            "is linked with aio"),
        arguments(
            "namespaces.c",
            "void f(void) { unshare(CLONE_NEWUSER | CLONE_NEWNET); }",
            "makes namespaces"),
        arguments(
            "commented.c",
            "// gcc -m32 -O1 -o commented commented.c -lm\n/* mount(\"ext4\"), socket() */\nint x;",
            "is of 32 bits; is linked with m; flags -O1"),
        arguments("old-calls.c", "void f(void) { syscall(__NR_mmap2, 0); }", "is of 32 bits"),
        arguments(
            "usb.c",
            "int f(void) { return open(\"/dev/raw-gadget\", 2); }",
            "plays a USB device; words usb-gadget"),
        arguments(
            "faults.c",
            "int f(void) { return open(\"/proc/thread-self/fail-nth\", 2); }",
            "lets calls fail; words fault-injection"),
        arguments(
            "calls.c",
            "void f(void) { system(\"mkfs.ext4 -F /tmp/i && ip link add d0 type dummy\"); }",
            "calls other programs, of e2fsprogs, iproute2"),
        arguments(
            "shell.c", "void f(void) { execl(\"/bin/sh\", \"sh\", 0); }", "calls other programs"),
        arguments(
            "disks.c",
            "#include \"kv.h\"\nvoid f(void) { kv_disk(\"scratch\", p, sizeof(p)); }",
            "opens the disk scratch"),
        arguments(
            "script.sh",
            "#!/bin/bash\n# needs fio\nmkfs.xfs -f /tmp/i\nmount -o loop -t xfs /tmp/i /mnt\nif ip link; then :; fi\n",
            "mounts xfs itself; attaches a loop device; calls other programs, of iproute2, xfsprogs"),
        arguments("words.sh", "echo the tip of an ip, and ss nc\n", ""),
        arguments(
            "snake",
            "#!/usr/bin/env python3\nprint(1)\n",
            "calls other programs, of python3-minimal"),
        arguments(
            "steps.sh",
            ". /kverdict/kv.sh\nkv_step wire tc qdisc add dev lo root netem\n",
            "calls other programs, of iproute2"),
        arguments(
            "prog.syz",
            "#{\"threaded\":true,\"sandbox\":\"namespace\",\"fault\":true}\n"
                + "r0 = syz_mount_image$udf(&(0x7f0000000040), 0x0)\nsocket$inet(0x2, 0x1, 0x0)\n",
            "mounts udf itself; attaches a loop device; opens sockets; lets calls fail;"
                + " makes namespaces; starts threads; words net fault-injection"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("programs")
  void aTextTellsWhatItTakes(String name, String text, String expected) throws IOException {
    assertThat(said(ProgramFile.read(Files.writeString(directory.resolve(name), text)).needs()))
        .isEqualTo(expected);
  }

  /** Sockets and the like have a habit, too; their words are not repeated in the table. */
  private static String said(Needs needs) {
    List<String> parts = new ArrayList<>(needs.said());
    if (!needs.cflags().isEmpty()) {
      parts.add("flags " + String.join(" ", needs.cflags()));
    }
    List<ConfigWord> words = needs.words();
    if (!words.isEmpty() && !words.equals(List.of(ConfigWord.NET))) {
      parts.add("words " + String.join(" ", words.stream().map(ConfigWord::label).toList()));
    }
    return String.join("; ", parts);
  }

  @Test
  void socketsTakeAKernelWithThem() {
    assertThat(CNeeds.of("int f(void) { return socket(1, 2, 3); }").words())
        .containsExactly(ConfigWord.NET);
  }

  @Test
  void aHeaderBesideItIsPartOfAProgram() throws IOException {
    Files.writeString(directory.resolve("part.h"), "#include <math.h>\n#include \"more.h\"\n");
    Files.writeString(directory.resolve("more.h"), "#define GO() mount(d, m, \"jfs\", 0, 0)\n");
    Path file =
        Files.writeString(
            directory.resolve("p.c"), "#include \"part.h\"\nint main(void) { GO(); }");
    assertThat(said(ProgramFile.read(file).needs()))
        .isEqualTo("is linked with m; mounts jfs itself");
  }

  @Test
  void aTextOfOneLiteralAndOneThatDoesNotEndAreRead() {
    String blob = "\\x1f".repeat(1 << 20);
    assertThat(CText.of("char *b = \"" + blob + "\"; int main(void) { mount(0); }").calls())
        .containsExactlyInAnyOrder("main", "mount");
    assertThat(CText.of("char *b = \"abc\n/* no end").comments()).isEqualTo("/* no end\n");
    assertThat(CText.of("\"\\").literals()).hasSize(1);
  }

  @Test
  void aBinaryTellsByItsHeader() throws IOException {
    ProgramFile shell = ProgramFile.read(Path.of("/bin/true"));
    assertThat(shell.needs().packages()).as("it needs a dynamic linker").isEmpty();
    assertThat(shell.needs().said()).containsExactly("needs shared libraries");
  }
}
