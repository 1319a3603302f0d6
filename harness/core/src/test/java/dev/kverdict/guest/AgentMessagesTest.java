package dev.kverdict.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.guest.AgentMessage.Fault;
import dev.kverdict.record.Resources;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentMessagesTest {

  @Test
  void readsEveryKindOfMessage() throws IOException {
    List<AgentMessage> all =
        read(
            """
            {"type":"hello","version":4,"ms":5,"taint":0,"release":"6.1.0","buildId":"ab"}
            {"type":"heartbeat","n":1,"ms":1005}
            {"type":"configured","id":1,"name":"","ok":true,"errno":""}
            {"type":"module","id":2,"name":"jbd2","ok":true,"errno":"","buildId":"cd"}
            {"type":"loaded","id":2,"name":"ocfs2","ok":false,"errno":"ENOENT"}
            {"type":"entered","id":3,"name":"disk","ok":true,"errno":""}
            {"type":"mount","id":3,"name":"/mnt","ok":true,"errno":""}
            {"type":"taint","id":4,"taint":512,"files":64,"slab":8000}
            {"type":"started","id":5}
            {"type":"unanswered","name":"fs-none","errno":"ENOENT"}
            {"type":"failed","call":"openat","argument":"/dev/loop0","errno":"ENOENT"}
            {"type":"hits","name":"p1","hits":3,"missed":1}
            {"type":"output","stream":"err","text":"a\\u000ab"}
            {"type":"work","id":5,"processes":212,"mounted":"ocfs2 tmpfs","opened":"loop net/tun","killed":7}
            {"type":"stuck","id":5,"afterKill":true,"tid":9,"state":"D","name":"p","stack":"[<0>] f+0x1\\u000a[<0>] g+0x2\\u000a"}
            {"type":"exit","id":5,"code":-1,"signal":9,"timedOut":true,"gone":true,"leftOver":2}
            {"type":"mark","n":3}
            {"type":"differs","name":"/mnt/f","how":"content"}
            {"type":"reread","id":6,"ok":false,"errno":"EBUSY","files":3}
            {"type":"settled","id":6,"ok":true,"taint":512,"files":70,"slab":9000,"sync":"","umount":""}
            {"type":"fault","id":7,"what":"no"}
            """);

    assertThat(all)
        .containsExactly(
            new AgentMessage.Hello("6.1.0", "ab", 0),
            new AgentMessage.Heartbeat(1005),
            new AgentMessage.Answer(1, "configured", "", true, ""),
            new AgentMessage.Module("jbd2", true, "", "cd"),
            new AgentMessage.Answer(2, "loaded", "ocfs2", false, "ENOENT"),
            new AgentMessage.Answer(3, "entered", "disk", true, ""),
            new AgentMessage.Mount(3, true, ""),
            new AgentMessage.Taint(4, 512, new Resources(64, 8000)),
            new AgentMessage.Answer(5, "started", "", true, ""),
            new AgentMessage.Unanswered("fs-none", "ENOENT"),
            new AgentMessage.Failed("openat", "/dev/loop0", "ENOENT"),
            new AgentMessage.Hits("p1", 3, 1),
            new AgentMessage.Output(true, "a\nb"),
            new AgentMessage.Work(5, 212, "ocfs2 tmpfs", "loop net/tun", 7),
            new AgentMessage.Stuck("p", "D", true, List.of("f+0x1", "g+0x2")),
            new AgentMessage.Exit(5, -1, 9, true, true, 2),
            new AgentMessage.Mark(3),
            new AgentMessage.Differs("/mnt/f", "content"),
            new AgentMessage.Reread(6, false, "EBUSY"),
            new AgentMessage.Settled(6, true, 512, new Resources(70, 9000), "", ""),
            new Fault("no"));
    assertThat(all).extracting(AgentMessage::kind).contains(AgentMessage.Kind.values());
    assertThat(AgentMessage.class.getPermittedSubclasses())
        .hasSameSizeAs(AgentMessage.Kind.values());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "17",
        "[]",
        "{",
        "{}",
        "{\"type\":17}",
        "{\"type\":\"unheard-of\"}",
        "{\"type\":\"taint\",\"id\":4,\"taint\":0,\"files\":1,\"slab\":1} {}",
        "{\"type\":\"taint\",\"id\":4,\"files\":1,\"slab\":1,\"taint\":0,\"taint\":1}",
        "{\"type\":\"taint\",\"id\":4,\"files\":1,\"slab\":1}",
        "{\"type\":\"taint\",\"id\":4,\"files\":1,\"slab\":1,\"taint\":\"0\"}",
        "{\"type\":\"taint\",\"id\":4,\"files\":1,\"slab\":1,\"taint\":1.5}",
        "{\"type\":\"taint\",\"id\":4,\"taint\":99999999999999999999}",
        "{\"type\":\"mount\",\"id\":3,\"name\":\"/mnt\",\"ok\":\"true\",\"errno\":\"\"}",
        "{\"type\":\"mount\",\"id\":3,\"ok\":1,\"errno\":\"\"}",
        "{\"type\":\"exit\",\"id\":5,\"code\":4294967296,\"signal\":0,\"timedOut\":false,\"gone\":true,\"leftOver\":0}",
        "{\"type\":\"exit\",\"id\":5,\"code\":0,\"signal\":0}",
        "{\"type\":\"settled\",\"id\":6,\"ok\":true}",
        "{\"type\":\"hello\",\"version\":2,\"taint\":0,\"release\":\"6.1.0\",\"buildId\":\"ab\"}",
      })
  void makesAFaultOfWhatIsNotProperlySaid(String line) {
    assertThat(AgentMessages.parse(line)).isInstanceOf(Fault.class);
  }

  @Test
  void makesAFaultOfAnOverlongLineAndReadsOn() throws IOException {
    List<AgentMessage> all =
        read("{\"type\":\"fault\",\"what\":\"" + "x".repeat(9000) + "\"}\n" + HEARTBEAT);

    assertThat(all).hasSize(2);
    assertThat(all.get(0)).isEqualTo(new Fault("a line of more than 8192 bytes"));
    assertThat(all.get(1).kind()).isEqualTo(AgentMessage.Kind.HEARTBEAT);
  }

  @Test
  void takesTheLongestLineTheAgentSends() throws IOException {
    String frame = "{\"type\":\"fault\",\"what\":\"\"}\n";
    String text = "x".repeat(AgentMessages.MAX_LINE - frame.length());

    assertThat(read(frame.replace("\"\"", "\"" + text + "\""))).containsExactly(new Fault(text));
  }

  @Test
  void saysWhenTheLastMessageWasCut() throws IOException {
    assertThat(read(HEARTBEAT + "{\"type\":\"ex"))
        .containsExactly(new AgentMessage.Heartbeat(1), new Fault("the last message was cut"));
  }

  @Test
  void endsAtItsLimitWhenTheGuestNeverDoes() throws IOException {
    AgentMessages messages = new AgentMessages(new Endless());

    AgentMessage last = new AgentMessage.Heartbeat(1);
    for (Optional<AgentMessage> m = messages.next(); m.isPresent(); m = messages.next()) {
      last = m.get();
    }

    assertThat(last).isEqualTo(new Fault("more than " + AgentMessages.MAX_TOTAL + " bytes in all"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void survivesAnyBytes(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] recorded = Fixtures.bytes("hung.jsonl");
    for (int round = 0; round < 200; round++) {
      byte[] bytes = recorded.clone();
      for (int i = 0; i < 1 + random.nextInt(20); i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      assertThat(AgentTranscript.read(new ByteArrayInputStream(bytes)).steps()).isNotNull();
    }
  }

  private static final String HEARTBEAT = "{\"type\":\"heartbeat\",\"n\":1,\"ms\":1}\n";

  private static List<AgentMessage> read(String text) throws IOException {
    AgentMessages messages =
        new AgentMessages(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    List<AgentMessage> all = new ArrayList<>();
    for (Optional<AgentMessage> m = messages.next(); m.isPresent(); m = messages.next()) {
      all.add(m.get());
    }
    return all;
  }

  /** One line that never ends. */
  private static final class Endless extends InputStream {
    @Override
    public int read() {
      return 'x';
    }
  }
}
