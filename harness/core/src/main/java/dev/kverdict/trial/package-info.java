/** Runs a reproducer once in a virtual machine, from start to evidence. */
@NullMarked
package dev.kverdict.trial;

import org.jspecify.annotations.NullMarked;
