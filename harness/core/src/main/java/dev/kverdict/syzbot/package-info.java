/** What syzbot reports about a bug, and the case that can be made of it. */
@NullMarked
package dev.kverdict.syzbot;

import org.jspecify.annotations.NullMarked;
