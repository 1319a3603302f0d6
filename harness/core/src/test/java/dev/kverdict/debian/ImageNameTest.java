package dev.kverdict.debian;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNameTest {

  @ParameterizedTest
  @CsvSource({
    "linux-image-6.1.0-57-amd64,                     6.1.0-57,         amd64",
    "linux-image-6.1.0-57-amd64-unsigned,            6.1.0-57,         amd64",
    "linux-image-6.1.0-57-rt-amd64-unsigned,         6.1.0-57,         rt-amd64",
    "linux-image-6.12.117+deb12-cloud-amd64,         6.12.117+deb12,   cloud-amd64",
    "linux-image-6.1.0-0.deb11.13-amd64-unsigned,    6.1.0-0.deb11.13, amd64",
    "linux-image-6.16~rc7-amd64,                     6.16~rc7,         amd64",
    "linux-image-6.1.0-57-arm64-16k,                 6.1.0-57,         arm64-16k",
  })
  void hasAnAbiAndAFlavour(String name, String abi, String flavour) {
    assertThat(ImageName.of(name)).contains(new ImageName(abi, flavour));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "linux-image-amd64",
        "linux-image-6.1.0-57-amd64-dbg",
        "linux-headers-6.1.0-57-amd64",
        "linux-image-6.1.0-57-",
        "linux-image-6.1.0-57"
      })
  void otherPackagesAreNoImages(String name) {
    assertThat(ImageName.of(name)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "6.1.192-3,          6.1",
    "6.12.117-1~bpo12+1, 6.12",
    "1:6.1-1,            6.1",
    "6.16~rc7-1,         6.16",
  })
  void aVersionIsOfASeries(String version, String series) {
    assertThat(ImageName.series(version)).contains(series);
    assertThat(ImageName.series("newest")).isEmpty();
  }
}
