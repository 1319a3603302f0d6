/** Artefacts and evidence on disk, found by the digest of what they were made from. */
@NullMarked
package dev.kverdict.store;

import org.jspecify.annotations.NullMarked;
