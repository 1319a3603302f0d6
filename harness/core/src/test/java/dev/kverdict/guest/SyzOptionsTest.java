package dev.kverdict.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kverdict.UserError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyzOptionsTest {

  private static final String CALL = "\nopenat(0xffffffffffffff9c, 0x0, 0x0, 0x0)\n";

  private static List<String> flags(String firstLine) {
    return SyzOptions.flags("a.syz", firstLine + CALL);
  }

  @Test
  void readsJson() {
    assertThat(
            flags(
                "#{\"threaded\":true,\"repeat\":true,\"procs\":6,\"slowdown\":1,"
                    + "\"sandbox\":\"none\",\"sandbox_arg\":0,\"netdev\":true,\"cgroups\":true,"
                    + "\"close_fds\":false,\"tmpdir\":true,\"segv\":true}"))
        .containsExactlyInAnyOrder(
            "-threaded",
            "-repeat=0",
            "-procs=6",
            "-sandbox=none",
            "-enable=cgroups,net_dev",
            "-tmpdir",
            "-segv");
  }

  @Test
  void readsWhatGoPrints() {
    assertThat(
            flags(
                "# {Threaded:true Repeat:true RepeatTimes:3 Procs:2 Slowdown:3 Sandbox:namespace"
                    + " SandboxArg:-4 Leak:false NetInjection:true NetDevices:false NetReset:false"
                    + " Cgroups:false BinfmtMisc:true CloseFDs:true KCSAN:false DevlinkPCI:false"
                    + " NicVF:false USB:false VhciInjection:false Wifi:false IEEE802154:false"
                    + " Sysctl:false Swap:false UseTmpDir:true HandleSegv:false Trace:false"
                    + " CallComments:true LegacyOptions:{Collide:false Fault:false FaultCall:0"
                    + " FaultNth:0}}"))
        .containsExactlyInAnyOrder(
            "-threaded",
            "-repeat=3",
            "-procs=2",
            "-slowdown=3",
            "-sandbox=namespace",
            "-sandbox_arg=-4",
            "-enable=binfmt_misc,close_fds,tun",
            "-tmpdir");
  }

  @Test
  void readsTheOldestForm() {
    assertThat(
            flags(
                "#{Threaded:true Collide:true Repeat:false Procs:1 Sandbox: Fault:false"
                    + " FaultCall:-1 FaultNth:0 EnableTun:false UseTmpDir:false HandleSegv:false"
                    + " WaitRepeat:false Debug:false Repro:false}"))
        .containsExactlyInAnyOrder("-threaded", "-enable=close_fds");
  }

  @Test
  void aProgramWithoutThemRunsAsTheConverterLikes() {
    assertThat(flags("# just a remark {with: braces}")).isEmpty();
    assertThat(SyzOptions.flags("a.syz", CALL.strip())).isEmpty();
    assertThat(SyzOptions.flags("a.syz", "")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "#{\"threaded\":true|a.syz:1: its options are no JSON",
        "# {Threaded:maybe}|neither true nor false",
        "# {Procs:many}|is no number",
        "# {Threaded:true Sandbox}|'Sandbox' in its options has no value",
        "#{\"sandbox\":\"a b\"}|there is no sandbox 'a b'",
        "# {Fault:true}|its option 'fault:true' is not known",
        "#{\"timetravel\":true}|its option 'timetravel:true' is not known",
      })
  void whatItCannotKeepToIsRefused(String line, String message) {
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> flags(line))
        .withMessageContaining(message);
  }

  @Test
  void anUnknownOptionThatIsOffDoesNotMatter() {
    assertThat(flags("# {Threaded:false TimeTravel:false Later:0}"))
        .containsExactly("-enable=close_fds");
  }
}
