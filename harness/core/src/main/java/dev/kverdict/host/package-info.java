/** Programs on this machine: what a command is, the lane that runs it, files written atomically. */
@NullMarked
package dev.kverdict.host;

import org.jspecify.annotations.NullMarked;
