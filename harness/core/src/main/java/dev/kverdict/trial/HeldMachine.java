package dev.kverdict.trial;

import dev.kverdict.record.TrialId;
import java.nio.file.Path;

/**
 * A machine that stands still after its guest died or fell silent.
 *
 * @param trial the trial
 * @param why what ended it
 * @param gdb the socket of QEMU's gdb server
 * @param kernel the kernel's ELF file with its symbols
 * @param evidence the trial's folder; the console is in it
 * @param end waits until QEMU ends by itself, as when gdb kills it
 */
public record HeldMachine(
    TrialId trial, String why, Path gdb, Path kernel, Path evidence, Runnable end) {}
