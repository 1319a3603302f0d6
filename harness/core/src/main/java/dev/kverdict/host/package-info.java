/** Programs on this machine: commands, the lanes that run them, and files written atomically. */
@NullMarked
package dev.kverdict.host;

import org.jspecify.annotations.NullMarked;
