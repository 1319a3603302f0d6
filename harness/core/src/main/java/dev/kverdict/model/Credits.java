package dev.kverdict.model;

import org.jspecify.annotations.Nullable;

/**
 * The people to credit for the bug in a mail to a list.
 *
 * @param reportedBy the content of {@code Reported-by:}, or null
 * @param closes the address in {@code Closes:}, or null
 */
public record Credits(@Nullable String reportedBy, @Nullable String closes) {}
