/** Serves coding agents: a Model Context Protocol server on standard input and output. */
@NullMarked
package dev.kverdict.mcp;

import org.jspecify.annotations.NullMarked;
