package dev.kverdict.debian;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.host.Command;
import dev.kverdict.host.HostLane;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DebianVersionTest {

  /** Each version is at most as new as the next; also checked with dpkg, if installed. */
  @ParameterizedTest
  @CsvSource({
    "6.1.176-1, <, 6.1.192-1",
    "6.1.192-2, <, 6.1.192-3",
    "6.1.9-1, <, 6.1.10-1",
    "6.1.192-3, <, 6.12.1-1",
    "6.12.117-1~deb12u1, <, 6.12.117-1",
    "6.12.117-1~bpo12+1, <, 6.12.117-1~deb12u1",
    "6.1.90-1~bpo11+1, <, 6.1.90-1",
    "6.1~rc8-1~exp1, <, 6.1-1",
    "6.1~~a, <, 6.1~",
    "6.1~, <, 6.1",
    "6.1-1, <, 6.1-1+b1",
    "6.1-1+b1, <, 6.1-1.1",
    "6.1+deb12-1, <, 6.1.0-1",
    "1.0a, <, 1.0+",
    "1.0, <, 1.0a",
    "1.0Z, <, 1.0a",
    "1.0a7, <, 1.0b1",
    "9.9-9, <, 1:0.1-1",
    "1:6.1-1, <, 2:1-1",
    "6.1-1, =, 0:6.1-1",
    "6.01-01, =, 6.1-1",
    "6.1-0, =, 6.1",
    "6.1-1-2, <, 6.1-2-1",
    "20241231235959999999999998, <, 20241231235959999999999999",
  })
  void ordersAsDpkgDoes(String older, String sign, String newer) {
    int expected = sign.equals("=") ? 0 : -1;
    DebianVersion a = new DebianVersion(older);
    DebianVersion b = new DebianVersion(newer);
    assertThat(Integer.signum(a.compareTo(b))).isEqualTo(expected);
    assertThat(Integer.signum(b.compareTo(a))).isEqualTo(-expected);
    String relation = sign.equals("=") ? "eq" : "lt";
    Command dpkg =
        Command.of(Path.of("/"), "dpkg", "--compare-versions", older, relation, newer).asChore();
    assertThat(new HostLane().run(dpkg).ok()).as("dpkg's opinion").isTrue();
  }

  @Test
  void isTheSameOnlyAsWritten() {
    assertThat(new DebianVersion("6.1")).isEqualTo(new DebianVersion("6.1"));
    assertThat(new DebianVersion("6.1")).isNotEqualTo(new DebianVersion("6.01"));
    assertThat(new DebianVersion("6.1")).hasToString("6.1");
  }
}
