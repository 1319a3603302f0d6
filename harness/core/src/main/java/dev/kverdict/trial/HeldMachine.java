package dev.kverdict.trial;

import dev.kverdict.record.TrialId;
import java.nio.file.Path;

/**
 * A machine that is stopped after its guest died or fell silent.
 *
 * @param trial the trial
 * @param why why the guest ended
 * @param gdb the socket of QEMU's gdb server
 * @param kernel the kernel's ELF file with its symbols
 * @param evidence the trial's directory, with the console
 * @param end waits until QEMU ends, for example killed by gdb
 */
public record HeldMachine(
    TrialId trial, String why, Path gdb, Path kernel, Path evidence, Runnable end) {}
