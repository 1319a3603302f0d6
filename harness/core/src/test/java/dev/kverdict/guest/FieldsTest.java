package dev.kverdict.guest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldsTest {

  private static Fields fields(String json) throws JsonProcessingException {
    return new Fields(new ObjectMapper().readTree(json));
  }

  @Test
  void whatIsSaidProperlyIsTaken() throws JsonProcessingException {
    Fields fields =
        fields(
            "{'a': 'text', 'b': -9223372036854775808, 'c': 7, 'd': true,".replace('\'', '"')
                + "\"e\": \"[<0>] f+0x1/0x2\\n g+0x1/0x2 \\n[<0 h\"}");
    assertThat(fields.text("a")).isEqualTo("text");
    assertThat(fields.number("b")).isEqualTo(Long.MIN_VALUE);
    assertThat(fields.small("c")).isEqualTo(7);
    assertThat(fields.flag("d")).isTrue();
    assertThat(fields.stack("e")).containsExactly("f+0x1/0x2", "g+0x1/0x2", "[<0 h");
    assertThat(fields.problem()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"{}", "{\"x\": null}", "{\"x\": [1]}", "{\"x\": 1.5}", "{\"x\": 1e30}"})
  void whatIsNotIsNotSaid(String json) throws JsonProcessingException {
    Fields fields = fields(json);
    assertThat(fields.text("x")).isEmpty();
    assertThat(fields.number("x")).isEqualTo(-1);
    assertThat(fields.small("x")).isEqualTo(-1);
    assertThat(fields.flag("x")).isFalse();
    assertThat(fields.problem()).hasValue("without a proper \"x\"");
  }

  @Test
  void theFirstProblemIsTold() throws JsonProcessingException {
    Fields fields = fields("{\"b\": 2147483648}");
    assertThat(fields.small("b")).isEqualTo(-1);
    assertThat(fields.text("c")).isEmpty();
    assertThat(fields.problem()).hasValue("without a proper \"b\"");
  }

  @Test
  void aStackIsBounded() throws JsonProcessingException {
    assertThat(fields("{\"x\": \"" + "f\\n".repeat(65) + "\"}").stack("x")).hasSize(64);
  }

  @ParameterizedTest
  @CsvSource({
    "1, EPERM",
    "11, EAGAIN",
    "36, ENAMETOOLONG",
    "40, ELOOP",
    "41, 41",
    "42, ENOMSG",
    "58, 58",
    "117, EUCLEAN",
    "133, EHWPOISON",
    "134, 134",
    "512, ERESTARTSYS",
    "EWOULDBLOCK, EAGAIN",
    "EFSCORRUPTED, EUCLEAN",
    "EIO, EIO",
    "whatever, whatever",
    "0,",
    "'',"
  })
  void anErrorHasOneName(String said, @Nullable String name) {
    assertThat(Errno.name(said)).isEqualTo(name);
  }
}
