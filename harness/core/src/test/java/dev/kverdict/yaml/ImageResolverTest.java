package dev.kverdict.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.model.ImageDef;
import dev.kverdict.model.ReproducerDef;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images of a matrix, and each mistake that is possible in them. */
class ImageResolverTest extends ResolvedMatrix {

  @Test
  void anImageIsWhatIsWrittenOfIt() throws IOException {
    assertThat(image(GOOD))
        .isEqualTo(
            new ImageDef(
                "small",
                4 << 20,
                List.of("mkfs.ext4", "{image}"),
                "disk1",
                new ImageDef.Mount("ext4", "/media/a", "data=journal"),
                new ImageDef.Check(
                    List.of("e2fsck", "-p", "{image}"), List.of("e2fsck", "-fn", "{image}"))));
    ImageDef bare =
        image(
            changed("    serial: disk1\n", "")
                .replace("replay: [e2fsck, -p, \"{image}\"], ", "")
                .replace(", at: /media/a, options: \"data=journal\"", ""));
    assertThat(bare.serial()).isEqualTo("small");
    assertThat(bare.mount()).isEqualTo(new ImageDef.Mount("ext4", "/mnt", null));
    assertThat(Objects.requireNonNull(bare.check()).replay()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          size: 4MiB         | mount: {}          | written twice
          4MiB               | 0                  | '0' is no size
          4MiB               | 4MB                | '4MB' is no size
          4MiB               | 1234567890         | is no size
          disk1              | "disk 1"           | 'disk 1' cannot be a virtio-blk serial
          disk1              | d23456789012345678901 | cannot be a virtio-blk serial
          [mkfs.ext4, "{image}"] | [cp, "{image}", "{image}"] | names "{image}" 2 times
          [mkfs.ext4, "{image}"] | [] | names "{image}" 0 times
          -p, "{image}"      | -p                 | names "{image}" 0 times
          run: [e2fsck, -fn, "{image}"] | run: [] | names "{image}" 0 times
          , run: [e2fsck, -fn, "{image}"] |       | has no check/run
          type: ext4,        | type: "ext 4",     | 'ext 4' is no file-system name
          type: ext4,        |                    | has no mount/type
          /media/a           | media              | 'media' is no mount point
          /media/a           | /media/../a        | '/media/../a' is no mount point
          data=journal       | data journal       | must be one word
          """)
  void anImageThatCannotBeMadeIsRefused(String before, String after, String message) {
    assertMistake(this::image, before, after, message);
  }

  private ReproducerDef onImages(String images, String more) throws IOException {
    String text =
        changed("    image: small\n", "    images: " + images + "\n")
            .replace("repros:\n", more.indent(2).stripTrailing() + "\nrepros:\n");
    return entry(resolved(text).reproducers(), "crash");
  }

  @Test
  void aProgramHasItsImagesInTheOrderInWhichTheyStand() throws IOException {
    assertThat(program(GOOD).images()).containsExactly("small");
    String bare = "bare: {mkfs: ext4}";
    ReproducerDef both = onImages("[bare, small]", bare);
    assertThat(both.images()).containsExactly("bare", "small");
    assertThat(both.steps()).containsExactly("mount", "open", "write");
    ReproducerDef one = onImages("[bare]", bare);
    assertThat(one.steps()).containsExactly("open", "write");
    assertThat(onImages("[]", bare).images()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [small, other]     | no image 'other'; known are: small, more
          [small, more]      | both 'small' and 'more' have a mount:; the agent mounts one
          [small, small]     | 'small' has the serial of 'small'
          [more, twin]       | 'twin' has the serial of 'more'; give each disk
          [small], image: small | stands beside image:
          """)
  void imagesThatNoProgramCanHaveTogetherAreRefused(String images, String message) {
    String more =
        """
          more: {mkfs: ext4, mount: {}}
          twin: {mkfs: ext4, serial: more}""";
    assertThatThrownBy(() -> onImages(images.replace(", image:", "\n    image:"), more))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("m.yaml:")
        .hasMessageContaining(message);
  }

  @Test
  void aProgramOnAMountedImageMountsFirst() throws IOException {
    assertThat(program(GOOD).steps()).containsExactly("mount", "open", "write");
    assertThat(program(changed("[open, write]", "[mount, open]")).steps())
        .containsExactly("mount", "open");
    assertThat(program(changed("steps: [open, write]", "steps: []")).steps()).isEmpty();
    assertThat(program(changed("image: small", "timeout: 2m")).steps())
        .containsExactly("open", "write");
    assertThat(program(GOOD).timeout()).isEqualTo(Duration.ofSeconds(30));
  }
}
