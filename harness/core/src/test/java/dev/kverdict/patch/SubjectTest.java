package dev.kverdict.patch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [PATCH] x: set it                      | false | 1 | 0 | 0 | x: set it
          [PATCH v2] x: set it                   | false | 2 | 0 | 0 | x: set it
          [PATCH V12] x: set it                  | false | 12 | 0 | 0 | x: set it
          [PATCHv3 2/7] x: set it                | false | 3 | 2 | 7 | x: set it
          [PATCH-v3] x: set it                   | false | 3 | 0 | 0 | x: set it
          [patch 02/11] x: set it                | false | 1 | 2 | 11 | x: set it
          [Patch 2/2] X: Set  it                 | false | 1 | 2 | 2 | x: set it
          [PATCH 2/7 v3] x: set it               | false | 3 | 2 | 7 | x: set it
          [RFC PATCH v4 0/3] x: set it           | false | 4 | 0 | 3 | x: set it
          [RFC v2] x: set it                     | false | 2 | 0 | 0 | x: set it
          [PATCH RESEND net-next v5 1/2] x: a    | false | 5 | 1 | 2 | x: a
          [v2,2/3] x: as patchwork has it        | false | 2 | 2 | 3 | x: as patchwork has it
          [1/2] x: set it                        | false | 1 | 1 | 2 | x: set it
          [PATCH][v2] x: set it                  | false | 2 | 0 | 0 | x: set it
          [PATCH] [v2] [3/4] x: set it           | false | 2 | 3 | 4 | x: set it
          [PATCH 6.1.y 3/4] x: set it            | false | 1 | 3 | 4 | x: set it
          [PATCH v6.1 3/4] x: set it             | false | 1 | 3 | 4 | x: set it
          [PATCH 6.1 004/167] x: set it          | false | 1 | 4 | 167 | x: set it
          [PATCH, take 2] x: set it              | false | 2 | 0 | 0 | x: set it
          [fs-dev] [PATCH 2/2] x: set it         | false | 1 | 2 | 2 | x: set it
          [fs-dev] Re: [PATCH v2] x: set it      | true  | 2 | 0 | 0 | x: set it
          Re: [fs-dev] [PATCH v2] x: set it      | true  | 2 | 0 | 0 | x: set it
          RE: Re: [PATCH 1/2] x: set it          | true  | 1 | 1 | 2 | x: set it
          AW: [PATCH] x: set it                  | true  | 1 | 0 | 0 | x: set it
          Re[2]: [PATCH] x: set it               | true  | 1 | 0 | 0 | x: set it
          \u56de\u590d\uff1a[PATCH] x: set it    | true  | 1 | 0 | 0 | x: set it
          Fwd: [PATCH v2] x: set it              | false | 2 | 0 | 0 | x: set it
          PATCH v2 1/3: x: set it                | false | 2 | 1 | 3 | x: set it
          x: set it [PATCH v2]                   | false | 2 | 0 | 0 | x: set it [patch v2]
          x: v2 of the hardware, 1/2 done        | false | 1 | 0 | 0 | x: v2 of the hardware, 1/2 done
          reiserfs: set it                       | false | 1 | 0 | 0 | reiserfs: set it
          [linux-2.6] x: set it                  | false | 1 | 0 | 0 | x: set it
          [                                      | false | 1 | 0 | 0 | [
          """)
  void isReadAsPeopleWriteIt(
      String text, boolean reply, int version, int number, int total, String bare) {
    assertThat(Subject.of(text)).isEqualTo(new Subject(reply, version, number, total, bare));
  }

  @ParameterizedTest
  @CsvSource({"''", "'[PATCH v99999999999 1/99999999999]'", "'Re:'", "'[[[[]]]]'"})
  void anythingIsASubject(String text) {
    assertThat(Subject.of(text).version()).isEqualTo(1);
  }
}
