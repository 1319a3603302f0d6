package dev.kverdict.syzbot;

import dev.kverdict.model.KernelDef;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.yaml.MatrixReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A report that becomes a case, with a server that has what it names. */
@Timeout(120)
abstract class Importing {

  @TempDir Path folder;
  SmallServer server;
  Path out;

  @BeforeEach
  void open() throws IOException {
    server = new SmallServer();
    out = folder.resolve("out");
  }

  @AfterEach
  void close() {
    server.close();
  }

  /** Puts the server in the place of those that a mail names; others are not asked. */
  String here(String mail) {
    return mail.replace("https://syzkaller.appspot.com", server.url())
        .replace("https://storage.googleapis.com", server.url())
        .replace("https://ci.example.org", server.url())
        .replace("https://lore.kernel.org/all/", server.url() + "/all/");
  }

  /** A mail whose addresses lead nowhere, and quickly so. */
  static String nowhere(String mail) {
    return mail.replaceAll("https://(syzkaller|storage|ci|lore)\\.[a-z.]+", "http://127.0.0.1:1");
  }

  ImportedCase read(String mail, Given given) {
    InputStream in = new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8));
    return new ReportSource(in).read("-", given);
  }

  String write(ImportedCase imported) throws IOException {
    return Files.readString(imported.write(out));
  }

  Matrix matrix() {
    return MatrixReader.read(out.resolve(ImportedCase.FILE));
  }

  ReproducerDef repro() {
    return matrix().reproducers().get("reported");
  }

  KernelDef kernel() {
    return matrix().kernels().get("reported");
  }

  Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }
}
