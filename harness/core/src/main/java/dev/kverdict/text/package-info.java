/** Text for people: untrusted text made safe to show, and the names of enum constants. */
@NullMarked
package dev.kverdict.text;

import org.jspecify.annotations.NullMarked;
