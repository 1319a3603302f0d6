package dev.kverdict.syzbot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.text.Quoted;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trees, titles, compilers, addresses and files, one by one. */
class SmallFormsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "upstream|https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git|",
        "linux-next|https://git.kernel.org/pub/scm/linux/kernel/git/next/linux-next.git|",
        "net|https://git.kernel.org/pub/scm/linux/kernel/git/netdev/net.git|",
        "net-next|https://git.kernel.org/pub/scm/linux/kernel/git/netdev/net-next.git|",
        "bpf|https://git.kernel.org/pub/scm/linux/kernel/git/bpf/bpf.git|",
        "bpf-next|https://git.kernel.org/pub/scm/linux/kernel/git/bpf/bpf-next.git|",
        "kvm|https://git.kernel.org/pub/scm/virt/kvm/kvm.git|",
        "linux-6.1.y|https://git.kernel.org/pub/scm/linux/kernel/git/stable/linux.git|linux-6.1.y",
        "upstream (as of today)|https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git|",
        "toy-next||",
        "git://git.kernel.org/pub/scm/toy.git for-next|https://git.kernel.org/pub/scm/toy.git|for-next",
        "git://example.org/toy.git x|git://example.org/toy.git|x",
        "https://github.com/toy/linux/commits/abc|https://github.com/toy/linux|",
        "https://github.com/toy/linux.git|https://github.com/toy/linux.git|",
        "https://example.org/toy.git/log/?id=abc|https://example.org/toy.git|",
        "https://example.org/toy.git/log?id=abc|https://example.org/toy.git|",
        "https://toy.googlesource.com/kernel/common/+/abc|https://toy.googlesource.com/kernel/common|",
        "https://example.org/toy.git/for-next|https://example.org/toy.git|for-next",
        "https://example.org/toy.git --upload-pack=x|https://example.org/toy.git|",
        "https://example.org/toy.git x;id|https://example.org/toy.git|",
        "ssh://example.org/toy.git x||",
        "ext::sh -c id||",
        "file:///etc||"
      })
  void aTreeIsANameOrAnAddress(String text, String url, String branch) {
    GitTree tree = GitTree.of(text);
    assertThat(tree.url()).isEqualTo(url == null ? "" : url);
    assertThat(tree.branch()).isEqualTo(branch == null ? "" : branch);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "[syzbot] [ext4?] WARNING in f|WARNING in f",
        "[syzbot] WARNING in f (12)|WARNING in f",
        "Re: [syzbot] [ext4?] [mm?] WARNING in f|WARNING in f",
        "Fwd: RE: [External] Re: WARNING in f|WARNING in f",
        "[v6.1] WARNING in f|WARNING in f",
        "Forwarded: WARNING in f|WARNING in f",
        "UBSAN: array-index-out-of-bounds in f[1]|UBSAN: array-index-out-of-bounds in f[1]",
        "KCSAN: data-race in f / g|KCSAN: data-race in f / g",
        "Re: [PATCH] toyfs: wait|-",
        "[PATCH v2 1/2] toyfs: wait|-",
        "[syzbot] |-"
      })
  void aTitleIsWhatIsLeftOfASubject(String subject, String title) {
    assertThat(Titles.inSubject(subject)).isEqualTo(Optional.ofNullable(title));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "gcc (Debian 12.2.0-14+deb12u1) 12.2.0, GNU ld (GNU Binutils for Debian) 2.40|gcc-12",
        "gcc (GCC) 9.0.0 20181231 (experimental)|gcc-9",
        "gcc version 10.2.1 20210110|gcc-10",
        "Debian clang version 20.1.8 (++20250708), Debian LLD 20.1.8|clang-20",
        "clang version 15.0.6|clang-15",
        "clang 14.0.0|clang-14",
        "x86_64-linux-gnu-gcc-13 (Debian 13.1.0-1) 13.1.0|gcc-13",
        "a compiler|-",
        "gcc 999.1.2|-"
      })
  void aCompilerIsAPackage(String text, String name) {
    assertThat(Toolchain.of(text)).isEqualTo(Optional.ofNullable(name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "[OBSOLETE] https://example.org/a?x=1|https://example.org/a?x=1",
        "<https://example.org/a>|https://example.org/a",
        "see http://example.org/a.|http://example.org/a",
        "https://a:b@example.org/|-",
        "https:///a|-",
        "javascript:https|-"
      })
  void anAddressIsHttpOrHttps(String text, String url) {
    assertThat(WebAddress.in(text).map(URI::toString)).isEqualTo(Optional.ofNullable(url));
  }

  @Test
  void aValueInQuotesIsTheSameAfterwards() {
    assertThat(Quoted.of("a\"b\\c\n\u00e9#: {")).isEqualTo("\"a\\\"b\\\\c\\u000a\\u00e9#: {\"");
  }

  @Test
  void theFirstLineOfANameCounts() {
    Fields fields =
        Fields.ofSyzbot(
            List.of("compiler: a", "> compiler: b", "git tree:", "", "upstream", "other: c"));
    assertThat(fields.values()).isEqualTo(Map.of("compiler", "a", "git tree", "upstream"));
  }

  @Test
  void aFileIsWhatIsInIt() {
    assertThat(Content.of(ReportMails.C_PROGRAM)).isEqualTo(Content.C);
    assertThat(Content.of(ReportMails.SYZ_PROGRAM)).isEqualTo(Content.SYZ);
    assertThat(Content.of("mmap(&(0x7f0000000000/0x1000)=nil, 0x1000)\n")).isEqualTo(Content.SYZ);
    assertThat(Content.of("syz_mount_image$toy(0x0, 0x0) (fail_nth: 3)\n")).isEqualTo(Content.SYZ);
    assertThat(Content.of(ReportMails.config("X86_64"))).isEqualTo(Content.CONFIG);
    assertThat(Content.of("\u007fELF")).isEqualTo(Content.ELF);
    for (String other :
        new String[] {"", "hello", ReportMails.LOG, ReportMails.DIFF, "CONFIG_A=y\n"}) {
      assertThat(Content.of(other)).isEqualTo(Content.OTHER);
    }
  }
}
