package dev.kverdict.debian;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AlternativesTest {

  private static String links(String... script) {
    Alternatives alternatives = new Alternatives();
    alternatives.read(List.of(script));
    return new java.util.TreeMap<>(alternatives.links()).toString();
  }

  @Test
  void aCallMakesALink() {
    assertThat(links("update-alternatives --install /usr/bin/nc nc /bin/nc.openbsd 50"))
        .isEqualTo("{/usr/bin/nc=/bin/nc.openbsd}");
  }

  @Test
  void aCallMayTakeSeveralLines() {
    assertThat(
            links(
                "if [ \"$1\" = configure ]; then",
                "  update-alternatives --quiet --install /usr/bin/awk awk /usr/bin/mawk 5 \\",
                "    --slave /usr/share/man/man1/awk.1.gz awk.1.gz /usr/share/man/man1/mawk.1.gz \\",
                "    --slave /usr/bin/nawk nawk /usr/bin/mawk || true",
                "fi"))
        .isEqualTo(
            "{/usr/bin/awk=/usr/bin/mawk, /usr/bin/nawk=/usr/bin/mawk,"
                + " /usr/share/man/man1/awk.1.gz=/usr/share/man/man1/mawk.1.gz}");
  }

  @Test
  void theHighestPriorityCounts() {
    assertThat(
            links(
                "update-alternatives --install /usr/sbin/iptables iptables /usr/sbin/iptables-legacy 10",
                "update-alternatives --install /usr/sbin/iptables iptables /usr/sbin/iptables-nft 20",
                "update-alternatives --install /usr/sbin/iptables iptables /usr/sbin/other 5"))
        .isEqualTo("{/usr/sbin/iptables=/usr/sbin/iptables-nft}");
  }

  @Test
  void whatIsNotPlainIsIgnored() {
    assertThat(
            links(
                "update-alternatives --install $link name /usr/bin/x 10",
                "update-alternatives --install /usr/bin/y y \"$file\" 10",
                "update-alternatives --install /usr/bin/../../x x /usr/bin/x 10",
                "update-alternatives --install /usr/bin/z z /usr/bin/../../z 10",
                "update-alternatives --install /usr/bin/n n /usr/bin/x 99999999999",
                "update-alternatives --remove awk /usr/bin/mawk",
                "other --install /usr/bin/o o /usr/bin/x 10",
                "dpkg-deb: error: no postinst"))
        .isEqualTo("{}");
  }
}
