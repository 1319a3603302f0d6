package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.CaseParts;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.KernelSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScopeReaderTest {

  private static KernelDef kernel(KernelSource source) {
    return CaseParts.kernel("k", source);
  }

  @Test
  void saysWhichVersionAStockKernelWasTakenIn() {
    KernelDef stock = kernel(new KernelSource.Distro("linux-image-amd64", List.of(), null));
    assertThat(
            ScopeReader.source(stock, Optional.of("linux-image-6.1.0-50-amd64-unsigned 6.1.176-1")))
        .isEqualTo(
            "the distribution's own kernel linux-image-amd64"
                + " (linux-image-6.1.0-50-amd64-unsigned 6.1.176-1), modules built again");
    assertThat(ScopeReader.source(stock, Optional.empty()))
        .isEqualTo("the distribution's own kernel linux-image-amd64, modules built again");
  }

  @Test
  void saysWhichVersionAKernelWasBuiltFrom() {
    KernelDef built = kernel(new KernelSource.Debian("linux-source-6.1"));
    assertThat(ScopeReader.source(built, Optional.of("linux-source-6.1 6.1.176-1")))
        .isEqualTo("Debian's linux-source-6.1 6.1.176-1");
    assertThat(ScopeReader.source(built, Optional.empty())).isEqualTo("Debian's linux-source-6.1");
  }
}
