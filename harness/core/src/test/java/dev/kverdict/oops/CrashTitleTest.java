package dev.kverdict.oops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrashTitleTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pid 77 of 5                   | pid NUM of NUM
          at ffff88801b2c4a10           | at ADDR
          at 0x1f                       | at ADDR
          unknown-block(254,0)          | unknown-block(NUM,NUM)
          worker-thread.3 is gone       | worker-thread is gone
          at ffffffffffffffff           | at ADDR
          at f+0x1f/0x90 [ext4] or so   | at f or so
          in ext4_mb_new_blocks on vda1 | in ext4_mb_new_blocks on vda1
          the facade of deadbeef        | the facade of deadbeef
          """)
  void whatDiffersFromRunToRunIsMasked(String text, String masked) {
    assertThat(CrashTitle.masked(text)).isEqualTo(masked);
  }

  @Test
  void aTitleIsShortAndAscii() {
    String title =
        Consoles.titles("Kernel panic - not syncing: Ünhappy  " + "long words ".repeat(40)).get(0);

    assertThat(title).startsWith("kernel panic: nhappy long words").hasSizeBetween(110, 120);
  }

  @ParameterizedTest
  @CsvSource({
    "bpf_prog_e8932b6bae2b9745, bpf_prog_ADDR",
    "bpf_prog_e8932b6bae2b9745_count, bpf_prog_ADDR_count",
    "x_deadbeef_count, x_deadbeef_count",
  })
  void theDigestOfACompiledProgramIsMasked(String function, String named) {
    CrashReport report =
        Consoles.read("kernel BUG at a.c:1!", "RIP: 0010:" + function + "+0x1/0x2").get(0);

    assertThat(report.title()).isEqualTo("kernel BUG in " + named);
    assertThat(report.function()).isEqualTo(function);
  }

  @ParameterizedTest
  @CsvSource({
    "f.isra.0, f",
    "f.constprop.0.isra.3, f",
    "f.part.2.cold, f",
    "ocfs2_write_begin, ocfs2_write_begin",
  })
  void compilersSuffixesAreCut(String symbol, String plain) {
    assertThat(Symbol.plain(symbol)).isEqualTo(plain);
  }

  @ParameterizedTest
  @CsvSource({
    "__x64_sys_rmdir, sys_rmdir",
    "__se_sys_rmdir, rmdir",
    "__do_sys_rmdir, rmdir",
    "ksys_write, write",
    "__riscv_sys_openat, sys_openat",
    "__s390x_sys_openat, sys_openat",
    "__ia32_compat_sys_ioctl, sys_ioctl",
    "SyS_rmdir, rmdir",
    "compat_SyS_ioctl, ioctl",
    "SYSC_rmdir, rmdir",
    "sys_rmdir, rmdir",
    "do_sys_open, do_sys_open",
    "x64_sys_call, x64_sys_call",
  })
  void theNamesOfASystemCallBecomeOne(String function, String folded) {
    assertThat(Symbol.folded(function)).isEqualTo(folded);
  }
}
