package dev.kverdict.guest;

import dev.kverdict.fuzz.FuzzTarget;
import dev.kverdict.fuzz.Masses;
import dev.kverdict.fuzz.Promise;
import dev.kverdict.record.AgentRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Whatever comes through the agent's port: a record of bounded size, in which faults are noted. */
public final class AgentFuzz {

  private static final String TRIAL =
      """
      {"type":"hello","version":4,"ms":956,"taint":0,"release":"6.1.0","buildId":"00ff"}
      {"type":"heartbeat","n":1,"ms":960}
      {"type":"configured","id":1,"name":"","ok":true,"errno":""}
      {"type":"module","id":2,"name":"toy","ok":true,"errno":"","buildId":"01ff"}
      {"type":"mount","id":3,"name":"/mnt","ok":true,"errno":""}
      {"type":"taint","id":4,"taint":0,"files":64,"slab":9640}
      {"type":"started","id":5}
      {"type":"output","stream":"out","text":"1..2\\u000aok 1 - open\\u000anot ok 2 - w"}
      {"type":"output","stream":"err","text":"no room\\u000a"}
      {"type":"mark","n":3}
      {"type":"exit","id":5,"code":0,"signal":0,"timedOut":false,"gone":true,"leftOver":0}
      {"type":"settled","id":6,"ok":true,"taint":0,"files":64,"slab":9,"sync":"","umount":""}
      """;

  private static final String OTHERS =
      """
      {"type":"hello","version":4,"ms":956,"taint":-1,"release":"","buildId":""}
      {"type":"probed","id":7,"name":"p0","ok":true,"errno":""}
      {"type":"counted","id":8,"name":"","ok":true,"errno":""}
      {"type":"hits","name":"p0","hits":2,"missed":1}
      {"type":"unanswered","name":"fs-toy","errno":"2"}
      {"type":"failed","call":"open","argument":"/dev/toy","errno":"19"}
      {"type":"differs","name":"/mnt/a","how":"size"}
      {"type":"reread","id":9,"ok":false,"errno":"5"}
      {"type":"work","id":10,"processes":4,"mounted":"ext4 tmpfs","opened":"loop","killed":2}
      {"type":"stuck","name":"a","state":"D","afterKill":true,"stack":"[<0>] f+0x1/0x2\\ng"}
      {"type":"fault","what":"cannot fork"}
      """;

  /** For {@code ci/fuzz}. */
  public static final FuzzTarget TARGET =
      new FuzzTarget(
          "agent",
          AgentFuzz.class,
          AgentFuzz::fuzzerTestOneInput,
          List.of(FuzzTarget.bytes(TRIAL), FuzzTarget.bytes(OTHERS)),
          List.of(
              "\"type\":\"hello\"",
              "\"type\":\"output\"",
              "\"type\":\"exit\"",
              "\"type\":\"settled\"",
              "\"type\":\"stuck\"",
              "\"type\":\"work\"",
              "\"type\":\"hits\"",
              "\"type\":\"probed\"",
              "\"type\":\"fault\"",
              "\"name\":",
              "\"errno\":",
              "\"stack\":\"[<",
              "\"text\":\"ok 1 - a\\u000a\"",
              "\\u0000",
              "\\ud800",
              "{\"type\":\"mark\",\"n\":1}\n",
              "{\"type\":\"module\",\"name\":\"a\",\"ok\":false,\"errno\":\"\",\"buildId\":\"\"}\n",
              "null",
              "true",
              "-1",
              "1e999999999",
              "99999999999999999999",
              "[",
              "[[[[[[[[",
              "{\"a\":",
              "}",
              ",",
              "\n",
              "\u0000",
              "\u00ff"));

  private static final int MOST_WORDS = 200;
  private static final int MOST_FAULTS = 200;

  private AgentFuzz() {}

  /** Reads an input as what came through the port. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    byte[] stream = Masses.of(input);
    AgentRecord record = AgentTranscript.read(new ByteArrayInputStream(stream));
    Promise.kept(record.lastWords().length() <= MOST_WORDS, "the last words are too many");
    Promise.kept(record.faults().size() <= MOST_FAULTS, "too many faults");
    Promise.kept(record.steps().size() <= 1001, "too many steps");
    Promise.kept(!record.settled() || stream.length > 0, "nothing cannot settle");
    AgentMessages messages = new AgentMessages(new ByteArrayInputStream(stream));
    long lines = 0;
    for (Optional<AgentMessage> m = messages.next(); m.isPresent(); m = messages.next()) {
      Promise.kept(m.get().kind() != null && m.get().id() >= Long.MIN_VALUE, "a kind is missing");
      lines++;
    }
    Promise.kept(lines <= stream.length, "more messages than bytes");
  }
}
