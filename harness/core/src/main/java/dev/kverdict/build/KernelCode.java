package dev.kverdict.build;

import dev.kverdict.InfraError;
import dev.kverdict.binary.ElfFile;
import dev.kverdict.store.Digests;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/** The code of a kernel without its modules, read once for all artefacts that have the same. */
final class KernelCode {

  private final Optional<String> buildId;
  private final MessageDigest code;

  private KernelCode(Optional<String> buildId, MessageDigest code) {
    this.buildId = buildId;
    this.code = code;
  }

  /**
   * Reads it.
   *
   * @throws IOException if it is no kernel
   */
  static KernelCode read(Path vmlinux) throws IOException {
    MessageDigest code = Digests.sha256();
    ElfFile elf = ElfFile.read(vmlinux);
    elf.addLoaded(code);
    return new KernelCode(elf.buildId(), code);
  }

  Optional<String> buildId() {
    return buildId;
  }

  /** Returns a digest of it that modules can be added to. */
  MessageDigest digest() {
    try {
      return (MessageDigest) code.clone();
    } catch (CloneNotSupportedException e) {
      throw new InfraError("this Java cannot copy a digest", e);
    }
  }
}
