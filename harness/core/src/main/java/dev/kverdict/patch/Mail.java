package dev.kverdict.patch;

/**
 * The mail that a patch came in.
 *
 * @param subject the decoded subject on one line
 * @param messageId the message id with its angle brackets; empty when there is none
 */
public record Mail(String subject, String messageId) {}
