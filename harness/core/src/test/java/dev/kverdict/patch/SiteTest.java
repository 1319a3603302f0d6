package dev.kverdict.patch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SiteTest {

  @Test
  void theCompilersDirectoryAndDiscriminatorAreNotPartOfThePlace() {
    assertThat(Site.of("./../fs/ocfs2/file.c:7")).hasValue(new Site("fs/ocfs2/file.c", 7));
    assertThat(Site.of("fs/x.c:12 (discriminator 3)")).hasValue(new Site("fs/x.c", 12));
    assertThat(Site.of("fs/x.c:12").orElseThrow()).hasToString("fs/x.c:12");
  }

  @Test
  void textThatIsNoPlaceGivesNone() {
    for (String text : new String[] {"??:0", "??:?", "fs/x.c:0", "fs/x.c", "do_it+0x1/0x2", ""}) {
      assertThat(Site.of(text)).as(text).isEmpty();
    }
  }
}
