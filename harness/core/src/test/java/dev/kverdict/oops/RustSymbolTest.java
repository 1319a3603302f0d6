package dev.kverdict.oops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of RFC 2603, and symbols built by its grammar. */
class RustSymbolTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
"""
_RNvC6kernel4init | kernel::init
_RNvNtCs1234_7mycrate3foo3bar | mycrate::foo::bar
_RNvMs_NtCs43vy_6kernel4pageNtB4_4Page3new | <kernel::page::Page>::new
_RNvXs1_CscPPBqWtAqum_6driverNtB5_3DevNtNtCs43vyB533jt3_6kernel4misc6Device4mmap | <driver::Dev as kernel::misc::Device>::mmap
_RNvYNtC6driver3DevNtC6kernel5Trait3run | <driver::Dev as kernel::Trait>::run
_RNCNvC6kernel4init0 | kernel::init::{closure#0}
_RNCNvC6kernel4inits_0 | kernel::init::{closure#1}
_RINvC6kernel4swapjE | kernel::swap::<usize>
_RINvC6kernel4swapNtB2_4PageRShE | kernel::swap::<kernel::Page, &[u8]>
_RINvC6kernel4callFUKCPhEuE | kernel::call::<unsafe extern "C" fn(*const u8)>
_RINvC6kernel4callFjEbE | kernel::call::<fn(usize) -> bool>
_RINvC6kernel4fillAhj8_E | kernel::fill::<[u8; _]>
_RINvC6kernel4fillKj8_E | kernel::fill::<_>
_RINvC6kernel4callTjQmEE | kernel::call::<(usize, &mut u32)>
_RINvC6kernel4callDNtB2_3AnyEL_E | kernel::call::<dyn kernel::Any>
""")
  void aSymbolIsThePathItNames(String symbol, String path) {
    assertThat(RustSymbol.readable(symbol)).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ocfs2_refcount_cow",
        "_R",
        "_RN",
        "_RNvC9short3x",
        "_RNvB_3foo",
        "_RNvC6kernelB99999999999999999999_",
        "_RQ",
        "_R_not_rust",
      })
  void anythingElseStaysAsItIs(String symbol) {
    assertThat(RustSymbol.readable(symbol)).isEqualTo(symbol);
  }

  @Test
  void referencesBackDoNotGrowWithoutEnd() {
    StringBuilder symbol = new StringBuilder("_RINvC1a1bTuE");
    for (int i = 0; i < 60; i++) {
      symbol.append("TB5_B5_B5_B5_E");
    }
    assertThat(RustSymbol.readable(symbol + "E")).hasSizeLessThan(2000);
    assertThat(RustSymbol.readable("_R" + "I".repeat(100_000))).startsWith("_RII");
  }

  @ParameterizedTest
  @ValueSource(longs = {61, 62, 63})
  void noSymbolMakesItFail(long seed) {
    Random random = new Random(seed);
    String letters = "NIXYMCBTFDASRQPOKLEGUspuv_0123456789abz";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder symbol = new StringBuilder("_R");
      for (int length = random.nextInt(60); length > 0; length--) {
        symbol.append(letters.charAt(random.nextInt(letters.length())));
      }
      assertThat(RustSymbol.readable(symbol.toString())).isNotEmpty();
    }
  }

  @Test
  void aRustPanicIsNamedAfterWhoPanicked() {
    CrashReport report =
        Consoles.read(
                "[    1.000001] rust_kernel: panicked at drivers/dev.rs:60:5:",
                "[    1.000001] attempt to add with overflow",
                "[    1.000002] kernel BUG at rust/helpers/bug.c:7!",
                "[    1.000003] RIP: 0010:rust_helper_BUG+0x8/0x10",
                "[    1.000004] Call Trace:",
                "[    1.000005]  _RNvCs1_7___rustc17rust_begin_unwind+0x15b/0x160",
                "[    1.000006]  _RNvNtCs9_4core9panicking9panic_fmt+0x84/0x90",
                "[    1.000007]  _RNvNtNtCs9_4core9panicking11panic_const24panic_const_add_overflow+0x1/0x2",
                "[    1.000008]  _RNvXs1_Cs2_6driverNtB5_3DevNtNtCs3_6kernel4misc6Device4mmap+0xe44/0xfb0",
                "[    1.000009]  mmap_region+0x1/0x2")
            .get(0);

    assertThat(report.title())
        .isEqualTo("attempt to add with overflow in <driver::Dev as kernel::misc::Device>::mmap");
    assertThat(report.source()).isEqualTo("drivers/dev.rs:60");
  }
}
