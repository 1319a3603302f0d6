package dev.kverdict.patch;

import dev.kverdict.UserError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/**
 * A patch file's bytes as text: unpacked, without a byte order mark, and never UTF-16. The bytes of
 * other encodings are kept, so the text is held as ISO 8859-1.
 */
final class PatchText {

  /** The most bytes of a patch, before and after it is unpacked. */
  static final int MOST_BYTES = 16 << 20;

  /** Somebody may have packed a packed file, but not on purpose. */
  private static final int MOST_LAYERS = 3;

  private static final String SAVE = "save the mail or the patch as plain text";

  /** What people save or attach in place of a patch, by its first bytes. */
  private enum Foreign {
    OUTLOOK("\u00d0\u00cf\u0011\u00e0", "an Outlook message (.msg)", "save the mail as .eml"),
    ZIP("PK\u0003\u0004", "a ZIP archive or an office document", "unpack it"),
    XZ("\u00fd7zXZ", "packed with xz", "unpack it"),
    BZIP2("BZh", "packed with bzip2", "unpack it"),
    ZSTD("(\u00b5/\u00fd", "packed with zstd", "unpack it"),
    PDF("%PDF", "a PDF document", SAVE),
    RTF("{\\rtf", "an RTF document", SAVE),
    ELF("\u007fELF", "a program", "give a patch");

    private final String magic;
    private final String what;
    private final String remedy;

    Foreign(String magic, String what, String remedy) {
      this.magic = magic;
      this.what = what;
      this.remedy = remedy;
    }
  }

  private PatchText() {}

  /**
   * Returns the text in some bytes.
   *
   * @param name the file's name in errors
   * @throws UserError when there is none, or too much
   */
  static String of(byte[] bytes, String name) {
    return of(bytes, name, MOST_LAYERS);
  }

  private static String of(byte[] bytes, String name, int layers) {
    if (bytes.length > MOST_BYTES) {
      throw tooLarge(name);
    }
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (text.isBlank()) {
      throw new UserError(name, "is empty", "save the patch again");
    }
    if (text.startsWith("\u001f\u008b") && layers > 0) {
      return of(unzipped(bytes, name), name, layers - 1);
    }
    for (Foreign foreign : Foreign.values()) {
      if (text.startsWith(foreign.magic)) {
        throw new UserError(name, "is " + foreign.what, foreign.remedy);
      }
    }
    if (text.startsWith("\u00ef\u00bb\u00bf")) {
      return text.substring(3);
    }
    if (text.startsWith("\u00ff\u00fe") || text.startsWith("\u00fe\u00ff")) {
      return recoded(bytes, StandardCharsets.UTF_16);
    }
    if (text.length() > 1 && (text.charAt(0) == 0) != (text.charAt(1) == 0)) {
      return recoded(
          bytes, text.charAt(0) == 0 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE);
    }
    return text.indexOf('\n') < 0 ? text.replace('\r', '\n') : text;
  }

  /** Returns the error about a file that is no patch by its size alone. */
  static UserError tooLarge(String name) {
    return new UserError(name, "is larger than 16 MiB", "is it a patch at all?");
  }

  /** Returns the text in some encoding, as UTF-8 held in ISO 8859-1. */
  static String recoded(byte[] bytes, Charset charset) {
    byte[] utf8 = new String(bytes, charset).getBytes(StandardCharsets.UTF_8);
    return new String(utf8, StandardCharsets.ISO_8859_1);
  }

  private static byte[] unzipped(byte[] bytes, String name) {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readNBytes(MOST_BYTES + 1);
    } catch (IOException e) {
      throw new UserError(name, "is a damaged gzip file", "save it again");
    }
  }
}
