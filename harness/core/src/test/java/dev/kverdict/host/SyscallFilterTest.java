package dev.kverdict.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a program in a real cage asks the kernel for. */
class SyscallFilterTest extends CagedTree {

  private static final Path NUMBERS = Path.of("/usr/include/x86_64-linux-gnu/asm/unistd_64.h");

  /** Makes a system call and prints its error's number, or "done". */
  private CommandResult call(String arguments) {
    return run("perl -e 'print syscall(" + arguments + ") < 0 ? $!+0 : \"done\"'");
  }

  @ParameterizedTest
  @CsvSource({
    "mount, '165, 0, 0, 0, 0, 0', 1",
    "bpf, '321, 0, 0, 0', 1",
    "userfaultfd with its flag for user faults only, '323, 1', 1",
    "io_uring_setup, '425, 1, 0', 38",
    "io_setup, '206, 1, 0', 38",
    "unshare of users, '272, 0x10000000', 1",
    "clone of users, '56, 0x10000011, 0, 0, 0, 0', 1",
    "clone3, '435, 0, 0', 38",
    "keyctl, '250, 0, 0, 0, 0, 0', 1",
    "a socket to the hypervisor, '41, 40, 1, 0', 97",
    "a socket of the kernel's cryptography, '41, 38, 5, 0', 97",
    "a raw packet, '41, 17, 3, 0', 97",
    "getpid of x32, '0x40000000 + 39', 38",
  })
  void isRefused(String what, String arguments, String error) {
    assertThat(call(arguments).output()).as(what).containsExactly(error);
  }

  @ParameterizedTest
  @CsvSource({
    "a local socket, '41, 1, 1, 0'",
    "a socket of TCP, '41, 2, 1, 0'",
    "getpid, '39'",
  })
  void isAllowed(String what, String arguments) {
    assertThat(call(arguments).output()).as(what).containsExactly("done");
  }

  @Test
  void processesAndThreadsAreMadeAsEver() {
    assertThat(run("(sleep 0 & wait) && echo $(echo a | cat)").output()).containsExactly("a");
  }

  @Test
  void aProgramCannotTakeTheFilterOff() {
    CommandResult result = run("grep -E '^(Seccomp|NoNewPrivs):' /proc/self/status | tr -d '\\t'");
    assertThat(result.output()).containsExactly("NoNewPrivs:1", "Seccomp:2");
  }

  @Test
  void theNumbersAreThoseOfTheKernel() throws IOException {
    assumeTrue(Files.exists(NUMBERS), "no headers of the C library");
    Map<String, Integer> numbers = new HashMap<>();
    Matcher define =
        Pattern.compile("#define __NR_(\\w+) (\\d+)").matcher(Files.readString(NUMBERS));
    while (define.find()) {
      numbers.put(define.group(1), Integer.valueOf(define.group(2)));
    }
    for (SyscallFilter.Call call : SyscallFilter.Call.values()) {
      String name = call.name().toLowerCase(Locale.ROOT);
      assertThat(numbers).containsEntry(name, call.number());
    }
  }
}
