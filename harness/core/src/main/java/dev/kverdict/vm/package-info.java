/** One virtual machine: accelerator, QEMU command line and process, QMP, console. */
@NullMarked
package dev.kverdict.vm;

import org.jspecify.annotations.NullMarked;
