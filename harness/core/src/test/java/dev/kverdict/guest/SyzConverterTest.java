package dev.kverdict.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kverdict.UserError;
import dev.kverdict.host.HostLane;
import dev.kverdict.model.ProgramDef;
import dev.kverdict.model.ProgramDef.Arch;
import dev.kverdict.model.ProgramDef.Kind;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a stand-in for the tool, which only shows how it was called. */
class SyzConverterTest {

  private static final String ECHO =
      "#!/bin/sh\nfor word; do printf '// %s\\n' \"$word\"; done\necho 'int main(void) { return 0; }'\n";

  @TempDir private Path folder;
  private Store store;
  private Path program;

  @BeforeEach
  void write() throws IOException {
    store = new Store(folder.resolve("store"), new HostLane(), 1L << 30);
    program =
        Files.writeString(
            folder.resolve("a.syz"),
            "# {Threaded:true Repeat:true Procs:2 CloseFDs:false Sandbox:none}\nsync()\n");
  }

  private Path tool(String script) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path tool = Files.writeString(bin.resolve("syz-prog2c"), script);
    assertThat(tool.toFile().setExecutable(true, false)).isTrue();
    return tool;
  }

  private SyzConverter converter(@Nullable Path given, String path) {
    return new SyzConverter(new HostLane(), store, given, path);
  }

  private ProgramDef def(Arch arch) {
    return new ProgramDef(Kind.SYZ, program, Map.of(), List.of(), List.of(), arch);
  }

  private String converted(SyzConverter converter, Arch arch) throws IOException {
    try (Entry entry = converter.convert(def(arch))) {
      return Files.readString(SyzConverter.source(entry));
    }
  }

  @Test
  void theToolIsCalledWithTheProgramsOwnOptions() throws IOException {
    assertThat(converted(converter(tool(ECHO), ""), Arch.X86_64))
        .isEqualTo(
            """
            // -threaded
            // -procs=2
            // -sandbox=none
            // -repeat=0
            // -os=linux
            // -arch=amd64
            // -prog=%s
            int main(void) { return 0; }
            """
                .formatted(program));
  }

  @Test
  void theToolIsFoundOnThePath() throws IOException {
    Path bin = tool(ECHO).getParent();
    assertThat(converted(converter(null, "relative:/nowhere:" + bin), Arch.I386))
        .contains("// -arch=386");
  }

  @Test
  void withoutTheToolTheErrorSaysHowToGetIt() {
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> converter(null, "/nowhere").convert(def(Arch.X86_64)).close())
        .withMessageStartingWith(program + ": is a program of syzkaller")
        .withMessageContainingAll("make prog2c", "--syz-prog2c", "C reproducer");
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> converter(program, "").convert(def(Arch.X86_64)).close())
        .withMessageContaining("is no program");
  }

  @Test
  void whatTheToolCannotConvertIsTheProgramsFault() throws IOException {
    Path broken =
        tool("#!/bin/sh\necho 'failed to deserialize: line 2: unknown call' >&2\nexit 1\n");
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> converter(broken, "").convert(def(Arch.X86_64)).close())
        .withMessageContaining("does not convert it: failed to deserialize: line 2: unknown call");
    Path silent = tool("#!/bin/sh\nexit 0\n");
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> converter(silent, "").convert(def(Arch.X86_64)).close());
  }

  @Test
  void aConvertedProgramCompiles() throws IOException {
    StaticCompiler compiler = new StaticCompiler(new HostLane(), store, tool(ECHO));
    try (Entry entry = compiler.program(def(Arch.X86_64), folder)) {
      assertThat(Programs.run(StaticCompiler.binary(entry)).exitCode()).isZero();
    }
  }
}
