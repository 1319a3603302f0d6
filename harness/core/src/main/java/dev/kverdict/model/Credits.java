package dev.kverdict.model;

import org.jspecify.annotations.Nullable;

/**
 * Who found the bug, for the text that goes to a list.
 *
 * @param reportedBy the reporter as {@code Reported-by:} has it, or null
 * @param closes the address that {@code Closes:} has, or null
 */
public record Credits(@Nullable String reportedBy, @Nullable String closes) {}
