/** One run of a reproducer in one virtual machine, from start to evidence. */
@NullMarked
package dev.kverdict.trial;

import org.jspecify.annotations.NullMarked;
